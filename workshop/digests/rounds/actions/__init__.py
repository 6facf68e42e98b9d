"""What is done to round digests, to how they are put together, and to what is written for them."""

from workshop.digests.rounds.actions.digests import (
    FalsePhrase,
    PublishedSince,
    approve_round_digest,
    choose_headings,
    choose_words,
    leave_out_chapter,
    make_round_digest,
    move_chapter,
    take_in_chapter,
    write_chapter,
)
from workshop.digests.rounds.actions.pieces import (
    PieceFacts,
    add_piece,
    drop_evidence,
    edit_piece,
    quote_note,
    remove_piece,
    rest_on,
    shift_piece,
)

__all__ = [
    "FalsePhrase",
    "PieceFacts",
    "PublishedSince",
    "add_piece",
    "approve_round_digest",
    "choose_headings",
    "choose_words",
    "drop_evidence",
    "edit_piece",
    "leave_out_chapter",
    "make_round_digest",
    "move_chapter",
    "quote_note",
    "remove_piece",
    "rest_on",
    "shift_piece",
    "take_in_chapter",
    "write_chapter",
]
