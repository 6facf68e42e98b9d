"""The desk: what waits for the facilitator, a note's own page with every deed, the timer, and what the wall shows."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.houses import CODE, LEADER, House, led, meeting_of, new_key
from tests.pages import check_page
from tests.screens.test_pages import counted
from workshop import clock
from workshop.boards.actions import Rules, add_comment, add_scribe_note, report_note, set_rules, show_note, stack_note
from workshop.boards.models import Marking, Note, Prompt, Showing
from workshop.extensions import db
from workshop.meetings.actions import show_on_wall, start_timer
from workshop.meetings.models import Exercise, State, WallShows
from workshop.participants.actions import join_meeting, raise_hand, say_ready
from workshop.participants.models import Participant

DESK = f"/meetings/{CODE}/desk"
LANGUAGES = ["fi", "sv", "en"]


def within(house: House, do: Callable[[], Any]) -> Any:
    """Do something to the house by its own actions."""
    with house.app.app_context():
        return do()


def rule(house: House, **rules: Any) -> None:
    within(house, lambda: set_rules(db.session.get_one(Exercise, house.here.board), Rules(**rules)))


def note(note_id: int) -> Note:
    return db.session.get_one(Note, note_id)


def everything(house: House) -> dict[str, int]:
    """A board with all that a note can be; answers with the notes' ids."""
    rule(house, showing=Showing.APPROVED, marking=Marking.VOTES)
    one, two, three, four = house.write("Ensimmäinen", "<b>Toinen</b>", "Kolmas", "Neljäs")
    (under,) = house.write("Toisessa sarakkeessa", prompt=house.here.prompts[1])

    def do() -> int:
        guest = db.session.get_one(Participant, house.guests[1])
        board = db.session.get_one(Exercise, house.here.board)
        leader = board.meeting.leaders[0]
        led(stack_note, note(one), note(two))
        led(show_note, note(three))
        report_note(note(three), guest)
        add_comment(note(three), leader, new_key(), "Kommentti")
        raise_hand(guest, True)
        say_ready(guest, True)
        start_timer(board, 180)
        prompt = db.session.get_one(Prompt, house.here.prompts[0])
        return add_scribe_note(prompt, leader, new_key(), "Sanottua").id

    scribed = within(house, do)
    return {"one": one, "two": two, "three": three, "four": four, "under": under, "scribed": scribed}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", [State.LIVE, State.AFTERWARDS, State.CLOSED])
def test_the_desk_and_every_notes_page_are_good_pages(house: House, state: State, language: str) -> None:
    notes = everything(house)
    house.put_in(state)
    desk = house.desk(LEADER, language)
    for address in (DESK, f"/meetings/{CODE}/exercises/{house.here.board}/rules"):
        answer = desk.get(address)
        assert answer.status_code == 200
        check_page(answer, language)
    for one in notes.values():
        answer = desk.get(f"/meetings/{CODE}/notes/{one}")
        assert answer.status_code == 200
        check_page(answer, language)


def test_the_desk_tells_what_waits(house: House) -> None:
    everything(house)
    page = house.desk(language="en").get(DESK).text
    assert "Waiting for approval" in page
    assert page.count('id="waiting-') == 4  # a scribe needs nobody's approval
    assert page.count('id="reported-') == 1
    assert 'data-count="raised">1<' in page
    assert 'data-count="ready">1<' in page
    assert "&lt;b&gt;Toinen" in page
    assert "<b>Toinen" not in page


def test_a_veiled_board_offers_to_reveal_what_was_written(house: House) -> None:
    rule(house, showing=Showing.REVEALED)
    house.write("Yksi", "Kaksi")
    desk = house.desk(language="en")
    page = desk.get(DESK).text
    assert 'data-key="r"' in page
    assert 'data-count="waiting">2<' in page
    assert desk.post(f"/meetings/{CODE}/exercises/{house.here.board}/reveal", page=DESK).status_code == 303
    assert 'data-key="r"' not in desk.get(DESK).text


def test_people_are_counted_on_the_spot_and_afterwards(house: House) -> None:
    house.put_in(State.AFTERWARDS)
    within(house, lambda: join_meeting(meeting_of(house.here), "fi"))
    assert "2 during the meeting + 1 afterwards" in house.desk(language="en").get(DESK).text


def order(house: House, prompt: int) -> list[str]:
    def column() -> list[str]:
        notes = db.session.query(Note).filter_by(prompt_id=prompt).order_by(Note.place.desc(), Note.id.desc())
        return [one.text for one in notes]

    return within(house, column)


def forms(page: str, words: str) -> dict[str, str]:
    """The hidden fields of the form with this button."""
    form = next(part for part in page.split("<form ")[1:] if f">{words}</button>" in part.split("</form>")[0])
    fields = [piece.split(">")[0] for piece in form.split("</form>")[0].split("<input ")[1:]]
    named = [dict(piece.split("=", 1) for piece in field.split('" ') if "=" in piece) for field in fields]
    return {one["name"].strip('"'): one.get("value", "").strip('"') for one in named}


def test_up_and_down_move_a_note_past_its_neighbours_and_past_whole_stacks(house: House) -> None:
    first, second, third, _top = house.write("Alin", "Pino", "Pinon alla", "Ylin")
    within(house, lambda: led(stack_note, note(third), note(second)))
    desk = house.desk(language="en")
    here = f"/meetings/{CODE}/notes/{first}"
    page = desk.get(here).text
    assert ">Down</button>" not in page
    assert desk.post(f"{here}/place", forms(page, "Move up"), page=here).status_code == 303
    assert order(house, house.here.prompts[0])[:2] == ["Ylin", "Alin"]
    assert desk.post(f"{here}/place", forms(desk.get(here).text, "Move up"), page=here).status_code == 303
    assert order(house, house.here.prompts[0])[0] == "Alin"
    assert desk.post(f"{here}/place", forms(desk.get(here).text, "Move down"), page=here).status_code == 303
    assert order(house, house.here.prompts[0])[:2] == ["Ylin", "Alin"]
    assert desk.post(f"{here}/place", forms(desk.get(here).text, "Move down"), page=here).status_code == 303
    assert order(house, house.here.prompts[0])[-1] == "Alin"


def test_minutes_are_given_and_seconds_are_added(house: House) -> None:
    desk = house.desk(language="en")
    timer = f"/meetings/{CODE}/exercises/{house.here.board}/timer"

    def given() -> int:
        return within(house, lambda: db.session.get_one(Exercise, house.here.board).timer_s)

    with clock.at(clock.now()):
        assert desk.post(f"{timer}/start", {"minutes": "5"}, page=DESK).status_code == 303
        assert given() == 300
        assert ">+1 min" in desk.get(DESK).text
        desk.post(f"{timer}/extend", {"seconds": "60"}, page=DESK)
        assert given() == 360
        desk.post(f"{timer}/stop", page=DESK)
        assert given() == 0
        desk.post(f"{timer}/start", {"minutes": "no number"}, page=DESK)
        assert given() == 180


def test_the_facilitator_chooses_what_the_wall_shows(house: House) -> None:
    desk = house.desk(language="en")
    for shows in WallShows:
        assert desk.post(f"/meetings/{CODE}/wall", {"shows": shows}, page=DESK).status_code == 303
        assert within(house, lambda: meeting_of(house.here).wall_shows) is shows
        assert f'value="{shows}" aria-pressed="true"' in desk.get(DESK).text
        told = desk.get(f"/meetings/{CODE}/changes?for=wall").json["changes"]
        assert [one["wall_shows"] for one in told if one["kind"] == "meeting"] == [shows]
    assert desk.post(f"/meetings/{CODE}/wall", {"shows": "secrets"}, page=DESK).status_code == 404


def test_showing_the_same_on_the_wall_again_is_no_change(house: House) -> None:
    def twice() -> tuple[int, int]:
        show_on_wall(meeting_of(house.here), WallShows.JOIN)
        before = meeting_of(house.here).seq
        show_on_wall(meeting_of(house.here), WallShows.JOIN)
        return before, meeting_of(house.here).seq

    before, after = within(house, twice)
    assert before == after


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_scribes_refused_notes_come_back_with_all_that_was_chosen(house: House, language: str) -> None:
    address = f"/meetings/{CODE}/prompts/{house.here.prompts[0]}/scribe"
    sent = {"text": "rivi\n" * 101, "client_key": new_key(), "each_line": "y", "group": "residents", "municipality": ""}
    answer = house.desk(LEADER, language).post(address, sent, page=DESK)
    assert answer.status_code == 422
    check_page(answer, language)
    assert 'name="each_line" value="y" checked' in answer.text
    assert 'selected value="residents"' in answer.text


def test_more_notes_cost_a_notes_page_no_more_questions(house: House) -> None:
    desk, told = house.desk(), []
    (first,) = house.write("Ensimmäinen")
    for more in (5, 50):
        house.write(*[f"Lappu {number}" for number in range(more)])
        with counted(house.app) as asked:
            assert desk.get(f"/meetings/{CODE}/notes/{first}").status_code == 200
        told.append(asked)
    assert 0 < len(told[0]) == len(told[1]) < 30, told[1]


def test_when_the_meeting_has_ended_only_what_can_still_be_undone_is_offered(house: House) -> None:
    desk = house.desk(LEADER)
    offered = 'method="post" action="" data-undo'
    (written,) = house.write("Piiloon")
    desk.post(f"/meetings/{CODE}/path", {"position": "2"}, page=DESK)
    assert offered not in desk.get(DESK).text
    house.put_in(State.AFTERWARDS)
    assert offered in desk.get(DESK).text, "nobody is led any more"
    desk.post(f"/meetings/{CODE}/notes/{written}/hide", {}, page=DESK)
    assert offered not in desk.get(DESK).text
