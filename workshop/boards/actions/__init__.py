"""What is done on boards."""

from workshop.boards.actions.arranging import place_note, stack_note, unstack_note
from workshop.boards.actions.building import (
    Rules,
    add_prompt,
    edit_prompt,
    remove_prompt,
    set_rules,
    shift_prompt,
)
from workshop.boards.actions.comments import add_comment, hide_comment, remove_comment, show_comment
from workshop.boards.actions.importing import Brought, import_notes, take_back_import
from workshop.boards.actions.marks import cast_votes, like_note, report_note
from workshop.boards.actions.moderation import approve_all, dismiss_reports, hide_note, reveal_notes, show_note
from workshop.boards.actions.notes import add_note, add_scribe_note, add_scribe_notes, edit_note, remove_note, save_note

__all__ = [
    "Brought",
    "Rules",
    "add_comment",
    "add_note",
    "add_prompt",
    "add_scribe_note",
    "add_scribe_notes",
    "approve_all",
    "cast_votes",
    "dismiss_reports",
    "edit_note",
    "edit_prompt",
    "hide_comment",
    "hide_note",
    "import_notes",
    "like_note",
    "place_note",
    "remove_comment",
    "remove_note",
    "remove_prompt",
    "report_note",
    "reveal_notes",
    "save_note",
    "set_rules",
    "shift_prompt",
    "show_comment",
    "show_note",
    "stack_note",
    "take_back_import",
    "unstack_note",
]
