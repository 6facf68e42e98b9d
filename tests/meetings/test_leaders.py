"""Several lead a meeting together: a colleague comes in by the address of their account, and can be taken off again."""

import pytest
from flask import Flask

from tests.houses import BYSTANDER, CODE, LEADER, ORGANISER, House, build_house, meeting_of
from tests.pages import check_page
from workshop.accounts.actions import disable_user, make_user
from workshop.accounts.models import Role
from workshop.accounts.queries import user_by_email
from workshop.columns import LANGUAGES
from workshop.errors import NotAllowed
from workshop.meetings.actions import add_leader
from workshop.meetings.queries import meeting_by_code

PAGE = f"/meetings/{CODE}/leaders"


def leaders(house: House) -> set[str]:
    with house.app.app_context():
        return {leader.email for leader in meeting_by_code(house.here.code).leaders}


def number_of(house: House, email: str) -> int:
    with house.app.app_context():
        return user_by_email(email).id


def test_a_colleague_leads_too_and_writes_down_what_is_said(house: House) -> None:
    colleague = house.desk(BYSTANDER)
    assert colleague.get(f"/meetings/{CODE}/desk").status_code == 404
    for _time in range(2):
        assert house.desk().post(PAGE, {"email": " Bystander@example.org"}).status_code == 303
    assert leaders(house) == {LEADER, BYSTANDER}
    assert colleague.get(f"/meetings/{CODE}/desk").status_code == 200
    house.show(3)
    said = {"text": "Sanottu ääneen", "client_key": "0" * 32}
    door = f"/meetings/{CODE}/prompts/{house.here.scribes_prompt}/scribe"
    assert colleague.post(door, said, page=f"/meetings/{CODE}/desk").status_code == 303
    assert house.notes() == ["Sanottu ääneen"]


def test_who_is_taken_off_leads_no_longer(house: House) -> None:
    house.desk().post(PAGE, {"email": BYSTANDER})
    first, second = house.desk(), house.desk(BYSTANDER)
    assert second.post(f"{PAGE}/{number_of(house, LEADER)}/remove", page=PAGE).status_code == 303
    assert leaders(house) == {BYSTANDER}
    assert first.get(f"/meetings/{CODE}").status_code == 404
    gone = second.post(f"{PAGE}/{number_of(house, BYSTANDER)}/remove", page=PAGE)
    assert (gone.status_code, gone.location) == (303, "/meetings")
    assert house.desk(ORGANISER).get(f"/meetings/{CODE}").status_code == 200


def test_who_leads_another_meeting_is_not_found_through_this_one(house: House) -> None:
    with house.app.app_context():
        add_leader(meeting_of(house.other), user_by_email(BYSTANDER))
    assert house.desk(ORGANISER).post(f"{PAGE}/{number_of(house, BYSTANDER)}/remove", page=PAGE).status_code == 404


@pytest.mark.parametrize(
    "email", ["", "nobody@example.org", "scribe@example.org", "gone@example.org", "<b>", "a" * 5000]
)
def test_an_address_that_is_nobodys_stays_in_its_field_with_what_to_do(app: Flask, email: str) -> None:
    house = build_house(app)
    with app.app_context():
        make_user("scribe@example.org", "Scribe", Role.SCRIBE, "fi")
        disable_user(make_user("gone@example.org", "Gone", Role.FACILITATOR, "fi"))
    for language in LANGUAGES:
        answer = house.desk(language=language).post(f"{PAGE}?lang={language}", {"email": email})
        assert answer.status_code == 422
        check_page(answer, language)
        assert 'href="#email"' in answer.text
        assert email.replace("<b>", "&lt;b&gt;") in answer.text
    assert leaders(house) == {LEADER}
    with app.app_context(), pytest.raises(NotAllowed):
        add_leader(meeting_of(house.here), user_by_email("scribe@example.org"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_names_them_and_the_meeting_leads_to_it(house: House, language: str) -> None:
    desk = house.desk(language=language)
    assert f'href="{PAGE}"' in desk.get(f"/meetings/{CODE}").text
    alone = desk.get(PAGE)
    check_page(alone, language)
    assert f"{PAGE}/" not in alone.text, "nobody is taken off who leads alone"
    desk.post(PAGE, {"email": BYSTANDER})
    page = desk.get(PAGE)
    check_page(page, language)
    assert page.text.count("/remove") == 2
    assert {LEADER, BYSTANDER} <= {word.strip() for word in page.text.replace("<", ">").split(">")}
