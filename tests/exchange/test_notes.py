"""The notes of a meeting as files: word for word, with their status, and never a formula."""

import csv
import io
import json
import zipfile

import pytest
from flask import Flask
from lxml import etree
from sqlalchemy import select

from tests.houses import CODE, House, build_house, led, meeting_of, new_key
from workshop.accounts.queries import user_by_email
from workshop.boards.actions import (
    Rules,
    add_comment,
    add_note,
    add_scribe_note,
    hide_note,
    remove_note,
    set_rules,
    show_note,
    stack_note,
)
from workshop.boards.models import Note, Prompt, Showing
from workshop.coding.actions import give_codes, make_frame
from workshop.coding.models import FrameKind
from workshop.coding.queries import codes_in
from workshop.columns import LANGUAGES, Texts
from workshop.extensions import db
from workshop.meetings.models import Exercise
from workshop.participants.models import Participant

NASTY = [
    "=1+1",
    "+358",
    "-1+2",
    "@SUM(A1)",
    '=HYPERLINK("http://x","y")',
    "https://evil.example",
    "a\ufffeb 👩‍👩‍👧",
    "007",
]
PAGE = f"/meetings/{CODE}/notes"


@pytest.fixture
def house(app: Flask) -> House:
    """Nasty notes; one hidden, one waiting, one taken away, two stacked, one with a comment, and one of a scribe."""
    house = build_house(app)
    first, *_rest, last = house.write(*NASTY)
    [hidden, gone] = house.write("Piilotettu", "Poistettu")
    with app.app_context():
        guest = db.session.get_one(Participant, house.guests[0])
        add_comment(db.session.get_one(Note, first), guest, new_key(), "=Kommentti")
        led(hide_note, db.session.get_one(Note, hidden))
        remove_note(db.session.get_one(Note, gone), guest)
        led(stack_note, db.session.get_one(Note, last), db.session.get_one(Note, first))
        prompt, scribe = db.session.get_one(Prompt, house.here.scribes_prompt), user_by_email("leader@example.org")
        add_scribe_note(prompt, scribe, new_key(), "Sanottu ääneen")
        set_rules(db.session.get_one(Exercise, house.here.board), Rules(showing=Showing.APPROVED))
        add_note(db.session.get_one(Prompt, house.here.prompts[1]), guest, new_key(), "Odottava")
    return house


def as_json(house: House, language: str = "en") -> dict:
    return json.loads(house.desk(language=language).get(f"{PAGE}.json").data)


def test_every_note_is_there_once_word_for_word_with_its_status(house: House) -> None:
    rows = as_json(house)["rows"]
    notes = [row for row in rows if row["kind"] == "note"]
    assert [row["text"] for row in notes] == [*NASTY, "Piilotettu", "Sanottu ääneen", "Odottava"]
    assert [row["note"] for row in notes] == list(range(1, len(notes) + 1))
    assert [row["status"] for row in notes] == ["shown"] * len(NASTY) + ["hidden", "shown", "waiting"]
    assert [row["by"] for row in notes].index("scribe") == len(NASTY) + 1
    assert [row["stack"] for row in notes if row["stack"]] == [1, 1]
    [comment] = [row for row in rows if row["kind"] == "comment"]
    assert (comment["note"], comment["text"], rows.index(comment)) == (1, "=Kommentti", 1)


def test_it_tells_no_more_of_the_writers_than_the_desk(house: House) -> None:
    columns = set(as_json(house)["columns"])
    assert columns == {
        "note",
        "kind",
        "exercise",
        "question",
        "text",
        "language",
        "group",
        "by",
        "window",
        "status",
        "stack",
        "likes",
        "votes",
    }


def test_codes_stand_in_a_column_for_each_frame_that_is_used(house: House) -> None:
    with house.app.app_context():
        meeting, leader = meeting_of(house.here), user_by_email("leader@example.org")
        make_frame(meeting.round, FrameKind.LADDER, Texts(), leader)  # nobody uses it
        frame = make_frame(meeting.round, FrameKind.STRATEGY, Texts(en="Strategy"), leader)
        one, two, *_more = codes_in(frame)
        notes = db.session.scalars(select(Note).order_by(Note.id)).all()
        give_codes([(one, (notes[1].id,)), (two, (notes[1].id,))], leader)
        show_note(notes[len(NASTY)], leader)
        give_codes([(one, (notes[len(NASTY)].id,))], leader)
        led(hide_note, notes[len(NASTY)])
        names = [code.name.text("en") for code in (one, two)]
        about = one.description.text("en")
    told = as_json(house)
    assert told["columns"]["codes1"]["heading"] == "Codes: Strategy"
    assert "codes2" not in told["columns"]
    given = {row["text"]: row["codes1"] for row in told["rows"] if row["codes1"]}
    assert given == {NASTY[1]: "; ".join(names)}, "of what is hidden nothing is told"
    assert {"column": "codes1", "value": names[0], "meaning": about} in told["values"]
    whole = json.loads(house.desk("organiser@example.org", "en").get("/rounds/values/all.json").data)["notes"]
    assert [row["codes1"] for row in whole["rows"] if row["codes1"]] == ["; ".join(names)]
    assert whole["values"] == told["values"]


def test_no_cell_of_a_spreadsheet_is_a_formula_or_a_link(house: House) -> None:
    answer = house.desk().get(f"{PAGE}.xlsx")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="koonti-{CODE}-notes.xlsx"'
    with zipfile.ZipFile(io.BytesIO(answer.data)) as parts:
        trees = {name: etree.fromstring(parts.read(name)) for name in parts.namelist() if name.endswith(".xml")}
    assert not [name for name, tree in trees.items() for kind in ("f", "hyperlink") if list(tree.iter(f"{{*}}{kind}"))]
    shared = ["".join(item.itertext()) for tree in trees.values() for item in tree.iter("{*}is")]
    wanted = [text.replace("\ufffe", "\ufffd") for text in NASTY]
    assert [text for text in wanted if text not in shared] == []
    assert len([name for name in trees if name.startswith("xl/worksheets/")]) == 2, "the notes, and the code book"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_reads_it_and_no_line_of_the_csv_begins_a_formula(house: House, language: str) -> None:
    told = as_json(house, language)["columns"]
    assert all(column["heading"] and column["meaning"] for column in told.values())
    file = house.desk(language=language).get(f"{PAGE}.csv").data.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(file, newline=""), delimiter="," if language == "en" else ";"))
    assert lines[0] == [column["heading"] for column in told.values()]
    assert len(lines) == 1 + len(NASTY) + 4
    assert not [cell for line in lines for cell in line if cell[:1] in tuple("=+-@")]


def test_the_results_lead_to_the_files_and_to_no_other_kind(house: House) -> None:
    page = house.desk().get(f"/meetings/{CODE}/results").text
    assert [kind for kind in ("xlsx", "csv", "json") if f'href="{PAGE}.{kind}"' not in page] == []
    assert house.desk().get(f"{PAGE}.exe").status_code == 404


def test_a_meeting_without_notes_has_a_file_with_its_headings(app: Flask) -> None:
    assert as_json(build_house(app))["rows"] == []


def test_a_file_of_much_is_made_by_a_process_of_its_own_and_says_the_same(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = as_json(house, "sv")
    monkeypatch.setattr("workshop.exchange.making.MOST_HERE", 0)
    assert as_json(house, "sv") == here
    monkeypatch.setattr("sys.executable", "/bin/false")
    with pytest.raises(RuntimeError, match="it ended with 1"):
        as_json(house)
