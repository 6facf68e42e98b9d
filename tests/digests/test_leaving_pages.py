"""The page on which a digest's leaving is chosen, stopped and looked after."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from tests.digests.scene import CODE, made_digest, meeting_now, organiser, simple_meeting, staff
from tests.pages import Visitor, check_page
from workshop import clock
from workshop.digests.actions import approve_digest, make_digest, make_first_digest
from workshop.digests.due import Stage, course_of, hold_of
from workshop.digests.letters import about
from workshop.digests.posting import choose_hold
from workshop.digests.queries import newest_digest
from workshop.mail.actions import claim, note_bounced, note_late, note_refused, note_sent, note_unsure
from workshop.mail.models import LetterState
from workshop.mail.queries import letters_about

LoggedIn = Callable[[str], Visitor]
ORGANISER = f"organiser.{CODE.lower()}"
PAGE = f"/meetings/{CODE}/digest"
LANGUAGES = ["fi", "sv", "en"]
WINTER = datetime(2026, 1, 15, 10, tzinfo=UTC)


def digest_id(app: Flask) -> int:
    with app.app_context():
        return newest_digest(meeting_now(), "fi").id


def stage(app: Flask) -> Stage:
    with app.app_context():
        return course_of(newest_digest(meeting_now(), "fi")).stage


def chosen(number: int, at: str) -> dict[str, str]:
    return {f"d{number}-when": "later", f"d{number}-at": at}


@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_are_set_to_leave_later_by_the_finnish_clock(app: Flask, logged_in: LoggedIn, language: str) -> None:
    made_digest(app, False, "a@example.fi")
    number, approver = digest_id(app), logged_in(ORGANISER)
    approver.get(f"{PAGE}?lang={language}")
    with clock.at(WINTER):
        told = approver.post(f"{PAGE}/{number}/approval", chosen(number, "2026-01-16T09:30"), page=PAGE)
        assert told.status_code == 303
        page = approver.get(PAGE)
    check_page(page, language)
    shown = {"fi": "16.1.2026 klo 9.30", "sv": "16.1.2026 kl. 9.30", "en": "16 January 2026, 9:30"}
    assert shown[language] in page.text.replace("\N{NO-BREAK SPACE}", " ")
    with app.app_context():
        assert newest_digest(meeting_now(), "fi").leaves_at == datetime(2026, 1, 16, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("at", "present"),
    [
        ("", WINTER),
        ("2026-01-15T11:59", WINTER),  # a minute ago, in Finland
        ("2026-03-17T12:00", WINTER),  # 61 days ahead
        ("2026-03-29T03:30", datetime(2026, 3, 28, tzinfo=UTC)),  # clocks are put forward
        ("tomorrow", WINTER),
        ("0001-01-01T00:00", WINTER),
        ("9999-12-31T23:59", WINTER),
    ],
)
def test_a_time_that_cannot_be_is_an_error_at_its_field_and_stays_there(
    app: Flask, logged_in: LoggedIn, at: str, present: datetime, language: str
) -> None:
    made_digest(app, False, "a@example.fi")
    number, approver = digest_id(app), logged_in(ORGANISER)
    approver.get(f"{PAGE}?lang={language}")
    with clock.at(present):
        answer = approver.post(f"{PAGE}/{number}/approval", chosen(number, at), page=PAGE)
    assert answer.status_code == 422
    check_page(answer, language)
    assert f'href="#d{number}-at"' in answer.text
    assert f'value="{at}"' in answer.text or not at
    assert 'data-again=""' in answer.text
    assert stage(app) is Stage.TO_APPROVE


def test_the_time_counts_only_when_it_is_chosen(app: Flask, logged_in: LoggedIn) -> None:
    made_digest(app)
    number, approver = digest_id(app), logged_in(ORGANISER)
    form = {f"d{number}-when": "now", f"d{number}-at": "2020-01-01T10:00"}
    assert approver.post(f"{PAGE}/{number}/approval", form, page=PAGE).status_code == 303
    assert stage(app) is Stage.LEAVES_SOON
    assert 'data-again="soon"' in approver.get(PAGE).text


def test_two_digests_have_forms_of_their_own(app: Flask, logged_in: LoggedIn) -> None:
    with app.app_context():
        meeting = simple_meeting(languages=["fi", "sv"])
        finnish, swedish = (make_first_digest(meeting, language).id for language in ("fi", "sv"))
    approver = logged_in(ORGANISER)
    check_page(approver.get(PAGE), "fi")
    answer = approver.post(f"{PAGE}/{swedish}/approval", chosen(swedish, "2020-01-01T10:00"), page=PAGE)
    check_page(answer, "fi")
    assert f'id="d{swedish}-at-error"' in answer.text
    assert f'id="d{finnish}-at-error"' not in answer.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hold_is_chosen_shown_stopped_and_taken_back(app: Flask, logged_in: LoggedIn, language: str) -> None:
    made_digest(app, False, "a@example.fi")
    number, approver, leader = digest_id(app), logged_in(ORGANISER), logged_in("leader")
    approver.get(f"{PAGE}?lang={language}")
    for wrong in ("0", "169", "soon", "9" * 400):
        answer = approver.post(f"{PAGE}/hold", {"hours": wrong}, page=PAGE)
        assert answer.status_code == 422
        check_page(answer, language)
        assert f'value="{wrong}"' in answer.text
    assert leader.post(f"{PAGE}/hold", {"hours": "24"}, page=PAGE).status_code == 403
    assert f"{PAGE}/hold" not in leader.get(PAGE).text
    assert approver.post(f"{PAGE}/hold", {"hours": "24"}, page=PAGE).status_code == 303
    assert stage(app) is Stage.HELD
    page = leader.get(f"{PAGE}?lang={language}")
    check_page(page, language)
    assert "Organiser.kddntab" in page.text
    assert leader.post(f"{PAGE}/{number}/stop", page=PAGE).status_code == 303
    assert stage(app) is Stage.STOPPED
    check_page(approver.get(PAGE), language)
    assert approver.post(f"{PAGE}/hold", {"hours": ""}, page=PAGE).status_code == 303
    with app.app_context():
        assert hold_of(meeting_now()) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_are_stopped_by_those_who_lead_and_let_go_by_organisers(
    app: Flask, logged_in: LoggedIn, language: str
) -> None:
    made_digest(app, True, "a@example.fi")
    number, approver, leader = digest_id(app), logged_in(ORGANISER), logged_in("leader")
    approver.get(f"{PAGE}?lang={language}")
    assert leader.post(f"{PAGE}/{number}/stop", page=PAGE).status_code == 303
    page = approver.get(PAGE)
    check_page(page, language)
    assert f"{PAGE}/{number}/go" in page.text
    assert f"{PAGE}/{number}/go" not in leader.get(PAGE).text
    assert leader.post(f"{PAGE}/{number}/go", page=PAGE).status_code == 403
    assert leader.post(f"{PAGE}/{number}/now", page=PAGE).status_code == 403
    assert approver.post(f"{PAGE}/{number}/go", page=PAGE).status_code == 303
    assert approver.post(f"{PAGE}/{number}/now", page=PAGE).status_code == 409
    assert f"{PAGE}/{number}/stop" in approver.get(PAGE).text


def test_what_is_to_leave_later_is_sent_now(app: Flask, logged_in: LoggedIn) -> None:
    made_digest(app)
    with app.app_context():
        approve_digest(newest_digest(meeting_now(), "fi"), organiser(), leaves_at=clock.now() + timedelta(hours=5))
    number, approver = digest_id(app), logged_in(ORGANISER)
    assert f"{PAGE}/{number}/now" in approver.get(PAGE).text
    assert approver.post(f"{PAGE}/{number}/now", page=PAGE).status_code == 303
    assert stage(app) is Stage.LEAVES_SOON


def troubled(app: Flask) -> list[str]:
    """A digest whose letters have met all that letters can meet; the states in alphabetical order of address."""
    addresses = [f"{name}@example.fi" for name in ("bounced", "failed", "failed2", "late", "queued", "unsure")]
    made_digest(app, True, *addresses)
    with app.app_context():
        by_name = {letter.address.split("@")[0]: letter for letter in letters_about(about(_newest()))}
        for name in ("failed", "failed2"):
            note_refused(claim(by_name[name].id), "550 no such person")
        for name in ("bounced", "late"):
            note_sent(claim(by_name[name].id))
        note_unsure(claim(by_name["unsure"].id), "the line broke")
        note_bounced(by_name["bounced"], "5.1.1 550 nobody here")
        note_late(by_name["late"], "4.4.1 it does not answer")
    return addresses


def _newest() -> object:
    return newest_digest(meeting_now(), "fi")


def states(app: Flask) -> dict[str, LetterState]:
    with app.app_context():
        return {letter.address.split("@")[0]: letter.state for letter in letters_about(about(_newest()))}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_became_of_letters_is_shown_and_each_kind_of_trouble_is_sent_again_apart(
    app: Flask, logged_in: LoggedIn, language: str
) -> None:
    troubled(app)
    number, leader = digest_id(app), logged_in("leader")
    page = leader.get(f"{PAGE}?lang={language}")
    check_page(page, language)
    for said in ("550 no such person", "5.1.1 550 nobody here", "4.4.1 it does not answer", "the line broke"):
        assert said in page.text
    again = f"{PAGE}/{number}/letters"
    assert leader.post(again, {"state": "failed"}, page=PAGE).status_code == 303
    told = states(app)
    assert (told["failed"], told["failed2"]) == (LetterState.QUEUED, LetterState.QUEUED)
    assert (told["bounced"], told["unsure"], told["late"]) == ("bounced", "unsure", "sent")
    assert leader.post(again, {"state": "failed"}, page=PAGE).status_code == 409
    for wrong in ("sent", "queued", "sending", "", "nonsense"):
        assert leader.post(again, {"state": wrong}, page=PAGE).status_code == 404
    for state in ("bounced", "unsure"):
        assert leader.post(again, {"state": state}, page=PAGE).status_code == 303
    assert set(states(app).values()) == {LetterState.QUEUED, LetterState.SENT}


def test_letters_of_an_earlier_version_are_looked_after_too(app: Flask, logged_in: LoggedIn) -> None:
    troubled(app)
    number = digest_id(app)
    with app.app_context():
        make_digest(meeting_now(), "fi")
    page = logged_in("leader").get(PAGE)
    check_page(page, "fi")
    assert f"{PAGE}/{number}/letters" in page.text
    assert f"{PAGE}/{number}/stop" in page.text


def test_other_peoples_digests_are_not_steered(app: Flask, logged_in: LoggedIn, visitor: Visitor) -> None:
    made_digest(app, True, "a@example.fi")
    with app.app_context():
        staff("stranger")
        other = simple_meeting("GNTTAAB", "other")
        choose_hold(other, 5, organiser("GNTTAAB"))
        foreign = make_first_digest(other, "fi").id
    number = digest_id(app)
    stranger, approver = logged_in("stranger"), logged_in(ORGANISER)
    for deed in ("stop", "go", "now", "letters"):
        assert stranger.post(f"{PAGE}/{number}/{deed}", {"state": "failed"}, page="/rounds").status_code == 404
        assert approver.post(f"{PAGE}/{foreign}/{deed}", {"state": "failed"}, page=PAGE).status_code == 404
        assert visitor.client.post(f"{PAGE}/{number}/{deed}").status_code == 400
    assert stranger.post(f"{PAGE}/hold", {"hours": "1"}, page="/rounds").status_code == 404
    with app.app_context():
        assert course_of(newest_digest(meeting_now("GNTTAAB"), "fi")).stage is Stage.HELD
