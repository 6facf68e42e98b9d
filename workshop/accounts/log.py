"""What the staff did is written down by the action that does it, in its transaction, and stays as it was written."""

from typing import Any

from workshop.accounts.models import LoggedDeed, User
from workshop.clock import now
from workshop.extensions import db

ABOUT: dict[str, tuple[str, ...]] = {
    "accounts": (
        *("invite", "accept_invitation", "issue_login_link", "change_role", "change_password", "end_logins"),
        *("disable_user", "enable_user", "link_work_account", "unlink_work_account"),
    ),
    "rounds": ("create_round", "edit_round", "set_logo", "set_keeping", "approve_round_digest", "erase_round"),
    "meetings": (
        *("create_meeting", "edit_meeting", "open_meeting", "back_to_draft", "go_live", "end_meeting", "close_meeting"),
        *("archive_meeting", "erase_meeting"),
        *("add_leader", "remove_leader", "add_scribe", "remove_scribe"),
    ),
    "leading": (
        *("move_path", "set_pace", "lock_exercise", "unlock_exercise", "reveal_notes", "open_results", "close_results"),
        "undo_deed",
    ),
    "contributions": (
        *("approve_all", "approve_note", "hide_note", "show_note", "place_note", "stack_note", "unstack_note"),
        *("block_writer", "allow_writer"),
        *("hide_statement", "show_statement", "approve_statement"),
    ),
    "rules": ("set_rules", "set_survey_rules", "set_adding"),
    "lists": ("list_invitees", "send_invitations", "send_reminders", "keep_list"),
    "digests": (
        *("approve_digest", "approve_held", "choose_hold", "stop_digest", "let_go", "send_now", "send_to_rest"),
        "write_again",
    ),
    "files": ("note_export", "import_notes", "take_back_import", "import_responses", "take_back_responses"),
}
"""All that is written down, by what it is about."""

FIELDS = frozenset(
    {"user", "role", "exercise", "count", "hours", "language", "version", "recipients", "leaves_at", "format", "months"}
    | {"notes", "responses"}
)
"""All that a row says besides who, when, what and where: numbers, keys and times, and nothing of participants."""
_NAMES = frozenset(name for names in ABOUT.values() for name in names)


def write_down(
    name: str,
    by: User | None,
    *,
    meeting_id: int | None = None,
    round_id: int | None = None,
    states: tuple[list[dict[str, Any]], list[dict[str, Any]]] | None = None,
    undoes: LoggedDeed | None = None,
    **said: str | int | None,
) -> None:
    """Write down inside an action that `by` does this; None is Koonti itself, or the command line.

    `states` are the facts before and after, of what can be undone. Raises ValueError for a name that is not in ABOUT
    and for what is not one of FIELDS: what can be said of a deed is decided once, so that no words of people and no
    addresses get here.
    """
    if name not in _NAMES or not said.keys() <= FIELDS:
        raise ValueError(f"{name} with {sorted(said)} is not written down")
    before, after = states or (None, None)
    db.session.add(
        LoggedDeed(
            name=name,
            user_id=by.id if by else None,
            done_at=now(),
            meeting_id=meeting_id,
            round_id=round_id,
            said=said,
            before=before,
            after=after,
            undoes_id=undoes.id if undoes else None,
        )
    )
