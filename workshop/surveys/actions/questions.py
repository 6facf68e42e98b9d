"""Questions are written, arranged and dealt out to pages before the meeting."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from workshop.action import action
from workshop.columns import Texts
from workshop.errors import NotThisBoard
from workshop.extensions import db
from workshop.meetings.actions import next_seq, require
from workshop.meetings.models import Deed, Exercise, ExerciseKind, Thing
from workshop.surveys.kinds import KINDS
from workshop.surveys.kinds.kind import BadQuestion, Options, Settings
from workshop.surveys.models import Question, QuestionKind
from workshop.surveys.queries import questions_of
from workshop.vocabulary.terms import topics

Condition = dict[str, Any]
"""`Question.shown_when`."""


@action
def add_question(
    exercise: Exercise,
    kind: QuestionKind,
    text: Texts,
    topic: str,
    theme: Texts | None = None,
    required: bool = False,
    options: Options | None = None,
    settings: Settings | None = None,
    page: int | None = None,
    shown_when: Condition | None = None,
) -> Question:
    """A new question at the end of a survey. `options` and `settings` as the kind wants them.

    Without a `page` it is on that of the last question. Raises BadQuestion, NotNow.
    """
    require(exercise.meeting, Deed.EDIT)
    if exercise.kind is not ExerciseKind.SURVEY:
        raise NotThisBoard
    others = questions_of(exercise)
    last = others[-1] if others else None
    question = Question(exercise=exercise, kind=kind, position=last.position + 1 if last else 1)
    question.page = page or (last.page if last else 1)
    _write(question, text, topic, theme, required, options, settings)
    _ask_when(question, shown_when)
    db.session.add(question)
    db.session.flush()
    return question


@action
def edit_question(
    question: Question,
    text: Texts,
    topic: str,
    theme: Texts | None = None,
    required: bool = False,
    options: Options | None = None,
    settings: Settings | None = None,
    shown_when: Condition | None = None,
) -> None:
    """Change everything but the kind, before anybody can have answered. Raises BadQuestion, NotNow."""
    require(question.exercise.meeting, Deed.EDIT)
    _write(question, text, topic, theme, required, options, settings)
    _ask_when(question, shown_when)


def _write(
    question: Question,
    text: Texts,
    topic: str,
    theme: Texts | None,
    required: bool,
    options: Options | None,
    settings: Settings | None,
) -> None:
    if not text:
        raise BadQuestion(_("Write the question in at least one language"))
    if topic not in topics():
        raise BadQuestion(_("Choose a topic."))
    KINDS[question.kind].check_options(options or [], settings or {})
    question.text, question.topic, question.theme = text, topic, theme or Texts()
    question.required = required and KINDS[question.kind].answered
    question.options, question.settings = options or [], settings or {}
    question.exercise.seq = next_seq(question.exercise.meeting, Thing.STEPS)


def _ask_when(question: Question, condition: Condition | None) -> None:
    """Set of whom the question is asked. Raises BadQuestion for what nobody can have chosen before it is asked."""
    if condition:
        others = {other.id: other for other in questions_of(question.exercise)}
        asked = others.get(condition["question"])
        if asked is None or asked.page >= question.page:
            raise BadQuestion(_("Choose a question of an earlier page."))
        if not condition["any"] or not set(condition["any"]) <= set(KINDS[asked.kind].keys(asked)):
            raise BadQuestion(_("Choose at least one option of that question."))
    question.shown_when = condition


@action
def remove_question(question: Question) -> None:
    """Remove a question before the meeting; nobody can have answered it yet. What it decided is asked of everybody."""
    exercise = question.exercise
    require(exercise.meeting, Deed.EDIT)
    for other in questions_of(exercise):
        if other.shown_when and other.shown_when["question"] == question.id:
            other.shown_when = None
    db.session.delete(question)
    exercise.seq = next_seq(exercise.meeting, Thing.STEPS)


@action
def shift_question(question: Question, by: int) -> None:
    """Move a question one place earlier (−1) or later (+1): past its neighbour, or over to the neighbour's page.

    At an end nothing happens. Raises BadQuestion when a condition would no longer ask for an earlier page.
    """
    exercise = question.exercise
    require(exercise.meeting, Deed.EDIT)
    order = list(questions_of(exercise))
    here = order.index(question)
    if not 0 <= here + by < len(order):
        return
    neighbour = order[here + by]
    if neighbour.page == question.page:
        order.insert(here + by, order.pop(here))
    else:
        question.page = neighbour.page
    _arrange(exercise, order)


@action
def break_page(question: Question) -> None:
    """Let a new page begin with a question. At the beginning of a page nothing happens."""
    order = list(questions_of(question.exercise))
    here = order.index(question)
    if here and order[here - 1].page == question.page:
        for later in order[here:]:
            later.page += 1
    _arrange(question.exercise, order)


@action
def join_page(question: Question) -> None:
    """Let the page that begins with a question go on from the one before. Raises BadQuestion as `shift_question`."""
    order = list(questions_of(question.exercise))
    here = order.index(question)
    if here and order[here - 1].page != question.page:
        fewer = question.page - order[here - 1].page
        for later in order[here:]:
            later.page -= fewer
    _arrange(question.exercise, order)


def _arrange(exercise: Exercise, order: Sequence[Question]) -> None:
    require(exercise.meeting, Deed.EDIT)
    pages = sorted({question.page for question in order})
    for position, question in enumerate(order, start=1):
        question.position, question.page = position, pages.index(question.page) + 1
    page_of = {question.id: question.page for question in order}
    for question in order:
        if question.shown_when and page_of[question.shown_when["question"]] >= question.page:
            raise BadQuestion(_("A question whose answer decides who is asked must stay on an earlier page."))
    exercise.seq = next_seq(exercise.meeting, Thing.STEPS)
