"""A scribe writes in the meetings to which they were let in, and does nothing else."""

import pytest
from flask import Flask
from sqlalchemy import select

from tests.houses import BYSTANDER, CODE, LEADER, ORGANISER, House, build_house, meeting_of
from tests.pages import Visitor, check_page
from workshop.accounts.actions import disable_user, make_user
from workshop.accounts.models import Role
from workshop.accounts.queries import user_by_email
from workshop.boards.models import Note
from workshop.columns import LANGUAGES
from workshop.errors import NotAllowed
from workshop.extensions import db
from workshop.meetings.actions import add_scribe, end_meeting
from workshop.meetings.queries import meeting_by_code
from workshop.surveys.models import Response

SCRIBE = "scribe@example.org"
LEADERS, PAGE = f"/meetings/{CODE}/leaders", f"/meetings/{CODE}/scribe"


@pytest.fixture
def house(app: Flask) -> House:
    house = build_house(app, votes=True)
    with app.app_context():
        make_user(SCRIBE, "Sanna Kirjuri", Role.SCRIBE, "fi")
    return house


@pytest.fixture
def scribe(house: House) -> Visitor:
    with house.app.app_context():
        add_scribe(meeting_of(house.here), user_by_email(SCRIBE))
    return house.desk(SCRIBE, "en")


def scribes(house: House) -> set[str]:
    with house.app.app_context():
        return {scribe.email for scribe in meeting_by_code(CODE).scribes}


def said(house: House, prompt: int, text: str, **more: str) -> dict[str, str]:
    return {"text": text, "client_key": "0" * 32, **more}


@pytest.mark.parametrize("language", LANGUAGES)
def test_those_who_lead_let_a_scribe_in_and_take_them_off(house: House, language: str) -> None:
    desk, writer = house.desk(language=language), house.desk(SCRIBE)
    check_page(writer.get("/meetings?lang=" + language), language)
    assert writer.get(PAGE).status_code == 404
    for _time in range(2):
        assert (
            desk.post(f"/meetings/{CODE}/scribes", {"scribe": " Scribe@example.org"}, page=LEADERS).status_code == 303
        )
    assert desk.get(f"/meetings/{CODE}/deeds").text.count("Sanna Kirjuri") == 1, "twice is once"
    page = desk.get(LEADERS)
    check_page(page, language)
    assert "Sanna Kirjuri" in page.text
    assert scribes(house) == {SCRIBE}
    assert f'href="{PAGE}"' in writer.get("/meetings").text
    with house.app.app_context():
        number = user_by_email(SCRIBE).id
    assert desk.post(f"/meetings/{CODE}/scribes/{number}/remove", page=LEADERS).status_code == 303
    assert writer.get(PAGE).status_code == 404
    assert desk.post(f"/meetings/{CODE}/scribes/{number}/remove", page=LEADERS).status_code == 404


@pytest.mark.parametrize("email", ["", "nobody@example.org", "gone@example.org", "<b>"])
def test_an_address_that_is_nobodys_stays_in_its_field(house: House, email: str) -> None:
    with house.app.app_context():
        gone = make_user("gone@example.org", "Gone", Role.SCRIBE, "fi")
        disable_user(gone)
        with pytest.raises(NotAllowed):
            add_scribe(meeting_of(house.here), gone)
    for language in LANGUAGES:
        desk = house.desk(language=language)
        answer = desk.post(f"/meetings/{CODE}/scribes?lang={language}", {"scribe": email}, page=LEADERS)
        assert answer.status_code == 422
        check_page(answer, language)
        assert 'href="#scribe"' in answer.text
        assert email.replace("<b>", "&lt;b&gt;") in answer.text
    assert scribes(house) == set()


def test_who_asks_a_scribe_to_lead_is_told_what_to_do(house: House) -> None:
    answer = house.desk(language="en").post(LEADERS, {"email": SCRIBE})
    assert answer.status_code == 422
    assert "scribes lead no meetings" in answer.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("step", [1, 2, 3, 4, 9])
def test_each_step_is_a_page_for_its_scribe(house: House, scribe: Visitor, step: int, language: str) -> None:
    page = scribe.get(f"{PAGE}?step={step}&lang={language}")
    check_page(page, language)
    written, paper = {1: (2, 0), 2: (0, 1), 3: (1, 0)}.get(step, (0, 0))
    assert page.text.count('name="each_line"') == written
    assert page.text.count("/survey/paper") == paper


def test_a_scribe_writes_much_at_once_for_a_group_and_mends_it(house: House, scribe: Visitor) -> None:
    door = f"/meetings/{CODE}/prompts/{house.here.prompts[0]}/scribe"
    lines = {"text": "One\nTwo", "client_key": "0" * 32, "each_line": "y", "group": "residents", "municipality": "615"}
    answer = scribe.post(door, lines, page=PAGE)
    assert (answer.status_code, answer.location) == (303, f"{PAGE}?step=1")
    assert house.notes() == ["One", "Two"]
    page = scribe.get(f"{PAGE}?step=1")
    check_page(page, "en")
    [first, *_more] = sorted({part.split('"')[0] for part in page.text.split(f"/meetings/{CODE}/notes/")[1:]})
    note = f"/meetings/{CODE}/notes/{first}"
    for language in LANGUAGES:
        check_page(scribe.get(f"{note}?lang={language}"), language)
        refused = scribe.post(f"{note}/edit?lang={language}", {"text": "", "edition": "0"}, page=note)
        assert refused.status_code == 422
        check_page(refused, language)
    assert scribe.post(f"{note}/edit", {"text": "One, mended", "edition": "0"}, page=note).location.startswith(PAGE)
    assert house.notes() == ["One, mended", "Two"]
    assert scribe.post(f"{note}/remove", page=note).status_code == 303
    assert house.notes() == ["", "Two"]


def test_what_others_wrote_and_what_is_not_shown_stays_out_of_a_scribes_reach(house: House, scribe: Visitor) -> None:
    [theirs] = house.write("Participant’s own words")
    with house.app.app_context():
        note = db.session.get_one(Note, theirs)
        from_desk = f"/meetings/{CODE}/notes/{note.id}"
    assert "Participant’s own words" in scribe.get(PAGE).text
    house.desk(ORGANISER).post(f"{from_desk}/hide", page=LEADERS)
    assert "Participant’s own words" not in scribe.get(PAGE).text
    assert scribe.get(from_desk).status_code == 404
    told = scribe.get(f"/meetings/{CODE}/scribe/changes").json
    assert "Participant’s own words" not in str(told)


def test_a_scribe_types_in_what_came_on_paper(house: House, scribe: Visitor) -> None:
    paper = f"/meetings/{CODE}/exercises/{house.here.survey}/survey/paper"
    check_page(scribe.get(paper), "en")
    sent = {"written_in": "fi", "municipality": "", "client_key": "0" * 32, f"q{house.here.single}": "a"}
    assert scribe.post(paper, sent).status_code == 303
    with house.app.app_context():
        assert db.session.scalars(select(Response.entered_by_id)).one() == user_by_email(SCRIBE).id


def test_a_scribe_who_is_late_gets_the_words_back_with_the_way_to_their_page(house: House, scribe: Visitor) -> None:
    with house.app.app_context():
        meeting = meeting_of(house.here)
        meeting_token = scribe.token(PAGE)
        meeting.afterwards_days = 0
        db.session.commit()
        end_meeting(meeting)
    door = f"/meetings/{CODE}/prompts/{house.here.prompts[0]}/scribe"
    answer = scribe.client.post(door, data=said(house, 0, "Too late", csrf_token=meeting_token))
    assert answer.status_code == 409
    assert "Too late" in answer.text
    assert f'href="{PAGE}' in answer.text
    page = scribe.get(PAGE)
    check_page(page, "en")
    assert "<textarea" not in page.text


def test_a_facilitator_can_be_let_in_to_write_only(house: House) -> None:
    with house.app.app_context():
        add_scribe(meeting_of(house.here), user_by_email(BYSTANDER))
        add_scribe(meeting_of(house.here), user_by_email(LEADER))
    writer, leader = house.desk(BYSTANDER), house.desk()
    assert [writer.get(page).status_code for page in (PAGE, f"/meetings/{CODE}/desk")] == [200, 404]
    assert f'href="{PAGE}"' in writer.get("/meetings").text
    assert [leader.get(page).status_code for page in (PAGE, f"/meetings/{CODE}/desk")] == [200, 200]
    assert f'href="{PAGE}"' not in leader.get("/meetings").text
