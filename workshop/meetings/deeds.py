"""What the staff did, found and told in the reader's words: for a meeting, and over the whole house."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from workshop.accounts.forms import role_names
from workshop.accounts.log import ABOUT
from workshop.accounts.models import LoggedDeed, Role, User
from workshop.clock import from_finland
from workshop.columns import Texts
from workshop.extensions import db
from workshop.i18n.choose import NAMES
from workshop.i18n.formats import moment
from workshop.meetings.models import Exercise, Meeting
from workshop.rounds.models import Round

A_PAGE = 50


@dataclass(frozen=True)
class Wanted:
    """Which deeds are looked for; None is all."""

    meeting_id: int | None = None
    who: int | None = None
    """The id of an account; 0 for what Koonti did by itself."""
    what: str | None = None
    """One of log.ABOUT."""
    since: date | None = None
    until: date | None = None
    """The last day, a Finnish one like the first."""

    def rule(self) -> list[ColumnElement[bool]]:
        """As conditions on LoggedDeed."""
        rules: list[ColumnElement[bool]] = []
        if self.meeting_id is not None:
            rules.append(LoggedDeed.meeting_id == self.meeting_id)
        if self.who is not None:
            rules.append(LoggedDeed.user_id == self.who if self.who else LoggedDeed.user_id.is_(None))
        if self.what is not None:
            rules.append(LoggedDeed.name.in_(ABOUT[self.what]))
        if self.since:
            rules.append(LoggedDeed.done_at >= _midnight(self.since))
        if self.until:
            rules.append(LoggedDeed.done_at < _midnight(self.until + timedelta(days=1)))
        return rules


def _midnight(day: date) -> datetime:
    return from_finland(datetime.combine(day, time()))


@dataclass(frozen=True)
class Page:
    """Deeds, the last first."""

    rows: Sequence[LoggedDeed]
    number: int
    pages: int
    count: int
    """How many there are on all pages."""


def deeds_page(wanted: Wanted, number: int) -> Page:
    """One page of the deeds that are wanted; the last one for a number that is too high."""
    rule = wanted.rule()
    count = db.session.scalar(select(func.count(LoggedDeed.id)).where(*rule)) or 0
    pages = max(1, -(-count // A_PAGE))
    number = min(max(1, number), pages)
    asked = select(LoggedDeed).where(*rule).order_by(LoggedDeed.done_at.desc(), LoggedDeed.id.desc())
    whole = (joinedload(LoggedDeed.user), joinedload(LoggedDeed.undoing))
    rows = db.session.scalars(asked.offset((number - 1) * A_PAGE).limit(A_PAGE).options(*whole)).unique().all()
    return Page(rows, number, pages, count)


@dataclass(frozen=True)
class Told:
    """A deed in the reader's words."""

    deed: LoggedDeed
    who: str
    words: str
    details: list[str]
    note: int | None
    """The number of the note that was done something to; None when it was no note, or several."""
    meeting: Meeting | None
    round: Round | None


def tell(deeds: Sequence[LoggedDeed], language: str) -> list[Told]:
    """The deeds in words, with the names of what they were done to as these are now."""
    people = _found(User, {deed.said.get("user") for deed in deeds})
    exercises = _found(Exercise, {deed.said.get("exercise") for deed in deeds})
    meetings = _found(Meeting, {deed.meeting_id for deed in deeds})
    rounds = _found(Round, {deed.round_id for deed in deeds})
    return [
        Told(
            deed=deed,
            who=deed.user.name if deed.user else _("Koonti itself"),
            words=deed_words(deed),
            details=_details(deed, people, exercises, language),
            note=_note_of(deed),
            meeting=meetings.get(deed.meeting_id),
            round=rounds.get(deed.round_id),
        )
        for deed in deeds
    ]


def _found(kind: type, ids: set[int | None]) -> dict[int | None, object]:
    rows = db.session.scalars(select(kind).where(kind.id.in_([one for one in ids if one is not None])))
    return {row.id: row for row in rows}


def _note_of(deed: LoggedDeed) -> int | None:
    touched = [row["id"] for row in deed.before or () if row["of"] == "note"]
    return touched[0] if len(touched) == 1 else None


def _details(deed: LoggedDeed, people: dict, exercises: dict, language: str) -> list[str]:
    """What the row says besides, each thing as a few words; of what has been removed since nothing."""
    said = deed.said
    told = []
    if said.get("user") in people:
        told.append(people[said["user"]].name)
    if said.get("role"):
        told.append(role_names()[Role(said["role"])])
    if said.get("exercise") in exercises:
        told.append(Texts(exercises[said["exercise"]].title).text(language))
    if said.get("version"):
        told.append(_("version %(number)s, %(language)s", number=said["version"], language=NAMES[said["language"]]))
    if said.get("recipients"):
        told.append(_recipients()[said["recipients"]])
    if said.get("leaves_at"):
        told.append(_("leaves %(time)s", time=moment(datetime.fromisoformat(said["leaves_at"]), language)))
    if "hours" in said:
        hours = said["hours"]
        told.append(ngettext("after %(num)s hour", "after %(num)s hours", hours) if hours else _("never by itself"))
    if "count" in said:
        told.append(ngettext("%(num)s address", "%(num)s addresses", said["count"]))
    if "notes" in said:
        told.append(ngettext("%(num)s note", "%(num)s notes", said["notes"]))
    if "responses" in said:
        told.append(ngettext("%(num)s response", "%(num)s responses", said["responses"]))
    if "months" in said:
        months = said["months"]
        told.append(ngettext("%(num)s month", "%(num)s months", months))
    if said.get("format"):
        told.append(said["format"].upper())
    return told


def _recipients() -> dict[str, str]:
    return {
        "present": _("to those present"),
        "invited": _("to the invited"),
        "both": _("to those present and the invited"),
    }


def about_words() -> dict[str, str]:
    """What the deeds are about, by the keys of log.ABOUT."""
    return {
        "accounts": _("Accounts"),
        "rounds": _("Rounds"),
        "meetings": _("Meetings and who leads them"),
        "leading": _("Leading at the desk"),
        "contributions": _("What people wrote"),
        "rules": _("How boards, surveys and votes work"),
        "lists": _("Lists of addresses and invitations"),
        "digests": _("Digests and their letters"),
        "files": _("Files taken along and brought in"),
    }


def deed_words(deed: LoggedDeed) -> str:
    """What was done, as one sentence."""
    return {
        "move_path": _("Everybody was moved to another step."),
        "set_pace": _("The pace was changed."),
        "lock_exercise": _("The exercise was locked."),
        "unlock_exercise": _("The exercise was opened."),
        "reveal_notes": _("The notes were revealed."),
        "approve_all": _("The waiting notes were approved."),
        "approve_note": _("A note was approved."),
        "hide_note": _("A note was hidden."),
        "show_note": _("A hidden note was shown again."),
        "place_note": _("A note was moved."),
        "stack_note": _("Notes were stacked."),
        "unstack_note": _("A note was taken out of its stack."),
        "block_writer": _("A device was blocked from writing."),
        "allow_writer": _("A blocked device was allowed to write again."),
        "hide_statement": _("A statement was hidden."),
        "show_statement": _("A hidden statement was shown again."),
        "approve_statement": _("A statement was approved."),
        "open_results": _("The results were opened to all."),
        "close_results": _("The results were closed again."),
        "undo_deed": _("Something was undone."),
        **_of_the_house(),
        **_of_the_meeting(),
    }[deed.name]


def _of_the_house() -> dict[str, str]:
    return {
        "invite": _("An invitation link was made."),
        "accept_invitation": _("An account was made by an invitation link."),
        "issue_login_link": _("A login link was printed at the command line."),
        "change_role": _("The role of an account was changed."),
        "change_password": _("The password was changed, and open logins ended."),
        "end_logins": _("An account was logged out everywhere."),
        "disable_user": _("An account was disabled."),
        "enable_user": _("An account was enabled."),
        "link_work_account": _("A work account was linked to an account as its owner logged in with it."),
        "unlink_work_account": _("The work account of an account was unlinked, and open logins ended."),
        "create_round": _("The round was made."),
        "edit_round": _("The round was edited."),
        "set_logo": _("The round’s logo was changed."),
        "set_keeping": _("How long addresses and the link to people’s devices are kept was changed."),
        "erase_round": _("A round was erased for good."),
        "erase_meeting": _("A meeting was erased for good."),
        "approve_round_digest": _("A digest of the round was approved."),
        "note_export": _("A file was taken along."),
    }


def _of_the_meeting() -> dict[str, str]:
    return {
        "create_meeting": _("The meeting was made."),
        "edit_meeting": _("The meeting’s facts were edited."),
        "open_meeting": _("The meeting was opened for joining."),
        "back_to_draft": _("The meeting was taken back to draft."),
        "go_live": _("The meeting began."),
        "end_meeting": _("The meeting was ended."),
        "close_meeting": _("The meeting was closed."),
        "archive_meeting": _("The meeting was archived."),
        "import_notes": _("Notes were brought in from a file."),
        "take_back_import": _("Notes from a file were taken back."),
        "import_responses": _("Answers were brought in from a file."),
        "take_back_responses": _("Answers from a file were taken back."),
        "add_leader": _("Somebody was let lead the meeting."),
        "remove_leader": _("Somebody leads the meeting no longer."),
        "add_scribe": _("Somebody was let write in the meeting."),
        "remove_scribe": _("Somebody writes in the meeting no longer."),
        "set_rules": _("How a board works was changed."),
        "set_survey_rules": _("How a survey works was changed."),
        "set_adding": _("How a statement vote works was changed."),
        "list_invitees": _("The list of those invited to a survey was changed."),
        "send_invitations": _("Invitations to a survey were sent."),
        "send_reminders": _("Reminders of a survey were sent."),
        "keep_list": _("The list of those who get the digest was changed."),
        "approve_digest": _("The digest was approved."),
        "approve_held": _("The digest was approved by itself, as had been chosen."),
        "choose_hold": _("It was chosen when digests are approved by themselves."),
        "stop_digest": _("The digest’s letters were stopped."),
        "let_go": _("The digest’s letters were let go on."),
        "send_now": _("The digest’s letters were sent at once."),
        "send_to_rest": _("The digest was sent to those who had not got it."),
        "write_again": _("Letters were let go again to addresses that they had not reached."),
    }
