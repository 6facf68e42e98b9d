"""A plan: the exercises of a meeting with their questions, apart from any meeting. Pure data, to and from JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from workshop.boards.actions import Rules
from workshop.boards.models import Marking, Showing
from workshop.columns import Texts
from workshop.meetings.models import ExerciseKind, Pace
from workshop.statements.models import Adding
from workshop.surveys.actions import Rules as SurveyRules
from workshop.surveys.models import QuestionKind

KEYS = (
    "strategy",
    "regional_advisory_boards",
    "good_practices",
    "interfaces",
    "wellbeing_survey",
    "situation_survey",
    "managers_interview",
)
"""The templates' keys, in order. They stand in addresses and in people's notes: a key never changes."""


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
    settings: dict[str, Any] = field(default_factory=dict)
    page: int = 1
    shown_when: dict[str, Any] | None = None
    """As `Question.shown_when`, with the question's place in the survey, from 0, in the place of its id."""
    easy: Texts = field(default_factory=Texts)


@dataclass(frozen=True)
class PlannedExercise:
    kind: ExerciseKind
    title: Texts
    guidance: Texts = field(default_factory=Texts)
    prompts: tuple[PlannedPrompt, ...] = ()
    questions: tuple[PlannedQuestion, ...] = ()
    rules: Rules = field(default_factory=Rules)
    """How its board works."""
    survey_rules: SurveyRules = field(default_factory=SurveyRules)
    """How its survey works, without times: those are of one meeting."""
    statements: tuple[Texts, ...] = ()
    adding: Adding = Adding.NOBODY
    """May people add statements to its vote?"""


@dataclass(frozen=True)
class Plan:
    """The exercises, and what a template says of itself: a sentence on whom it is for, and what it suggests."""

    name: Texts
    exercises: tuple[PlannedExercise, ...]
    description: Texts = field(default_factory=Texts)
    event_type: str = "other"
    minutes: int = 120
    pace: Pace = Pace.TOGETHER


def read_plan(data: dict[str, Any]) -> Plan:
    """A plan from its JSON form (see `templates/`). Raises KeyError, TypeError or ValueError when it is malformed."""
    return Plan(
        name=Texts(data["name"]),
        exercises=tuple(_exercise(row) for row in data["exercises"]),
        description=Texts(data["description"]),
        event_type=data["event_type"],
        minutes=data["minutes"],
        pace=Pace(data.get("pace", Pace.TOGETHER)),
    )


def _exercise(row: dict[str, Any]) -> PlannedExercise:
    return PlannedExercise(
        kind=ExerciseKind(row["kind"]),
        title=Texts(row["title"]),
        guidance=Texts(row.get("guidance", {})),
        prompts=tuple(
            PlannedPrompt(Texts(one["text"]), one["topic"], Texts(one.get("theme", {})))
            for one in row.get("prompts", ())
        ),
        questions=tuple(map(read_question, row.get("questions", ()))),
        rules=_rules(row.get("rules", {})),
        survey_rules=SurveyRules(**row.get("survey_rules", {})),
        statements=tuple(Texts(one) for one in row.get("statements", ())),
        adding=Adding(row.get("adding", Adding.NOBODY)),
    )


def read_question(row: dict[str, Any]) -> PlannedQuestion:
    """A question from its JSON form. Raises as `read_plan`."""
    return PlannedQuestion(
        kind=QuestionKind(row["kind"]),
        text=Texts(row["text"]),
        topic=row["topic"],
        theme=Texts(row.get("theme", {})),
        easy=Texts(row.get("easy", {})),
        required=row.get("required", False),
        options=tuple(row.get("options", ())),
        settings=row.get("settings", {}),
        page=row.get("page", 1),
        shown_when=row.get("shown_when"),
    )


def _rules(row: dict[str, Any]) -> Rules:
    """The rules that the row names; the others are as on every board."""
    named = Rules(**row)
    return replace(named, marking=Marking(named.marking), showing=Showing(named.showing))


@cache
def built_in() -> Mapping[str, Plan]:
    """The templates from the field by key, in the order in which people should see them."""
    folder = files("workshop.plans") / "templates"
    return MappingProxyType({key: read_plan(json.loads((folder / f"{key}.json").read_text("utf-8"))) for key in KEYS})
