"""Question banks: whole in every language, and what is chosen comes with all that belongs to it."""

import json
from collections.abc import Iterator
from importlib.resources import files

import pytest
from flask import Flask

from tests.houses import House, meeting_of
from tests.pages import Visitor, check_page
from workshop.columns import LANGUAGES, Texts
from workshop.extensions import db
from workshop.meetings.models import Exercise, State
from workshop.plans.actions import ask_from_banks
from workshop.plans.bank import OWN, Bank, banks
from workshop.plans.plan import KEYS
from workshop.surveys.models import Question, QuestionKind
from workshop.surveys.queries import questions_of
from workshop.surveys.wording import Asked
from workshop.vocabulary.terms import topics

every_bank = pytest.mark.parametrize("key", list(banks()))


def texts_of(bank: Bank) -> Iterator[Texts]:
    """Everything in it that people read."""
    yield bank.name
    for one in bank.questions:
        asked = Asked(
            one.text, one.topic, one.theme, one.easy, one.required, [*one.options], one.settings, one.shown_when
        )
        yield from (text for text in asked.wording().values() if text)


@pytest.fixture
def open_house(house: House) -> House:
    house.put_in(State.OPEN)
    return house


def address(house: House) -> str:
    return f"/meetings/{house.here.code}/exercises/{house.here.survey}/survey/bank"


def asked(house: House) -> list[Question]:
    with house.app.app_context():
        return list(questions_of(db.session.get_one(Exercise, house.here.survey)))


def test_each_template_with_a_survey_is_a_bank_and_no_file_is_left_out() -> None:
    stored = (files("workshop.plans") / "banks").iterdir()
    assert {file.name.removesuffix(".json") for file in stored} == set(OWN)
    assert {key.partition(".")[0] for key in banks() if key not in OWN} <= set(KEYS)
    assert {"wellbeing_survey", "situation_survey", "strategy"} <= {key.partition(".")[0] for key in banks()}


@every_bank
def test_a_bank_is_whole_in_every_language(key: str) -> None:
    assert [text for text in texts_of(banks()[key]) if set(text) != set(LANGUAGES)] == []
    assert [text for text in texts_of(banks()[key]) if len(set(text.values())) < len(LANGUAGES)] == []
    assert {question.topic for question in banks()[key].questions} <= set(topics())


@every_bank
def test_a_whole_bank_is_put_at_the_end_and_every_question_can_be_asked(open_house: House, key: str) -> None:
    before, bank = asked(open_house), banks()[key]
    desk = open_house.desk()
    answer = desk.post(address(open_house), {"pick": key}, page=address(open_house))
    assert answer.status_code == 303
    added = asked(open_house)[len(before) :]
    assert [one.text for one in added] == [one.text for one in bank.questions]
    for one, planned in zip(added, bank.questions, strict=True):
        assert (one.kind, one.options, one.settings) == (planned.kind, [*planned.options], planned.settings)
        assert one.page == before[-1].page - 1 + planned.page
    for language in LANGUAGES:
        phone = f"/meetings/{open_house.here.code}/exercises/{open_house.here.survey}/survey/preview/phone"
        check_page(desk.get(f"{phone}?in={language}"), language)


def test_single_questions_come_in_the_order_of_the_bank(open_house: House) -> None:
    picked = ["managers-6", "strategy_values-0", "managers-1"]
    open_house.desk().post(address(open_house), {"pick": picked}, page=address(open_house))
    values, managers = banks()["strategy_values"].questions, banks()["managers"].questions
    added = asked(open_house)[-3:]
    assert [one.text for one in added] == [values[0].text, managers[1].text, managers[6].text]
    assert [one.page for one in added] == [1, 1, 2]
    assert added[0].kind is QuestionKind.RANKING
    assert added[0].settings == {"top": 5}


def test_a_condition_comes_with_the_question_that_it_asks_for(open_house: House) -> None:
    desk = open_house.desk()
    desk.post(address(open_house), {"pick": ["managers-2", "managers-3"]}, page=address(open_house))
    decides, asked_of_some = asked(open_house)[-2:]
    assert asked_of_some.shown_when == {"question": decides.id, "any": ["some", "none"]}
    desk.post(address(open_house), {"pick": ["managers-3"]}, page=address(open_house))
    assert asked(open_house)[-1].shown_when is None


def test_pages_of_a_choice_have_no_gaps() -> None:
    pages = [question.page for question in banks()["managers"].chosen([3, 4])]
    assert pages == [1, 1]
    assert banks()["managers"].chosen([]) == []


def test_a_survey_changes_nothing_in_the_bank(open_house: House) -> None:
    before = json.dumps([question.settings for question in banks()["strategy_principles"].questions])
    with open_house.app.app_context():
        survey = db.session.get_one(Exercise, open_house.here.survey)
        [added, *_others] = ask_from_banks(survey, [list(banks()["strategy_principles"].questions)])
        added.settings["rows"][0]["text"]["fi"] = "Muuta"
        db.session.rollback()
    assert json.dumps([question.settings for question in banks()["strategy_principles"].questions]) == before


@pytest.mark.parametrize("pick", [[], ["unknown"], ["managers-99"], ["managers-"], ["managers", "managers-x"]])
def test_what_is_in_no_bank_is_refused_and_what_was_chosen_stays(open_house: House, pick: list[str]) -> None:
    before = len(asked(open_house))
    desk = open_house.desk()
    answer = desk.post(address(open_house), {"pick": pick}, page=address(open_house))
    assert answer.status_code == 422
    check_page(answer, "fi")
    assert ('value="managers" checked' in answer.text) is ("managers" in pick)
    assert len(asked(open_house)) == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_names_every_question_in_the_readers_language(open_house: House, language: str) -> None:
    page = open_house.desk(language=language).get(address(open_house))
    check_page(page, language)
    shown = page.text.replace("&#39;", "'").replace("&amp;", "&")
    for bank in banks().values():
        assert bank.name[language] in shown
        assert [one.text[language] for one in bank.questions if one.text[language] not in shown] == []


def test_questions_are_not_added_once_the_meeting_is_live(app: Flask, house: House) -> None:
    desk: Visitor = house.desk()
    assert desk.get(address(house)).status_code == 409
    assert desk.post(address(house), {"pick": "managers"}, page="/account").status_code == 409
    with app.app_context():
        assert len(questions_of(meeting_of(house.here).exercises[1])) == 2
