"""Reading a meeting's plan."""

from workshop.boards.queries import prompts_of
from workshop.meetings.models import Exercise, ExerciseKind, Meeting
from workshop.plans.plan import Plan, PlannedExercise, PlannedPrompt, PlannedQuestion
from workshop.surveys.queries import questions_of


def plan_of(meeting: Meeting) -> Plan:
    """The exercises of a meeting and their questions, without what was said."""
    return Plan(meeting.title, tuple(_planned(exercise) for exercise in meeting.exercises))


def _planned(exercise: Exercise) -> PlannedExercise:
    asks = exercise.kind is ExerciseKind.SURVEY
    return PlannedExercise(
        kind=exercise.kind,
        title=exercise.title,
        guidance=exercise.guidance,
        prompts=() if asks else tuple(PlannedPrompt(one.text, one.topic, one.theme) for one in prompts_of(exercise)),
        questions=tuple(
            PlannedQuestion(one.kind, one.text, one.topic, one.theme, one.required, tuple(one.options))
            for one in questions_of(exercise)
        )
        if asks
        else (),
    )
