"""A question asked and answered without any survey around it, and an answer taken through storage and exports."""

from typing import Any

from sqlalchemy import literal, select
from werkzeug.datastructures import MultiDict

from tests.surveys.conftest import ENDS, OPTIONS
from workshop.columns import Texts
from workshop.extensions import db
from workshop.surveys.forms import AnswersForm, answers_form
from workshop.surveys.kinds import KINDS
from workshop.surveys.kinds.kind import Options
from workshop.surveys.models import Answer, Question, QuestionKind

KEYS = [option["key"] for option in OPTIONS]
CHOICES = (QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.DROP_DOWN)


def asked(kind: QuestionKind, *, options: Options | None = None, required: bool = False, **settings: Any) -> Question:
    """A question of the kind that its own rules accept."""
    usual = OPTIONS if kind in CHOICES else ENDS if kind is QuestionKind.SCALE else []
    options = usual if options is None else options
    KINDS[kind].check_options(options, settings)
    return Question(id=7, kind=kind, text=Texts(en="Asked?"), required=required, options=options, settings=settings)


def answer(question: Question, *own: Any, seed: str = "", **parts: Any) -> AnswersForm:
    """The form as it is after this came for its only question: under its name, and under those of its parts."""
    form = answers_form([question], seed=seed)
    sent = [("q7", value) for value in own] + [(f"q7.{part}", value) for part, value in parts.items()]
    form.process(MultiDict(sent))
    form.validate()
    return form


def value(form: AnswersForm) -> Any:
    assert not form.errors, form.errors
    return form["q7"].data


def refusal(form: AnswersForm) -> str:
    """The words of the error at the field; it is drawn there, leads to something on the page, and nothing is kept."""
    drawn = form["q7"]()
    assert list(form.errors) == ["q7"]
    assert form["q7"].data is None
    assert 'id="q7-error"' in drawn
    assert f'id="{form["q7"].entry}"' in drawn
    return str(form.errors["q7"][0])


def from_database(given: Any) -> Any:
    """What the database gives back for the value of an answer."""
    return db.session.scalar(select(literal(given, Answer.__table__.c.value.type)))


def carried(question: Question, given: Any) -> Any:
    """The value after it was checked, stored, exported and read back."""
    kind = KINDS[question.kind]
    kind.check(question, given)
    stored = from_database(given)
    assert stored == given
    assert type(stored) is type(given)
    cells = kind.cells(question, stored)
    assert cells.keys() <= kind.columns(question, "fi").keys()
    assert all(isinstance(cell, str | int | float) for cell in cells.values())
    assert kind.read(question, stored, "fi")
    return kind.value_of(question, cells)
