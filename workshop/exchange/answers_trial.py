"""What would come of another service's table of responses. Nothing is written."""

import json
import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from workshop.exchange.answers_match import Target, sent_of
from workshop.exchange.bounds import Row
from workshop.exchange.matching import Reading
from workshop.exchange.trial import ROWS, DryRun, Said, Told, tag_of
from workshop.meetings.models import Exercise
from workshop.surveys.actions import BroughtResponse
from workshop.surveys.kinds import KINDS
from workshop.surveys.kinds.kind import BadAnswer
from workshop.surveys.models import Question


@dataclass
class AnswersTrial(DryRun):
    """A dry run of responses."""

    responses: list[BroughtResponse] = field(default_factory=list)
    by_question: Counter[int] = field(default_factory=Counter)
    """How many of them answer which question."""


def try_answers(
    exercise: Exercise, targets: Mapping[str, Target], rows: Sequence[Row], reading: Reading, there: Collection[str]
) -> AnswersTrial:
    """What would come of the table when it is read so; `there` are the keys of the survey's responses.

    An answer that its question cannot have is named with its row, and the response comes without it.
    """
    trial, seen = AnswersTrial(), Counter[str]()
    for line, cells in rows[reading.headings :]:
        said = Said(reading, cells)
        values, faults = _values(said, targets)
        when, tag, doubts = tag_of(line, said, reading)
        told = [Told(line, words) for words in faults]
        if not values:
            trial.left_out += told or [Told(line, _("It answers no question."))]
            continue
        mark = json.dumps([exercise.id, cells])
        seen[mark] += 1
        key = str(uuid.uuid5(ROWS, f"{mark}{seen[mark]}"))
        if key in there:
            trial.there += 1
            continue
        afterwards = when is not None and when > exercise.meeting.ends_at
        trial.responses.append(BroughtResponse(key, values, afterwards=afterwards, **tag))
        trial.by_question.update(values.keys())
        trial.doubts += [*told, *doubts]
    return trial


def _values(said: Said, targets: Mapping[str, Target]) -> tuple[dict[int, Any], list[str]]:
    """The values of a row by the question's id, and what is wrong with the others."""
    by_question: dict[Question, list[tuple[Target, str]]] = defaultdict(list)
    for role, cell in said.pairs:
        if role in targets:
            by_question[targets[role].question].append((targets[role], cell))
    values, faults = {}, []
    for question, told in by_question.items():
        try:
            value = KINDS[question.kind].take(question, sent_of(told))
            if value is not None:
                values[question.id] = value
        except BadAnswer as fault:
            name = question.text.text(said.reading.language)
            faults.append(_("Left out: “%(question)s”. %(words)s", question=name, words=fault.words))
    return values, faults
