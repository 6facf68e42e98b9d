"""What stands in the digest, and what does not."""

import uuid

import pytest
from flask import Flask

from tests.digests.scene import begin, board, meeting_now, oulunkaari, planned, simple_meeting, staff, write
from tests.houses import led
from workshop.accounts.models import Role
from workshop.boards.actions import (
    Rules,
    add_comment,
    cast_votes,
    hide_comment,
    hide_note,
    like_note,
    remove_comment,
    set_rules,
    stack_note,
)
from workshop.boards.models import Marking
from workshop.columns import Texts
from workshop.digests.actions import approve_digest, make_digest, make_first_digest
from workshop.digests.compose import compose
from workshop.digests.document import BoardPage, HeadedList, Said, Section, Stack, Table, flat
from workshop.errors import NotFound, NotNow
from workshop.meetings.actions import add_exercise, end_meeting, move_path
from workshop.meetings.models import ExerciseKind, Meeting
from workshop.participants.actions import join_meeting
from workshop.surveys.actions import add_question, send_response
from workshop.surveys.kinds.choices import keyed
from workshop.surveys.kinds.scale import ends
from workshop.surveys.models import QuestionKind


def words_under(meeting: Meeting) -> list[list[str]]:
    sections = [block for block in compose(meeting, "fi").blocks if isinstance(block, Section)]
    lists = [part for section in sections for part in section.parts if isinstance(part, HeadedList)]
    return [[said.words for said in flat(part.said)] for part in lists]


def test_a_hidden_note_is_never_in_a_digest(app: Flask) -> None:
    with app.app_context():
        meeting = planned(staff("leader"))
        (prompt,) = board(meeting, "Mikä on tärkeää?")
        writer = begin(meeting)
        write(prompt, writer, "Näkyy")
        led(hide_note, write(prompt, writer, "Piilossa"))
        end_meeting(meeting)
        assert words_under(meeting) == [["Näkyy"]]
        assert "Piilossa" not in str(make_first_digest(meeting, "fi").document)


def test_comments_follow_their_note_and_votes_stand_beside_it(app: Flask) -> None:
    with app.app_context():
        meeting = planned(staff("leader"))
        (prompt,) = board(meeting, "Mikä on tärkeää?")
        writer = begin(meeting)
        note, _other = write(prompt, writer, "Lähipalvelut"), write(prompt, writer, "Jonot lyhyemmiksi")
        for text in ("Samaa mieltä", "Piilotettava", "Poistettava"):
            comment = add_comment(note, writer, str(uuid.uuid4()), text)
            if text == "Piilotettava":
                hide_comment(comment)
            if text == "Poistettava":
                remove_comment(comment, writer)
        set_rules(prompt.exercise, Rules(marking=Marking.VOTES))
        cast_votes(note, writer, 1)
        end_meeting(meeting)
        assert words_under(meeting) == [["Lähipalvelut", "Samaa mieltä", "Jonot lyhyemmiksi"]]
        _people, section = [block for block in compose(meeting, "en").blocks if isinstance(block, Section)]
        assert [said.aside for said in section.parts[0].said] == ["(votes: 1)", "(comment)", ""]


def test_nothing_is_merged_and_the_order_is_that_of_writing(app: Flask) -> None:
    with app.app_context():
        meeting = planned(staff("leader"))
        _first, second = board(meeting, "Ensimmäinen", "Toinen")
        writer = begin(meeting)
        for text in ("b", "a", "b", " B  b\n\nb"):
            write(second, writer, text)
        end_meeting(meeting)
        assert words_under(meeting) == [[], ["b", "a", "b", " B  b\n\nb"]]


def test_a_stack_stands_where_its_first_note_does_with_every_original(app: Flask) -> None:
    with app.app_context():
        meeting = planned(staff("leader"))
        (prompt,) = board(meeting, "Mikä on tärkeää?")
        writer = begin(meeting)
        first, _between, second, hidden = (
            write(prompt, writer, text) for text in ("Lähellä", "Väli", "lähellä", "pois")
        )
        for note in (second, hidden):
            led(stack_note, note, first)
        led(hide_note, hidden)
        end_meeting(meeting)
        said = compose(meeting, "fi").blocks[-1].parts[0].said
    assert [type(one) for one in said] == [Stack, Said]
    assert (said[0].heading, [one.words for one in said[0].said]) == (
        "2 lappua samassa pinossa:",
        ["Lähellä", "lähellä"],
    )
    assert [one.words for one in flat(said)] == ["Lähellä", "lähellä", "Väli"]


def test_it_tells_who_took_part_and_hides_small_groups(app: Flask) -> None:
    with app.app_context():
        meeting = planned(staff("leader"))
        (prompt,) = board(meeting, "Mikä on tärkeää?")
        begin(meeting)
        for groups in [["residents"]] * 6 + [["staff"]] * 2:
            write(prompt, join_meeting(meeting, "fi", groups), "Lappu")
        end_meeting(meeting)
        people = compose(meeting, "fi").blocks[0]
    sentences, table = people.parts
    assert people.heading == "Ketkä osallistuivat"
    assert sentences.paragraphs == ("8 osallistujalta saatiin 8 lappua.", "Mukaan on liittynyt 9 henkilöä.")
    assert "2" not in {row.count for row in table.rows}


def test_it_says_how_to_go_on(app: Flask) -> None:
    with app.app_context():
        going_on = compose(simple_meeting(afterwards_days=7), "fi").closing
        closed = compose(simple_meeting("GNTTAAB", "other"), "fi").closing
    assert "http://localhost/j/KDDNTAB" in going_on[-2]
    assert "täydennettyyn versioon" in going_on[-2]
    assert len(closed) == len(going_on) - 1
    assert "Kierros" in closed[-1]


def test_themes_come_in_the_order_of_the_path_and_gather_their_prompts(app: Flask) -> None:
    with app.app_context():
        meeting = planned(staff("leader"))
        board(meeting, "1", topic="interfaces")
        board(meeting, "2", topic="participation", theme="oma teema")
        board(meeting, "3", topic="interfaces")
        board(meeting, "4", topic="participation", theme="yhdyspinnat")
        sections = [block for block in compose(meeting, "fi").blocks if isinstance(block, Section)]
    assert [section.heading.rpartition(": ")[2] for section in sections] == ["yhdyspinnat", "oma teema"], "nobody wrote"
    assert [[part.heading for part in section.parts] for section in sections] == [["1", "3", "4"], ["2"]]


def test_the_scribes_block_comes_first_and_boards_before_themes(app: Flask) -> None:
    with app.app_context():
        blocks = compose(oulunkaari(), "fi").blocks
    assert [type(block) for block in blocks] == [Section, HeadedList, BoardPage, BoardPage, Section, Section, Section]
    assert blocks[0].heading == "Ketkä osallistuivat"


def test_likes_stand_beside_the_words(app: Flask) -> None:
    with app.app_context():
        meeting = planned(staff("leader"))
        (prompt,) = board(meeting, "Mikä on tärkeää?")
        writer = begin(meeting)
        liked = write(prompt, writer, "Rohkeus")
        write(prompt, writer, "Luottamus")
        like_note(liked, writer, likes=True)
        section = compose(meeting, "fi").blocks[-1]
    assert [said.words for said in section.parts[0].said] == ["Rohkeus", "Luottamus"]
    assert "1" in section.parts[0].said[0].aside
    assert section.parts[0].said[1].aside == ""


@pytest.mark.parametrize(
    ("language", "title", "subtitle"),
    [
        ("fi", "Arvot puntarissa – työskentelyjen koonti", "Kajaanin nuoret 21.1.2022"),
        ("sv", "Värderingarna vägs – sammandrag av arbetet", "Ungdomar 21.1.2022"),
        ("en", "Weighing our values – digest of the work", "Young people 21 January 2022"),
    ],
)
def test_each_language_has_its_own_document(app: Flask, language: str, title: str, subtitle: str) -> None:
    with app.app_context():
        document = compose(simple_meeting(languages=["fi", "sv", "en"]), language)
    assert (document.title, document.subtitle, document.language) == (title, subtitle, language)


def survey(people: int) -> Meeting:
    """A survey of one question of each kind, answered by some people: all alike, but one cannot say."""
    meeting = planned(staff("leader"))
    exercise = add_exercise(meeting, ExerciseKind.SURVEY, Texts(fi="Arvokysely"), Texts())
    options = keyed([Texts(fi="Rohkeus"), Texts(fi="Luottamus")])
    scale = ends(Texts(fi="ei lainkaan"), Texts(fi="erittäin hyvin"))
    asked = [
        add_question(exercise, QuestionKind.SINGLE, Texts(fi="Tärkein?"), "values", options=options),
        add_question(exercise, QuestionKind.SCALE, Texts(fi="Miten hyvin?"), "values", options=scale),
        add_question(exercise, QuestionKind.LONG_TEXT, Texts(fi="Miksi?"), "values"),
    ]
    begin(meeting)
    led(move_path, meeting, 1)
    for number in range(people):
        values = (options[0]["key"], 4 if number else 0, f"Syy {number}")
        guest = join_meeting(meeting, "fi")
        send_response(exercise, guest, str(uuid.uuid4()), {q.id: v for q, v in zip(asked, values, strict=True)})
    end_meeting(meeting)
    return meeting


def test_survey_results_are_tables_with_their_n(app: Flask) -> None:
    with app.app_context():
        *_people, section = compose(survey(12), "fi").blocks
    choice, scale, texts = section.parts
    assert isinstance(choice, Table)
    assert (choice.heading, choice.base) == ("Tärkein?", "N = 12")
    assert [(row.label, row.count, row.share, row.bar) for row in choice.rows] == [
        ("Rohkeus", "12", "100\u00a0%", 1.0),
        ("Luottamus", "0", "0\u00a0%", 0.0),
    ]
    assert scale.base == "N = 11"
    assert [(row.label, row.count) for row in scale.rows[:5]] == [
        ("1 ei lainkaan", "0"), ("2", "0"), ("3", "0"), ("4", "11"), ("5 erittäin hyvin", "0"),
    ]  # fmt: skip
    assert (scale.rows[5].count, scale.rows[5].bar) == ("1", None)
    assert "4,0" in scale.footnotes[0]
    assert [said.words for said in texts.said] == [f"Syy {number}" for number in range(12)]


def test_too_few_answers_are_told_as_too_few(app: Flask) -> None:
    with app.app_context():
        *_people, section = compose(survey(4), "fi").blocks
    choice, scale, _texts = section.parts
    assert choice.base.startswith("N < 5")
    assert scale.base.startswith("N < 5")
    assert (choice.rows, scale.rows, scale.footnotes) == ((), (), ())


def test_a_survey_that_nobody_answered_says_so(app: Flask) -> None:
    with app.app_context():
        (section,) = compose(survey(0), "fi").blocks
    assert {part.base for part in section.parts[:2]} == {"Ei vastauksia"}
    assert section.parts[2].said == ()


def test_a_meeting_that_goes_on_has_no_digest(app: Flask) -> None:
    with app.app_context():
        meeting = planned(staff("leader"))
        board(meeting, "Mikä on tärkeää?")
        begin(meeting)
        with pytest.raises(NotNow):
            make_digest(meeting, "fi")


def test_a_digest_is_made_only_in_the_meetings_languages(app: Flask) -> None:
    with app.app_context(), pytest.raises(NotFound):
        make_digest(simple_meeting(), "sv")


def test_made_again_it_is_a_new_version_and_the_approved_one_stays(app: Flask) -> None:
    with app.app_context():
        organiser = staff("anna", Role.ORGANISER)
        first = make_first_digest(simple_meeting(), "fi")
        approve_digest(first, organiser)
        before = dict(first.document)
        (note,) = compose(meeting_now(), "fi").blocks[-1].parts[0].said
        second = make_digest(meeting_now(), "fi")
        assert note.words == "Rohkeus"
        assert (second.version, second.approved_at, second.key == first.key) == (2, None, False)
        assert first.document == before
        assert make_first_digest(meeting_now(), "fi") is second
