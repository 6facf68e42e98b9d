"""What is done to surveys: questions are written (`questions`), put in order (`order`) and answered (`responses`)."""

from workshop.surveys.actions.order import break_page, duplicate_question, join_page, move_question, shift_question
from workshop.surveys.actions.questions import Condition, NoCorrection, add_question, edit_question, remove_question
from workshop.surveys.actions.responses import RECEIPT_LENGTH, keep_draft, send_response
from workshop.surveys.actions.rules import GRACE, Rules, set_survey_rules

__all__ = [
    "GRACE",
    "RECEIPT_LENGTH",
    "Condition",
    "NoCorrection",
    "Rules",
    "add_question",
    "break_page",
    "duplicate_question",
    "edit_question",
    "join_page",
    "keep_draft",
    "move_question",
    "remove_question",
    "send_response",
    "set_survey_rules",
    "shift_question",
]
