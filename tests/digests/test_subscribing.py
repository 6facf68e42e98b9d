"""The page where an address is left: apart from the answers, for a full hall, and not for guessing codes."""

import pytest
from flask import Flask
from limits.strategies import FixedWindowRateLimiter

from tests.digests.scene import CODE, approve_and_post, made_digest, meeting_now, planned, staff, token_for
from tests.pages import Visitor, check_page
from workshop.digests.letters import about
from workshop.digests.queries import newest_digest
from workshop.digests.routes.subscribing import LEAVING
from workshop.digests.subscribers import confirm
from workshop.mail.queries import letters_about
from workshop.tries import tries

LEAVE = f"/digest-by-mail/{CODE}"
LANGUAGES = ["fi", "sv", "en"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_address_is_left_apart_from_the_answers(app: Flask, visitor: Visitor, language: str) -> None:
    made_digest(app)
    check_page(visitor.get(f"{LEAVE}?lang={language}"), language)
    first = visitor.post(LEAVE, {"address": "a@example.fi"})
    again = visitor.post(LEAVE, {"address": "a@example.fi"})
    assert (first.status_code, first.location) == (again.status_code, again.location) == (303, f"{LEAVE}/thanks")
    check_page(visitor.get(f"{LEAVE}/thanks"), language)
    with app.app_context():
        confirm(token_for("a@example.fi"))
        approve_and_post(newest_digest(meeting_now(), "fi"))
        assert [letter.address for letter in letters_about(about(newest_digest(meeting_now(), "fi")))] == [
            "a@example.fi"
        ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "typed", ["", "anna", "a@example.fi\r\nBcc: b@example.fi", "a\0@example.fi", "äiti@example.fi"]
)
def test_what_is_no_address_is_an_error_at_the_field(app: Flask, visitor: Visitor, typed: str, language: str) -> None:
    made_digest(app)
    visitor.get(f"{LEAVE}?lang={language}")
    answer = visitor.post(LEAVE, {"address": typed})
    assert answer.status_code == 422
    check_page(answer, language)
    assert 'href="#address"' in answer.text


def test_a_file_instead_of_an_address_is_an_error_at_the_field(app: Flask, visitor: Visitor) -> None:
    made_digest(app)
    with open(__file__, "rb") as file:  # noqa: PTH123
        assert visitor.post(LEAVE, {"address": (file, "a.txt")}).status_code == 422


@pytest.mark.parametrize("path", ["/digest-by-mail/AAAAAAA", "/digest-by-mail/AAAAAAA/thanks", "/digest-by-mail/x%00"])
def test_an_unknown_code_takes_no_address(app: Flask, visitor: Visitor, path: str) -> None:
    assert visitor.get(path).status_code == 404


def test_a_meeting_in_draft_takes_no_address(app: Flask, visitor: Visitor) -> None:
    with app.app_context():
        planned(staff("leader"))
    assert visitor.get(LEAVE).status_code == 404


def test_a_flood_of_addresses_is_slowed(app: Flask, visitor: Visitor) -> None:
    """It takes a flood: a full hall that leaves its addresses through one door is let in, and nobody loses theirs."""
    made_digest(app)
    answers = [visitor.post(LEAVE, {"address": f"a{number}@example.fi"}).status_code for number in range(61)]
    assert answers == [303] * 61
    with app.app_context():
        counter = FixedWindowRateLimiter(tries())
        for _time in range(LEAVING.amount):
            counter.hit(LEAVING, "addresses left", "127.0.0.1")
    answer = visitor.post(LEAVE, {"address": "late@example.fi"})
    assert answer.status_code == 429
    assert "address-error" in check_page(answer, "fi").ids
    assert 'value="late@example.fi"' in answer.text
    assert visitor.get(LEAVE).status_code == 200


@pytest.mark.parametrize("ending", ["", "/thanks"])
def test_codes_are_not_guessed_where_addresses_are_left(app: Flask, visitor: Visitor, ending: str) -> None:
    made_digest(app)
    answers = [visitor.get(f"/digest-by-mail/AAAAAA{sign}{ending}").status_code for sign in "ABCDEFGHJK" * 4]
    assert answers == [404] * 40
    assert visitor.get(f"/digest-by-mail/AAAAAAA{ending}").status_code == 429
    assert visitor.get(f"{LEAVE}{ending}").status_code == 429
    assert visitor.get("/j/AAAAAAA").status_code == 429
