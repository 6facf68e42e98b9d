"""What a round's digest says as of a day, what it rests on, and what may be told beside what is out already."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.digests.rounds.conftest import BEGUN, DAY, LATER, SAID, Desk
from tests.houses import BYSTANDER, ORGANISER, new_key
from workshop import clock
from workshop.accounts.queries import user_by_email
from workshop.analysis.privacy import Count, Hidden
from workshop.analysis.round_rows import GROUP, Tag
from workshop.boards.actions import add_note
from workshop.boards.models import Note, Prompt
from workshop.coding.actions import remove_code, take_codes
from workshop.columns import Texts
from workshop.digests.document import document_from
from workshop.digests.quoting import NotVerbatim
from workshop.digests.rounds import actions
from workshop.digests.rounds.actions import pieces
from workshop.digests.rounds.compose import compose_round
from workshop.digests.rounds.guarded import BadPhrase
from workshop.digests.rounds.models import Chapter, EvidenceKind, PieceKind, Stage
from workshop.digests.rounds.queries import counted_until, pieces_of
from workshop.digests.text import write_text
from workshop.errors import AlreadyDone, NotAllowed, NotFound, NotNow
from workshop.extensions import db
from workshop.meetings.actions import count_heads
from workshop.meetings.queries import meeting_by_code
from workshop.participants.actions import join_meeting
from workshop.results.round_said import round_account
from workshop.results.round_statistics import statistics_of

NOTE, MEETING, CODE = EvidenceKind.NOTE, EvidenceKind.MEETING, EvidenceKind.CODE


def told(desk: Desk, day: object = DAY, language: str = "fi") -> str:
    return write_text(compose_round(desk.round, language, Stage.INTERIM, day).document)


def test_the_statistics_count_meetings_and_those_who_are_known_to_have_been_there(desk: Desk) -> None:
    with desk.house.app.app_context():
        figures = statistics_of(desk.round, counted_until(DAY)).figures
        assert figures == {"meetings": Count(2), "people": Count(32, True), "people:other": Count(32, True)}
        text = told(desk)
        assert "Tilaisuuksia on pidetty 2." in text
        assert "Niihin osallistui vähintään 32 ihmistä." in text
        count_heads(meeting_by_code("MUUTAAA"), 40)
        assert "Niihin osallistui 72 ihmistä." in told(desk)
        assert statistics_of(desk.round, counted_until(DAY - timedelta(days=1))).figures == {"meetings": Count(0)}
        assert "Yhtään tilaisuutta ei ollut pidetty" in told(desk, DAY - timedelta(days=1))


def test_a_false_phrase_is_refused_and_a_true_one_is_said_on_its_day(desk: Desk) -> None:
    with desk.house.app.app_context():
        count_heads(meeting_by_code("MUUTAAA"), 266)
        figures = statistics_of(desk.round, counted_until(DAY)).figures
        assert figures["people"] == Count(298)
        with pytest.raises(actions.FalsePhrase):
            actions.choose_words(desk.round, DAY, {"people": "yli 300"}, figures, desk.organiser)
        with pytest.raises(BadPhrase):
            actions.choose_words(desk.round, DAY, {"people": "melko monta"}, figures, desk.organiser)
        assert "Niihin osallistui 298 ihmistä." in told(desk)
        actions.choose_words(desk.round, DAY, {"people": "lähes 300", "meetings": ""}, figures, desk.organiser)
        assert "Niihin osallistui lähes 300 ihmistä." in told(desk)
        assert "Nästan 300 personer deltog" in told(desk, language="sv")
        assert "Niihin osallistui 298 ihmistä." in told(desk, LATER), "another day has other words"
        count_heads(meeting_by_code("MUUTAAA"), 290)
        composed = compose_round(desk.round, "fi", Stage.INTERIM, DAY)
        assert "people" in composed.false
        assert "Niihin osallistui 322 ihmistä." in write_text(composed.document)


def test_themes_stand_under_the_frames_headings_with_counts(desk: Desk) -> None:
    with desk.house.app.app_context():
        desk.piece(PieceKind.ITEM, "Palvelut lähellä", desk.codes[0].key)
        desk.piece(PieceKind.ITEM, "Kuulukoon ääni")
        desk.piece(PieceKind.PRACTICE, "Asukasraati", "dialogue", "Kokoontuu neljästi\nRaportoi valtuustolle")
        text = told(desk)
        assert "Ihmistä varten\n10 lappua\n1. Palvelut lähellä" in text
        assert "Muu\n1. Kuulukoon ääni" in text
        assert "Dialogi/yhteistyö\n1. Asukasraati\n   – Kokoontuu neljästi" in text


def test_a_recommendation_says_what_it_rests_on_and_who_edits_it_sees_what_has_gone(desk: Desk) -> None:
    with desk.house.app.app_context():
        piece = desk.piece(PieceKind.RECOMMENDATION, "Sovitaan yhdyspinnoista", text="Kirjallisesti\nVuosittain")
        assert "Suositukselle ei ole vielä nimetty perustetta" in told(desk)
        other = meeting_by_code("MUUTAAA")
        desk.rest(piece, (NOTE, desk.notes[0]), (NOTE, desk.notes[0]), (MEETING, other.id))
        desk.rest(piece, *((CODE, code.id) for code in desk.codes[:2]))
        assert len(piece.evidence) == 4
        assert "Perusteena: 2 muuta tilaisuutta." in told(desk)
        page = desk.house.desk(ORGANISER).get("/rounds/values/digest").text
        assert "Peruste on poistunut" not in page
        desk.hide(desk.notes[0])
        remove_code(desk.codes[1])
    page = desk.house.desk(ORGANISER).get("/rounds/values/digest").text
    assert page.count("Peruste on poistunut") == 1
    assert "2 perustetta on piilotettu tai poistettu" in page
    with desk.house.app.app_context():
        [piece] = pieces_of(desk.round)
        pieces.drop_evidence(next(one for one in piece.evidence if one.kind is MEETING), desk.organiser)
        assert "Perusteena: 1 muu tilaisuus." in told(desk), "where notes have the code that is left"
        take_codes(desk.codes[0], [(note,) for note in desk.notes[1:10]], desk.organiser)
        assert "Suositukselle ei ole vielä nimetty perustetta" in told(desk)


def test_what_is_not_the_rounds_or_is_hidden_is_no_evidence(desk: Desk) -> None:
    with desk.house.app.app_context():
        piece = desk.piece(PieceKind.RECOMMENDATION, "Tehdään näin")
        desk.hide(desk.notes[0])
        for thing in ((NOTE, desk.notes[0]), (NOTE, 9999), (MEETING, 9999), (CODE, 9999)):
            with pytest.raises(NotFound):
                desk.rest(piece, thing)
        assert pieces_of(desk.round)[0].evidence == []


def test_a_quote_is_word_for_word_and_goes_with_its_note(desk: Desk) -> None:
    with desk.house.app.app_context():
        quote = pieces.quote_note(desk.round, desk.notes[3], desk.organiser)
        assert f"| {SAID} 3\n| — Asukkaat" in told(desk)
        for false in ("Keskukset ensin […]", "[…]", "ja sitten vasta", "[…] palvelut ensin, […]"):
            with pytest.raises(NotVerbatim):
                pieces.edit_piece(quote, pieces.PieceFacts(text=Texts(fi=false)), desk.organiser)
        pieces.edit_piece(quote, pieces.PieceFacts(text=Texts(fi="Lähipalvelut ensin, [...] 3")), desk.organiser)
        assert "| Lähipalvelut ensin, […] 3\n" in told(desk)
        pieces.edit_piece(quote, pieces.PieceFacts(text=Texts(fi="ja vasta")), desk.organiser)
        assert "| […] ja vasta […]\n" in told(desk), "gaps at the ends are seen without being typed"
        pieces.edit_piece(quote, pieces.PieceFacts(text=Texts(fi="")), desk.organiser)
        assert f"| {SAID} 3\n" in told(desk)
        db.session.get_one(Note, desk.notes[3]).text += ", vai sittenkään?"
        assert "Lähipalvelut" not in told(desk), "its writer has gone on"
        desk.hide(desk.notes[3])
        assert "Lähipalvelut" not in told(desk)


def test_a_quote_of_a_small_group_does_not_say_whose_it_is(desk: Desk) -> None:
    with desk.house.app.app_context():
        prompt = db.session.get_one(Prompt, desk.house.here.prompts[0])
        with clock.at(BEGUN + timedelta(days=5)):
            alone = join_meeting(prompt.exercise.meeting, "fi", ["companies"], "564")
            note = add_note(prompt, alone, new_key(), "Yksin sanottu")
        pieces.quote_note(desk.round, note.id, desk.organiser)
        assert "| Yksin sanottu" not in told(desk), "it was said after that day"
        assert "| Yksin sanottu\n\n" in told(desk, LATER)


def test_chapters_are_moved_left_out_and_introduced(desk: Desk) -> None:
    with desk.house.app.app_context():
        before = [block.heading for block in compose_round(desk.round, "fi", Stage.FINAL, DAY).document.blocks]
        assert before == ["Kierros lukuina", "Miten kierros eteni", "Ketä on kuultu", "Mitä nousi esiin"]
        actions.move_chapter(desk.round, Chapter.COVERAGE, -1, desk.organiser)
        actions.move_chapter(desk.round, Chapter.STATISTICS, -1, desk.organiser)
        actions.leave_out_chapter(desk.round, Chapter.THEMES, desk.organiser)
        actions.write_chapter(desk.round, Chapter.FACTS, Texts(fi="Ensin.\nSitten."), desk.organiser)
        document = compose_round(desk.round, "fi", Stage.FINAL, DAY).document
        assert [block.heading for block in document.blocks] == [
            *("Kierros lukuina", "Ketä on kuultu", "Miten kierros eteni", "Hyvä tietää")
        ]
        assert document.blocks[-1].parts[0].paragraphs == ("Ensin.", "Sitten.")
        assert document.title == "Arvokierros – loppukoonti"
        actions.take_in_chapter(desk.round, Chapter.THEMES, desk.organiser)
        assert "Mitä nousi esiin" in told(desk)


def test_only_organisers_change_anything(desk: Desk) -> None:
    with desk.house.app.app_context():
        other, round_ = user_by_email(BYSTANDER), desk.round
        piece = desk.piece(PieceKind.FACT, "Väkiluku")
        made = desk.make()
        for deed in (
            lambda: actions.make_round_digest(round_, "fi", Stage.FINAL, DAY, other),
            lambda: actions.approve_round_digest(made, other),
            lambda: actions.move_chapter(round_, Chapter.FACTS, 1, other),
            lambda: actions.write_chapter(round_, Chapter.FACTS, Texts(fi="x"), other),
            lambda: actions.choose_headings(round_, None, other),
            lambda: actions.choose_words(round_, DAY, {}, {}, other),
            lambda: pieces.add_piece(round_, PieceKind.ITEM, pieces.PieceFacts(), other),
            lambda: pieces.edit_piece(piece, pieces.PieceFacts(), other),
            lambda: pieces.remove_piece(piece, other),
            lambda: pieces.quote_note(round_, desk.notes[0], other),
        ):
            with pytest.raises(NotAllowed):
                deed()


def test_a_digest_is_approved_once_and_the_newest_only(desk: Desk) -> None:
    with desk.house.app.app_context():
        first, second = desk.make(), desk.make()
        with pytest.raises(NotNow):
            actions.approve_round_digest(first, desk.organiser)
        actions.approve_round_digest(second, desk.organiser)
        with pytest.raises(AlreadyDone):
            actions.approve_round_digest(second, desk.organiser)
        assert document_from(second.document) == compose_round(desk.round, "fi", Stage.INTERIM, DAY).document


def test_what_was_counted_beside_another_publication_is_not_approved(desk: Desk) -> None:
    with desk.house.app.app_context():
        finnish, swedish, later = desk.make(), desk.make(language="sv"), desk.make(LATER, "en")
        actions.approve_round_digest(finnish, desk.organiser)
        actions.approve_round_digest(swedish, desk.organiser)
        with pytest.raises(actions.PublishedSince):
            actions.approve_round_digest(later, desk.organiser)
        actions.approve_round_digest(desk.make(LATER, "en"), desk.organiser)


@pytest.mark.parametrize("later_first", [False, True])
def test_two_digests_and_the_dashboard_cannot_be_subtracted(
    desk: Desk, come: Callable[..., None], later_first: bool
) -> None:
    """Two of the staff and ten residents come between the two days."""
    staff = Tag(GROUP, "staff")
    with desk.house.app.app_context():
        come("staff", 2)
        come("residents", 10)
        until = {day: counted_until(day) for day in (DAY, LATER)}
        assert round_account(desk.round, until[DAY]).summary.people.at(staff) == 12
        assert round_account(desk.round, until[LATER]).summary.people.at(staff) == 14
        first, second = (LATER, DAY) if later_first else (DAY, LATER)
        actions.approve_round_digest(desk.make(first), desk.organiser)
        assert round_account(desk.round, until[first]).summary.people.at(staff) == (14 if later_first else 12)
        assert isinstance(round_account(desk.round, until[second]).summary.people.at(staff), Hidden)
        assert isinstance(round_account(desk.round).summary.people.at(staff), Hidden) == (not later_first)
        text = write_text(document_from(desk.make(second).document))
        assert "Henkilöstö" in text
        assert "piilotettu" in text


def test_few_who_join_later_do_not_follow_from_two_numbers_of_one_meeting(
    desk: Desk, come: Callable[..., None]
) -> None:
    with desk.house.app.app_context():
        actions.approve_round_digest(desk.make(), desk.organiser)
        come("residents", 3)
        assert statistics_of(desk.round, counted_until(LATER)).figures["people"] == Count(32, True)
        come("residents", 4, BEGUN + timedelta(days=6))
        assert statistics_of(desk.round, counted_until(LATER)).figures["people"] == Count(39, True)


def test_meetings_of_few_people_are_told_as_one_number_and_that_does_not_grow_by_few(desk: Desk) -> None:
    with desk.house.app.app_context():
        meetings = [meeting_by_code(code) for code in ("TESTAAA", "MUUTAAA")]
        count_heads(meetings[0], 3)
        count_heads(meetings[1], 40)
        assert statistics_of(desk.round, counted_until(DAY)).figures["people"] == Count(40, True)
        count_heads(meetings[1], 4)
        assert statistics_of(desk.round, counted_until(DAY)).figures["people"] == Count(7)
        actions.approve_round_digest(desk.make(), desk.organiser)
        count_heads(meetings[0], 4)
        assert statistics_of(desk.round, counted_until(DAY)).figures["people"] == Count(7, True)
