"""Reading a meeting's plan."""

from dataclasses import fields
from typing import Any

from workshop.boards.actions import Rules
from workshop.boards.queries import prompts_of, rules_of
from workshop.columns import Texts
from workshop.meetings.models import Exercise, ExerciseKind, Meeting
from workshop.plans.plan import Plan, PlannedExercise, PlannedPrompt, PlannedQuestion
from workshop.statements.queries import rules_of as vote_rules_of
from workshop.statements.queries import statements_of
from workshop.surveys.actions import Rules as SurveyRules
from workshop.surveys.models import Question
from workshop.surveys.queries import questions_of
from workshop.surveys.queries import rules_of as survey_rules_of

TIMES = {"opens_at", "closes_at"}


def plan_of(meeting: Meeting) -> Plan:
    """The exercises of a meeting and their questions, without what was said."""
    return Plan(meeting.title, tuple(_planned(exercise) for exercise in meeting.exercises))


def _planned(exercise: Exercise) -> PlannedExercise:
    read = {ExerciseKind.SURVEY: _questions, ExerciseKind.STATEMENTS: _statements}.get(exercise.kind, _columns)
    asked = read(exercise)
    return PlannedExercise(kind=exercise.kind, title=exercise.title, guidance=exercise.guidance, **asked)


def _columns(board: Exercise) -> dict[str, Any]:
    kept = rules_of(board)
    return {
        "prompts": tuple(PlannedPrompt(one.text, one.topic, one.theme) for one in prompts_of(board)),
        "rules": Rules(**{one.name: getattr(kept, one.name) for one in fields(Rules)}),
    }


def _questions(survey: Exercise) -> dict[str, Any]:
    asked = questions_of(survey)
    places = {one.id: place for place, one in enumerate(asked)}
    kept = survey_rules_of(survey)
    told = {one.name: getattr(kept, one.name) for one in fields(SurveyRules) if one.name not in TIMES}
    return {"questions": tuple(_question(one, places) for one in asked), "survey_rules": SurveyRules(**told)}


def _question(one: Question, places: dict[int, int]) -> PlannedQuestion:
    when = one.shown_when
    return PlannedQuestion(
        one.kind,
        one.text,
        one.topic,
        one.theme,
        one.required,
        tuple(one.options),
        one.settings,
        one.page,
        when and {**when, "question": places[when["question"]]},
        one.easy or Texts(),
    )


def _statements(vote: Exercise) -> dict[str, Any]:
    """What those who lead have typed; what came from notes and from participants was said in that meeting."""
    typed = [one for one in statements_of(vote) if not (one.note_id or one.participant_id or one.hidden_at)]
    return {"statements": tuple(one.text for one in typed), "adding": vote_rules_of(vote).adding}
