"""Who is asked what: a question with a condition is asked of those who chose one of some options before."""

from collections.abc import Mapping, Sequence
from typing import Any

from workshop.surveys.models import Question


def asked(questions: Sequence[Question], values: Mapping[int, Any]) -> list[Question]:
    """The questions that are asked of somebody who answers so (values to store by the question's id), in order.

    What was answered to a question that is not asked decides nothing.
    """
    chosen: dict[int, set[str]] = {}
    found = []
    for question in questions:
        when = question.shown_when
        if when and not chosen.get(when["question"], set()) & set(when["any"]):
            continue
        found.append(question)
        chosen[question.id] = _keys(values.get(question.id))
    return found


def _keys(value: Any) -> set[str]:
    """The keys that a stored value has chosen."""
    if isinstance(value, dict):
        value = value.get("keys", [])
    if isinstance(value, list):
        return set(map(str, value))
    return set() if value is None else {str(value)}
