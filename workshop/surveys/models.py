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
    """For choices: [{"key": "a", "text": {"fi": …}}] in order. For a scale: the labels of its ends,
    [{"key": "1", "text": …}, {"key": "5", "text": …}]. Empty for texts."""

    exercise: Mapped[Exercise] = relationship(back_populates=None)

    def option_texts(self) -> dict[str, Texts]:
        """The options' texts by key, in order."""
        return {option["key"]: Texts(option["text"]) for option in self.options}


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

    answers: Mapped[list["Answer"]] = relationship(back_populates="response")


class Answer(Base):
    """One answer of a response; a question that was left empty has none."""

    __tablename__ = "answer"

    response_id: Mapped[int] = mapped_column(ForeignKey("response.id"), primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True, index=True)
    value: Mapped[Any] = mapped_column(JSON)
    """By kind: an option's key, a list of keys, a whole number 0–5, a text."""

    response: Mapped[Response] = relationship(back_populates="answers")
    question: Mapped[Question] = relationship()
