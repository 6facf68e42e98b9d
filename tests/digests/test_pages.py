"""The digest's pages: who may see what, in which state, in every language."""

import re
from collections.abc import Callable

import pytest
from flask import Flask

from tests.digests.reader import Reader
from tests.digests.scene import (
    CODE,
    approve_and_post,
    begin,
    board,
    golden,
    made_digest,
    meeting_now,
    organiser,
    oulunkaari,
    planned,
    simple_meeting,
    staff,
)
from tests.pages import Visitor, check_page
from workshop.accounts.models import Role
from workshop.digests.actions import approve_digest, make_first_digest
from workshop.digests.letters import about
from workshop.digests.posting import post_digest
from workshop.digests.queries import newest_digest
from workshop.mail.actions import note_unsure
from workshop.mail.models import LetterState
from workshop.mail.queries import letters_about
from workshop.meetings.queries import meeting_by_code

LoggedIn = Callable[[str], Visitor]
ORGANISER = f"organiser.{CODE.lower()}"
PAGE = f"/meetings/{CODE}/digest"
LANGUAGES = ["fi", "sv", "en"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_organiser_approves_and_the_letters_are_shown(app: Flask, logged_in: LoggedIn, language: str) -> None:
    made_digest(app, False, "a@example.fi", "b@example.fi")
    approver = logged_in(ORGANISER)
    check_page(approver.get(f"{PAGE}?lang={language}"), language)
    with app.app_context():
        digest_id = newest_digest(meeting_now(), "fi").id
    answer = approver.post(f"{PAGE}/{digest_id}/approval", page=PAGE)
    assert (answer.status_code, answer.location) == (303, PAGE)
    check_page(approver.get(PAGE), language)
    with app.app_context():
        post_digest(newest_digest(meeting_now(), "fi"))
    page = approver.get(PAGE)
    check_page(page, language)
    assert "a@example.fi" in page.text
    assert f"{PAGE}/{digest_id}/approval" not in page.text
    assert approver.post(f"{PAGE}/{digest_id}/approval", page=PAGE).status_code == 409


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_facilitator_is_told_who_approves(app: Flask, logged_in: LoggedIn, language: str) -> None:
    made_digest(app, False, "a@example.fi")
    leader = logged_in("leader")
    page = leader.get(f"{PAGE}?lang={language}")
    check_page(page, language)
    assert {"fi": "Järjestäjä hyväksyy", "sv": "En arrangör godkänner", "en": "An organiser approves"}[
        language
    ] in page.text
    assert "/approval" not in page.text
    assert "/versions" in page.text
    with app.app_context():
        digest_id = newest_digest(meeting_now(), "fi").id
    assert leader.post(f"{PAGE}/{digest_id}/approval", page=PAGE).status_code == 403
    with app.app_context():
        assert newest_digest(meeting_now(), "fi").approved_at is None


def test_before_the_end_the_page_says_when_the_digest_comes(app: Flask, logged_in: LoggedIn) -> None:
    with app.app_context():
        meeting = planned(staff("leader"))
        board(meeting, "Mikä on tärkeää?")
        begin(meeting)
    page = logged_in("leader").get(PAGE)
    check_page(page, "fi")
    assert "Koontia ei vielä ole" in page.text
    assert 'data-again=""' in page.text


def test_while_it_is_made_the_page_looks_again_by_itself(app: Flask, logged_in: LoggedIn) -> None:
    with app.app_context():
        simple_meeting()
    leader = logged_in("leader")
    page = leader.get(PAGE)
    check_page(page, "fi")
    assert 'data-again="soon"' in page.text
    with app.app_context():
        make_first_digest(meeting_by_code(CODE), "fi")
    assert "Koontia tehdään" not in leader.get(PAGE).text


def test_made_again_there_is_a_new_version_to_approve(app: Flask, logged_in: LoggedIn) -> None:
    old = made_digest(app)
    leader = logged_in("leader")
    with app.app_context():
        digest_id = newest_digest(meeting_now(), "fi").id
    assert leader.post(f"{PAGE}/{digest_id}/versions", page=PAGE).status_code == 303
    page = leader.get(PAGE).text
    assert "versio 2" in page
    assert f"/koonti/{old}" in page


def test_an_unsure_letter_is_shown_and_sent_again_by_a_person(app: Flask, logged_in: LoggedIn) -> None:
    made_digest(app, True, "a@example.fi")
    with app.app_context():
        made = newest_digest(meeting_now(), "fi")
        (letter,) = letters_about(about(made))
        note_unsure(letter, "the line broke")
        address = f"{PAGE}/{made.id}/letters/{letter.id}"
        foreign = f"{PAGE}/{made.id}/letters/{letter.id + 1}"
    leader = logged_in("leader")
    page = leader.get(PAGE)
    check_page(page, "fi")
    assert address in page.text
    assert leader.post(foreign, page=PAGE).status_code == 404
    assert leader.post(address, page=PAGE).status_code == 303
    with app.app_context():
        assert letters_about(about(newest_digest(meeting_now(), "fi")))[0].state is LetterState.QUEUED
    assert leader.post(address, page=PAGE).status_code == 409


def test_other_peoples_digests_are_not_found(app: Flask, logged_in: LoggedIn, visitor: Visitor) -> None:
    key = made_digest(app)
    with app.app_context():
        staff("stranger")
        digest_id = newest_digest(meeting_now(), "fi").id
    stranger = logged_in("stranger")
    assert stranger.get(PAGE).status_code == 404
    for path in (f"/koonti/{key}", f"/koonti/{key}/koonti.txt", f"/koonti/{key}/koonti.html"):
        assert stranger.get(path).status_code == 404
        assert visitor.get(path).status_code == 404
    for deed in ("approval", "versions"):
        assert stranger.post(f"{PAGE}/{digest_id}/{deed}", page="/rounds").status_code == 404
    assert visitor.get(PAGE).status_code == 302


def test_a_post_without_its_token_changes_nothing(app: Flask, logged_in: LoggedIn) -> None:
    made_digest(app)
    with app.app_context():
        digest_id = newest_digest(meeting_now(), "fi").id
    leader = logged_in("leader")
    for deed in ("approval", "versions"):
        assert leader.client.post(f"{PAGE}/{digest_id}/{deed}").status_code == 400
    with app.app_context():
        assert newest_digest(meeting_now(), "fi").approved_at is None
        assert newest_digest(meeting_now(), "fi").version == 1


def test_those_who_lead_read_it_before_and_everybody_after_approval(
    app: Flask, logged_in: LoggedIn, visitor: Visitor
) -> None:
    key = made_digest(app)
    leader = logged_in("leader")
    assert "Ei vielä hyväksytty" in leader.get(f"/koonti/{key}").text
    with app.app_context():
        approve_digest(newest_digest(meeting_now(), "fi"), organiser())
    page = visitor.get(f"/koonti/{key}")
    assert page.status_code == 200
    assert "Ei vielä hyväksytty" not in page.text
    assert visitor.get(f"/koonti/{key}x").status_code == 404
    assert visitor.get("/koonti/%00").status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reading_page_has_the_whole_digest(app: Flask, visitor: Visitor, language: str) -> None:
    with app.app_context():
        made = make_first_digest(oulunkaari(), "fi")
        approve_digest(made, organiser())
        key = made.key
    page = visitor.get(f"/koonti/{key}?lang={language}")
    check_page(page, language)
    expected = [(one["heading"], one["bullets"]) for one in golden("expected")["lists"]]
    assert [one for one in Reader(page.text).lists if one in expected] == expected
    assert '<article class="digest" lang="fi">' in page.text


def test_the_reading_page_leads_to_the_digest_in_another_language_when_it_is_out(app: Flask, visitor: Visitor) -> None:
    with app.app_context():
        meeting = simple_meeting(languages=["fi", "sv", "en"])
        finnish, swedish, _english = (make_first_digest(meeting, language) for language in meeting.languages)
        approve_and_post(finnish)
        keys = finnish.key, swedish.key
    assert "hreflang" not in visitor.get(f"/koonti/{keys[0]}").text.partition("<main")[2]
    with app.app_context():
        swedish = newest_digest(meeting_now(), "sv")
        assert swedish
        approve_and_post(swedish)
    page = visitor.get(f"/koonti/{keys[0]}?lang=sv")
    check_page(page, "sv")
    assert f'<a href="/koonti/{keys[1]}" lang="sv" hreflang="sv">Svenska</a>' in page.text
    assert page.text.partition("<main")[2].count("hreflang") == 1


@pytest.mark.parametrize(("ending", "mimetype"), [("txt", "text/plain"), ("html", "text/html")])
def test_the_digest_is_saved_as_a_file(app: Flask, visitor: Visitor, ending: str, mimetype: str) -> None:
    key = made_digest(app, True)
    answer = visitor.get(f"/koonti/{key}/koonti.{ending}")
    assert answer.mimetype == mimetype
    assert answer.headers["Content-Disposition"] == f'attachment; filename="koonti-{CODE}.{ending}"'
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert "Rohkeus" in answer.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_organiser_reads_the_letters(app: Flask, logged_in: LoggedIn, language: str) -> None:
    made_digest(app, True, "a@example.fi")
    with app.app_context():
        staff("anna", Role.ORGANISER)
        letter_id = letters_about(about(newest_digest(meeting_now(), "fi")))[0].id
    anna = logged_in("anna")
    listed = anna.get(f"/letters?lang={language}")
    check_page(listed, language)
    assert f"/letters/{letter_id}" in listed.text
    page = anna.get(f"/letters/{letter_id}")
    check_page(page, language)
    assert "a@example.fi" in page.text
    assert "auto-generated" in page.text
    assert "Rohkeus" in page.text
    assert "<iframe" in page.text
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    alone = anna.get(f"/letters/{letter_id}/letter.html")
    policy = alone.headers["Content-Security-Policy"]
    assert "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'" in policy
    assert "sandbox" in policy
    assert "Rohkeus" in alone.text


def test_an_outbox_without_letters_says_when_they_come(app: Flask, logged_in: LoggedIn) -> None:
    with app.app_context():
        staff("anna", Role.ORGANISER)
    check_page(logged_in("anna").get("/letters"), "fi")


def test_letters_are_for_organisers(app: Flask, logged_in: LoggedIn, visitor: Visitor) -> None:
    made_digest(app, True, "a@example.fi")
    leader = logged_in("leader")
    for path in ("/letters", "/letters/1", "/letters/1/letter.html"):
        assert leader.get(path).status_code == 403
        assert visitor.get(path).status_code == 302


def test_old_letters_are_on_further_pages(app: Flask, logged_in: LoggedIn) -> None:
    addresses = {f"a{number}@example.fi" for number in range(101)}
    made_digest(app, True, *addresses)
    with app.app_context():
        staff("anna", Role.ORGANISER)
    anna = logged_in("anna")
    first = anna.get("/letters").text
    (older,) = re.findall(r'"(/letters\?before=\d+)"', first)
    second = anna.get(older).text
    shown = [re.findall(r"<td>(.+?@example.fi)</td>", page) for page in (first, second)]
    assert list(map(len, shown)) == [100, 1]
    assert {*shown[0], *shown[1]} == addresses
    (again,) = set(re.findall(r"before=\d+", second))
    assert again in older, "only the language links of this page"
    for unknown in ("/letters/999", f"/letters/{10**30}", "/letters?before=999", f"/letters?before={10**30}"):
        assert anna.get(unknown).status_code == 404


def test_links_in_letters_are_those_of_the_settings(app: Flask, logged_in: LoggedIn) -> None:
    made_digest(app, False, "a@example.fi")
    approver = logged_in(ORGANISER)
    with app.app_context():
        digest_id = newest_digest(meeting_now(), "fi").id
    approver.post(f"{PAGE}/{digest_id}/approval", page=PAGE, headers={"X-Forwarded-Host": "evil.example.org"})
    with app.app_context():
        post_digest(newest_digest(meeting_now(), "fi"))
        (letter,) = letters_about(about(newest_digest(meeting_now(), "fi")))
        starts = ("http://localhost/koonti/", "http://localhost/unsubscribe/")
        assert all(link.startswith(starts) for link in [*Reader(letter.html).links, letter.unsubscribe])
        assert "evil" not in letter.text + letter.html
