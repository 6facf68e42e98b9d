"""A round's digest by mail: each address once, by whatever way; as it was looked at, stopped, and forgotten."""

from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from tests.cheap import build_once
from tests.digests.scene import CODE, board, meeting_now, organiser, planned, staff, token_for
from tests.digests.test_letters import LANGUAGES, is_wanted
from tests.digests.test_unsubscribing import ONE_CLICK, in_the_round_of
from tests.mail.smtp_server import Postbox, free_port, smtp_server
from tests.pages import Visitor, check_page
from workshop import clock
from workshop.accounts.models import LoggedDeed
from workshop.archive.actions.archiving import archive_meeting
from workshop.digests.abouts import about
from workshop.digests.addressees import invited_to, rest_counts
from workshop.digests.confirmations import subscriber_at
from workshop.digests.due import Course, Stage, course_of
from workshop.digests.files import file_of
from workshop.digests.invited import Listed, edition_of, keep_list
from workshop.digests.jobs import look_around
from workshop.digests.letters import ANYBODY, write_letter
from workshop.digests.models import Recipients, RoundAddress, Subscriber
from workshop.digests.posting import let_go, post_digest, send_now, send_to_rest, stop_digest
from workshop.digests.rounds.actions import approve_round_digest, make_round_digest
from workshop.digests.rounds.models import RoundDigest
from workshop.digests.rounds.models import Stage as Kind
from workshop.digests.subscribers import confirm, leave_address
from workshop.digests.unsubscribing import Which, unsubscribe
from workshop.errors import AlreadyDone, NotNow
from workshop.extensions import db
from workshop.mail.models import LetterState
from workshop.mail.outbox import deliver_due
from workshop.mail.queries import letters_about
from workshop.mail.written import Written
from workshop.meetings.actions import close_meeting, end_meeting, go_live, open_meeting
from workshop.meetings.models import Meeting, State
from workshop.rounds.models import Round

DAY = date(2022, 1, 31)
OTHER = "GNTTAAB"
ANNA, BO, CARL, DORA, FIA = (f"{name}@example.fi" for name in ("anna", "bo", "carl", "dora", "fia"))
PAGE = f"/rounds/round-{CODE.lower()}/digest"


@pytest.fixture(autouse=True)
def idle_press(monkeypatch: pytest.MonkeyPatch) -> None:
    """Printing takes seconds, and is tested elsewhere."""
    monkeypatch.setattr("workshop.digests.jobs.next_to_print", lambda: None)


@build_once
def two_meetings(app: Flask) -> int:
    """A round with two meetings: Anna asked for its digests at both, Bo at the first, Carl for the meeting's alone.
    Dora and Anna were invited to both, and Fia is on the round's own list. The id of its Finnish digest."""
    with app.app_context():
        for number, code in enumerate((CODE, OTHER)):
            meeting = planned(staff(f"leader{number}"), code)
            if number:
                in_the_round_of(meeting_now(), meeting)
            board(meeting, "Mikä on tärkeää?")
            open_meeting(meeting)
            leave_address(meeting, ANNA, "fi", wants_round=True)
            to_list(meeting, **{DORA: "fi", ANNA: "sv"})
        leave_address(meeting_now(), BO, "sv", wants_round=True)
        leave_address(meeting_now(), CARL, "fi")
        for address in (ANNA, BO, CARL):
            confirm(token_for(address))
        to_list(meeting_now().round, **{FIA: "fi"})
        return made().id


@pytest.fixture
def number(app: Flask) -> int:
    return two_meetings(app)


def to_list(of: Meeting | Round, **languages: str) -> None:
    keep_list(of, Listed(languages), edition_of(invited_to(of)))


def made(language: str = "fi", day: date = DAY) -> RoundDigest:
    return make_round_digest(meeting_now().round, language, Kind.INTERIM, day, organiser())


def digest_now(number: int) -> RoundDigest:
    return db.session.get_one(RoundDigest, number)


def sent(digest: RoundDigest, to: Recipients = Recipients.BOTH) -> list[str]:
    """Approved, and posted by the worker: to whom."""
    approve_round_digest(digest, organiser(), to)
    post_digest(digest)
    return addresses(digest)


def addresses(digest: RoundDigest) -> list[str]:
    return [letter.address for letter in letters_about(about(digest))]


def path_to(address: str, digest: RoundDigest) -> str:
    """The path of the unsubscribe link in the letter of this address."""
    (letter,) = [one for one in letters_about(about(digest)) if one.address == address]
    return letter.unsubscribe.removeprefix("http://localhost")


def key_in(path: str) -> str:
    return path.partition("?")[0].rpartition("/")[2]


@pytest.mark.parametrize(
    ("to", "reached"),
    [
        (Recipients.PRESENT, [ANNA, BO]),
        (Recipients.INVITED, [ANNA, DORA, FIA]),
        (Recipients.BOTH, [ANNA, BO, DORA, FIA]),
    ],
)
def test_each_address_gets_it_once_however_many_meetings(
    app: Flask, number: int, to: Recipients, reached: list[str]
) -> None:
    with app.app_context():
        digest = digest_now(number)
        assert sent(digest, to) == reached
        by = {one.address: one for one in letters_about(about(digest))}
        assert by[ANNA].language == "fi", "she chose that herself, whatever the lists say"
        for address, letter in by.items():
            assert ("luettelossa" in letter.text) == (address in (DORA, FIA))
        post_digest(digest)
        with pytest.raises(AlreadyDone):
            approve_round_digest(digest, organiser(), to)
        assert addresses(digest) == reached
        row = db.session.scalars(select(LoggedDeed).where(LoggedDeed.name == "approve_round_digest")).one()
        assert (row.said["recipients"], row.round_id) == (to, digest.round_id)


def test_each_reads_it_in_their_language_when_it_is_there(app: Flask, number: int) -> None:
    with app.app_context():
        finnish, swedish = digest_now(number), made("sv")
        made("en", DAY + timedelta(days=1))
        assert sent(finnish) == [ANNA, DORA, FIA]
        assert sent(swedish) == [BO]


def test_it_speaks_the_readers_language_when_the_digest_is_not_there_in_it(app: Flask, number: int) -> None:
    with app.app_context():
        digest = digest_now(number)
        sent(digest)
        (letter,) = [one for one in letters_about(about(digest)) if one.address == BO]
        assert letter.unsubscribe.endswith("?lang=sv")
        assert "Själva sammandraget är på finska." in letter.text


@pytest.mark.parametrize(
    ("address", "which"), [(ANNA, None), (ANNA, Which.ROUND), (DORA, None), (DORA, Which.ALL), (FIA, None)]
)
def test_who_stopped_the_letters_is_not_reached_any_more(
    app: Flask, number: int, address: str, which: Which | None
) -> None:
    with app.app_context():
        digest = digest_now(number)
        assert address in sent(digest)
        unsubscribe(key_in(path_to(address, digest)), which, of_round=True)
        assert address not in addresses(digest), "what waits is withdrawn"
        if address == ANNA:
            stays = subscriber_at(meeting_now(), ANNA)
            assert bool(stays) == (which is None), "the meeting's letters are stopped only if so wished"
            assert not stays or not stays.wants_round
        assert address not in sent(made())


def test_who_stopped_the_letters_of_a_meeting_is_not_reached_by_it(app: Flask, number: int) -> None:
    with app.app_context():
        digest = digest_now(number)
        sent(digest)
        unsubscribe(subscriber_at(meeting_now(), BO).key)
        assert BO not in addresses(digest)
        for one in invited_to(meeting_now()):
            if one.address == DORA:
                unsubscribe(one.key)
        assert DORA in addresses(digest), "the list of the other meeting has the address too"
        to_list(meeting_now(OTHER))
        assert addresses(digest) == [ANNA, FIA]
        assert sent(made()) == [ANNA, FIA]


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_click_stops_the_rounds_digests_alone_and_the_page_says_so(app: Flask, number: int, language: str) -> None:
    with app.app_context():
        digest = digest_now(number)
        sent(digest)
        path = path_to(ANNA, digest).replace("lang=fi", f"lang={language}")
    visitor = Visitor(app.test_client(use_cookies=False))
    asked = check_page(visitor.get(path), language)
    assert "Kierros" in asked.title
    with app.app_context():
        assert ANNA in addresses(digest_now(number)), "reading stops nothing"
    answer = visitor.client.post(path, data=ONE_CLICK)
    check_page(answer, language)
    assert {"fi": "Koko kierroksen ”Kierros” koonteja ei enää", "sv": "hela rundan ”Kierros”", "en": "whole round"}[
        language
    ] in answer.text
    with app.app_context():
        assert addresses(digest_now(number)) == [BO, DORA, FIA]
        assert subscriber_at(meeting_now(), ANNA).confirmed_on
    assert visitor.client.post(path, data=ONE_CLICK).status_code == 200, "twice is once"
    assert visitor.client.post("/unsubscribe/round/wrong", data=ONE_CLICK).status_code == 404


def test_who_is_taken_off_the_list_gets_no_letter_that_waits(app: Flask, number: int) -> None:
    with app.app_context():
        digest = digest_now(number)
        sent(digest)
        path = path_to(FIA, digest)
        to_list(digest.round, **{ANNA: "fi"})
        assert addresses(digest) == [ANNA, BO, DORA]
        assert app.test_client().post(path).status_code == 404, "nobody gets letters by it"


def test_a_new_version_takes_the_place_of_the_one_before(app: Flask, number: int) -> None:
    with app.app_context():
        first = digest_now(number)
        sent(first, Recipients.PRESENT)
        second = made(day=DAY + timedelta(days=28))
        sent(second)
        told = {one.address for one in letters_about(about(second)) if "korvaa" in one.text or "ersätter" in one.text}
        assert told == {ANNA, BO}, "the others got none earlier"
        assert not any("korvaa" in one.text for one in letters_about(about(first)))
        with pytest.raises(NotNow):
            send_to_rest(first, Recipients.INVITED, organiser())


def test_letters_leave_at_their_time_are_stopped_and_let_go(app: Flask, number: int) -> None:
    with app.app_context():
        digest, by = digest_now(number), organiser()
        file_of(digest, "pdf").parent.mkdir(exist_ok=True)
        file_of(digest, "pdf").write_bytes(b"%PDF-1.7 printed")
        with pytest.raises(NotNow):
            stop_digest(digest, by)
        leaves_at = clock.now() + timedelta(hours=5)
        approve_round_digest(digest, by, Recipients.PRESENT, leaves_at)
        look_around()
        assert (course_of(digest), addresses(digest)) == (Course(Stage.LEAVES_LATER, leaves_at), [])
        stop_digest(digest, by)
        with clock.at(leaves_at):
            look_around()
            assert addresses(digest) == []
            let_go(digest, by)
            look_around()
        assert addresses(digest) == [ANNA, BO]
        assert letters_about(about(digest))[0].content.enclosure_name == f"koonti-round-{CODE.lower()}-{DAY}.pdf"
        with pytest.raises(NotNow):
            send_now(digest, by)
        assert rest_counts(digest) == {Recipients.PRESENT: 0, Recipients.INVITED: 2, Recipients.BOTH: 2}
        send_to_rest(digest, Recipients.INVITED, by)
        assert addresses(digest) == [ANNA, BO, DORA, FIA]


def test_what_was_approved_before_there_were_letters_leaves_by_hand_alone(app: Flask, number: int) -> None:
    with app.app_context():
        digest = digest_now(number)
        digest.approved_at = clock.now()
        db.session.commit()
        look_around()
        assert addresses(digest) == []
        assert send_to_rest(digest, Recipients.INVITED, organiser()) == 3
        assert (addresses(digest), digest.sent_to) == ([ANNA, DORA, FIA], Recipients.INVITED)


def test_the_round_is_asked_for_apart_and_confirmed_as_it_was_named(app: Flask, number: int) -> None:
    visitor = Visitor(app.test_client())
    page = f"/digest-by-mail/{CODE}"
    check_page(visitor.get(page), "fi")
    assert 'name="wants_round"' in visitor.get(page).text
    assert "checked" not in visitor.get(page).text, "nobody asks for it by doing nothing"
    visitor.post(page, {"address": "eve@example.fi", "wants_round": "y"}, page=page)
    visitor.post(page, {"address": "gus@example.fi"}, page=page)
    with app.app_context():
        tokens = {name: token_for(f"{name}@example.fi") for name in ("eve", "gus")}
        asks = {one.address[:3]: "koko kierroksen ”Kierros”" in one.text for one in letters_about("confirmation")}
        assert asks == {"eve": True, "gus": False}
        leave_address(meeting_now(OTHER), "gus@example.fi", "fi")
    confirmations = {name: f"/confirmation/{token}" for name, token in tokens.items()}
    seen = {name: visitor.get(path) for name, path in confirmations.items()}
    check_page(seen["eve"], "fi")
    assert ['name="round"' in seen[name].text for name in ("eve", "gus")] == [True, False]
    with app.app_context():  # wished for after the page was drawn: its owner has not seen it
        leave_address(meeting_now(OTHER), "gus@example.fi", "fi", wants_round=True)
    for name in ("eve", "gus"):
        codes = {"eve": {"meeting": [CODE], "round": [CODE]}, "gus": {"meeting": [CODE, OTHER]}}[name]
        visitor.post(f"/confirmation/{tokens[name]}/confirmed", codes, page=confirmations[name])
    with app.app_context():
        wants = {
            (one.address[:3], one.meeting.code): one.wants_round
            for one in db.session.scalars(select(Subscriber).where(Subscriber.confirmed_on.is_not(None)))
        }
        assert wants[("eve", CODE)]
        assert not wants[("gus", CODE)]
        assert not wants[("gus", OTHER)]


def test_it_is_looked_at_chosen_and_sent_on_the_page(app: Flask, number: int, logged_in: object) -> None:
    desk = logged_in(f"organiser.{CODE.lower()}")
    page, approval = f"{PAGE}", f"{PAGE}/versions/{number}/approval"
    check_page(desk.get(page), "fi")
    seen = {}
    for to in ("present", "invited"):
        looked = desk.get(f"{PAGE}/versions/{number}/letter/{to}")
        check_page(looked, "fi")
        seen[to] = desk.get(f"{PAGE}/versions/{number}/letter/{to}.html").text
    late = {f"d{number}-when": "later", f"d{number}-at": "1999-01-01T10:00", "to": "both"}
    refused = desk.post(approval, late, page=page)
    check_page(refused, "fi")
    assert (refused.status_code, "1999-01-01T10:00" in refused.text) == (422, True)
    assert desk.post(approval, {"to": "all"}, page=page).status_code == 400
    assert desk.post(approval, {"to": "invited"}, page=page).status_code == 303
    with app.app_context():
        post_digest(digest_now(number))
    assert desk.post(f"{PAGE}/versions/{number}/rest", {"to": "present"}, page=page).status_code == 303
    for language in LANGUAGES:
        check_page(desk.get(f"{page}?lang={language}"), language)
    page = f"{page}?lang=fi"
    with app.app_context():
        letters = {one.address: one for one in letters_about(about(digest_now(number)))}
        assert sorted(letters) == [ANNA, BO, DORA, FIA]
        for address, to in ((ANNA, "present"), (FIA, "invited")):
            key = key_in(letters[address].unsubscribe)
            assert letters[address].html.replace(key, ANYBODY) == seen[to], "byte for byte, but for the own link"
        letters[FIA].state = LetterState.FAILED
        db.session.commit()
    for deed in ("stop", "go"):
        assert desk.post(f"{PAGE}/versions/{number}/{deed}", page=page).status_code == 303
        check_page(desk.get(page), "fi")
    again = desk.post(f"{PAGE}/versions/{number}/letters", {"state": "failed"}, page=page)
    assert again.status_code == 303
    with app.app_context():
        assert {one.state for one in letters_about(about(digest_now(number)))} == {LetterState.QUEUED}


def test_the_rounds_own_list_is_edited_as_a_whole(app: Flask, number: int, logged_in: object) -> None:
    desk = logged_in(f"organiser.{CODE.lower()}")
    page = f"{PAGE}/recipients"
    check_page(desk.get(page), "fi")
    with app.app_context():
        edition = edition_of(invited_to(meeting_now().round))
    bad = desk.post(page, {"text": "fia@example.fi\nno address", "edition": edition}, page=page)
    check_page(bad, "fi")
    assert (bad.status_code, "no address" in bad.text) == (422, True)
    kept = {"text": "press@example.fi, sv\nfia@example.fi", "edition": edition}
    assert desk.post(page, kept, page=page).status_code == 303
    with app.app_context():
        listed = invited_to(meeting_now().round)
        assert [(one.address, one.language) for one in listed] == [(FIA, "fi"), ("press@example.fi", "sv")]
    assert desk.post(page, kept, page=page).status_code in (303, 422)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_letters_are_as_they_are_wanted(app: Flask, number: int, language: str) -> None:
    with app.app_context():
        digest = made(language)
        for kind in ("subscriber", "invited"):
            letter = write_letter(digest, kind == "invited").opened()
            said = [part.replace(digest.key, "KEY") for part in (letter.subject, letter.text, letter.html)]
            is_wanted(f"round-{kind}-{language}", Written(*said))


def test_addresses_go_with_the_meeting_that_knew_them_and_the_list_with_the_last_one(app: Flask, number: int) -> None:
    with app.app_context():
        digest = digest_now(number)
        sent(digest)
        for code, stay in ((CODE, [ANNA, DORA, FIA]), (OTHER, [])):
            go_live(meeting_now(code))
            end_meeting(meeting_now(code))
            if meeting_now(code).state is not State.CLOSED:
                close_meeting(meeting_now(code))
            archive_meeting(meeting_now(code))
            assert addresses(digest) == stay
        assert db.session.scalars(select(RoundAddress)).all() == []
        with pytest.raises(NotNow):
            to_list(digest.round, **{FIA: "fi"})


def test_a_mail_server_gets_it_once_with_its_file_and_the_way_out(app: Flask, number: int, tmp_path: Path) -> None:
    port, postbox = free_port(), Postbox()
    with app.app_context(), smtp_server(postbox, port):
        settings = app.config["SETTINGS"]
        app.config["SETTINGS"] = replace(settings, SMTP_URL=f"smtp+plain://127.0.0.1:{port}")
        digest = digest_now(number)
        file_of(digest, "pdf").parent.mkdir(exist_ok=True)
        file_of(digest, "pdf").write_bytes(b"%PDF-1.7 printed")
        sent(digest)
        deliver_due()
        deliver_due()
        assert postbox.count() == dict.fromkeys([ANNA, BO, DORA, FIA], 1)
        content = next(content for address, content in postbox.taken if address == FIA)
        message = message_from_bytes(content, policy=default)
        key = db.session.scalars(select(RoundAddress.key)).one()
        assert message["List-Unsubscribe"] == f"<http://localhost/unsubscribe/round/{key}?lang=fi>"
        (file,) = message.iter_attachments()
        assert file.get_content() == b"%PDF-1.7 printed"
        plain = message.get_body(("plain",)).get_content()
        assert f"http://localhost/koonti/round/{digest.key}" in plain
        assert "Kierros – välikoonti" in plain
