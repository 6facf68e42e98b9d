"""Responses of another service are brought into a survey, all that are in a file at once, and taken away again."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from workshop.accounts.log import write_down
from workshop.accounts.models import User
from workshop.action import action
from workshop.clock import now
from workshop.errors import NotFound, NotThisBoard
from workshop.extensions import db
from workshop.meetings.actions import next_seq, require
from workshop.meetings.codes import ALPHABET
from workshop.meetings.models import Deed, Exercise, ExerciseKind, Thing
from workshop.surveys.actions.responses import RECEIPT_LENGTH
from workshop.surveys.kinds import KINDS
from workshop.surveys.models import Answer, Question, Response
from workshop.surveys.queries import keys_in, questions_of


@dataclass(frozen=True)
class BroughtResponse:
    """A response as a file has it: stored values by the question's id, and what the row says of who answered."""

    client_key: str
    """Made of what its row says, so that the same row is the same response."""
    values: Mapping[int, Any]
    language: str
    groups: tuple[str, ...] = field(default=())
    municipality: str | None = None
    afterwards: bool = False


def with_choice(question: Question) -> Question:
    """The same question, which need not be answered, nor all its parts; in no database."""
    facts = ("id", "kind", "text", "options", "settings")
    return Question(required=False, **{fact: getattr(question, fact) for fact in facts})


@action
def import_responses(exercise: Exercise, brought: Sequence[BroughtResponse], by: User | None = None) -> int:
    """Put responses from a file into a survey and say how many; what is there already stays and is none of them.

    Each is one person's. Which questions had to be answered, and of whom they were asked, was decided elsewhere; each
    value must be one that its question can have. Raises NotThisBoard, BadAnswer, NotNow, and nothing is brought in.
    """
    if exercise.kind is not ExerciseKind.SURVEY:
        raise NotThisBoard
    require(exercise.meeting, Deed.IMPORT)
    questions = {question.id: with_choice(question) for question in questions_of(exercise)}
    there = keys_in(exercise)
    new = [one for key, one in {one.client_key: one for one in brought}.items() if key not in there]
    for question_id, value in (pair for one in new for pair in one.values.items()):
        if question_id not in questions:
            raise NotThisBoard
        KINDS[questions[question_id].kind].check(questions[question_id], value)
    if not new:
        return 0
    seq, moment = next_seq(exercise.meeting, Thing.RESPONSES), now()
    rows = [
        {
            "meeting_id": exercise.meeting_id,
            "exercise_id": exercise.id,
            "seq": seq,
            "client_key": one.client_key,
            "receipt": "".join(secrets.choice(ALPHABET) for _sign in range(RECEIPT_LENGTH)),
            "language": one.language,
            "groups": list(one.groups),
            "municipality": one.municipality,
            "sent_at": moment,
            "sent_afterwards": one.afterwards,
            "imported_at": moment,
        }
        for one in new
    ]
    ids = db.session.scalars(insert(Response).returning(Response.id, sort_by_parameter_order=True), rows).all()
    given = [
        {"response_id": response_id, "question_id": question_id, "value": value}
        for response_id, one in zip(ids, new, strict=True)
        for question_id, value in one.values.items()
    ]
    if given:
        db.session.execute(insert(Answer), given)
    said = {"exercise": exercise.id, "responses": len(new)}
    write_down("import_responses", by, meeting_id=exercise.meeting_id, **said)
    return len(new)


@action
def take_back_responses(exercise: Exercise, imported_at: datetime, by: User | None = None) -> int:
    """Remove all responses that came from a file at this moment, with what was coded of them, and say how many. The
    same file may be brought in again. Raises NotFound when there are none, NotNow."""
    require(exercise.meeting, Deed.IMPORT)
    came = (Response.exercise_id == exercise.id, Response.imported_at == imported_at)
    ids = db.session.scalars(select(Response.id).where(*came)).all()
    if not ids:
        raise NotFound
    db.session.execute(delete(Answer).where(Answer.response_id.in_(select(Response.id).where(*came))))
    db.session.execute(delete(Response).where(*came))
    seq = next_seq(exercise.meeting, Thing.RESPONSES)
    newest = select(func.max(Response.id)).where(Response.exercise_id == exercise.id).scalar_subquery()
    db.session.execute(update(Response).where(Response.id == newest).values(seq=seq))  # screens count anew
    said = {"exercise": exercise.id, "responses": len(ids)}
    write_down("take_back_responses", by, meeting_id=exercise.meeting_id, **said)
    return len(ids)
