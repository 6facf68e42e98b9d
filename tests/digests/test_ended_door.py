"""The door of a meeting that has ended: nothing is asked of who only reads, and it leads to the digest that is out."""

import pytest
from flask import Flask

from tests.digests.scene import CODE, approve_and_post, meeting_now, simple_meeting
from tests.pages import Visitor, check_page
from workshop.digests.actions import make_first_digest
from workshop.digests.queries import newest_digest
from workshop.meetings.actions import close_meeting

DOOR = f"/j/{CODE}"


def ended(app: Flask, days: int = 7, **facts: object) -> None:
    """A meeting with a digest that nobody has approved."""
    with app.app_context():
        make_first_digest(simple_meeting(afterwards_days=days, **facts), "fi")


def publish(app: Flask) -> str:
    """Approve the digest; its address."""
    with app.app_context():
        digest = newest_digest(meeting_now(), "fi")
        assert digest
        approve_and_post(digest)
        return f"/koonti/{digest.key}"


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("languages", [["fi"], ["fi", "sv"]])
def test_who_comes_afterwards_may_add_something_and_need_not(
    app: Flask, visitor: Visitor, languages: list[str], language: str
) -> None:
    ended(app, languages=languages)
    page = visitor.get(f"{DOOR}?lang={language}")
    assert page.status_code == 200
    check_page(page, language)
    assert f"{DOOR}/tag" in page.text
    assert f"/digest-by-mail/{CODE}" in page.text
    assert "/koonti/" not in page.text, "nobody has approved it"
    address = publish(app)
    page = visitor.get(f"{DOOR}?lang={language}")
    check_page(page, language)
    assert address in page.text, "also where it is not in the reader's language"
    assert f"{DOOR}/tag" in page.text


def test_a_link_to_a_step_still_leads_there(app: Flask, visitor: Visitor) -> None:
    ended(app, languages=["fi"])
    with app.app_context():
        step = meeting_now().exercises[0].id
    assert visitor.get(f"{DOOR}?to={step}").location == f"{DOOR}/tag?to={step}"


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_closed_meetings_code_leads_to_the_digest_that_is_out(app: Flask, visitor: Visitor, language: str) -> None:
    ended(app, days=0)
    unknown = visitor.get("/j/BBBBBBB")
    assert (visitor.get(DOOR).status_code, unknown.status_code) == (404, 404), "nothing is out"
    address = publish(app)
    page = visitor.get(f"{DOOR}?lang={language}")
    assert page.status_code == 200
    check_page(page, language)
    assert address in page.text
    assert f"{DOOR}/tag" not in page.text
    assert visitor.get(f"/join?code={CODE.lower()}").location == DOOR
    assert visitor.get(f"{DOOR}/tag").status_code == 404, "nobody comes in any more"
    assert visitor.get(address).status_code == 200


def test_closing_takes_the_ways_in_away(app: Flask, visitor: Visitor) -> None:
    ended(app)
    publish(app)
    assert f"{DOOR}/tag" in visitor.get(DOOR).text
    with app.app_context():
        close_meeting(meeting_now())
    assert f"{DOOR}/tag" not in visitor.get(DOOR).text


def test_a_hall_that_comes_to_read_is_not_taken_for_guessing(app: Flask, visitor: Visitor) -> None:
    ended(app, days=0)
    publish(app)
    assert {visitor.get(DOOR).status_code for _time in range(45)} == {200}
