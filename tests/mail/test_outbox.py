"""Letters against a real SMTP server: each one once, whatever the server does."""

import signal
import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import inspect, select, text

from tests.mail.conftest import House
from tests.mail.smtp_server import PATIENCE_S, Postbox, free_port, smtp_server
from workshop import clock
from workshop.columns import Moment
from workshop.errors import AlreadyDone
from workshop.extensions import db
from workshop.mail.actions import WAITS_H, claim, note_handed, note_unsure, put_letter, resend
from workshop.mail.models import Letter, LetterState
from workshop.mail.outbox import recover_outbox

FIVE = [f"osoite{number}@example.fi" for number in range(5)]


def later(house: House, hours: int) -> None:
    """Deliver what is due in so many hours."""
    with clock.at(clock.now() + timedelta(hours=hours)):
        house.deliver()


def test_every_letter_arrives_once(house: House, postbox: Postbox) -> None:
    house.put(*FIVE)
    house.deliver()
    house.deliver()
    assert postbox.count() == dict.fromkeys(FIVE, 1)
    assert set(house.states().values()) == {LetterState.SENT}
    assert postbox.connections == 1


def test_a_letter_put_twice_is_one_letter(house: House, postbox: Postbox) -> None:
    house.put("a@example.fi")
    house.put("a@example.fi")
    house.deliver()
    house.put("a@example.fi")
    house.deliver()
    assert postbox.count() == {"a@example.fi": 1}


def test_two_threads_putting_the_same_letter_make_one(house: House) -> None:
    threads = [threading.Thread(target=house.put, args=["a@example.fi"]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
    with house.app.app_context():
        assert len(db.session.scalars(select(Letter)).all()) == 1


def test_a_message_says_who_what_and_that_a_machine_sent_it(house: House, postbox: Postbox) -> None:
    with house.app.app_context():
        text = "Ensin\n.piste rivin alussa\n" + "pitkä " * 400 + "\n" + "x" * 2000
        put_letter("k", "test", "anna@xn--hyv-sla.fi", "fi", "Työskentelyjen koonti – äö", text, "<p>äö &amp; 😀</p>")
    house.deliver()
    message = postbox.message()
    assert message["From"] == "Koonti <koonti@localhost>"
    assert message["To"] == "anna@xn--hyv-sla.fi"
    assert message["Subject"] == "Työskentelyjen koonti – äö"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "fi"
    assert message["Date"].datetime.tzinfo
    assert message["Message-ID"].endswith("@localhost>")
    assert message.get_body(("plain",)).get_content().splitlines() == text.splitlines()
    assert message.get_body(("html",)).get_content().strip() == "<p>äö &amp; 😀</p>"
    assert max(map(len, postbox.taken[0][1].splitlines())) <= 998
    assert postbox.taken[0][1].isascii()


def test_a_letter_is_the_same_bytes_at_every_try(house: House, postbox: Postbox) -> None:
    house.put("a@example.fi")
    house.deliver()
    with house.app.app_context():
        letter = db.session.scalars(select(Letter)).one()
        note_unsure(letter, "the line broke")
        resend(letter)
    house.deliver()
    assert postbox.taken[0] == postbox.taken[1]


def test_a_letter_that_no_header_can_hold_fails_and_lets_the_others_go(house: House, postbox: Postbox) -> None:
    with house.app.app_context():
        put_letter("k", "test", "a@example.fi", "fi", "Koonti\r\nBcc: b@example.fi", "", "")
        put_letter("l", "test", "a@example.fi\r\nRCPT TO:<b@example.fi>", "fi", "Koonti", "", "")
    house.put("c@example.fi")
    house.deliver()
    assert postbox.count() == {"c@example.fi": 1}
    with house.app.app_context():
        states = db.session.scalars(select(Letter.state).order_by(Letter.address.desc())).all()
    assert states == [LetterState.SENT, LetterState.FAILED, LetterState.FAILED]


def test_a_refusal_for_good_fails_the_letter_alone(house: House, postbox: Postbox) -> None:
    postbox.refuse[FIVE[1]] = "550 no\x00 such\tperson"
    postbox.refuse_content[FIVE[2]] = "554 we do not like it"
    house.put(*FIVE)
    house.deliver()
    later(house, 200)
    assert postbox.count() == dict.fromkeys([FIVE[0], FIVE[3], FIVE[4]], 1)
    letters = house.letters()
    assert [letters[one].state for one in FIVE[1:3]] == [LetterState.FAILED] * 2
    assert letters[FIVE[1]].server_said == "550 no such person"
    assert postbox.connections == 1


@pytest.mark.parametrize("where", ["refuse", "refuse_content"])
def test_a_refusal_for_now_is_tried_again_later_and_later(house: House, postbox: Postbox, where: str) -> None:
    getattr(postbox, where)["a@example.fi"] = "451 come back later"
    house.put("a@example.fi", "b@example.fi")
    house.deliver()
    assert house.states() == {"a@example.fi": LetterState.QUEUED, "b@example.fi": LetterState.SENT}
    house.deliver()
    assert house.letters()["a@example.fi"].tries == 1
    getattr(postbox, where).clear()
    later(house, 1)
    house.deliver()
    assert postbox.count() == {"a@example.fi": 1, "b@example.fi": 1}


def test_after_four_days_of_tries_a_letter_has_failed(house: House, postbox: Postbox) -> None:
    postbox.refuse["a@example.fi"] = "451 come back later"
    house.put("a@example.fi")
    passed = 0
    for wait in (*WAITS_H, 0):
        later(house, passed)
        passed += wait
    letter = house.letters()["a@example.fi"]
    assert (letter.state, letter.tries) == (LetterState.FAILED, len(WAITS_H) + 1)
    assert timedelta(days=4) < timedelta(hours=passed) < timedelta(days=5)


def test_a_server_that_closes_after_every_second_letter_gets_them_all_once(house: House, postbox: Postbox) -> None:
    postbox.hang_up_after = 2
    house.put(*FIVE)
    house.deliver()
    assert postbox.count() == dict.fromkeys(FIVE, 1)
    assert postbox.connections == 3
    assert {letter.tries for letter in house.letters().values()} == {1}


def test_without_a_server_to_be_reached_letters_wait(house: House) -> None:
    house.put(*FIVE)
    house.deliver()
    states = list(house.states().values())
    assert set(states) == {LetterState.QUEUED}
    assert sum(letter.tries for letter in house.letters().values()) == 1
    with smtp_server(Postbox(), house.port) as postbox:
        later(house, 1)
    assert postbox.count() == dict.fromkeys(FIVE, 1)


def test_without_a_mail_server_set_letters_stay(make_house) -> None:
    house = make_house(SMTP_URL="")
    house.put(*FIVE)
    house.deliver()
    assert set(house.states().values()) == {LetterState.QUEUED}
    assert {letter.tries for letter in house.letters().values()} == {0}


def test_a_password_never_goes_over_a_line_without_tls(make_house) -> None:
    port = free_port()
    house = make_house(SMTP_URL=f"smtp://koonti:salasana@127.0.0.1:{port}")
    house.put("a@example.fi")
    with smtp_server(Postbox(), port) as postbox:
        house.deliver()
    letter = house.letters()["a@example.fi"]
    assert not postbox.taken
    assert (letter.state, letter.server_said) == (
        LetterState.QUEUED,
        "The server offers no TLS, so the password was not sent.",
    )


def test_a_line_that_breaks_in_the_content_leaves_the_letter_unsure(house: House, postbox: Postbox) -> None:
    postbox.break_in_content = FIVE[2]
    house.put(*FIVE)
    house.deliver()
    house.deliver()  # the others go at the next look
    states = house.states()
    assert states.pop(FIVE[2]) is LetterState.UNSURE
    assert set(states.values()) == {LetterState.SENT}
    assert postbox.count() == dict.fromkeys(states, 1)


def test_killed_in_the_content_one_letter_is_unsure_and_every_other_arrives_once(
    house: House, postbox: Postbox
) -> None:
    postbox.hang_in_content = FIVE[2]
    house.put(*FIVE)
    postman = house.postman()
    assert postbox.hanging.wait(PATIENCE_S)
    postman.send_signal(signal.SIGKILL)
    postman.wait(PATIENCE_S)
    postbox.hang_in_content = ""
    house.postman().wait(PATIENCE_S)
    states = house.states()
    assert states.pop(FIVE[2]) is LetterState.UNSURE
    assert set(states.values()) == {LetterState.SENT}
    assert postbox.count() == dict.fromkeys(states, 1)


def test_killed_before_the_content_every_letter_arrives_once(house: House, postbox: Postbox) -> None:
    postbox.hang_at_address = FIVE[2]
    house.put(*FIVE)
    postman = house.postman()
    assert postbox.hanging.wait(PATIENCE_S)
    postman.send_signal(signal.SIGKILL)
    postman.wait(PATIENCE_S)
    assert house.states()[FIVE[2]] is LetterState.SENDING
    postbox.hang_at_address = ""
    house.postman().wait(PATIENCE_S)
    assert set(house.states().values()) == {LetterState.SENT}
    assert postbox.count() == dict.fromkeys(FIVE, 1)


def test_two_postmen_do_not_deliver_together(house: House, postbox: Postbox) -> None:
    postbox.hang_at_address = FIVE[0]
    house.put(FIVE[0])
    first = house.postman()
    assert postbox.hanging.wait(PATIENCE_S)
    house.deliver()
    with house.app.app_context():
        recover_outbox()
    assert not postbox.taken
    assert house.states()[FIVE[0]] is LetterState.SENDING
    first.kill()
    first.wait(PATIENCE_S)


def test_at_its_start_a_worker_judges_what_a_dead_one_left(house: House) -> None:
    house.put("a@example.fi", "b@example.fi", "c@example.fi")
    with house.app.app_context():
        first, second, _third = db.session.scalars(select(Letter.id).order_by(Letter.address)).all()
        claim(first)
        note_handed(claim(second))
        recover_outbox()
    assert list(house.states().values()) == [LetterState.QUEUED, LetterState.UNSURE, LetterState.QUEUED]


def test_only_a_failed_or_unsure_letter_is_sent_again(house: House, postbox: Postbox) -> None:
    house.put("a@example.fi")
    with house.app.app_context():
        letter = db.session.scalars(select(Letter)).one()
        with pytest.raises(AlreadyDone):
            resend(letter)
    house.deliver()
    with house.app.app_context(), pytest.raises(AlreadyDone):
        resend(db.session.scalars(select(Letter)).one())
    assert postbox.count() == {"a@example.fi": 1}


@pytest.mark.sqlite
def test_a_letter_tells_neither_its_minute_nor_its_turn(house: House, postbox: Postbox) -> None:
    """Or who left an address while answering could be found by the time and the order of the answers."""
    addresses = [f"a{number:02}@example.fi" for number in range(12)]
    postbox.refuse[addresses[0]] = "451 come back later"
    postbox.refuse[addresses[1]] = "550 no such person"
    house.put(*addresses)
    house.deliver()
    with house.app.app_context():
        letters = db.session.scalars(select(Letter).order_by(Letter.id)).all()
        by_number = [letter.address for letter in letters]
        rows = db.session.execute(text("SELECT address FROM letter ORDER BY rowid")).scalars().all()
        note_unsure(letters[0], "the line broke")
        resend(letters[0])
        dates = [column.key for column in inspect(Letter).columns if isinstance(column.type, Moment)]
        assert len(dates) == 7
        told = [getattr(letter, date) for letter in letters for date in dates]
        sent = [letter.server_said for letter in letters if letter.state is LetterState.SENT]
    assert {(moment.minute, moment.second, moment.microsecond) for moment in told if moment} == {(0, 0, 0)}
    assert rows == by_number != addresses
    assert len(sent) >= 9
    assert set(sent) == {""}


@pytest.mark.parametrize("minute", [0, 1, 59])
def test_a_letter_that_was_put_off_is_tried_at_the_turn_of_the_hour(
    house: House, postbox: Postbox, minute: int
) -> None:
    postbox.refuse["a@example.fi"] = "451 come back later"
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    with clock.at(noon + timedelta(minutes=minute)):
        house.put("a@example.fi")
        house.deliver()
    postbox.refuse.clear()
    for seconds, arrived in ((3599, 0), (3600, 1)):
        with clock.at(noon + timedelta(seconds=seconds)):
            house.deliver()
        assert len(postbox.taken) == arrived
