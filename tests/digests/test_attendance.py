"""Who took part, as a digest tells it."""

import pytest
from flask import Flask

from tests.digests.scene import begin, board, planned, staff, write
from workshop.digests.compose import compose
from workshop.digests.document import Section
from workshop.meetings.actions import end_meeting, go_live, open_meeting
from workshop.participants.actions import join_meeting


@pytest.mark.parametrize(
    ("joined", "heads", "told"),
    [
        (6, 24, "Tilaisuudessa oli 24 ihmistä, joista 6 osallistui verkkotyöskentelyyn."),
        (6, 6, "Tilaisuudessa oli 6 ihmistä."),
        (6, 5, "Tilaisuudessa oli 5 ihmistä."),
        (4, 1600, "Tilaisuudessa oli 1\u00a0600 ihmistä."),
        (4, 4, None),
        (0, 30, "Tilaisuudessa oli 30 ihmistä."),
        (6, None, None),
    ],
)
def test_how_many_were_there_is_told_with_how_many_took_part(
    app: Flask, joined: int, heads: int | None, told: str | None
) -> None:
    with app.app_context():
        meeting = planned(staff("leader"))
        board(meeting, "Mikä on tärkeää?")
        open_meeting(meeting)
        go_live(meeting)
        for _each in range(joined):
            join_meeting(meeting, "fi")
        end_meeting(meeting, heads)
        people = [block for block in compose(meeting, "fi").blocks if isinstance(block, Section)][: told is not None]
        assert [block.parts[0].paragraphs for block in people] == ([(told,)] if told else [])


def test_how_many_joined_is_told_once(app: Flask) -> None:
    with app.app_context():
        meeting = planned(staff("leader"), afterwards_days=7)
        [prompt] = board(meeting, "Mikä on tärkeää?")
        people = [begin(meeting), *(join_meeting(meeting, "fi") for _each in range(5))]
        for person in people:
            write(prompt, person, "Rohkeus")
        end_meeting(meeting, 24)
        assert compose(meeting, "fi").blocks[0].parts[0].paragraphs == (
            "Tilaisuudessa oli 24 ihmistä, joista 6 osallistui verkkotyöskentelyyn.",
            "6 osallistujalta saatiin 6 lappua.",
        )
        for _each in range(7):
            join_meeting(meeting, "fi")
        told = compose(meeting, "fi").blocks[0].parts[0].paragraphs
        assert told[-1] == "Mukaan on liittynyt 13 henkilöä: tilaisuuden aikana 6 ja jälkikäteen 7."
