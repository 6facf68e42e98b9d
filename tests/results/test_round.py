"""The round's dashboard: its page, its files, and the notes behind its numbers."""

import csv
import io
import re

import pytest
from flask import Flask
from sqlalchemy import select

from tests.houses import BYSTANDER, ORGANISER, House, build_house, led, meeting_of, new_key
from tests.pages import check_page
from workshop.accounts.queries import user_by_email
from workshop.boards.actions import add_note, hide_note
from workshop.boards.models import Note, Prompt
from workshop.columns import Texts
from workshop.extensions import db
from workshop.meetings.models import State
from workshop.participants.actions import join_meeting
from workshop.results.round_pages import table_csv
from workshop.results.round_shapes import Line, RoundTable, Told
from workshop.rounds.actions import create_round
from workshop.vocabulary.places import municipalities
from workshop.vocabulary.sizes import BOUNDS, SIZE_CLASSES, size_class_of

PAGE = "/rounds/values/dashboard"
OULU, HAILUOTO, KEMPELE = "564", "072", "244"
SMALL = 37
"""Notes of two people from Hailuoto; no other number of the round."""


@pytest.fixture
def house(app: Flask) -> House:
    """Forty people from Oulu and seven from Kempele with a note each, and two from Hailuoto who write much."""
    house = build_house(app, votes=True)
    house.put_in(State.LIVE)
    with app.app_context():
        meeting = meeting_of(house.here)
        prompt = db.session.get_one(Prompt, house.here.prompts[0])
        for number in range(40):
            person = join_meeting(meeting, "fi", ["residents" if number < 30 else "staff"], OULU)
            add_note(prompt, person, new_key(), f"Oulusta {number}")
        for number in range(7):
            person = join_meeting(meeting, "fi", ["staff"], KEMPELE)
            add_note(prompt, person, new_key(), f"Kempeleestä {number}")
        islanders = [join_meeting(meeting, "fi", ["residents"], HAILUOTO) for _person in range(2)]
        for number in range(SMALL):
            add_note(prompt, islanders[number % 2], new_key(), f"Saarelta {number}")
    return house


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("query", ["", "?filter=area:oulu", "?filter=area:atlantis", "?filter=group:companies"])
def test_the_page_is_sound_under_any_filter(house: House, language: str, query: str) -> None:
    answer = house.desk(ORGANISER, language).get(PAGE + query)
    check_page(answer, language)


def test_the_page_begins_with_sentences_and_leads_from_the_round(house: House) -> None:
    desk = house.desk(ORGANISER)
    assert f'href="{PAGE}"' in desk.get("/rounds/values").text
    page = desk.get(PAGE)
    assert "Ketä ei ole kuultu?" in page.text
    assert "Osallistuneita 10" in page.text
    assert page.text.count("<table>") == 10, "seven by one thing, three by two"


def test_small_numbers_are_nowhere(house: House) -> None:
    desk = house.desk(ORGANISER)
    for query in (
        "",
        "?filter=area:lakeus",
        "?filter=topic:values",
        "?filter=group:residents",
        "?filter=size:under_2000",
    ):
        page = desk.get(PAGE + query).text
        numbers = set(re.findall(r">\s*([\d\u00a0]+)\s*<", page.split("<main", 1)[1]))
        assert str(SMALL) not in numbers
        for table in re.findall(rf"{PAGE}/([a-z-]+)\.csv", page):
            assert f";{SMALL}" not in desk.get(f"{PAGE}/{table}.csv{query}").text


def test_an_unknown_filter_is_named_and_everything_shown(house: House) -> None:
    desk = house.desk(ORGANISER)
    page = desk.get(f"{PAGE}?filter=area:atlantis").text
    assert "Osoitteessa oleva rajaus ei kuulu tähän kierrokseen" in page
    assert "Näytä vain" in page
    assert "Ketä ei ole kuultu?" in page


def test_a_silent_round_says_what_will_be_here(app: Flask) -> None:
    house = build_house(app)
    with app.app_context():
        create_round("silent", Texts(fi="Hiljainen"), Texts(), "19", user_by_email(ORGANISER))
    page = house.desk(ORGANISER).get("/rounds/silent/dashboard")
    check_page(page, "fi")
    assert "Kun kierroksen tilaisuuksiin liitytään" in page.text


def test_notes_of_few_people_are_listed_with_those_of_more(house: House) -> None:
    desk = house.desk(ORGANISER)
    oulu = desk.get(f"{PAGE}/notes?tag=place:{OULU}").text
    answer = desk.get(f"{PAGE}/notes?tag=place:{HAILUOTO}")
    island = answer.text
    assert "Saarelta" not in oulu
    assert "alle 5 ihmisen" in island
    assert "Saarelta 0" in island
    assert "Kempeleestä 0" in island, "rolled up to the area"
    assert "Oulusta" not in island
    check_page(answer, "fi")


def test_where_notes_were_written_is_said_only_where_it_tells_of_nobody(house: House) -> None:
    desk = house.desk(ORGANISER)
    assert "Mikä on tärkeää?" in desk.get(f"{PAGE}/notes?tag=topic:values").text
    assert "Mikä on tärkeää?" not in desk.get(f"{PAGE}/notes?tag=place:{OULU}").text


def test_notes_are_paged_and_hidden_ones_are_not_there(house: House) -> None:
    with house.app.app_context():
        led(hide_note, db.session.scalars(select(Note).where(Note.text == "Oulusta 3")).one())
    desk = house.desk(ORGANISER)
    first, last = desk.get(f"{PAGE}/notes").text, desk.get(f"{PAGE}/notes?page=99").text
    assert first.count("round__words") == 50
    assert 0 < last.count("round__words") <= 50
    assert "Sivu 2/2" in last
    assert "Oulusta 3<" not in first + last


@pytest.mark.parametrize(
    "query", ["tag=nothing", "tag=area:atlantis", "tag=area:oulu&tag=area:lakeus", "tag=a&tag=b&tag=c"]
)
def test_unknown_tags_have_no_notes(house: House, query: str) -> None:
    assert house.desk(ORGANISER).get(f"{PAGE}/notes?{query}").status_code == 404


def test_a_table_that_is_not_there_is_not_found(house: House) -> None:
    assert house.desk(ORGANISER).get(f"{PAGE}/atlantis.csv").status_code == 404


def test_those_who_do_not_see_every_meeting_get_no_links_to_notes(house: House) -> None:
    desk = house.desk(BYSTANDER)
    assert "/dashboard/notes" not in desk.get(PAGE).text
    assert desk.get(f"{PAGE}/notes").status_code == 403


def test_the_page_follows_what_is_said(house: House) -> None:
    desk = house.desk(ORGANISER)
    before = desk.get(f"{PAGE}/place.csv").text
    with house.app.app_context():
        join_meeting(meeting_of(house.here), "fi", ["residents"], OULU)
    assert desk.get(f"{PAGE}/place.csv").text != before


def test_files_are_safe_in_a_spreadsheet() -> None:
    table = RoundTable(
        "x", "", "", ("=HYPERLINK(1)", "Ihmisiä"), (Line("@SUM(1)", (Told("1,5", 1.5), Told("piilotettu"))),)
    )
    rows = list(csv.reader(io.StringIO(table_csv(table).removeprefix("\ufeff")), delimiter=";"))
    assert rows == [["'=HYPERLINK(1)", "Ihmisiä"], ["'@SUM(1)", "1,5", "piilotettu"]]


def test_every_municipality_has_one_size_class() -> None:
    assert {size_class_of(code) for code in municipalities()} == set(SIZE_CLASSES)
    assert len(BOUNDS) + 1 == len(SIZE_CLASSES)
    assert (size_class_of(HAILUOTO), size_class_of(OULU)) == ("under_2000", "from_50000")
