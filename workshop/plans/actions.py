"""Making a meeting after a plan."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import fields
from datetime import timedelta

from workshop.accounts.models import User
from workshop.action import action
from workshop.boards.actions import Rules, add_prompt, set_rules
from workshop.clock import in_finland, today
from workshop.meetings.actions import add_exercise, create_meeting, open_meeting
from workshop.meetings.facts import MeetingFacts
from workshop.meetings.models import Exercise, Meeting
from workshop.plans.plan import Plan, PlannedExercise, PlannedQuestion
from workshop.plans.queries import plan_of
from workshop.rounds.models import Round
from workshop.statements.actions import add_statement, set_adding
from workshop.statements.models import Adding
from workshop.surveys.actions import Rules as SurveyRules
from workshop.surveys.actions import add_question, set_survey_rules
from workshop.surveys.models import Question
from workshop.surveys.queries import questions_of


@action
def follow_plan(meeting: Meeting, plan: Plan) -> list[Exercise]:
    """Give the meeting the plan's exercises, after those that it has."""
    return [_add(meeting, planned) for planned in plan.exercises]


def _add(meeting: Meeting, planned: PlannedExercise) -> Exercise:
    exercise = add_exercise(meeting, planned.kind, planned.title, planned.guidance)
    for prompt in planned.prompts:
        add_prompt(exercise, prompt.text, prompt.topic, prompt.theme)
    if planned.rules != Rules():
        set_rules(exercise, planned.rules)
    if planned.questions:
        ask(exercise, planned.questions)
    if planned.survey_rules != SurveyRules():
        set_survey_rules(exercise, planned.survey_rules)
    for text in planned.statements:
        add_statement(exercise, text)
    if planned.adding is not Adding.NOBODY:
        set_adding(exercise, planned.adding)
    return exercise


@action
def ask(exercise: Exercise, questions: Sequence[PlannedQuestion]) -> list[Question]:
    """Put the questions at the end of a survey: the first of their pages goes on from its last one.

    Raises NotNow, and NotThisBoard for what is no survey.
    """
    former = max((question.page for question in questions_of(exercise)), default=1) - 1
    asked: list[Question] = []
    for question in questions:
        when = question.shown_when
        added = add_question(
            exercise,
            question.kind,
            question.text,
            question.topic,
            question.theme,
            question.required,
            deepcopy(list(question.options)),
            deepcopy(question.settings),
            former + question.page,
            when and {**when, "question": asked[when["question"]].id},
            question.easy,
        )
        asked.append(added)
    return asked


@action
def ask_from_banks(exercise: Exercise, chosen: Sequence[Sequence[PlannedQuestion]]) -> list[Question]:
    """Put what was chosen from each bank at the end of a survey, one bank after the other. Raises as `ask`."""
    return [question for questions in chosen for question in ask(exercise, questions)]


@action
def make_meeting(round_: Round, plan: Plan, facts: MeetingFacts, maker: User, opens: bool) -> Meeting:
    """A meeting with the plan's exercises, in one deed. When it `opens`, people can come in at once."""
    meeting = create_meeting(round_, facts, maker)
    follow_plan(meeting, plan)
    if opens:
        open_meeting(meeting, maker)
    return meeting


@action
def copy_meeting(meeting: Meeting, maker: User) -> Meeting:
    """A new meeting in draft with the same facts and exercises and nothing of what was said.

    It is set a week from now at the same time of day on a Finnish clock, for its maker to change.
    """
    facts = {one.name: getattr(meeting, one.name) for one in fields(MeetingFacts)}
    starts, ends = in_finland(meeting.starts_at), in_finland(meeting.ends_at)
    ahead = today() + timedelta(days=7) - starts.date()
    facts |= {"starts_at": starts + ahead, "ends_at": ends + ahead, "teams_url": ""}
    copy = create_meeting(meeting.round, MeetingFacts(**facts), maker)
    follow_plan(copy, plan_of(meeting))
    return copy
