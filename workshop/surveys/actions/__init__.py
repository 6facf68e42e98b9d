"""What is done to surveys: their questions are written (`questions`) and put in order (`order`), people are invited
(`invitees`) and answer (`responses`), or have answered elsewhere (`importing`)."""

from workshop.surveys.actions.importing import BroughtResponse, import_responses, take_back_responses
from workshop.surveys.actions.invitees import come_in, list_invitees, send_letters
from workshop.surveys.actions.order import break_page, duplicate_question, join_page, move_question, shift_question
from workshop.surveys.actions.questions import Condition, NoCorrection, add_question, edit_question, remove_question
from workshop.surveys.actions.responses import RECEIPT_LENGTH, enter_response, keep_draft, require_entry, send_response
from workshop.surveys.actions.rules import GRACE, Rules, set_survey_rules

__all__ = [
    "GRACE",
    "RECEIPT_LENGTH",
    "BroughtResponse",
    "Condition",
    "NoCorrection",
    "Rules",
    "add_question",
    "break_page",
    "come_in",
    "duplicate_question",
    "edit_question",
    "enter_response",
    "import_responses",
    "join_page",
    "keep_draft",
    "list_invitees",
    "move_question",
    "remove_question",
    "require_entry",
    "send_letters",
    "send_response",
    "set_survey_rules",
    "shift_question",
    "take_back_responses",
]
