"""Present, invited or both: each address once, the letter as it was looked at; and the organiser's list."""

import io
import threading
from collections.abc import Callable

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.digests.scene import CODE, approve_and_post, made_digest, meeting_now, simple_meeting, subscribe
from tests.effort import grows_evenly
from tests.pages import Visitor, check_page, form_fields
from workshop.digests.actions import make_first_digest
from workshop.digests.addressees import addressee_counts, addressees, invited_to
from workshop.digests.invited import Listed, edition_of, keep_list, plain_lines, read_addresses, write_addresses
from workshop.digests.letters import ANYBODY, about
from workshop.digests.models import Digest, Recipients
from workshop.digests.posting import post_digest
from workshop.digests.queries import newest_digest
from workshop.digests.subscribers import leave_address
from workshop.errors import ChangedMeanwhile
from workshop.mail.queries import letters_about
from workshop.meetings.models import Meeting
from workshop.surveys.lists import MOST_ROWS, BadList

LoggedIn = Callable[[str], Visitor]
ORGANISER = f"organiser.{CODE.lower()}"
PAGE = f"/meetings/{CODE}/digest"
LIST = f"{PAGE}/invited"
LANGUAGES = ["fi", "sv", "en"]


def to_list(meeting: Meeting, **languages: str) -> None:
    listed = Listed({f"{name}@example.fi": language for name, language in languages.items()})
    keep_list(meeting, listed, edition_of(invited_to(meeting)))


def names(digest: Digest) -> list[str]:
    return [letter.address.partition("@")[0] for letter in letters_about(about(digest))]


@pytest.mark.parametrize(
    ("to", "finnish", "swedish"),
    [
        (Recipients.PRESENT, ["anna", "en", "twice"], ["bo"]),
        (Recipients.INVITED, ["fia", "twice"], ["sven"]),
        (Recipients.BOTH, ["anna", "en", "fia", "twice"], ["bo", "sven"]),
    ],
)
def test_each_gets_one_letter_in_a_language_that_there_is(
    app: Flask, to: Recipients, finnish: list[str], swedish: list[str]
) -> None:
    with app.app_context():
        meeting = simple_meeting(languages=["fi", "sv"])
        for name, language in (("anna", "fi"), ("bo", "sv"), ("en", "en"), ("twice", "fi")):
            subscribe(meeting, f"{name}@example.fi", language)
        leave_address(meeting, "waiting@example.fi", "fi")
        to_list(meeting, fia="fi", sven="sv", twice="sv")
        for language, wanted in (("fi", finnish), ("sv", swedish)):
            digest = make_first_digest(meeting, language)
            assert addressee_counts(digest)[to] == len(wanted)
            approve_and_post(digest, to)
            assert names(digest) == wanted
            assert digest.sent_to is to
            for letter in letters_about(about(digest)):
                by_list = letter.address.startswith(("fia", "sven"))
                assert ("kutsutuista" in letter.text or "bjudits in" in letter.text) == by_list


def test_the_order_of_letters_is_not_that_of_addresses(app: Flask) -> None:
    with app.app_context():
        meeting = simple_meeting()
        to_list(meeting, **{f"a{number:02}": "fi" for number in range(12)})
        found = [one.address for one in addressees(make_first_digest(meeting, "fi"), Recipients.BOTH)]
        assert len(found) == 12
        assert found != sorted(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_approver_chooses_and_sees_how_many_and_what(app: Flask, logged_in: LoggedIn, language: str) -> None:
    made_digest(app, False, "anna@example.fi", "bo@example.fi")
    with app.app_context():
        to_list(meeting_now(), bo="fi", fia="fi", sven="fi", zoe="fi")
        leave_address(meeting_now(), "waiting@example.fi", "fi")
        digest_id = newest_digest(meeting_now(), "fi").id
    desk = logged_in(ORGANISER)
    page = desk.get(f"{PAGE}?lang={language}")
    check_page(page, language)
    assert [f"({count})" in page.text for count in (2, 4, 5)] == [True] * 3
    assert form_fields(page, f"{PAGE}/{digest_id}/approval")["to"] == "both"
    seen = {}
    for to in ("present", "invited"):
        letter = desk.get(f"{PAGE}/{digest_id}/letter/{to}?lang={language}")
        check_page(letter, language)
        assert "frame-src 'self'" in letter.headers["Content-Security-Policy"]
        alone = desk.get(f"{PAGE}/{digest_id}/letter/{to}.html")
        assert "sandbox" in alone.headers["Content-Security-Policy"]
        seen[to] = (alone.text, letter.text)
    assert desk.post(f"{PAGE}/{digest_id}/approval", {"to": "all"}, page=PAGE).status_code == 400
    assert desk.post(f"{PAGE}/{digest_id}/approval", {"to": "both"}, page=PAGE).status_code == 303
    with app.app_context():
        post_digest(newest_digest(meeting_now(), "fi"))
        letters = letters_about(about(newest_digest(meeting_now(), "fi")))
        assert len(letters) == 5
        for letter in letters:
            html, shown = seen["invited" if letter.address.startswith(("fia", "sven", "zoe")) else "present"]
            key = letter.unsubscribe.partition("?")[0].rpartition("/")[2]
            assert letter.html.replace(key, ANYBODY) == html, "byte for byte, but for the own link"
            assert f">{letter.subject}</dd>" in shown
            plain = shown[shown.index("<pre") :].partition(">")[2].partition("</pre>")[0]
            assert plain == letter.text.replace(key, ANYBODY).replace("'", "&#39;").replace('"', "&#34;")


def test_nobody_waits_and_it_is_approved_all_the_same(app: Flask, logged_in: LoggedIn) -> None:
    made_digest(app)
    desk = logged_in(ORGANISER)
    page = desk.get(PAGE)
    check_page(page, "fi")
    assert 'name="to"' not in page.text
    with app.app_context():
        digest_id = newest_digest(meeting_now(), "fi").id
    assert desk.post(f"{PAGE}/{digest_id}/approval", page=PAGE).status_code == 303


# The list


def test_a_list_is_read_line_by_line() -> None:
    read = read_addresses(
        "\ufeffAnna@Example.fi\r\n\r\n bo@example.fi , sv\nanna@example.fi;englanti\r=cmd@example.fi\n"
        '"carl@example.fi"\tfi\n',
        "fi",
    )
    assert read.problems == []
    assert read.languages == {
        "anna@example.fi": "en", "bo@example.fi": "sv", "=cmd@example.fi": "fi", "carl@example.fi": "fi",
    }  # fmt: skip


def test_columns_are_found_by_their_names(app: Flask) -> None:
    with app.test_request_context():
        text = "Nimi;Sähköposti;Kieli\nAnna;anna@example.fi;ruotsi\nBo;b o;\nCarl;carl@example.fi;"
        read = read_addresses(text, "fi")
        assert read.languages == {"anna@example.fi": "sv", "carl@example.fi": "fi"}
        assert [number for number, _words in read.problems] == [3]
        assert plain_lines(text).splitlines() == ["anna@example.fi, ruotsi", "b o", "carl@example.fi"]


BAD = [
    "anna", "anna@", "a@example.fi b@example.fi", "a@example.fi, de", "a@example.fi, fi, Oulu", "a\0@example.fi",
    "a@example.fi\x0bBcc: b@example.fi", "Bcc: b@example.fi", "=HYPERLINK(\"http://evil.example\")", "äiti@example.fi",
    "a@example.fi\u2028", "\u202ea@example.fi", "x" * 3000 + "@example.fi", '"a@example.fi',
]  # fmt: skip


@pytest.mark.parametrize("line", BAD)
def test_a_bad_line_is_told_by_its_number(app: Flask, line: str) -> None:
    with app.test_request_context():
        read = read_addresses(f"first@example.fi\n\n{line}\nlast@example.fi", "fi")
    assert [number for number, _words in read.problems] == [3]
    assert set(read.languages) == {"first@example.fi", "last@example.fi"}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_whatever_is_typed_is_kept_or_told(app: Flask, typed: str) -> None:
    with app.test_request_context():
        read = read_addresses(f"first@example.fi\n{typed}", "fi")
    assert read.problems or read.languages.keys() - {"first@example.fi"} or not typed.strip(' \r\n\t\u00a0,;"')
    assert all(address.isascii() and address.isprintable() for address in read.languages)


def test_a_list_that_is_too_long_is_refused(app: Flask) -> None:
    with app.test_request_context(), pytest.raises(BadList):
        read_addresses("\n".join(f"a{number}@example.fi" for number in range(MOST_ROWS + 1)), "fi")


def test_the_work_of_keeping_grows_with_the_list(app: Flask) -> None:
    """Measured: 0.6 s for as many as may come."""
    with app.app_context():
        meeting = simple_meeting()

        def keep(rows: int) -> None:
            read = read_addresses("\n".join(f"a{number}@example.fi" for number in range(rows)), "fi")
            keep_list(meeting, read, edition_of(invited_to(meeting)))
            keep_list(meeting, Listed({"a7@example.fi": "sv"}), edition_of(invited_to(meeting)))

        assert grows_evenly(keep, MOST_ROWS)
        assert write_addresses(invited_to(meeting), "fi") == "a7@example.fi, sv"


def test_who_stays_on_the_list_keeps_the_link(app: Flask) -> None:
    with app.app_context():
        meeting = simple_meeting()
        to_list(meeting, anna="fi", bo="fi")
        before = {one.address: one.key for one in invited_to(meeting)}
        to_list(meeting, anna="sv", carl="fi")
        after = {one.address: (one.key, one.language) for one in invited_to(meeting)}
        assert after["anna@example.fi"] == (before["anna@example.fi"], "sv")
        assert set(after) == {"anna@example.fi", "carl@example.fi"}


def test_of_two_who_save_at_once_one_is_told(app: Flask) -> None:
    with app.app_context():
        simple_meeting()
    start, told = threading.Barrier(2), []

    def save(name: str) -> None:
        with app.app_context():
            meeting = meeting_now()
            start.wait(30)
            try:
                keep_list(meeting, Listed({f"{name}@example.fi": "fi"}), edition_of([]))
            except ChangedMeanwhile:
                told.append(name)

    threads = [threading.Thread(target=save, args=[name]) for name in ("anna", "bo")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    with app.app_context():
        assert len(told) == len(invited_to(meeting_now())) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_is_edited_as_text_and_nothing_typed_is_lost(app: Flask, logged_in: LoggedIn, language: str) -> None:
    made_digest(app)
    desk = logged_in(ORGANISER)
    check_page(desk.get(f"{LIST}?lang={language}"), language)
    fields = dict(form_fields(desk.get(LIST)))
    typed = "anna@example.fi\n<b>bo</b>\ncarl@example.fi, sv\n=cmd|'x'!A1"
    bad = desk.client.post(
        LIST, data={**fields, "text": typed, "file": (io.BytesIO(b"address\nd@example.fi\nd@\n"), "a.csv")}
    )
    assert bad.status_code == 422
    check_page(bad, language)
    assert 'href="#text"' in bad.text
    kept = form_fields(bad)["text"]
    assert kept.strip().splitlines() == [*typed.splitlines(), "d@example.fi", "d@"]
    told = {"fi": "Rivi", "sv": "Rad", "en": "Line"}[language]
    assert [f"{told} {number}:" in bad.text for number in range(1, 7)] == [False, True, False, True, False, True]
    with app.app_context():
        assert invited_to(meeting_now()) == []
    good = "\n".join(kept.strip().splitlines()[::2])
    assert desk.client.post(LIST, data={**fields, "text": good}).status_code == 303
    page = desk.get(LIST)
    check_page(page, language)
    assert form_fields(page)["text"].strip().splitlines() == ["anna@example.fi", "carl@example.fi, sv", "d@example.fi"]
    stale = desk.client.post(LIST, data={**fields, "text": "mine@example.fi"})
    assert stale.status_code == 422
    check_page(stale, language)
    assert form_fields(stale)["text"].strip() == "mine@example.fi"
    assert "carl@example.fi, sv</pre>" in stale.text or "d@example.fi</pre>" in stale.text
    assert desk.client.post(LIST, data=dict(form_fields(stale))).status_code == 303
    with app.app_context():
        assert [one.address for one in invited_to(meeting_now())] == ["mine@example.fi"]


@pytest.mark.parametrize(
    "sent", [b"\xff\xfea\x00", b"caf\xe9@example.fi", b"x" * 500_000, b"a\0@example.fi", b"\x89PNG\r\n"]
)
def test_a_file_that_is_no_list_is_told_and_what_was_typed_stays(app: Flask, logged_in: LoggedIn, sent: bytes) -> None:
    made_digest(app)
    desk = logged_in(ORGANISER)
    fields = dict(form_fields(desk.get(LIST)))
    answer = desk.client.post(LIST, data={**fields, "text": "anna@example.fi", "file": (io.BytesIO(sent), "a.csv")})
    assert answer.status_code == 422
    check_page(answer, "fi")
    assert form_fields(answer)["text"].strip().startswith("anna@example.fi")


def test_the_list_is_for_organisers_of_the_meeting(app: Flask, logged_in: LoggedIn, visitor: Visitor) -> None:
    made_digest(app)
    with app.app_context():
        simple_meeting("BBBBBBB", "other")
        digest_id = newest_digest(meeting_now(), "fi").id
    letter = f"{PAGE}/{digest_id}/letter/present"
    for path, told in ((LIST, (403, 404, 302)), (letter, (200, 404, 302)), (f"{letter}.html", (200, 404, 302))):
        who = (logged_in("leader"), logged_in("other"), visitor)
        assert tuple(one.get(path).status_code for one in who) == told
    assert logged_in("leader").post(LIST, {"text": "a@example.fi"}, page=PAGE).status_code == 403
    assert logged_in("other").get(f"/meetings/BBBBBBB/digest/{digest_id}/letter/present").status_code == 404
