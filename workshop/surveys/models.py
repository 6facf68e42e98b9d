"""Questions, responses and answers."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshop.columns import Base, KeysColumn, Moment, Texts, TextsColumn
from workshop.meetings.models import Exercise


class QuestionKind(StrEnum):
    """How a question is answered; the table of `surveys/kinds` says what each means."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    SCALE = "scale"
    LONG_TEXT = "long_text"
    SHORT_TEXT = "short_text"
    DROP_DOWN = "drop_down"
    NUMBER = "number"
    DATE = "date"
    MUNICIPALITY = "municipality"
    GROUP = "group"
    INFORMATION = "information"
    MATRIX = "matrix"
    RANKING = "ranking"
    GRID = "grid"
    PARTS = "parts"


class Question(Base):
    """One question of a survey."""

    __tablename__ = "question"

    id: Mapped[int] = mapped_column(primary_key=True)
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    kind: Mapped[QuestionKind]
    text: Mapped[Texts] = mapped_column(TextsColumn)
    topic: Mapped[str]
    theme: Mapped[Texts] = mapped_column(TextsColumn)
    required: Mapped[bool] = mapped_column(default=False)
    options: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """For choices: [{"key": "a", "text": {"fi": …}}] in order. For a scale: what its steps mean, at least both ends,
    [{"key": "1", "text": …}, {"key": "5", "text": …}]. Empty for the others."""
    settings: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """What else its kind wants to know of it, by name; the kind's module says what. Empty: as is usual."""
    page: Mapped[int] = mapped_column(default=1)
    """Which page of the survey it stands on, from 1; questions of later pages come later in order."""

    shown_when: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """{"question": id, "any": [keys]}: it is asked only of those who have chosen one of these options of a question on
    an earlier page. None: of everybody."""

    easy: Mapped[Texts] = mapped_column(TextsColumn, default=Texts)
    """The text in easy language, for those who choose it; a language without one has the plain text."""
    corrections: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """What was mended after somebody had answered: [{"at": moment as ISO text, "before": {"fi": …}}], oldest first.
    With an empty "before" the question itself came then."""

    exercise: Mapped[Exercise] = relationship(back_populates=None)

    def corrected(self) -> list[tuple[datetime, Texts]]:
        """When it was mended and what stood there before, oldest first."""
        return [(datetime.fromisoformat(one["at"]), Texts(one["before"])) for one in self.corrections or []]

    @property
    def added_at(self) -> datetime | None:
        """When it came, if people had begun to answer the survey by then."""
        return next((at for at, before in self.corrected() if not before), None)

    def is_fixed(self, last_answered: datetime | None) -> bool:
        """Can somebody have answered it, when answers came last at this moment?"""
        return last_answered is not None and (self.added_at is None or last_answered >= self.added_at)

    def setting(self, name: str, usual: Any = None) -> Any:
        """A setting of its kind, or what is usual."""
        return (self.settings or {}).get(name, usual)

    def row_texts(self) -> dict[str, Texts]:
        """The rows' texts by key, in order, where a question has rows."""
        return {row["key"]: Texts(row["text"]) for row in self.setting("rows", [])}

    def option_texts(self) -> dict[str, Texts]:
        """The options' texts by key, in order."""
        return {option["key"]: Texts(option["text"]) for option in self.options}


class SurveyRules(Base):
    """How a survey works, when anything of it has been changed; a survey without a row goes by the defaults."""

    __tablename__ = "survey_rules"

    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id", ondelete="CASCADE"), primary_key=True)
    editable: Mapped[bool] = mapped_column(default=False)
    """May people change what they have sent, as long as the survey is open?"""
    opens_at: Mapped[datetime | None] = mapped_column(Moment)
    closes_at: Mapped[datetime | None] = mapped_column(Moment)
    extended_from: Mapped[datetime | None] = mapped_column(Moment)
    """The closing time that people were told first, when it was put off later."""
    by_link: Mapped[bool] = mapped_column(default=False)
    """Is it answered by its own link too, as soon as the meeting lets people in, whatever is shown there?"""
    anonymous: Mapped[bool] = mapped_column(default=True)
    """Are the answers of invited people kept apart from their addresses, so that nobody can join the two?"""
    results_shown: Mapped[bool] = mapped_column(default=False)
    """May those who have answered see the results?"""


class Draft(Base):
    """What a participant has typed into a survey and not sent yet, page by page, right or wrong."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("exercise_id", "participant_id", name="one_draft_per_participant"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id", ondelete="CASCADE"))
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    typed: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    """By the field's name: q7, or q7.a for a part of question 7."""
    page: Mapped[int]
    """Where to go on, as pages are numbered for those who answer."""
    edition: Mapped[int]
    """How many times it has been kept: tells two windows apart."""
    saved_at: Mapped[datetime] = mapped_column(Moment)


class Response(Base):
    """One participant's answers to a survey, sent once. Carries a copy of the tag, as a note does."""

    __tablename__ = "response"
    __table_args__ = (
        UniqueConstraint("exercise_id", "client_key", name="one_response_per_client_key"),
        UniqueConstraint("exercise_id", "participant_id", name="one_response_per_participant"),
        Index("ix_response_meeting_seq", "meeting_id", "seq"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id"))
    seq: Mapped[int]
    client_key: Mapped[str]
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"), index=True)
    receipt: Mapped[str]
    """Short reference that the respondent is shown."""
    language: Mapped[str]
    groups: Mapped[list[str]] = mapped_column(KeysColumn)
    municipality: Mapped[str | None]
    sent_at: Mapped[datetime] = mapped_column(Moment)
    sent_afterwards: Mapped[bool] = mapped_column(default=False)
    is_late: Mapped[bool] = mapped_column(default=False)
    """It came after the closing time, within the grace."""
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    """Who typed it in from paper; None for what people have sent themselves."""
    imported_at: Mapped[datetime | None] = mapped_column(Moment)
    """When it was brought in from a file; all responses of one file have the same moment."""
    invitee_id: Mapped[int | None] = mapped_column(ForeignKey("invitee.id"))
    """Whose answers they are, where a survey is not anonymous and asks invited people."""
    background: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    """What the list of invited people said of them: {"asema": "johto"}; empty where it could name somebody."""
    edited_at: Mapped[datetime | None] = mapped_column(Moment)

    answers: Mapped[list["Answer"]] = relationship(back_populates="response", cascade="all, delete-orphan")


class Answer(Base):
    """One answer of a response; a question that was left empty has none."""

    __tablename__ = "answer"

    response_id: Mapped[int] = mapped_column(ForeignKey("response.id"), primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True, index=True)
    value: Mapped[Any] = mapped_column(JSON)
    """By kind: an option's key, a list of keys, a number, a text …; the kind's module says what."""

    response: Mapped[Response] = relationship(back_populates="answers")
    question: Mapped[Question] = relationship()


class Invitee(Base):
    """One address that a survey is sent to, with its own link: the link's secret is reckoned and never kept
    (`surveys/links.py`).

    Of an anonymous survey it is known only whether this address has answered, not when and not what: no row joins it to
    a participant or a response.
    """

    __tablename__ = "invitee"
    __table_args__ = (UniqueConstraint("exercise_id", "address", name="one_invitee_per_address"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id", ondelete="CASCADE"))
    address: Mapped[str]
    language: Mapped[str]
    groups: Mapped[list[str]] = mapped_column(KeysColumn)
    municipality: Mapped[str | None]
    background: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    """Columns of the list by their heading: {"asema": "johto"}."""
    answered: Mapped[bool] = mapped_column(default=False)
    letters: Mapped[int] = mapped_column(default=0)
    """How many have been put in the outbox for it: the invitation is the first, the others are reminders."""
