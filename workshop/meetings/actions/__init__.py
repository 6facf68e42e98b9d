"""What is done to meetings: made, built, opened, led, ended."""

from workshop.meetings.actions.exercises import add_exercise, edit_exercise, remove_exercise, shift_exercise
from workshop.meetings.actions.life import (
    back_to_draft,
    close_meeting,
    create_meeting,
    edit_meeting,
    end_meeting,
    go_live,
    open_meeting,
    record_peak,
    set_recording,
)
from workshop.meetings.actions.log import logged, undo_deed
from workshop.meetings.actions.path import (
    give_time,
    lock_exercise,
    move_path,
    open_all_steps,
    set_pace,
    show_on_wall,
    stop_timer,
    unlock_exercise,
)
from workshop.meetings.actions.turns import (
    give_number,
    holds_turn,
    next_seq,
    require,
    require_open,
    take_seq,
    take_turn,
    wait_for_turn,
)

__all__ = [
    "add_exercise",
    "back_to_draft",
    "close_meeting",
    "create_meeting",
    "edit_exercise",
    "edit_meeting",
    "end_meeting",
    "give_number",
    "give_time",
    "go_live",
    "holds_turn",
    "lock_exercise",
    "logged",
    "move_path",
    "next_seq",
    "open_all_steps",
    "open_meeting",
    "record_peak",
    "remove_exercise",
    "require",
    "require_open",
    "set_pace",
    "set_recording",
    "shift_exercise",
    "show_on_wall",
    "stop_timer",
    "take_seq",
    "take_turn",
    "undo_deed",
    "unlock_exercise",
    "wait_for_turn",
]
