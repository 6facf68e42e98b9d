"""The meeting, its exercises and its states."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import Column, ForeignKey, Index, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshop.accounts.models import User
from workshop.columns import Base, KeysColumn, Moment, Texts, TextsColumn
from workshop.rounds.models import Round


class State(StrEnum):
    """The life of a meeting, in this order."""

    DRAFT = "draft"
    OPEN = "open"
    LIVE = "live"
    AFTERWARDS = "afterwards"
    CLOSED = "closed"


class Pace(StrEnum):
    """Who decides when a participant goes to the next step."""

    TOGETHER = "together"
    """The facilitator: all move together."""
    OWN = "own"
    """Each participant: all steps are open, in any order."""


class WallShows(StrEnum):
    """What the facilitator has chosen for the wall."""

    NOTES = "notes"
    """The step as it goes on: the notes of a board, how many have answered a survey."""
    RESULTS = "results"
    """What has been said so far in the step, counted."""
    JOIN = "join"
    """How one joins, large."""


class Thing(StrEnum):
    """What screens are told of. For each the meeting knows the number of the last change that touched one
    (`<thing>_seq`), so that only what has changed is asked for."""

    PATH = "path"
    STEPS = "steps"
    NOTES = "notes"
    HANDS = "hands"
    RESPONSES = "responses"
    STATEMENTS = "statements"
    """Statements, the rules of their votes, and stances."""


class Deed(StrEnum):
    """What can be done to a meeting; ALLOWS says in which state."""

    EDIT = "edit"
    """Change its facts and exercises."""
    JOIN = "join"
    """Come in with the code and change one's tag."""
    CONTRIBUTE = "contribute"
    """Write notes and comments, like, vote, answer."""
    LEAD = "lead"
    """Move everybody on the path, open and lock exercises, set timers, reveal."""
    MODERATE = "moderate"
    """Hide, approve, stack and move notes."""
    SCRIBE = "scribe"
    """Write in the scribe's block."""
    IMPORT = "import"
    """Bring in notes from a file."""
    COUNT = "count"
    """Say how many people were there."""
    SUBSCRIBE = "subscribe"
    """Leave an address for the digest."""


ALLOWS: dict[State, frozenset[Deed]] = {
    State.DRAFT: frozenset({Deed.EDIT}),
    State.OPEN: frozenset({Deed.EDIT, Deed.JOIN, Deed.SUBSCRIBE}),
    State.LIVE: frozenset(
        {Deed.JOIN, Deed.CONTRIBUTE, Deed.LEAD, Deed.MODERATE, Deed.SCRIBE, Deed.IMPORT, Deed.COUNT, Deed.SUBSCRIBE}
    ),
    State.AFTERWARDS: frozenset(
        {Deed.JOIN, Deed.CONTRIBUTE, Deed.MODERATE, Deed.SCRIBE, Deed.IMPORT, Deed.COUNT, Deed.SUBSCRIBE}
    ),
    State.CLOSED: frozenset({Deed.MODERATE, Deed.IMPORT, Deed.COUNT, Deed.SUBSCRIBE}),
}
"""What each state allows: the one table that every rule about states reads."""

ARCHIVED_ALLOWS = frozenset({Deed.MODERATE, Deed.COUNT})
"""What an archived meeting, which is a closed one, still allows: nothing by which anybody would come to be known."""

NEXT_STATES: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.OPEN}),
    State.OPEN: frozenset({State.LIVE, State.DRAFT}),
    State.LIVE: frozenset({State.AFTERWARDS, State.CLOSED}),
    State.AFTERWARDS: frozenset({State.CLOSED}),
    State.CLOSED: frozenset(),
}
"""Which state may follow which."""


class ExerciseKind(StrEnum):
    BOARD = "board"
    SURVEY = "survey"
    SCRIBE = "scribe"
    STATEMENTS = "statements"


meeting_leader = Table(
    "meeting_leader",
    Base.metadata,
    Column("meeting_id", ForeignKey("meeting.id"), primary_key=True),
    Column("user_id", ForeignKey("user.id"), primary_key=True),
)


meeting_scribe = Table(
    "meeting_scribe",
    Base.metadata,
    Column("meeting_id", ForeignKey("meeting.id"), primary_key=True),
    Column("user_id", ForeignKey("user.id"), primary_key=True),
)


class Meeting(Base):
    """One live workshop session."""

    __tablename__ = "meeting"
    __table_args__ = (UniqueConstraint("code", name="one_meeting_per_code"),)
    THING: ClassVar[Thing] = Thing.PATH
    UNDOABLE: ClassVar[tuple[str, ...]] = ("current_position", "pace")

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    """Seven characters without look-alikes: what people type, and the meeting's name in addresses."""
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    seq: Mapped[int] = mapped_column(default=0)
    """Number of the last change that a screen shows; taken with `next_seq` inside the change's transaction."""
    path_seq: Mapped[int] = mapped_column(default=0)
    """`seq` of the last change to the meeting's own state, pace or place on the path."""
    steps_seq: Mapped[int] = mapped_column(default=0)
    notes_seq: Mapped[int] = mapped_column(default=0)
    hands_seq: Mapped[int] = mapped_column(default=0)
    responses_seq: Mapped[int] = mapped_column(default=0)
    statements_seq: Mapped[int] = mapped_column(default=0)
    state: Mapped[State] = mapped_column(default=State.DRAFT)
    current_position: Mapped[int | None]
    """Position of the exercise that everybody is shown; None before the first."""
    pace: Mapped[Pace] = mapped_column(default=Pace.TOGETHER)
    wall_shows: Mapped[WallShows] = mapped_column(default=WallShows.NOTES)

    title: Mapped[Texts] = mapped_column(TextsColumn)
    gathering: Mapped[Texts] = mapped_column(TextsColumn)
    """Who meets, as the digest's subtitle names it: "Oulunkaaren poliittinen seurantaryhmä"."""
    event_type: Mapped[str]
    starts_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    area: Mapped[str | None]
    municipalities: Mapped[list[str]] = mapped_column(KeysColumn)
    languages: Mapped[list[str]] = mapped_column(KeysColumn)
    teams_url: Mapped[str] = mapped_column(default="")
    recording_url: Mapped[str] = mapped_column(default="")
    afterwards_days: Mapped[int] = mapped_column(default=7)
    """How many days the meeting takes contributions after it has ended; 0 closes it at once."""

    created_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    opened_at: Mapped[datetime | None] = mapped_column(Moment)
    went_live_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    archived_at: Mapped[datetime | None] = mapped_column(Moment)
    """Since when nothing leads from what was said to a device or an address (`workshop/archive`)."""
    peak_present: Mapped[int] = mapped_column(default=0)
    """The most participants that were here at once."""
    heads: Mapped[int | None]
    """How many people were there, as counted in the room and in the call: also those who wrote nothing."""

    round: Mapped[Round] = relationship()
    leaders: Mapped[list[User]] = relationship(secondary=meeting_leader)
    """Those who may lead it besides the organisers; its maker is one of them."""
    scribes: Mapped[list[User]] = relationship(secondary=meeting_scribe)
    """Those who only write in it: what is said aloud, and answers that came on paper."""
    exercises: Mapped[list["Exercise"]] = relationship(back_populates="meeting", order_by="Exercise.position")

    def allows(self, deed: Deed) -> bool:
        return deed in self.allowed

    @property
    def allowed(self) -> frozenset[Deed]:
        """All that it allows now."""
        return ARCHIVED_ALLOWS if self.archived_at else ALLOWS[self.state]

    @property
    def afterwards_until(self) -> datetime | None:
        """When the afterwards window closes; None before the meeting has ended."""
        return self.ended_at + timedelta(days=self.afterwards_days) if self.ended_at else None

    @property
    def current_exercise(self) -> "Exercise | None":
        """The exercise that everybody is shown."""
        return next((step for step in self.exercises if step.position == self.current_position), None)


class Exercise(Base):
    """One step of a meeting: a board, a survey, a statement vote, or the scribe's block."""

    __tablename__ = "exercise"
    __table_args__ = (Index("ix_exercise_meeting_seq", "meeting_id", "seq"),)
    THING: ClassVar[Thing] = Thing.STEPS
    UNDOABLE: ClassVar[tuple[str, ...]] = ("locked_at",)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    seq: Mapped[int] = mapped_column(default=0)
    position: Mapped[int]
    kind: Mapped[ExerciseKind]
    title: Mapped[Texts] = mapped_column(TextsColumn)
    guidance: Mapped[Texts] = mapped_column(TextsColumn)
    """A sentence or two for the participants."""
    opened_at: Mapped[datetime | None] = mapped_column(Moment)
    """When it first became the step that everybody is shown, or was opened by hand."""
    opened_seq: Mapped[int] = mapped_column(default=0)
    """`seq` of the change that opened it: what was written before becomes news to participants then."""
    locked_at: Mapped[datetime | None] = mapped_column(Moment)
    timer_ends_at: Mapped[datetime | None] = mapped_column(Moment)
    """When the time that the facilitator gave is up. It asks people to finish, and closes nothing."""
    timer_s: Mapped[int] = mapped_column(default=0)
    """How many seconds were given in all, those added later included."""

    meeting: Mapped[Meeting] = relationship(back_populates="exercises")

    @property
    def is_open(self) -> bool:
        """Does it take contributions, as far as the exercise itself is concerned?"""
        return self.opened_at is not None and self.locked_at is None
