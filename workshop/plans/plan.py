"""A plan: the exercises of a meeting with their questions, apart from any meeting. Pure data, to and from JSON."""

import json
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from workshop.columns import Texts
from workshop.meetings.models import ExerciseKind
from workshop.surveys.models import QuestionKind


@dataclass(frozen=True)
class PlannedPrompt:
    text: Texts
    topic: str
    theme: Texts = field(default_factory=Texts)


@dataclass(frozen=True)
class PlannedQuestion:
    kind: QuestionKind
    text: Texts
    topic: str
    theme: Texts = field(default_factory=Texts)
    required: bool = False
    options: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True)
class PlannedExercise:
    kind: ExerciseKind
    title: Texts
    guidance: Texts = field(default_factory=Texts)
    prompts: tuple[PlannedPrompt, ...] = ()
    questions: tuple[PlannedQuestion, ...] = ()


@dataclass(frozen=True)
class Plan:
    name: Texts
    exercises: tuple[PlannedExercise, ...]


def read_plan(data: dict[str, Any]) -> Plan:
    """A plan from its JSON form (see `templates/`). Raises KeyError, TypeError or ValueError when it is malformed."""
    return Plan(Texts(data["name"]), tuple(_exercise(row) for row in data["exercises"]))


def _exercise(row: dict[str, Any]) -> PlannedExercise:
    return PlannedExercise(
        kind=ExerciseKind(row["kind"]),
        title=Texts(row["title"]),
        guidance=Texts(row.get("guidance", {})),
        prompts=tuple(
            PlannedPrompt(Texts(one["text"]), one["topic"], Texts(one.get("theme", {})))
            for one in row.get("prompts", ())
        ),
        questions=tuple(
            PlannedQuestion(
                kind=QuestionKind(one["kind"]),
                text=Texts(one["text"]),
                topic=one["topic"],
                theme=Texts(one.get("theme", {})),
                required=one.get("required", False),
                options=tuple(one.get("options", ())),
            )
            for one in row.get("questions", ())
        ),
    )


@cache
def built_in() -> dict[str, Plan]:
    """The templates from the field, by key."""
    folder = files("workshop.plans") / "templates"
    found = sorted((file for file in folder.iterdir() if file.name.endswith(".json")), key=lambda file: file.name)
    return {file.name.removesuffix(".json"): read_plan(json.loads(file.read_text("utf-8"))) for file in found}
