"""What is done in coding: frames and their codes, codes given and taken back, suggestions."""

from workshop.coding.actions.codings import give_codes, take_codes, undo_coding
from workshop.coding.actions.frames import (
    Card,
    add_code,
    edit_code,
    make_frame,
    merge_code,
    remove_code,
    remove_frame,
    rename_frame,
    shift_code,
)
from workshop.coding.actions.suggestions import ask_for_suggestions, keep_suggestions

__all__ = [
    "Card",
    "add_code",
    "ask_for_suggestions",
    "edit_code",
    "give_codes",
    "keep_suggestions",
    "make_frame",
    "merge_code",
    "remove_code",
    "remove_frame",
    "rename_frame",
    "shift_code",
    "take_codes",
    "undo_coding",
]
