"""What is done to surveys: their questions are written (`questions`), people are invited (`invitees`) and answer
(`responses`)."""

from workshop.surveys.actions.invitees import come_in, list_invitees, send_letters
from workshop.surveys.actions.questions import (
    Condition,
    add_question,
    break_page,
    edit_question,
    join_page,
    remove_question,
    shift_question,
)
from workshop.surveys.actions.responses import RECEIPT_LENGTH, enter_response, keep_draft, require_entry, send_response
from workshop.surveys.actions.rules import GRACE, Rules, set_survey_rules

__all__ = [
    "GRACE",
    "RECEIPT_LENGTH",
    "Condition",
    "Rules",
    "add_question",
    "break_page",
    "come_in",
    "edit_question",
    "enter_response",
    "join_page",
    "keep_draft",
    "list_invitees",
    "remove_question",
    "require_entry",
    "send_letters",
    "send_response",
    "set_survey_rules",
    "shift_question",
]
