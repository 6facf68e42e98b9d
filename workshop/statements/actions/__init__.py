"""What is done in statement votes."""

from workshop.statements.actions.building import (
    add_statement,
    edit_statement,
    remove_statement,
    set_adding,
    shift_statement,
    take_from_note,
)
from workshop.statements.actions.leading import close_results, hide_statement, open_results, show_statement
from workshop.statements.actions.voting import give_stance, suggest_statement

__all__ = [
    "add_statement",
    "close_results",
    "edit_statement",
    "give_stance",
    "hide_statement",
    "open_results",
    "remove_statement",
    "set_adding",
    "shift_statement",
    "show_statement",
    "suggest_statement",
    "take_from_note",
]
