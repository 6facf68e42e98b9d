"""Reading a meeting's plan."""

from dataclasses import fields
from typing import Any

from workshop.boards.actions import Rules
from workshop.boards.queries import prompts_of, rules_of
from workshop.meetings.models import Exercise, ExerciseKind, Meeting
from workshop.plans.plan import Plan, PlannedExercise, PlannedPrompt, PlannedQuestion
from workshop.surveys.queries import questions_of


def plan_of(meeting: Meeting) -> Plan:
    """The exercises of a meeting and their questions, without what was said."""
    return Plan(meeting.title, tuple(_planned(exercise) for exercise in meeting.exercises))


def _planned(exercise: Exercise) -> PlannedExercise:
    asked = _questions(exercise) if exercise.kind is ExerciseKind.SURVEY else _columns(exercise)
    return PlannedExercise(kind=exercise.kind, title=exercise.title, guidance=exercise.guidance, **asked)


def _columns(board: Exercise) -> dict[str, Any]:
    kept = rules_of(board)
    return {
        "prompts": tuple(PlannedPrompt(one.text, one.topic, one.theme) for one in prompts_of(board)),
        "rules": Rules(**{one.name: getattr(kept, one.name) for one in fields(Rules)}),
    }


def _questions(survey: Exercise) -> dict[str, Any]:
    return {
        "questions": tuple(
            PlannedQuestion(one.kind, one.text, one.topic, one.theme, one.required, tuple(one.options))
            for one in questions_of(survey)
        )
    }
