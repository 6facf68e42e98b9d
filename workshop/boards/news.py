"""What screens are told of boards: notes and rules, as each audience may know them."""

from collections.abc import Sequence

from sqlalchemy import or_, select

from workshop.boards.models import BoardRules, Note, Prompt, Showing
from workshop.boards.queries import rules_of, shown
from workshop.extensions import db
from workshop.live.stream import AS_IT_IS_NOW, Audience, Change, News, stream
from workshop.meetings.models import Exercise, Meeting
from workshop.participants.models import Participant
from workshop.vocabulary.groups import top_of


def note_changes(meeting_id: int, after: int, audience: Audience) -> list[Change]:
    """Every note that changed after number `after`, as the audience may know it.

    To participants a note that is hidden or taken back is gone; in a first paint (after 0), and before it has been
    shown to them, it was never there. What the scribe has written on a step becomes theirs when the step is opened.
    """
    notes = (
        select(Note, BoardRules.hides_groups)
        .join(Note.prompt)
        .join(BoardRules, BoardRules.exercise_id == Prompt.exercise_id, isouter=True)
        .where(Note.meeting_id == meeting_id)
        .order_by(Note.seq)
        .execution_options(**AS_IT_IS_NOW)
    )
    if audience is Audience.FACILITATORS:
        notes = notes.where(Note.seq > after)
        if not after:
            notes = notes.where(Note.removed_at.is_(None))
    else:
        notes = notes.join(Prompt.exercise).where(Exercise.opened_at.is_not(None), Note.shown_at.is_not(None))
        notes = notes.where(or_(Note.seq > after, Exercise.opened_seq > after))
        if not after:
            notes = notes.where(shown())
    return [note_body(note, audience, bool(hides)) for note, hides in db.session.execute(notes)]


def note_body(note: Note, audience: Audience, hides_groups: bool) -> Change:
    """The only form in which a note leaves the house towards a screen. What is 0, empty or false is left out.

    `place` orders a column from the highest; `stack` names the stack; `edition` is given with the words when they are
    changed. Facilitators know besides whether it is `hidden` or `waiting`, who it speaks for also where boards hide it,
    how often it was reported and whether a scribe wrote it.
    """
    if note.removed_at or (audience is Audience.PARTICIPANTS and not note.is_shown):
        return {"kind": "note", "id": note.id, "seq": note.seq, "gone": True}
    return _body(note, **_for(note, audience, hides_groups))


def _for(note: Note, audience: Audience, hides_groups: bool) -> Change:
    group = top_of(note.groups[0]).key if note.groups else ""
    if audience is Audience.PARTICIPANTS:
        return {"group": "" if hides_groups else group}
    return {
        "group": group,
        "hidden": note.hidden_at is not None,
        "waiting": note.shown_at is None or note.withheld_at is not None,
        "reports": note.reports,
        "scribe": note.user_id is not None,
    }


def own_body(note: Note, hides_groups: bool) -> Change:
    """A note as its writer may know it: with its words also while it waits or is hidden, and told which (`own`)."""
    body = note_body(note, Audience.PARTICIPANTS, hides_groups)
    if note.removed_at or note.is_shown:
        return body
    return _body(note, **_for(note, Audience.PARTICIPANTS, hides_groups), own="hidden" if note.hidden_at else "waiting")


def _body(note: Note, **more: object) -> Change:
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


def own_changes(guest: Participant, after: int) -> list[Change]:
    """The participant's own notes that others cannot see now, among those that changed after number `after`."""
    notes = select(Note).where(Note.participant_id == guest.id, Note.removed_at.is_(None), Note.seq > after, ~shown())
    return [own_body(note, False) for note in db.session.scalars(notes.execution_options(**AS_IT_IS_NOW))]


def with_own(news: News, guest: Participant) -> News:
    """The participants' news, and in the place of what is gone or waiting the writer's own words."""
    own = {change["id"]: change for change in own_changes(guest, news.after)}
    others = [change for change in news.changes if change["kind"] != "note" or change["id"] not in own]
    return News(news.after, news.seq, [*others, *own.values()])


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
    news = stream.news(meeting.id, 0, audience)
    if guest:
        news = with_own(news, guest)
    news.changes = [change for change in news.changes if change["kind"] != "note" or change["prompt"] in here]
    return news


def body_for(note: Note, audience: Audience) -> Change:
    """`note_body` for the answer to a deed: asks the board whether it hides groups."""
    return note_body(note, audience, rules_of(note.prompt.exercise).hides_groups)
