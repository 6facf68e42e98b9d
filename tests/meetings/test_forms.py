"""The forms of a meeting, an exercise and a recording: what they take, and what they say when they do not."""

import io
import re
from datetime import UTC, datetime
from html import unescape

import pytest

from tests.houses import LEADER, House, meeting_of
from tests.pages import check_page, form_fields
from workshop.extensions import db
from workshop.meetings.models import Meeting, State

NEW = "/rounds/values/meetings/new"
GOOD: dict[str, object] = {
    "title-fi": "Arvot", "title-sv": "Värden", "event_type": "other", "day": "2022-01-21", "starts": "13:00",
    "ends": "15:30", "area": "oulunkaari", "municipalities": "Pudasjärvi, utajärvi\nVaala", "languages": ["fi", "sv"],
    "teams_url": "https://teams.example/l/meetup", "afterwards_days": "0",
}  # fmt: skip
BAD = [
    ({"title-fi": "", "title-sv": ""}, "title-fi", "Write a title in at least one language"),
    ({"title-fi": "x" * 201}, "title-fi", "Use at most 200 characters"),
    ({"ends": "12:59"}, "ends", "The meeting must end after it begins"),
    ({"ends": "13:00"}, "ends", "The meeting must end after it begins"),
    ({"day": ""}, "day", "Give the date"),
    ({"day": "2022-02-30"}, "day", ""),
    ({"day": "0001-01-01"}, "day", "Give a year from 2000 to 2100"),
    ({"day": "1999-12-31"}, "day", "Give a year from 2000 to 2100"),
    ({"day": "2101-01-01"}, "day", "Give a year from 2000 to 2100"),
    ({"day": "9999-12-31"}, "day", "Give a year from 2000 to 2100"),
    ({"starts": "25:00"}, "starts", ""),
    ({"municipalities": "Vaala, Pudasjärwi"}, "municipalities", "There is no municipality called “Pudasjärwi”"),
    ({"municipalities": "<b>Raahen seutu</b>"}, "municipalities", "“<b>Raahen seutu</b>”"),
    ({"municipalities": "Vaala," * 50_000}, "municipalities", "Use at most 6000 characters"),
    ({"languages": []}, "languages", "Choose at least one language"),
    ({"languages": ["fi", "se"]}, "languages", ""),
    ({"teams_url": "teams.example/l"}, "teams_url", "beginning with https://"),
    ({"teams_url": "http://teams.example"}, "teams_url", "beginning with https://"),
    ({"teams_url": "javascript:alert(1)"}, "teams_url", "beginning with https://"),
    ({"teams_url": "https://"}, "teams_url", "beginning with https://"),
    ({"teams_url": "https://[oops"}, "teams_url", "beginning with https://"),
    ({"teams_url": "https://teams.example/" + "l" * 300_000}, "teams_url", "Use at most 2000 characters"),
    ({"afterwards_days": "9" * 400}, "afterwards_days", "Give a number from 0 to 60"),
    ({"afterwards_days": "9" * 5000}, "afterwards_days", ""),
    ({"afterwards_days": "61"}, "afterwards_days", "Give a number from 0 to 60"),
    ({"afterwards_days": "-1"}, "afterwards_days", "Give a number from 0 to 60"),
    ({"afterwards_days": "a week"}, "afterwards_days", ""),
    ({"event_type": "party"}, "event_type", ""),
    ({"area": "nowhere"}, "area", ""),
]


def made(house: House) -> Meeting:
    """The meeting that was made last."""
    with house.app.app_context():
        return db.session.query(Meeting).order_by(Meeting.id.desc()).first()


def test_a_meeting_is_made_as_the_form_says(draft: House) -> None:
    answer = draft.desk().post(NEW, GOOD)
    assert answer.status_code == 303
    meeting = made(draft)
    assert answer.location == f"/meetings/{meeting.code}"
    assert meeting.title == {"fi": "Arvot", "sv": "Värden"}
    assert meeting.starts_at == datetime(2022, 1, 21, 11, tzinfo=UTC), "winter time"
    assert meeting.ends_at == datetime(2022, 1, 21, 13, 30, tzinfo=UTC)
    assert (meeting.area, meeting.municipalities) == ("oulunkaari", ["615", "889", "785"])
    assert (meeting.languages, meeting.afterwards_days) == (["fi", "sv"], 0)
    assert meeting.teams_url == "https://teams.example/l/meetup"


@pytest.mark.parametrize("days", ["0", "60"])
def test_the_window_is_at_most_sixty_days(draft: House, days: str) -> None:
    assert draft.desk().post(NEW, GOOD | {"afterwards_days": days}).status_code == 303
    assert made(draft).afterwards_days == int(days)


@pytest.mark.parametrize(("change", "field", "words"), BAD, ids=lambda part: str(part)[:40])
def test_what_is_wrong_is_said_at_its_field(draft: House, change: dict[str, object], field: str, words: str) -> None:
    answer = draft.desk(language="en").post(NEW, GOOD | change)
    assert answer.status_code == 422
    page = check_page(answer, "en")
    assert f"{field}-error" in page.ids
    assert f'href="#{field}' in answer.text, "the summary leads to the field"
    assert words in unescape(answer.text)
    assert "<b>" not in answer.text
    assert made(draft).code == draft.other.code


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_errors_are_said_in_the_readers_language(draft: House, language: str) -> None:
    everything = {"ends": "12:00", "municipalities": "Atlantis", "afterwards_days": "61", "teams_url": "x"}
    answer = draft.desk(language=language).post(NEW, GOOD | everything)
    assert answer.status_code == 422
    check_page(answer, language)
    assert "Atlantis" in answer.text
    assert ("must end after" in answer.text) is (language == "en")


def test_what_was_typed_stays_in_a_form_with_an_error(draft: House) -> None:
    answer = draft.desk().post(NEW, GOOD | {"ends": "12:00"})
    fields = form_fields(answer)
    assert (fields["title-sv"], fields["day"], fields["starts"]) == ("Värden", "2022-01-21", "13:00")
    assert fields["municipalities"].splitlines() == ["Pudasjärvi, utajärvi", "Vaala"]
    assert fields.getlist("languages") == ["fi", "sv"]


def test_the_form_of_a_meeting_is_sent_back_as_it_stands(draft: House) -> None:
    """Saving without a change changes nothing: the form knows every fact."""
    desk = draft.desk()
    desk.post(NEW, GOOD)
    meeting = made(draft)
    address = f"/meetings/{meeting.code}/edit"
    fields = form_fields(desk.get(address))
    assert desk.client.post(address, data=fields).status_code == 303
    again = made(draft)
    for name in ("title", "starts_at", "ends_at", "area", "municipalities", "languages", "teams_url", "event_type"):
        assert getattr(again, name) == getattr(meeting, name)


@pytest.mark.parametrize("name", [*GOOD, "gathering-fi"])
def test_a_file_instead_of_text_is_an_empty_field(draft: House, name: str) -> None:
    """It is an error where something must be filled in, also when the page is drawn again for another one."""

    def fields(**change: str) -> dict[str, object]:
        return GOOD | {"title-sv": ""} | change | {name: (io.BytesIO(b"%PDF"), "x.pdf")}

    missing = {"title-fi", "day", "starts", "ends", "languages", "afterwards_days", "event_type", "area"}
    answer = draft.desk(language="en").post(NEW, fields())
    assert answer.status_code == (422 if name in missing else 303)
    if name in missing:
        assert f"{name}-error" in check_page(answer, "en").ids
    again = draft.desk(language="en").post(NEW, fields(ends="12:00"))
    assert again.status_code == 422
    check_page(again, "en")


@pytest.mark.parametrize(
    "url", ["http://video.example", "video", "javascript:alert(1)", "https://video.example/" + "x" * 2000]
)
def test_a_recording_has_a_whole_address(house: House, url: str) -> None:
    here = f"/meetings/{house.here.code}"
    house.put_in(State.AFTERWARDS)
    answer = house.desk(language="sv").post(f"{here}/recording", {"recording_url": url}, page=here)
    assert answer.status_code == 422
    assert "recording_url-error" in check_page(answer, "sv").ids
    good = house.desk().post(f"{here}/recording", {"recording_url": "https://video.example/1"}, page=here)
    assert good.status_code == 303
    with house.app.app_context():
        assert meeting_of(house.here).recording_url == "https://video.example/1"


@pytest.mark.parametrize("sent", [{"kind": "board"}, {"title-fi": "Taulu"}, {"kind": "party", "title-fi": "Juhla"}])
def test_an_exercise_has_a_kind_and_a_title(draft: House, sent: dict[str, str]) -> None:
    here = f"/meetings/{draft.here.code}"
    answer = draft.desk(LEADER, "en").post(f"{here}/exercises", sent, page=here)
    assert answer.status_code == 422
    page = check_page(answer, "en")
    assert {"title-fi-error", "kind-error"} & set(page.ids)
    with draft.app.app_context():
        assert len(meeting_of(draft.here).exercises) == 3


@pytest.mark.parametrize(("kind", "builder"), [("board", "board"), ("scribe", "board"), ("survey", "survey")])
def test_a_new_exercise_leads_to_where_it_is_built(draft: House, kind: str, builder: str) -> None:
    here = f"/meetings/{draft.here.code}"
    answer = draft.desk().post(f"{here}/exercises", {"kind": kind, "title-sv": "Ny"}, page=here)
    assert answer.status_code == 303
    with draft.app.app_context():
        newest = meeting_of(draft.here).exercises[-1]
        assert (newest.kind, newest.title, newest.position) == (kind, {"sv": "Ny"}, 4)
        assert answer.location == f"{here}/exercises/{newest.id}/{builder}"


def test_the_first_exercise_has_no_way_up_and_the_last_none_down(draft: House) -> None:
    with draft.app.app_context():
        ids = [str(one.id) for one in meeting_of(draft.here).exercises]
    moves = re.findall(r"/exercises/(\d+)/(earlier|later)", draft.desk().get(f"/meetings/{draft.here.code}").text)
    assert [id_ for id_, deed in moves if deed == "earlier"] == ids[1:]
    assert [id_ for id_, deed in moves if deed == "later"] == ids[:-1]


def test_how_many_were_there_is_asked_where_the_meeting_is_ended(house: House) -> None:
    here = f"/meetings/{house.here.code}"
    desk = house.desk()
    assert "heads" in form_fields(desk.get(f"{here}/desk"), f"{here}/end")
    wrong = desk.post(f"{here}/end", {"heads": "about 24"}, page=f"{here}/desk")
    assert wrong.status_code == 422
    assert "about 24" in wrong.text
    assert "heads-error" in check_page(wrong, "fi").ids
    assert "Kirjoita kokonaisluku numeroin" in wrong.text
    assert "heads" in form_fields(wrong, f"{here}/end"), "the page that says what is wrong ends the meeting too"
    desk.post(f"{here}/end", {"heads": "24"}, page=here)
    with house.app.app_context():
        meeting = meeting_of(house.here)
        assert (meeting.state, meeting.heads) == (State.AFTERWARDS, 24)


def test_whom_the_digest_goes_to_is_prepared_from_the_meetings_page_in_every_state(house: House) -> None:
    here = f"/meetings/{house.here.code}"
    for state in State:
        house.put_in(state)
        assert f'href="{here}/digest"' in house.desk().get(here).text


@pytest.mark.parametrize("typed", ["-1", "100001", "9" * 5000, "24.5", "many"])
def test_heads_are_a_whole_number_that_a_meeting_can_have(house: House, typed: str) -> None:
    here = f"/meetings/{house.here.code}"
    house.put_in(State.CLOSED)
    answer = house.desk(language="fi").post(f"{here}/heads", {"heads": typed}, page=here)
    assert answer.status_code == 422
    assert "heads-error" in check_page(answer, "fi").ids


def test_heads_are_counted_afterwards_too_and_taken_back(house: House) -> None:
    here = f"/meetings/{house.here.code}"
    house.put_in(State.CLOSED)
    for typed, kept in (("100000", 100_000), ("0", 0), ("", None)):
        answer = house.desk().post(f"{here}/heads", {"heads": typed}, page=here)
        assert answer.location == here
        with house.app.app_context():
            assert meeting_of(house.here).heads == kept


def test_what_cannot_be_undone_is_removed_by_a_second_press(draft: House) -> None:
    page = draft.desk().get(f"/meetings/{draft.here.code}").text
    removals = re.findall(r'<details class="for-good">.*?</details>', page, re.DOTALL)
    with draft.app.app_context():
        assert len(removals) == len(meeting_of(draft.here).exercises)
    assert page.count("/remove") == sum(removal.count("/remove") for removal in removals)
