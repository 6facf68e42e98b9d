"""The digest that is out is sent to those who have not got it: who came on the list, or was not chosen, at first."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.digests.scene import CODE, approve_and_post, meeting_now, organiser, simple_meeting, staff, subscribe
from tests.digests.test_unsubscribing import ANNA, BO, to_list
from tests.pages import Visitor, check_page
from workshop.accounts.queries import user_by_email
from workshop.digests.actions import approve_digest, make_digest, make_first_digest
from workshop.digests.addressees import rest_of
from workshop.digests.letters import about
from workshop.digests.models import Digest, Recipients
from workshop.digests.posting import send_to_rest, stop_digest
from workshop.digests.queries import newest_digest
from workshop.errors import AlreadyDone, NotAllowed, NotNow
from workshop.extensions import db
from workshop.mail.queries import letters_about

LoggedIn = Callable[[str], Visitor]
PAGE = f"/meetings/{CODE}/digest"
CARL = "carl@example.fi"


@pytest.fixture
def out(app: Flask) -> Flask:
    """Anna was present and has got the digest; then Bo and Carl come on the list."""
    with app.app_context():
        meeting = simple_meeting()
        subscribe(meeting, ANNA, "fi")
        approve_and_post(make_first_digest(meeting, "fi"), Recipients.PRESENT)
        to_list(meeting, ANNA, BO, CARL)
    return app


def digest() -> Digest:
    found = newest_digest(meeting_now(), "fi")
    assert found
    return found


def got() -> list[str]:
    return [letter.address for letter in letters_about(about(digest()))]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_organiser_sees_how_many_and_sends_it_to_them_once(out: Flask, logged_in: LoggedIn, language: str) -> None:
    with out.app_context():
        path = f"{PAGE}/{digest().id}/rest"
    desk = logged_in(f"organiser.{CODE.lower()}")
    page = desk.get(f"{PAGE}?lang={language}")
    check_page(page, language)
    assert page.text.count(path) == 1, "all who left their address have it"
    assert "(2)" in page.text
    assert path not in logged_in("leader").get(PAGE).text
    assert desk.post(path, {"to": "nobody"}, page=PAGE).status_code == 400
    assert desk.post(path, {"to": "invited"}, page=PAGE).status_code == 303
    assert desk.post(path, {"to": "invited"}, page=PAGE).status_code == 409
    assert path not in desk.get(PAGE).text
    with out.app_context():
        assert got() == [ANNA, BO, CARL]
        assert "kutsutuista" in letters_about(about(digest()))[1].text
        assert digest().sent_to is Recipients.BOTH, "the next version goes to them too"


def test_who_has_it_gets_it_not_again_and_the_choice_stays(out: Flask) -> None:
    with out.app_context():
        with pytest.raises(AlreadyDone):
            send_to_rest(digest(), Recipients.PRESENT, organiser())
        assert digest().sent_to is Recipients.PRESENT
        assert send_to_rest(digest(), Recipients.BOTH, organiser()) == 2


def test_only_organisers_send(out: Flask) -> None:
    with out.app_context():
        leader = user_by_email("leader@example.fi")
        with pytest.raises(NotAllowed):
            send_to_rest(digest(), Recipients.INVITED, leader)
        assert got() == [ANNA]


def test_only_the_version_that_is_out_is_sent(out: Flask) -> None:
    with out.app_context():
        old = digest()
        new = make_digest(meeting_now(), "fi")
        with pytest.raises(NotNow):
            send_to_rest(new, Recipients.INVITED, organiser())
        stop_digest(old)
        with pytest.raises(NotNow):
            send_to_rest(old, Recipients.INVITED, organiser())


def test_a_version_with_a_newer_one_behind_it_is_sent_to_nobody_more(out: Flask) -> None:
    with out.app_context():
        old = digest()
        approve_digest(make_digest(meeting_now(), "fi"), organiser())
        db.session.refresh(old)
        with pytest.raises(NotNow):
            send_to_rest(old, Recipients.INVITED, organiser())
        assert [one.address for one in rest_of(old, Recipients.INVITED)].count(BO) == 1


def test_foreign_digests_are_not_sent(out: Flask, logged_in: LoggedIn, visitor: Visitor) -> None:
    with out.app_context():
        staff("stranger")
        path = f"{PAGE}/{digest().id}/rest"
    assert logged_in("stranger").post(path, {"to": "invited"}, page="/rounds").status_code == 404
    assert visitor.client.post(path, data={"to": "invited"}).status_code == 400
