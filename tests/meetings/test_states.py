"""The life of a meeting: what leads where, what each state allows, and the path."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from tests.houses import House, build_house, led, meeting_of, new_key, some_facts
from workshop import clock
from workshop.action import action
from workshop.boards.actions import Brought, add_note, add_prompt, add_scribe_note, hide_note, import_notes
from workshop.boards.models import Note, Prompt
from workshop.columns import Texts
from workshop.digests.subscribers import leave_address
from workshop.errors import Incomplete, Locked, NotFound, NotNow, Refusal
from workshop.extensions import db
from workshop.meetings import actions
from workshop.meetings.models import ALLOWS, NEXT_STATES, Deed, Exercise, ExerciseKind, Meeting, State
from workshop.participants.actions import change_tag, join_meeting
from workshop.participants.models import Participant

BEGUN = datetime(2022, 1, 21, 11, tzinfo=UTC)


@pytest.fixture
def inside(app: Flask) -> Iterator[House]:
    """The house with an app context: the tests here call actions, never a client."""
    house = build_house(app)
    [_note] = house.write("Ajatus")
    with app.app_context():
        yield house


@action
def put_in(meeting: Meeting, state: State, days: int = 7) -> None:
    meeting.state, meeting.afterwards_days = state, days


def outcome(deed: Callable[[], object]) -> type[Refusal] | None:
    """The refusal that the deed met."""
    try:
        deed()
    except Refusal as refusal:
        return type(refusal)
    return None


LEADS_TO = {
    (State.DRAFT, actions.open_meeting): State.OPEN,
    (State.OPEN, actions.back_to_draft): State.DRAFT,
    (State.OPEN, actions.go_live): State.LIVE,
    (State.LIVE, actions.end_meeting): State.AFTERWARDS,
    (State.AFTERWARDS, actions.close_meeting): State.CLOSED,
}
STEPS = [actions.open_meeting, actions.back_to_draft, actions.go_live, actions.end_meeting, actions.close_meeting]


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.__name__)
@pytest.mark.parametrize("state", State)
def test_each_step_leads_from_one_state_to_the_next_and_from_no_other(
    inside: House, state: State, step: Callable[[Meeting], None]
) -> None:
    meeting = meeting_of(inside.here)
    put_in(meeting, state)
    seq = meeting.seq
    to = LEADS_TO.get((state, step))
    assert outcome(lambda: step(meeting)) is (None if to else NotNow)
    assert meeting.state is (to or state)
    assert (meeting.seq > seq) is (to is not None), "screens are told of what happened and of nothing else"
    if to:
        assert to in NEXT_STATES[state]


def test_a_meeting_without_afterwards_days_closes_as_it_ends(inside: House) -> None:
    meeting = meeting_of(inside.here)
    put_in(meeting, State.LIVE, days=0)
    with clock.at(BEGUN):
        actions.end_meeting(meeting)
    assert (meeting.state, meeting.ended_at, meeting.closed_at) == (State.CLOSED, BEGUN, BEGUN)


def test_every_step_leaves_its_time(draft: House) -> None:
    with draft.app.app_context():
        meeting = meeting_of(draft.here)
        for hours, step in enumerate((STEPS[0], *STEPS[2:])):
            with clock.at(BEGUN + timedelta(hours=hours)):
                step(meeting)
        moments = (meeting.opened_at, meeting.went_live_at, meeting.ended_at, meeting.closed_at)
        assert moments == tuple(BEGUN + timedelta(hours=hours) for hours in range(4))


def deeds(house: House) -> dict[Deed, Callable[[], object]]:
    """One deed of each kind."""
    meeting = meeting_of(house.here)
    board, block = meeting.exercises[0], db.session.get_one(Prompt, house.here.scribes_prompt)
    guest = db.session.get_one(Participant, house.guests[0])
    prompt = db.session.get_one(Prompt, house.here.prompts[0])
    note = db.session.query(Note).first()
    return {
        Deed.EDIT: lambda: actions.edit_meeting(meeting, some_facts()),
        Deed.JOIN: lambda: join_meeting(meeting, "fi"),
        Deed.CONTRIBUTE: lambda: add_note(prompt, guest, new_key(), "Ajatus"),
        Deed.LEAD: lambda: led(actions.lock_exercise, board),
        Deed.MODERATE: lambda: led(hide_note, note),
        Deed.SCRIBE: lambda: add_scribe_note(block, meeting.leaders[0], new_key(), "Sanottu"),
        Deed.IMPORT: lambda: import_notes(meeting, [Brought(new_key(), prompt.id, "Muualla sanottu", "fi")]),
        Deed.COUNT: lambda: actions.count_heads(meeting, 24),
        Deed.SUBSCRIBE: lambda: leave_address(meeting, "reader@example.org", "fi"),
    }


@pytest.mark.parametrize("deed", Deed)
@pytest.mark.parametrize("state", State)
def test_each_state_allows_what_the_table_says(inside: House, state: State, deed: Deed) -> None:
    put_in(meeting_of(inside.here), state)
    assert outcome(deeds(inside)[deed]) is (None if deed in ALLOWS[state] else NotNow)


@pytest.mark.parametrize("state", [State.LIVE, State.AFTERWARDS, State.CLOSED])
def test_what_has_begun_is_not_built_any_more(inside: House, state: State) -> None:
    meeting = meeting_of(inside.here)
    put_in(meeting, state)
    board = meeting.exercises[0]
    building = [
        lambda: actions.add_exercise(meeting, ExerciseKind.BOARD, Texts(fi="Uusi"), Texts()),
        lambda: actions.edit_exercise(board, Texts(fi="Uusi"), Texts()),
        lambda: actions.shift_exercise(board, 1),
        lambda: actions.remove_exercise(board),
        lambda: add_prompt(board, Texts(fi="Uusi"), "values", Texts()),
    ]
    assert [outcome(deed) for deed in building] == [NotNow] * len(building)
    assert [step.title["fi"] for step in meeting.exercises] == ["Taulu", "Kysely", "Kirjuri"]


def test_a_meeting_without_exercises_is_not_opened(draft: House) -> None:
    with draft.app.app_context():
        meeting = meeting_of(draft.here)
        for exercise in list(meeting.exercises):
            actions.remove_exercise(exercise)
        assert outcome(lambda: actions.open_meeting(meeting)) is Incomplete
        assert meeting.state is State.DRAFT


def positions(meeting: Meeting) -> list[tuple[str, int]]:
    return [(step.title["fi"], step.position) for step in sorted(meeting.exercises, key=lambda step: step.position)]


def test_exercises_change_places_and_the_others_close_ranks(draft: House) -> None:
    with draft.app.app_context():
        meeting = meeting_of(draft.here)
        board, survey, _block = meeting.exercises
        actions.shift_exercise(board, 1)
        assert positions(meeting) == [("Kysely", 1), ("Taulu", 2), ("Kirjuri", 3)]
        actions.shift_exercise(survey, -1)
        assert positions(meeting) == [("Kysely", 1), ("Taulu", 2), ("Kirjuri", 3)], "it was first already"
        actions.remove_exercise(survey)
        assert positions(meeting) == [("Taulu", 1), ("Kirjuri", 2)]


def test_the_path_moves_everybody_and_opens_what_is_shown_first(inside: House) -> None:
    meeting = meeting_of(inside.here)
    assert meeting.current_position == 1
    _board, survey, block = meeting.exercises
    assert survey.opened_at is None
    with clock.at(BEGUN):
        led(actions.move_path, meeting, 2)
    assert (meeting.current_exercise, survey.opened_at, block.opened_at) == (survey, BEGUN, None)
    with clock.at(BEGUN + timedelta(hours=1)):
        led(actions.move_path, meeting, 1)
        led(actions.move_path, meeting, 2)
    assert survey.opened_at == BEGUN, "it is opened once"


@pytest.mark.parametrize("position", [0, -1, 4, 2**40])
def test_the_path_leads_to_its_own_steps_only(inside: House, position: int) -> None:
    meeting = meeting_of(inside.here)
    assert outcome(lambda: led(actions.move_path, meeting, position)) is NotFound
    assert meeting.current_position == 1


def test_a_lock_stops_contributions_and_showing_a_step_does_not_open_it(inside: House) -> None:
    meeting = meeting_of(inside.here)
    board = db.session.get_one(Exercise, inside.here.board)
    write = deeds(inside)[Deed.CONTRIBUTE]
    led(actions.lock_exercise, board)
    assert outcome(write) is Locked
    led(actions.move_path, meeting, 2)
    led(actions.move_path, meeting, 1)
    assert outcome(write) is Locked
    led(actions.unlock_exercise, board)
    assert outcome(write) is None


def test_an_exercise_can_be_opened_ahead_of_its_turn(inside: House) -> None:
    meeting = meeting_of(inside.here)
    survey = meeting.exercises[1]
    led(actions.unlock_exercise, survey)
    assert survey.is_open
    assert meeting.current_position == 1


def test_who_joins_afterwards_is_marked(inside: House) -> None:
    meeting = meeting_of(inside.here)
    assert not join_meeting(meeting, "fi").joined_afterwards
    actions.end_meeting(meeting)
    late = join_meeting(meeting, "fi")
    assert late.joined_afterwards
    change_tag(late, "sv", ["residents"], None)
    assert late.joined_afterwards


def test_a_timer_that_is_started_twice_starts_once_and_is_extended_from_its_end(inside: House) -> None:
    board = db.session.get_one(Exercise, inside.here.board)

    def left() -> timedelta:
        assert board.timer_ends_at
        return board.timer_ends_at - BEGUN

    with clock.at(BEGUN):
        actions.start_timer(board, 180)
        actions.start_timer(board, 180)
        assert left() == timedelta(seconds=180)
        actions.extend_timer(board, 60)
        assert (left(), board.timer_s) == (timedelta(seconds=240), 240)
    with clock.at(BEGUN + timedelta(seconds=300)):
        actions.extend_timer(board, 60)
        assert (left(), board.timer_s) == (timedelta(seconds=360), 60)
        actions.extend_timer(board, 3 * 3600)
        assert (left(), board.timer_s) == (timedelta(seconds=300, hours=2), 7200)
