"""The answers to a survey as files: a row for each response, words apart, and nobody to be found by their tags."""

import csv
import io
import json
import zipfile
from collections import Counter

import pytest
from flask import Flask
from lxml import etree

from tests.cheap import build_once
from tests.houses import CODE, ORGANISER, House, build_house, led, new_key
from workshop.columns import LANGUAGES, Texts
from workshop.extensions import db
from workshop.meetings.actions import go_live, move_path, open_meeting
from workshop.meetings.models import Exercise
from workshop.participants.actions import join_meeting
from workshop.participants.models import Participant
from workshop.statements.actions import give_stance
from workshop.statements.models import Opinion, Statement
from workshop.surveys.actions import add_question, send_response
from workshop.surveys.kinds import KINDS
from workshop.surveys.models import Question, QuestionKind

FLOOR = 5
TAGS = ("group", "municipality", "language", "window", "way")
PEOPLE = [("fi", "residents", "564")] * 6 + [("fi", "residents", "139")] * 3 + [("fi", "residents", "785")] * 3
PEOPLE += [("sv", "residents", "564"), ("fi", "organisations", "564")]
"""Oulu; two places of Oulunkaari; and two people who are the only ones of their kind."""


@pytest.fixture
def house(app: Flask) -> House:
    house = build_house(app, votes=True, live=False)
    _answer(app, house)
    return house


@build_once
def _answer(app: Flask, house: House) -> None:
    with app.app_context():
        survey = db.session.get_one(Exercise, house.here.survey)
        statement = db.session.get_one(Statement, house.here.statement)
        text, number = (
            add_question(survey, kind, Texts(fi=words), "other")
            for kind, words in ((QuestionKind.LONG_TEXT, "Miksi?"), (QuestionKind.NUMBER, "=Kuinka monta?"))
        )
        single = db.session.get_one(Question, house.here.single).options[0]["key"]
        open_meeting(survey.meeting)
        go_live(survey.meeting)
        led(move_path, survey.meeting, 2)
        for place, (language, group, municipality) in enumerate(PEOPLE):
            guest = join_meeting(survey.meeting, language, [group], municipality)
            answers = {
                house.here.single: single,
                text.id: f"=Koska {place}",
                number.id: 97 if place == 3 else place % 3,
            }
            answers |= {house.here.multiple: [single]} if place < FLOOR - 1 else {}
            send_response(survey, guest, new_key(), answers)
        led(move_path, survey.meeting, 4)
        for guest in db.session.query(Participant).filter_by(meeting_id=survey.meeting_id).limit(6):
            give_stance(statement, guest, Opinion.AGREE)


def address(house: House) -> str:
    return f"/meetings/{CODE}/surveys/{house.here.survey}/answers"


def tables(house: House) -> dict:
    return json.loads(house.desk().get(f"{address(house)}.json").data)


def test_no_tags_in_the_file_are_of_fewer_people_than_the_floor(house: House) -> None:
    rows = tables(house)["answers"]["rows"]
    crowds = Counter(tuple(row[tag] for tag in TAGS) for row in rows)
    assert len(rows) == len(PEOPLE)
    assert min(crowds.values()) >= FLOOR
    assert {places for _group, places, *_others in crowds} >= {"Oulunkaari (alue)"}


def test_answers_are_read_back_and_those_of_too_few_are_not_there(house: House) -> None:
    answers = tables(house)["answers"]
    with house.app.app_context():
        single, multiple = (db.session.get_one(Question, one) for one in (house.here.single, house.here.multiple))
        given = {KINDS[single.kind].value_of(single, {"": row["q1"]}) for row in answers["rows"]}
        assert given == {single.options[0]["key"]}
        few = {row[f"q2.{option['key']}"] for row in answers["rows"] for option in multiple.options}
        assert few == {None}, "four have answered it"
    assert max(row["q4"] for row in answers["rows"]) == 2, "nobody's 97"
    assert {value["column"] for value in answers["values"]} == {"", "q1", "q2"}


def test_own_words_stand_apart_word_for_word(house: House) -> None:
    told = tables(house)
    assert {row["text"] for row in told["words"]["rows"]} == {f"=Koska {place}" for place in range(len(PEOPLE))}
    assert not [row for row in told["answers"]["rows"] if "Koska" in str(row)]
    assert set(told["words"]["columns"]) == {"key", "question", "part", "text"}


def test_of_fewer_responses_than_the_floor_there_is_nothing(app: Flask) -> None:
    house = build_house(app)
    house.show(2)
    with app.app_context():
        survey = db.session.get_one(Exercise, house.here.survey)
        single = db.session.get_one(Question, house.here.single)
        guest = db.session.get_one(Participant, house.guests[0])
        send_response(survey, guest, new_key(), {single.id: single.options[0]["key"]})
    assert [table["rows"] for table in tables(house).values()] == [[], []]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_is_a_workbook_a_folder_and_json_without_a_formula(house: House, language: str) -> None:
    desk = house.desk(ORGANISER, language)
    for whole in (f"/meetings/{CODE}/all", "/rounds/values/all"):
        pages = _pages(desk.get(f"{whole}.xlsx").data)
        assert not [one for page in pages for kind in ("f", "hyperlink") for one in page.iter(f"{{*}}{kind}")]
        told = json.loads(desk.get(f"{whole}.json").data)
        sizes = [len(table["rows"]) for table in told.values()]
        assert sizes.count(len(PEOPLE)) == 2, "answers, and own words"
        assert [len(list(page.iter("{*}row"))) - 1 for page in pages][:-1] == sizes
        with zipfile.ZipFile(io.BytesIO(desk.get(f"{whole}.zip").data)) as parts:
            assert parts.namelist() == [f"{key}.csv" for key in (*told, "code-book")]
            lines = [line for name in parts.namelist() for line in _lines(parts.read(name), language)]
        assert not [cell for line in lines for cell in line if cell[:1] in tuple("=+@")]


def test_stances_are_rows_without_anything_of_those_who_took_them(house: House) -> None:
    told = json.loads(house.desk().get(f"/meetings/{CODE}/all.json").data)
    assert [row["agree"] for row in told["statements1"]["rows"]] == [6]
    assert [row["s1"] for row in told["stances1"]["rows"]] == [1] * 6
    assert set(told["stances1"]["columns"]) == {"row", "s1"}


def test_the_pages_lead_to_the_files(house: House) -> None:
    for page, files in (
        (f"/meetings/{CODE}/surveys/{house.here.survey}/results", address(house)),
        (f"/meetings/{CODE}/results", f"/meetings/{CODE}/all"),
        ("/rounds/values", "/rounds/values/all"),
    ):
        shown = house.desk(ORGANISER).get(page).text
        assert [kind for kind in ("xlsx", "zip", "json") if f'href="{files}.{kind}"' not in shown] == []
    assert house.desk().get(f"{address(house)}.exe").status_code == 404


def _lines(file: bytes, language: str) -> list[list[str]]:
    text = file.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter="," if language == "en" else ";"))


def _pages(file: bytes) -> list[etree._Element]:
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        count = sum(name.startswith("xl/worksheets/") for name in parts.namelist())
        return [etree.fromstring(parts.read(f"xl/worksheets/sheet{n}.xml")) for n in range(1, count + 1)]
