"""The digest of the demo's round reads like the real one: its statistics, its words, and what they rest on."""

from datetime import date

import pytest
from flask import Flask

from workshop.analysis.privacy import Count
from workshop.demo.build import ROUND_KEY
from workshop.digests.rounds.compose import compose_round
from workshop.digests.rounds.evidence import Grounds
from workshop.digests.rounds.guarded import Fault, fault_of, read_phrase
from workshop.digests.rounds.models import PieceKind, Stage
from workshop.digests.rounds.queries import counted_until, pieces_of
from workshop.digests.text import write_text
from workshop.results.round_statistics import statistics_of
from workshop.rounds.models import Round
from workshop.rounds.queries import round_by_key

FEBRUARY, MARCH = date(2022, 2, 21), date(2022, 3, 31)


def the_round() -> Round:
    found = round_by_key(ROUND_KEY)
    assert found
    return found


@pytest.mark.parametrize(
    ("day", "published"),
    [
        (FEBRUARY, {"open_participation": 2, "staff_regional": 6, "political_monitoring_group": 6,
                    "municipal_leadership_team": 19, "association": 11, "entrepreneur_network": 1}),
        (MARCH, {"open_participation": 2, "staff_regional": 6, "political_monitoring_group": 6,
                 "municipal_leadership_team": 27, "municipal_managers_interview": 5, "association": 12,
                 "entrepreneur_network": 2}),
    ],
)  # fmt: skip
def test_the_statistics_are_those_that_were_published(filled: Flask, day: date, published: dict[str, int]) -> None:
    with filled.app_context():
        statistics = statistics_of(the_round(), counted_until(day))
        assert {row.event_type: row.meetings for row in statistics.rows} == published


def test_the_organisers_own_words_were_true_of_their_days_and_of_no_other(filled: Flask) -> None:
    with filled.app_context():
        early, late = (statistics_of(the_round(), counted_until(day)).figures for day in (FEBRUARY, MARCH))
    assert early["people:association"] == Count(298)
    assert late["people:municipal_managers_interview"] == Count(22)
    for figures, true in ((early, ("noin 50", "noin 1550", "noin 300")), (late, ("noin 60", "yli 1600", "yli 300"))):
        names = ("meetings", "people", "people:association")
        for figure, typed in zip(names, true, strict=True):
            assert fault_of(read_phrase(typed), figures[figure]) is None, typed
    assert fault_of(read_phrase("yli 300"), early["people:association"]) is Fault.NOT_OVER


def test_every_chapter_is_there_and_every_recommendation_rests_on_something(filled: Flask) -> None:
    with filled.app_context():
        composed = compose_round(the_round(), "fi", Stage.INTERIM, FEBRUARY)
        assert len(composed.document.blocks) == 8
        assert not composed.false
        text = write_text(composed.document)
        for words in ("Tilaisuuksia on pidetty noin 50.", "Järjestötilaisuus", "noin 300", "johtoryhmän tapaamista"):
            assert words in text
        pieces = pieces_of(the_round())
        by_february, by_march = (Grounds(the_round(), pieces, counted_until(day)) for day in (FEBRUARY, MARCH))
        assert not by_march.shaken()
        for piece in pieces:
            assert piece.kind is PieceKind.FACT or by_march.rests(piece).types, piece.title
            assert piece.kind is not PieceKind.RECOMMENDATION or by_february.rests(piece).types, piece.title
