"""The round's dashboard: its page, its files, and the notes behind its numbers."""

import csv
import io
import json
import re

import pytest
from flask import Flask
from sqlalchemy import select

from tests.houses import BYSTANDER, ORGANISER, House, build_house, led, meeting_of, new_key
from tests.pages import check_page
from workshop.accounts.queries import user_by_email
from workshop.boards.actions import add_note, hide_note
from workshop.boards.models import Note, Prompt
from workshop.coding.actions import Card, add_code, give_codes, make_frame, take_codes
from workshop.coding.models import Frame, FrameKind
from workshop.coding.queries import codes_in
from workshop.columns import Texts
from workshop.extensions import db
from workshop.i18n.formats import day
from workshop.meetings.models import State
from workshop.participants.actions import join_meeting
from workshop.results.csv_files import csv_of_pairs
from workshop.results.round_shapes import Line, PairTable, Told
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
    assert page.text.count('-table">') == 7, "by one thing"
    assert page.text.count("<table>") == 3, "by two"


def test_a_meeting_is_dated_by_the_day_on_which_it_was_held_as_in_the_digest(house: House) -> None:
    with house.app.app_context():
        meeting = meeting_of(house.here)
        held, planned = (day(moment, "fi") for moment in (meeting.went_live_at, meeting.starts_at))
    assert held != planned
    page = house.desk(ORGANISER).get(PAGE).text
    assert held in page
    assert planned not in page


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
        files = re.findall(rf'href="({PAGE}/table[^"]+)" download', page)
        assert len(files) > 3
        for address in files:
            assert not re.search(rf"[;\n]{SMALL}\b", desk.get(address.replace("&amp;", "&")).text)
        for ground in ("ground=day", "picture=place", "picture=theme-1"):
            drawn = desk.get(f"{PAGE}/figures{query}{'&' if query else '?'}{ground}").json["figures"]
            told = [trace[part] for figure in drawn.values() for trace in figure["data"] for part in ("x", "text")]
            assert not re.search(rf"\b{SMALL}\b", json.dumps(told))


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
    assert "alle 5 hengen" in island
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
    assert house.desk(ORGANISER).get(f"{PAGE}/table?chart=atlantis").status_code == 404


def test_those_who_do_not_see_every_meeting_get_no_links_to_notes(house: House) -> None:
    desk = house.desk(BYSTANDER)
    assert "/dashboard/notes" not in desk.get(PAGE).text
    assert desk.get(f"{PAGE}/notes").status_code == 403


def test_the_page_follows_what_is_said(house: House) -> None:
    desk = house.desk(ORGANISER)
    before = desk.get(f"{PAGE}/table?chart=place").text
    with house.app.app_context():
        join_meeting(meeting_of(house.here), "fi", ["residents"], OULU)
    assert desk.get(f"{PAGE}/table?chart=place").text != before


def test_files_are_safe_in_a_spreadsheet() -> None:
    line = Line("@SUM(1)", (Told("1\u00a0600,5"), Told("piilotettu")))
    table = PairTable("x", "", "", ("=HYPERLINK(1)", "Ihmisiä"), (line,))
    rows = list(csv.reader(io.StringIO(csv_of_pairs(table, "fi").removeprefix("\ufeff")), delimiter=";"))
    assert rows == [["'=HYPERLINK(1)", "Ihmisiä"], ["'@SUM(1)", "1600,5", "piilotettu"]]


def test_a_pair_that_is_told_nowhere_is_not_listed(house: House) -> None:
    listed = house.desk(ORGANISER).get(f"{PAGE}/notes?tag=place:{HAILUOTO}&tag=group:residents").text
    assert "alle 5 hengen" in listed
    assert "Oulusta" in listed or "Kempeleestä" in listed


def code_some(house: House, codes: tuple[str, ...] = ("near", "bold")) -> None:
    """A frame of two codes, of which the people from Oulu get the first, half of them the second too, and those from
    Hailuoto only the second."""
    with house.app.app_context():
        leader = user_by_email(ORGANISER)
        frame = make_frame(meeting_of(house.here).round, FrameKind.OWN, Texts(fi="Omat", en="Ours"), leader)
        near, bold = (add_code(frame, Card(Texts(fi=name.capitalize()))) for name in codes)
        notes = db.session.execute(select(Note.id, Note.text).order_by(Note.id)).all()
        oulu = [(id_,) for id_, text in notes if text.startswith("Oulusta")]
        island = [(id_,) for id_, text in notes if text.startswith("Saarelta")]
        give_codes([*((near, one) for one in oulu), *((bold, one) for one in (*oulu[:20], *island))], leader)


def test_themes_are_told_counted_filtered_and_listed(house: House) -> None:
    desk = house.desk(ORGANISER)
    assert "theme-1" not in desk.get(PAGE).text, "no frame is in use"
    code_some(house)
    page = desk.get(PAGE)
    check_page(page, "fi")
    assert page.text.count("<table>") == 5, "two more by two things"
    rows = dict(list(csv.reader(io.StringIO(desk.get(f"{PAGE}/table?chart=theme-1").text), delimiter=";"))[1:])
    assert rows["Near"] == "40"
    only = desk.get(f"{PAGE}?filter=theme-1:code_1")
    check_page(only, "fi")
    assert "Teema – Near: 40 lappua." in only.text
    assert "Ihmisiä" not in only.text.split("<main", 1)[1].split("round__filter", 1)[1], "people have no themes"
    listed = desk.get(f"{PAGE}/notes?tag=theme-1:code_1").text
    assert "Oulusta" in listed
    assert "Saarelta" not in listed
    test_small_numbers_are_nowhere(house)
    for wanted in ("theme-1:code_2&tag=area:lakeus", f"theme-1:code_2&tag=place:{HAILUOTO}"):
        assert "alle 5 hengen" in desk.get(f"{PAGE}/notes?tag={wanted}").text


def test_notes_without_a_theme_are_no_largest_theme(house: House) -> None:
    code_some(house)
    desk = house.desk(ORGANISER)
    rows = dict(list(csv.reader(io.StringIO(desk.get(f"{PAGE}/table?chart=theme-1").text), delimiter=";"))[1:])
    told = {name: int(count) for name, count in rows.items() if count.isdigit()}
    found = re.search(r'id="theme-1-sentence"[^>]*>Eniten lappuja: (.+?) \((\d+)\)\.', desk.get(PAGE).text)
    assert found
    named = {name: count for name, count in told.items() if name != "Luokittelemattomat"}
    assert found.groups() == (max(named, key=lambda name: named[name]), str(max(named.values())))


def test_the_page_follows_what_is_coded(house: House) -> None:
    code_some(house)
    desk = house.desk(ORGANISER)
    before = desk.get(f"{PAGE}/table?chart=theme-1").text
    with house.app.app_context():
        frame = db.session.scalars(select(Frame)).one()
        code = codes_in(frame)[0]
        oulu = db.session.scalars(select(Note.id).where(Note.text.startswith("Oulusta")).limit(10))
        take_codes(code, [(id_,) for id_ in oulu], user_by_email(ORGANISER))
    after = desk.get(f"{PAGE}/table?chart=theme-1").text
    assert "Near;40" in before
    assert "Near;30" in after


def test_every_municipality_has_one_size_class() -> None:
    assert {size_class_of(code) for code in municipalities()} == set(SIZE_CLASSES)
    assert len(BOUNDS) + 1 == len(SIZE_CLASSES)
    assert (size_class_of(HAILUOTO), size_class_of(OULU)) == ("under_2000", "from_50000")
