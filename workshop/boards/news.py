"""What screens are told of boards: notes and rules, as each audience may know them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Integer, Row, Select, bindparam, select

from workshop.analysis.personal import personal_data
from workshop.boards.models import BoardRules, Note, Prompt, Showing
from workshop.boards.queries import rules_of, shown
from workshop.boards.writing import TOLD, SavedNote
from workshop.extensions import db
from workshop.live.stream import AS_IT_IS_NOW, Audience, Change, News, stream
from workshop.meetings.models import Exercise, Meeting
from workshop.participants.models import Participant
from workshop.vocabulary.groups import top_of

AnyNote = Note | SavedNote | Row[Any]
"""A note's row, or the same facts of it without the row."""

_NOTE, _PROMPT, _RULES, _EXERCISE = (model.__table__ for model in (Note, Prompt, BoardRules, Exercise))


def note_changes(meeting_id: int, after: int, audience: Audience) -> list[Change]:
    """Every note that changed after number `after`, as the audience may know it.

    To participants a note that is hidden or taken back is gone; in a first paint (after 0), and before it has been
    shown to them, it was never there.
    """
    notes = _NEWS[audience, after == 0]
    return _bodies(notes, audience, meeting_id, after)


def opened_notes(meeting_id: int, after: int, audience: Audience) -> list[Change]:
    """What the scribe had written on a step before it was opened, which happened after number `after`."""
    if not after or audience is Audience.FACILITATORS:
        return []
    return _bodies(_OPENED, audience, meeting_id, after)


def _bodies(notes: Select[Any], audience: Audience, meeting_id: int, after: int) -> list[Change]:
    rows = db.connection.execute(notes, {"meeting": meeting_id, "after": after})
    return [note_body(note, audience, bool(note.hides_groups)) for note in rows]


# Columns, not rows of the ORM, and said once: these questions are asked for every window.
_AFTER = bindparam("after", type_=Integer)
_NOTES = (
    select(*TOLD, _RULES.c.hides_groups)
    .join(_PROMPT, _PROMPT.c.id == _NOTE.c.prompt_id)
    .join(_RULES, _RULES.c.exercise_id == _PROMPT.c.exercise_id, isouter=True)
    .where(_NOTE.c.meeting_id == bindparam("meeting"))
    .order_by(_NOTE.c.seq)
)
_OPEN = _NOTES.join(_EXERCISE, _EXERCISE.c.id == _PROMPT.c.exercise_id).where(_EXERCISE.c.opened_at.is_not(None))
_NEWS = {
    (Audience.FACILITATORS, True): _NOTES.where(_NOTE.c.removed_at.is_(None)),
    (Audience.FACILITATORS, False): _NOTES.where(_NOTE.c.seq > _AFTER),
    (Audience.PARTICIPANTS, True): _OPEN.where(shown()),
    (Audience.PARTICIPANTS, False): _OPEN.where(_NOTE.c.seq > _AFTER, _NOTE.c.shown_at.is_not(None)),
}
_OPENED = _OPEN.where(_EXERCISE.c.opened_seq > _AFTER, shown())


def is_shown(note: AnyNote) -> bool:
    """May participants see it? `shown` says it as a condition."""
    return note.shown_at is not None and not (note.withheld_at or note.hidden_at or note.removed_at)


def note_body(note: AnyNote, audience: Audience, hides_groups: bool) -> Change:
    """The only form in which a note leaves the house towards a screen. What is 0, empty or false is left out.

    `place` orders a column from the highest; `stack` names the stack; `edition` says how often its words were changed.
    Facilitators know besides whether it is `hidden` or `waiting`, who it speaks for where boards hide it, how often it
    was reported, whether a scribe wrote it or it was `imported` from a file, and whether it seems to hold `personal`
    data.
    """
    if note.removed_at or (audience is Audience.PARTICIPANTS and not is_shown(note)):
        return {"kind": "note", "id": note.id, "seq": note.seq, "gone": True}
    return _body(note, **_for(note, audience, hides_groups))


def _for(note: AnyNote, audience: Audience, hides_groups: bool) -> Change:
    group = top_of(note.groups[0]).key if note.groups else ""
    if audience is Audience.PARTICIPANTS:
        return {"group": "" if hides_groups else group}
    return {
        "group": group,
        "hidden": note.hidden_at is not None,
        "waiting": note.withheld_at is not None,
        "reports": note.reports,
        "scribe": note.user_id is not None,
        "imported": note.imported_at is not None,
        "personal": bool(personal_data(note.text)),
    }


def own_body(note: AnyNote, hides_groups: bool) -> Change:
    """A note as its writer may know it: with its words also while it waits or is hidden, and told which (`own`)."""
    body = note_body(note, Audience.PARTICIPANTS, hides_groups)
    if note.removed_at or is_shown(note):
        return body
    return _body(note, **_for(note, Audience.PARTICIPANTS, hides_groups), own="hidden" if note.hidden_at else "waiting")


def _body(note: AnyNote, **more: object) -> Change:
    facts = {
        "likes": note.likes,
        "votes": note.votes,
        "comments": note.comments,
        "stack": note.stack_id,
        "edition": note.edition,
        "afterwards": note.written_afterwards,
        **more,
    }
    return {
        "kind": "note",
        "id": note.id,
        "seq": note.seq,
        "prompt": note.prompt_id,
        "place": note.place,
        "text": note.text,
        "lang": note.language,
        **{name: fact for name, fact in facts.items() if fact},
    }


def own_changes(participant_id: int, after: int) -> list[Change]:
    """A participant's own notes that others cannot see now, among those that changed after number `after`.

    What was taken away on another device is told as gone, but not in a first paint.
    """
    notes = select(Note).where(Note.participant_id == participant_id, Note.seq > after)
    if not after:
        notes = notes.where(Note.removed_at.is_(None))
    hidden = db.session.scalars(notes.where(~shown()).execution_options(**AS_IT_IS_NOW))
    return [own_body(note, False) for note in hidden]


def board_changes(meeting_id: int, after: int, _audience: Audience) -> list[Change]:
    """The rules of boards that changed after number `after`."""
    rows = (
        select(BoardRules)
        .join(BoardRules.exercise)
        .where(Exercise.meeting_id == meeting_id, BoardRules.seq > after)
        .execution_options(**AS_IT_IS_NOW)
    )
    return [board_body(rules) for rules in db.session.scalars(rows)]


def board_body(rules: BoardRules) -> Change:
    """A board's rules as screens know them. `veiled`: what is written waits for the moment when all is revealed."""
    return {
        "kind": "board",
        "id": rules.exercise_id,
        "seq": rules.seq,
        "marking": rules.marking,
        "votes_each": rules.votes_each,
        "votes_pile": rules.votes_pile,
        "showing": rules.showing,
        "veiled": rules.showing is Showing.REVEALED and rules.revealed_at is None,
        "names_groups": not rules.hides_groups,
        "comments": rules.takes_comments,
    }


def board_news(
    meeting: Meeting, prompts: Sequence[Prompt], audience: Audience, guest: Participant | None = None
) -> News:
    """The first paint of a board: all that the audience may know now but the notes of other boards.

    `guest` is the participant whose own notes are shown also while others cannot see them.
    """
    here = {prompt.id for prompt in prompts}
    news = stream.news(meeting.id, 0, audience, guest.id if guest else None)
    news.changes = [change for change in news.changes if change["kind"] != "note" or change["prompt"] in here]
    return news


def body_for(note: AnyNote, audience: Audience) -> Change:
    """`note_body` for the answer to a deed: asks the board whether it hides groups."""
    return note_body(note, audience, rules_of(note.prompt.exercise).hides_groups)
