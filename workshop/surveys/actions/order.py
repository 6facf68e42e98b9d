"""Questions are put in order and dealt out to pages, before anybody has answered them."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy

from flask_babel import gettext as _

from workshop.action import action
from workshop.meetings.actions import next_seq, require
from workshop.meetings.models import Deed, Exercise, Thing
from workshop.surveys.actions.questions import put_in
from workshop.surveys.kinds.kind import BadQuestion
from workshop.surveys.models import Question
from workshop.surveys.queries import last_answered, questions_of
from workshop.surveys.wording import Asked


@action
def shift_question(question: Question, by: int) -> None:
    """Move a question one place earlier (−1) or later (+1): past its neighbour, or over to the neighbour's page.

    At an end nothing happens. Raises BadQuestion when a condition would no longer ask for an earlier page, or when
    somebody has begun to answer.
    """
    with _arranging(question.exercise) as order:
        here = order.index(question)
        if not 0 <= here + by < len(order):
            return
        neighbour = order[here + by]
        if neighbour.page == question.page:
            order.insert(here + by, order.pop(here))
        else:
            question.page = neighbour.page


@action
def move_question(question: Question, page: int) -> None:
    """Put a question at the end of a page; one more than there are makes a new one. Raises as `shift_question`."""
    with _arranging(question.exercise) as order:
        if not 1 <= page <= order[-1].page + 1:
            raise BadQuestion(_("Choose one of the pages."))
        order.remove(question)
        question.page = page
        order.insert(sum(other.page <= page for other in order), question)


@action
def duplicate_question(question: Question) -> Question:
    """The same question once more, right after it. Raises NotNow."""
    with _arranging(question.exercise) as order:
        copy = Question(exercise=question.exercise, kind=question.kind, page=question.page, position=0)
        for name, fact in vars(Asked.of(question)).items():
            setattr(copy, name, deepcopy(fact))
        order.insert(order.index(question) + 1, put_in(copy))
    return copy


@action
def break_page(question: Question) -> None:
    """Let a new page begin with a question. At the beginning of a page nothing happens. Raises as `shift_question`."""
    with _arranging(question.exercise) as order:
        here = order.index(question)
        if here and order[here - 1].page == question.page:
            for later in order[here:]:
                later.page += 1


@action
def join_page(question: Question) -> None:
    """Let the page that begins with a question go on from the one before. Raises as `shift_question`."""
    with _arranging(question.exercise) as order:
        here = order.index(question)
        if here and order[here - 1].page != question.page:
            fewer = question.page - order[here - 1].page
            for later in order[here:]:
                later.page -= fewer


@contextmanager
def _arranging(exercise: Exercise) -> Iterator[list[Question]]:
    """The questions in order, to be put in another one and on other pages; both are then numbered anew.

    Raises NotNow, and BadQuestion for an order that cannot be.
    """
    require(exercise.meeting, Deed.EDIT)
    order, last = list(questions_of(exercise)), last_answered(exercise)
    fixed = [question for question in order if question.is_fixed(last)]
    stood = [(question.id, question.page) for question in fixed]
    yield order
    pages = sorted({question.page for question in order})
    for position, question in enumerate(order, start=1):
        question.position, question.page = position, pages.index(question.page) + 1
    page_of = {question.id: question.page for question in order}
    for question in order:
        if question.shown_when and page_of[question.shown_when["question"]] >= question.page:
            raise BadQuestion(_("A question whose answer decides who is asked must stay on an earlier page."))
    if stood != [(question.id, question.page) for question in order if question in fixed]:
        raise BadQuestion(_("People have begun to answer, so the questions stay where they are."))
    exercise.seq = next_seq(exercise.meeting, Thing.STEPS)
