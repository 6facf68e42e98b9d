"""An address that letters do not reach is left out of the round's later digests, until somebody has it tried again."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from tests.digests.scene import CODE, approve_and_post, made_digest, meeting_now, simple_meeting, staff, subscribe
from tests.digests.test_unsubscribing import ANNA, BO, in_the_round_of, letter_to, to_list
from tests.pages import Visitor, check_page
from workshop import clock
from workshop.digests.actions import make_digest, make_first_digest
from workshop.digests.addressees import addressee_counts, addressees, invited_to, unreached
from workshop.digests.models import Recipients
from workshop.digests.posting import write_again
from workshop.digests.queries import newest_digest
from workshop.digests.subscribers import unsubscribe
from workshop.errors import AlreadyDone
from workshop.mail.actions import claim, note_bounced, note_refused, note_sent, resend
from workshop.meetings.models import Meeting

LoggedIn = Callable[[str], Visitor]
ORGANISER = f"organiser.{CODE.lower()}"
PAGE = f"/meetings/{CODE}/digest"
WHY = "5.1.1 550 nobody here"
NEAR, FAR = "BBBBBBB", "CCCCCCC"


def bounce() -> None:
    """Anna's letter comes back."""
    letter = claim(letter_to(ANNA).id)
    note_sent(letter)
    assert note_bounced(letter, WHY, blames_address=True)


def returned(app: Flask) -> None:
    """A digest whose letter to Anna has come back; Bo has got his."""
    made_digest(app, True, ANNA, BO)
    with app.app_context():
        bounce()


def reached(meeting: Meeting) -> list[str]:
    """To whom a new version of the meeting's digest would go."""
    return sorted(one.address for one in addressees(make_digest(meeting, "fi"), Recipients.BOTH))


def test_later_digests_of_the_round_leave_it_out_and_those_of_other_rounds_do_not(app: Flask) -> None:
    returned(app)
    with app.app_context():
        near, far = simple_meeting(NEAR, "b"), simple_meeting(FAR, "c")
        in_the_round_of(meeting_now(), near)
        for meeting in (near, far):
            to_list(meeting, ANNA, BO)
        assert [reached(meeting) for meeting in (meeting_now(), near, far)] == [[BO], [BO], [ANNA, BO]]
        assert addressee_counts(newest_digest(near, "fi"))[Recipients.BOTH] == 1
        assert [unreached(meeting) for meeting in (meeting_now(), near, far)] == [{ANNA: WHY}, {ANNA: WHY}, {}]
        to_list(near, BO, "anna.oikea@example.fi")
        assert reached(near) == ["anna.oikea@example.fi", BO], "a mended address is another one"
        assert unreached(near) == {}


def test_what_a_server_refused_for_another_reason_leaves_nobody_out(app: Flask) -> None:
    made_digest(app, True, ANNA, BO)
    with app.app_context():
        note_refused(claim(letter_to(ANNA).id), "550 5.7.1 your server is on a list", blames_address=False)
        assert reached(meeting_now()) == [ANNA, BO]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_page_tells_why_and_lets_letters_go_there_again(app: Flask, logged_in: LoggedIn, language: str) -> None:
    returned(app)
    with app.app_context():
        to_list(meeting_now(), ANNA)
    leader, organiser = logged_in("leader"), logged_in(ORGANISER)
    for visitor, path in ((leader, PAGE), (organiser, f"{PAGE}/invited")):
        page = visitor.get(f"{path}?lang={language}")
        check_page(page, language)
        assert WHY in page.text
    again = f"{PAGE}/addresses"
    assert leader.post(again, {"address": "somebody@example.fi"}, page=PAGE).status_code == 409
    assert leader.post(again, {"address": ANNA}, page=PAGE).status_code == 303
    assert 'id="unreached"' not in leader.get(PAGE).text
    assert leader.post(again, {"address": ANNA}, page=PAGE).status_code == 409
    with app.app_context():
        assert reached(meeting_now()) == [ANNA, BO]


def test_who_does_not_lead_the_meeting_decides_nothing(app: Flask, logged_in: LoggedIn, visitor: Visitor) -> None:
    returned(app)
    with app.app_context():
        staff("stranger")
    stranger = logged_in("stranger")
    assert stranger.post(f"{PAGE}/addresses", {"address": ANNA}, page="/rounds").status_code == 404
    assert visitor.client.post(f"{PAGE}/addresses", data={"address": ANNA}).status_code == 400
    with app.app_context():
        assert unreached(meeting_now()) == {ANNA: WHY}


def test_only_addresses_of_the_meeting_are_tried_again_from_it(app: Flask) -> None:
    returned(app)
    with app.app_context():
        near = simple_meeting(NEAR, "b")
        in_the_round_of(meeting_now(), near)
        to_list(near, BO)
        with pytest.raises(AlreadyDone):
            write_again(near, [ANNA])
        assert unreached(meeting_now()) == {ANNA: WHY}


def test_sending_its_letter_again_tries_the_address_too(app: Flask) -> None:
    returned(app)
    with app.app_context():
        resend(letter_to(ANNA))
        assert reached(meeting_now()) == [ANNA, BO]


def test_who_confirms_the_address_again_has_shown_that_letters_reach_it(app: Flask) -> None:
    returned(app)
    with app.app_context():
        near = simple_meeting(NEAR, "b")
        in_the_round_of(meeting_now(), near)
        approve_and_post(make_first_digest(near, "fi"))
        with clock.at(clock.now() + timedelta(days=1)):
            subscribe(near, ANNA, "fi")
        assert letter_to(ANNA, NEAR)
        assert unreached(meeting_now()) == {}


def test_an_address_that_was_forgotten_is_not_shown(app: Flask, logged_in: LoggedIn) -> None:
    returned(app)
    with app.app_context():
        unsubscribe(letter_to(ANNA).unsubscribe.partition("?")[0].rpartition("/")[2])
        assert unreached(meeting_now()) == {}
    assert ANNA not in logged_in("leader").get(PAGE).text


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("fi", "1 heistä ei halua enää kirjeitä"),
        ("sv", "1 av dem vill inte ha fler brev"),
        ("en", "1 of them wants no more letters"),
    ],
)
def test_the_page_tells_how_many_of_the_list_have_stopped_the_letters(
    app: Flask, logged_in: LoggedIn, language: str, told: str
) -> None:
    made_digest(app)
    desk = logged_in(ORGANISER)
    with app.app_context():
        to_list(meeting_now(), ANNA, BO)
    assert told not in desk.get(f"{PAGE}?lang={language}").text
    with app.app_context():
        unsubscribe(invited_to(meeting_now())[0].key)
    page = desk.get(PAGE)
    check_page(page, language)
    assert told in page.text
    assert re.findall(r"\((\d+)\)</label>", page.text) == ["1"]
