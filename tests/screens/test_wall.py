"""The wall: what it counts and shows, and that nobody's veiled words are on it."""

from typing import Any

import pytest

from tests.houses import CODE, LEADER, House, led, meeting_of
from tests.pages import check_page
from tests.screens.test_desk import note, rule, within
from tests.screens.test_pages import counted
from workshop.boards.actions import cast_votes, like_note, reveal_notes
from workshop.boards.models import Marking, Showing
from workshop.extensions import db
from workshop.meetings.actions import show_on_wall
from workshop.meetings.models import Exercise, State, WallShows
from workshop.participants.models import Participant

WALL = f"/meetings/{CODE}/wall"
PART = f"{WALL}/part"


def guest(house: House, place: int = 0) -> Any:
    return db.session.get_one(Participant, house.guests[place])


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("shows", WallShows)
def test_the_wall_is_a_good_page_whatever_it_shows(house: House, shows: WallShows, language: str) -> None:
    (written,) = house.write("<b>Ajatus</b>")
    within(house, lambda: like_note(note(written), guest(house), True))
    within(house, lambda: show_on_wall(meeting_of(house.here), shows))
    for step in (1, 2, 3):
        house.show(step)
        answer = house.desk(LEADER, language).get(WALL)
        assert answer.status_code == 200
        page = check_page(answer, language)
        assert not page.fields
        assert "<b>Ajatus" not in answer.text


def test_a_veiled_board_says_how_much_is_written_and_not_what(house: House) -> None:
    rule(house, showing=Showing.REVEALED)
    house.write("Salainen ajatus", "Toinen salaisuus")
    desk = house.desk(language="en")
    for address in (WALL, PART):
        answer = desk.get(address).text
        assert '<span class="wall-number">2</span>' in answer
        assert "notes have been written" in answer
        assert "sala" not in answer.lower()
    within(house, lambda: led(reveal_notes, db.session.get_one(Exercise, house.here.board)))
    assert "Salainen ajatus" in desk.get(WALL).text


def test_results_count_the_step_and_name_the_notes_that_people_marked(house: House) -> None:
    few, many, hidden = house.write("Vähän ääniä", "Paljon ääniä", "Piilotettu suosikki")
    rule(house, marking=Marking.VOTES)

    def vote() -> None:
        cast_votes(note(few), guest(house), 1)
        for place in (0, 1):
            cast_votes(note(many), guest(house, place), 1)
            cast_votes(note(hidden), guest(house, place), 1)

    within(house, vote)
    house.desk().post(f"/meetings/{CODE}/notes/{hidden}/hide", page=WALL.replace("wall", "desk"))
    part = house.desk(language="en").get(PART).text
    assert "N = 2 notes" in part
    assert part.index("Paljon ääniä") < part.index("Vähän ääniä")
    assert "Piilotettu suosikki" not in part


def test_results_of_a_survey_hide_small_groups_as_everywhere(house: House) -> None:
    house.show(2)
    part = house.desk(language="en").get(PART).text
    assert "Which value?" in part
    assert "wall-bars__bar" not in part


@pytest.mark.parametrize("state", [State.DRAFT, State.OPEN, State.AFTERWARDS, State.CLOSED])
def test_a_wall_outside_the_meeting_shows_no_step(house: House, state: State) -> None:
    house.write("Ajatus")
    house.put_in(state)
    page = house.desk().get(WALL).text
    assert "koonti-wall" not in page
    assert ("wall-code" in page) is (state in (State.DRAFT, State.OPEN))


def test_more_notes_cost_the_wall_no_more_questions(house: House) -> None:
    desk, told = house.desk(), []
    for more in (5, 55):
        house.write(*[f"Lappu {number}" for number in range(more)])
        with counted(house.app) as asked:
            assert desk.get(PART).status_code == 200
        told.append(asked)
    assert 0 < len(told[0]) == len(told[1]) < 30, told[1]
