"""A real SMTP server that is slow, overloaded, paused or gone, and a postman who is killed: nothing lost or doubled."""

import signal
from collections import Counter
from datetime import timedelta

import pytest

from tests.mail.conftest import House
from tests.mail.smtp_server import PATIENCE_S, Postbox, smtp_server
from workshop import clock
from workshop.extensions import db
from workshop.mail import transport
from workshop.mail.actions import let_letters_go, pause_letters
from workshop.mail.models import LetterState

TWENTY = [f"osoite{number:02}@example.fi" for number in range(20)]


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "LINE_S", 0.5)
    monkeypatch.setattr(transport, "CONTENT_S", 0.5)


def deliver_later(house: House, hours: int = 1) -> None:
    with clock.at(clock.now() + timedelta(hours=hours)):
        house.deliver()


def test_a_server_that_times_out_in_the_content_leaves_one_unsure(
    house: House, postbox: Postbox, impatient: None
) -> None:
    postbox.hang_in_content = TWENTY[3]
    house.put(*TWENTY)
    house.deliver()
    assert LetterState.QUEUED in house.states().values()  # who would wait for the next one to hang as long
    house.deliver()
    states = house.states()
    assert states.pop(TWENTY[3]) is LetterState.UNSURE
    assert set(states.values()) == {LetterState.SENT}
    assert postbox.count() == dict.fromkeys(states, 1)


def test_a_server_that_is_paused_delays_and_goes_on_with_all_of_them(house: House, impatient: None) -> None:
    postbox = Postbox()
    postbox.greets = False
    house.put(*TWENTY)
    with smtp_server(postbox, house.port):
        house.deliver()
        assert set(house.states().values()) == {LetterState.QUEUED}
        assert sum(letter.tries for letter in house.letters().values()) == 1, "the others need not try in vain"
        postbox.greets = True
        deliver_later(house)
    assert postbox.count() == dict.fromkeys(TWENTY, 1)


def test_a_server_that_closes_after_ten_letters_gets_them_all_once(house: House, postbox: Postbox) -> None:
    postbox.hang_up_after = 10
    house.put(*TWENTY, "last@example.fi")
    house.deliver()
    assert postbox.count() == dict.fromkeys([*TWENTY, "last@example.fi"], 1)
    assert postbox.connections == 3


@pytest.mark.parametrize("where", ["refuse", "refuse_content"])
def test_a_server_that_has_too_much_to_do_is_left_alone_for_now(house: House, postbox: Postbox, where: str) -> None:
    getattr(postbox, where)[TWENTY[0]] = "421 too busy, closing"
    house.put(TWENTY[0])
    house.deliver()
    assert house.letters()[TWENTY[0]].server_said == "421 too busy, closing"
    getattr(postbox, where).clear()
    house.put(*TWENTY)
    deliver_later(house)
    assert postbox.count() == dict.fromkeys(TWENTY, 1)


def test_greylisting_delays_each_letter_once(house: House, postbox: Postbox) -> None:
    postbox.refuse = dict.fromkeys(TWENTY, "451 4.7.1 greylisted, come back later")
    house.put(*TWENTY)
    house.deliver()
    assert {letter.tries for letter in house.letters().values()} == {1}
    postbox.refuse.clear()
    house.deliver()
    assert not postbox.taken
    deliver_later(house)
    assert postbox.count() == dict.fromkeys(TWENTY, 1)


def test_letters_that_were_stopped_do_not_leave_and_others_do(house: House, postbox: Postbox) -> None:
    house.put(*TWENTY)
    with house.app.app_context():
        pause_letters("test")
        pause_letters("test")
    house.deliver()
    assert not postbox.taken
    with house.app.app_context():
        let_letters_go("test")
        db.session.rollback()
    house.deliver()
    assert postbox.count() == dict.fromkeys(TWENTY, 1)


def test_a_letter_that_was_delayed_while_it_was_stopped_stays_stopped(house: House, postbox: Postbox) -> None:
    postbox.refuse = {TWENTY[0]: "451 later"}
    house.put(TWENTY[0])
    house.deliver()
    with house.app.app_context():
        pause_letters("test")
    postbox.refuse.clear()
    deliver_later(house)
    assert not postbox.taken


def test_killed_three_times_among_forty_letters_nothing_is_lost_or_doubled(house: House, postbox: Postbox) -> None:
    """bench/digest does the same with twenty kills among five hundred."""
    forty = [f"a{number:02}@example.fi" for number in range(40)]
    house.put(*forty)
    for taken in (7, 19, 31):
        postman = house.postman()
        postbox.wait_for(taken)
        postman.send_signal(signal.SIGKILL)
        postman.wait(PATIENCE_S)
    house.postman().wait(PATIENCE_S)
    states, arrived = house.states(), postbox.count()
    told = Counter(states.values())
    assert set(told) <= {LetterState.SENT, LetterState.UNSURE}
    assert told[LetterState.UNSURE] <= 3
    assert max(arrived.values()) == 1
    assert {address for address in forty if states[address] is LetterState.SENT} <= set(arrived)


def test_what_a_server_says_is_kept_as_a_line_without_control_characters(house: House, postbox: Postbox) -> None:
    postbox.refuse["a@example.fi"] = "550 no\x00body\there"
    house.put("a@example.fi")
    house.deliver()
    letter = house.letters()["a@example.fi"]
    assert (letter.state, letter.server_said) == (LetterState.FAILED, "550 nobody here")
