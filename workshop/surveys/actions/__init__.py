"""What is done to surveys: their questions are written (`questions`), and they are answered (`responses`)."""

from workshop.surveys.actions.questions import (
    Condition,
    add_question,
    break_page,
    edit_question,
    join_page,
    remove_question,
    shift_question,
)
from workshop.surveys.actions.responses import RECEIPT_LENGTH, keep_draft, send_response
from workshop.surveys.actions.rules import GRACE, Rules, set_survey_rules

__all__ = [
    "GRACE",
    "RECEIPT_LENGTH",
    "Condition",
    "Rules",
    "add_question",
    "break_page",
    "edit_question",
    "join_page",
    "keep_draft",
    "remove_question",
    "send_response",
    "set_survey_rules",
    "shift_question",
]
