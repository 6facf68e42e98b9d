"""A meeting that has not the addressee's language: the digest is in its first, the letter around it speaks theirs."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.digests.scene import CODE, approve_and_post, meeting_now, simple_meeting, subscribe
from tests.digests.test_unsubscribing import to_list
from tests.pages import Visitor, check_page
from workshop.digests.actions import make_first_digest
from workshop.digests.invited import Listed, edition_of, keep_list
from workshop.digests.letters import ANYBODY, about
from workshop.digests.queries import newest_digest
from workshop.extensions import db
from workshop.mail.models import Content
from workshop.mail.queries import letters_about

EN, SV, FI = "en@example.fi", "sv@example.fi", "fi@example.fi"
PAGE = f"/meetings/{CODE}/digest"
FOOT = {
    "en": "No more letters like this:",
    "sv": "Om du inte vill ha fler sådana brev:",
    "fi": "Jos et halua enää näitä kirjeitä:",
}
SAYS = {"en": "The digest itself is in Finnish.", "sv": "Själva sammandraget är på finska."}


def test_the_letter_speaks_the_addressees_language_and_says_which_the_digest_has(app: Flask) -> None:
    with app.app_context():
        meeting = simple_meeting(languages=["fi"])
        subscribe(meeting, EN, "en")
        keep_list(meeting, Listed({SV: "sv", FI: "fi"}), edition_of([]))
        approve_and_post(make_first_digest(meeting, "fi"))
        letters = {one.language: one for one in letters_about(about(newest_digest(meeting, "fi")))}
        assert {language: one.address for language, one in letters.items()} == {"en": EN, "sv": SV, "fi": FI}
        title = letters["fi"].subject
        assert letters["en"].subject == f"{title} (in Finnish)"
        assert letters["sv"].subject == f"{title} (på finska)"
        for language, letter in letters.items():
            assert FOOT[language] in letter.text
            assert letter.unsubscribe.endswith(f"?lang={language}")
            assert f'<html lang="{language}">' in letter.html
            assert '<div lang="fi">' in letter.html or language == "fi"
            assert "Rohkeus" in letter.text
            assert "Rohkeus" in letter.html
            for other, words in SAYS.items():
                assert (words in letter.text) == (words in letter.html) == (other == language)


def test_who_has_the_meetings_language_gets_the_letter_as_before(app: Flask) -> None:
    with app.app_context():
        meeting = simple_meeting(languages=["sv", "fi"])
        for address, language in ((EN, "en"), (SV, "sv"), (FI, "fi")):
            subscribe(meeting, address, language)
        for language, wanted in (("sv", {EN: "en", SV: "sv"}), ("fi", {FI: "fi"})):
            made = make_first_digest(meeting, language)
            approve_and_post(made)
            assert {one.address: one.language for one in letters_about(about(made))} == wanted
        assert "in Swedish" in letters_about(about(newest_digest(meeting, "sv")))[0].text


def test_who_confirms_later_gets_it_in_their_language_too(app: Flask) -> None:
    with app.app_context():
        approve_and_post(make_first_digest(simple_meeting(), "fi"))
        subscribe(meeting_now(), EN, "en")
        (letter,) = letters_about(about(newest_digest(meeting_now(), "fi")))
        assert SAYS["en"] in letter.text


def test_letters_in_one_language_share_their_words(app: Flask) -> None:
    with app.app_context():
        meeting = simple_meeting()
        keep_list(meeting, Listed(dict.fromkeys((EN, SV, FI), "en")), edition_of([]))
        approve_and_post(make_first_digest(meeting, "fi"))
        assert len(letters_about(about(newest_digest(meeting, "fi")))) == 3
        assert db.session.query(Content).filter(Content.subject.contains("in Finnish")).count() == 1


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_it_is_looked_at_before_it_leaves(app: Flask, logged_in: Callable[[str], Visitor], language: str) -> None:
    with app.app_context():
        meeting = simple_meeting()
        to_list(meeting, FI)
        subscribe(meeting, EN, "en")
        number = make_first_digest(meeting, "fi").id
    desk, path = logged_in(f"organiser.{CODE.lower()}"), f"{PAGE}/{number}/letter/present"
    page = desk.get(f"{path}?speaks=en&lang={language}")
    check_page(page, language)
    assert SAYS["en"] in page.text
    assert SAYS["en"] not in desk.get(f"{path}?speaks=nonsense").text
    assert SAYS["sv"] not in desk.get(f"{PAGE}/{number}/letter/invited").text
    html = desk.get(f"{path}.html?speaks=en").text
    with app.app_context():
        approve_and_post(newest_digest(meeting_now(), "fi"))
        (letter,) = [one for one in letters_about(about(newest_digest(meeting_now(), "fi"))) if one.address == EN]
        key = letter.unsubscribe.partition("?")[0].rpartition("/")[2]
        assert letter.html.replace(key, ANYBODY) == html
