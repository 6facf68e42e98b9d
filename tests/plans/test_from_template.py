"""From a template to a meeting with its door open, in one form: what it makes, and what it says when it cannot."""

from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from sqlalchemy import func, select

from tests.houses import BYSTANDER, LEADER, ORGANISER, House
from tests.pages import check_page, form_fields
from workshop import clock
from workshop.accounts.queries import user_by_email
from workshop.columns import LANGUAGES
from workshop.extensions import db
from workshop.meetings.models import Meeting, Pace, State
from workshop.plans.forms import next_start
from workshop.plans.plan import KEYS, built_in
from workshop.plans.queries import plan_of
from workshop.rounds.actions import edit_round
from workshop.rounds.queries import round_by_key

PAGE = "/rounds/values/templates"
GOOD: dict[str, object] = {
    "template": "interfaces", "title": "Yhdyspinnat Vaalassa", "gathering": "Vaalan johtoryhmä", "day": "2022-02-01",
    "starts": "13:00", "ends": "14:30", "teams_url": "https://teams.example/l/meetup", "area": "", "event_type": "",
    "languages": ["fi", "sv"], "open_door": "y",
}  # fmt: skip
BAD = [
    ({"template": ""}, "template", "Choose a template"),
    ({"template": "nothing"}, "template", ""),
    ({"template": "../strategy"}, "template", ""),
    ({"title": ""}, "title", "Write a title"),
    ({"title": " \t\r\n "}, "title", "Write a title"),
    ({"title": "\x00"}, "title", "Write a title"),
    ({"title": "x" * 201}, "title", "Use at most 200 characters"),
    ({"title": "ä" * 10_000}, "title", "Use at most 200 characters"),
    ({"gathering": "x" * 201}, "gathering", "Use at most 200 characters"),
    ({"day": ""}, "day", "Give the date"),
    ({"day": "2022-02-30"}, "day", ""),
    ({"day": "1.2.2022"}, "day", ""),
    ({"day": "9999-12-31"}, "day", "Give a year from 2000 to 2100"),
    ({"day": "0001-01-01"}, "day", "Give a year from 2000 to 2100"),
    ({"day": "2022-02-01\x00"}, "day", ""),
    ({"starts": ""}, "starts", "Give the time it begins"),
    ({"starts": "25:00"}, "starts", ""),
    ({"ends": "13:00"}, "ends", "The meeting must end after it begins"),
    ({"ends": "12:59"}, "ends", "The meeting must end after it begins"),
    ({"teams_url": "javascript:alert(1)"}, "teams_url", "beginning with https://"),
    ({"teams_url": "http://teams.example"}, "teams_url", "beginning with https://"),
    ({"area": "nowhere"}, "area", ""),
    ({"event_type": "party"}, "event_type", ""),
    ({"languages": []}, "languages", "Choose at least one language"),
    ({"languages": ["se"]}, "languages", ""),
]


def newest(house: House) -> Meeting:
    """The meeting that was made last, with its round."""
    return db.session.scalars(select(Meeting).order_by(Meeting.id.desc())).first()


def how_many(house: House) -> int:
    with house.app.app_context():
        return db.session.scalar(select(func.count()).select_from(Meeting))


def set_county(house: House, code: str) -> None:
    with house.app.app_context():
        round_ = round_by_key("values")
        edit_round(round_, round_.title, round_.purpose, code, user_by_email(ORGANISER))


def test_one_form_makes_the_meeting_and_opens_its_door(house: House) -> None:
    answer = house.desk().post(PAGE, GOOD)
    assert answer.status_code == 303
    with house.app.app_context():
        meeting, plan = newest(house), built_in()["interfaces"]
        assert answer.location == f"/meetings/{meeting.code}"
        assert (meeting.state, meeting.round.key) == (State.OPEN, "values")
        assert plan_of(meeting).exercises == plan.exercises
        assert meeting.title == {**plan.name, "fi": "Yhdyspinnat Vaalassa"}
        assert meeting.gathering == {"fi": "Vaalan johtoryhmä"}
        assert meeting.event_type == plan.event_type
        assert meeting.starts_at == datetime(2022, 2, 1, 11, tzinfo=UTC)
        assert meeting.ends_at == datetime(2022, 2, 1, 12, 30, tzinfo=UTC)
        assert (meeting.languages, meeting.area) == (["fi", "sv"], None)
        assert meeting.teams_url == "https://teams.example/l/meetup"
        assert [leader.email for leader in meeting.leaders] == [LEADER]
    assert house.passer_by().get(f"/j/{answer.location[-7:]}").status_code == 200


def test_the_second_button_makes_a_draft(house: House) -> None:
    pressed = {name: value for name, value in GOOD.items() if name != "open_door"} | {"draft": "y"}
    answer = house.desk().post(PAGE, pressed)
    assert answer.status_code == 303
    with house.app.app_context():
        assert newest(house).state is State.DRAFT
    assert house.passer_by().get(f"/j/{answer.location[-7:]}").status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_sent_as_it_stands(house: House, language: str) -> None:
    """Nothing has to be filled in: pressing the button is enough, in every language."""
    desk = house.desk(language=language)
    with clock.at(datetime(2022, 3, 1, 7, 10, tzinfo=UTC)):
        page = desk.get(PAGE)
        check_page(page, language)
        assert desk.client.post(PAGE, data=form_fields(page)).status_code == 303
    with house.app.app_context():
        meeting, plan = newest(house), built_in()[KEYS[0]]
        assert meeting.title == plan.name
        assert meeting.starts_at == datetime(2022, 3, 1, 7, 30, tzinfo=UTC)
        assert meeting.ends_at - meeting.starts_at == timedelta(minutes=plan.minutes)
        assert meeting.languages == ["fi", "en"], "those of the round's title"
        assert meeting.state is State.OPEN


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_template_is_described_on_the_page(house: House, language: str) -> None:
    html = unescape(house.desk(language=language).get(PAGE).text)
    for key, plan in built_in().items():
        for words in (f'value="{key}"', plan.name[language], plan.description[language], f"{plan.minutes} min"):
            assert words in html


@pytest.mark.parametrize(("key", "pace"), [("wellbeing_survey", Pace.OWN), ("strategy", Pace.TOGETHER)])
def test_a_survey_is_answered_at_ones_own_pace(house: House, key: str, pace: Pace) -> None:
    house.desk().post(PAGE, GOOD | {"template": key})
    with house.app.app_context():
        assert newest(house).pace is pace


def test_a_title_that_nobody_wrote_follows_the_template(house: House) -> None:
    """Without a script the page still shows the first template's name when another one is chosen."""
    house.desk().post(PAGE, GOOD | {"title": built_in()["strategy"].name["fi"]})
    with house.app.app_context():
        assert newest(house).title == built_in()["interfaces"].name


@pytest.mark.parametrize("title", ["👩‍👩‍👧 Perheet", "<b>&amp;", "Z̶a̷l̸g̵o̴", "a\x00b", "\u202eNurin"])
def test_any_words_may_be_a_title(house: House, title: str) -> None:
    desk = house.desk()
    answer = desk.post(PAGE, GOOD | {"title": title})
    assert answer.status_code == 303
    page = desk.get(answer.location)
    check_page(page, "fi")
    assert "<b>" not in page.text
    with house.app.app_context():
        assert newest(house).title["fi"] == title.replace("\x00", "")


@pytest.mark.parametrize(("change", "field", "words"), BAD, ids=lambda part: str(part)[:40])
def test_what_is_wrong_is_said_at_its_field_and_all_is_kept(
    house: House, change: dict[str, object], field: str, words: str
) -> None:
    desk, before = house.desk(language="en"), how_many(house)
    answer = desk.post(PAGE, GOOD | change)
    assert answer.status_code == 422
    page = check_page(answer, "en")
    assert f"{field}-error" in page.ids
    assert f'href="#{field}' in answer.text, "the summary leads to the field"
    assert words in unescape(answer.text)
    assert how_many(house) == before
    kept = form_fields(answer)
    for name in {"title", "gathering", "day", "starts", "ends", "teams_url"} - {field}:
        assert kept[name] == GOOD[name]
    if field != "template":
        assert kept["template"] == "interfaces"
    if field in ("gathering", "starts", "ends", "teams_url"):
        assert kept[field] == change[field]


@pytest.mark.parametrize("language", LANGUAGES)
def test_errors_are_said_in_the_readers_language_in_the_order_of_the_page(house: House, language: str) -> None:
    answer = house.desk(language=language).post(
        PAGE, GOOD | {"template": "", "title": "", "ends": "12:00", "teams_url": "x", "languages": []}
    )
    check_page(answer, language)
    places = [answer.text.index(f'href="#{name}') for name in ("template-0", "title", "ends", "teams_url", "languages")]
    assert places == sorted(places)
    assert ("must end after" in answer.text) is (language == "en")


def test_only_the_rounds_own_areas_are_offered(house: House) -> None:
    offered = "Oulunkaari"
    assert offered not in house.desk().get(PAGE).text, "this round is of another county"
    set_county(house, "19")
    assert offered in house.desk().get(PAGE).text
    assert house.desk().post(PAGE, GOOD | {"area": "oulunkaari", "event_type": "negotiation"}).status_code == 303
    with house.app.app_context():
        assert (newest(house).area, newest(house).event_type) == ("oulunkaari", "negotiation")


@pytest.mark.parametrize(
    ("present", "starts"),
    [
        ("2022-02-01 12:00", "2022-02-01 12:30"),
        ("2022-02-01 12:29", "2022-02-01 12:30"),
        ("2022-02-01 12:30", "2022-02-01 13:00"),
        ("2022-02-01 21:29", "2022-02-01 21:30"),
        ("2022-02-01 21:30", "2022-02-02 09:00"),
        ("2022-12-31 23:59", "2023-01-01 09:00"),
        ("2022-03-27 02:50", "2022-03-27 03:00"),
    ],
)
def test_a_meeting_is_suggested_for_the_next_half_hour_and_never_over_midnight(present: str, starts: str) -> None:
    moment = clock.from_finland(datetime.fromisoformat(present))
    suggested = next_start(moment, timedelta(hours=2))
    assert suggested.replace(tzinfo=None) == datetime.fromisoformat(starts)


def test_any_facilitator_may_make_a_meeting_and_leads_it(house: House) -> None:
    desk = house.desk(BYSTANDER)
    assert desk.get("/rounds/values").text.count(PAGE) == 1
    answer = desk.post(PAGE, GOOD)
    assert desk.get(answer.location).status_code == 200
    assert house.desk(LEADER).get(answer.location).status_code == 404


def test_a_round_that_is_not_there_has_no_templates(house: House) -> None:
    assert house.desk().get("/rounds/nothing/templates").status_code == 404
