"""Questions are written before the meeting; once somebody has answered, only slips in their texts are mended."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from workshop.action import action
from workshop.analysis.corrections import is_correction
from workshop.clock import now
from workshop.columns import Texts
from workshop.errors import NotThisBoard
from workshop.extensions import db
from workshop.meetings.actions import next_seq, require
from workshop.meetings.models import Deed, Exercise, ExerciseKind, Thing
from workshop.surveys.kinds import KINDS
from workshop.surveys.kinds.kind import BadQuestion, Options, Settings
from workshop.surveys.models import Question, QuestionKind
from workshop.surveys.queries import is_fixed, last_answered, questions_of
from workshop.surveys.wording import Asked, changes
from workshop.vocabulary.terms import topics

Condition = dict[str, Any]
"""`Question.shown_when`."""


class NoCorrection(BadQuestion):
    """Somebody has answered the question, and this would change more than a slip. `text` in `language` is what does."""

    def __init__(self, words: str, language: str = "", text: str = "") -> None:
        super().__init__(words)
        self.language, self.text = language, text


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
    easy: Texts | None = None,
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
    asked = Asked(text, topic, theme or Texts(), easy or Texts(), required, options or [], settings or {}, shown_when)
    _write(question, asked, others)
    return put_in(question)


def put_in(question: Question) -> Question:
    """Let a new question be in its survey; one that comes when people have begun to answer remembers when it came."""
    if last_answered(question.exercise):
        question.corrections = [{"at": now().isoformat(), "before": {}}]
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
    easy: Texts | None = None,
) -> None:
    """Change everything but the kind; once the meeting is live or somebody has begun to answer, mend slips only.

    Raises BadQuestion, and NoCorrection for what would change more than that.
    """
    meeting = question.exercise.meeting
    require(meeting, Deed.EDIT if meeting.allows(Deed.EDIT) else Deed.MODERATE)
    asked = Asked(text, topic, theme or Texts(), easy or Texts(), required, options or [], settings or {}, shown_when)
    if not meeting.allows(Deed.EDIT) or is_fixed(question):
        question.corrections = [*(question.corrections or []), *_corrections(question, asked)]
    _write(question, asked, questions_of(question.exercise))


def _corrections(question: Question, asked: Asked) -> list[dict[str, Any]]:
    """What stood there before, as `Question.corrections` has it. Raises NoCorrection unless only slips are mended."""
    former = Asked.of(question)
    if asked.meaning() != former.meaning():
        words = _("Options, lines and settings stay as they are now; only the spelling of the texts can be corrected.")
        raise NoCorrection(words + " " + _instead(question))
    before: dict[tuple[str, str], dict[str, str]] = {}
    for name, language, was, text in changes(former.wording(), asked.wording()):
        if not text or not is_correction(was, text):
            words = _(
                "It was “%(before)s”. This would change more than the spelling, and so what is asked.", before=was
            )
            raise NoCorrection(words + " " + _instead(question), language, text)
        before.setdefault(name, {})[language] = was
    return [{"at": now().isoformat(), "before": texts} for texts in before.values()]


def _instead(question: Question) -> str:
    if question.exercise.meeting.allows(Deed.EDIT):
        return _("People have begun to answer. To ask something else, make a new question and leave this one as it is.")
    return _("The meeting has begun, and everybody answers the same questions. Ask something else in the next survey.")


def _write(question: Question, asked: Asked, others: Sequence[Question]) -> None:
    if not asked.text:
        raise BadQuestion(_("Write the question in at least one language"))
    if asked.topic not in topics():
        raise BadQuestion(_("Choose a topic."))
    KINDS[question.kind].check_options(asked.options, asked.settings)
    _check_condition(question, asked.shown_when, others)
    question.text, question.topic, question.theme, question.easy = asked.text, asked.topic, asked.theme, asked.easy
    question.required = asked.required and KINDS[question.kind].answered
    question.options, question.settings, question.shown_when = asked.options, asked.settings, asked.shown_when
    question.exercise.seq = next_seq(question.exercise.meeting, Thing.STEPS)


def _check_condition(question: Question, condition: Condition | None, others: Sequence[Question]) -> None:
    """Raise BadQuestion for a condition that asks for what nobody can have chosen before the question is asked."""
    if condition is None:
        return
    asked = {other.id: other for other in others}.get(condition["question"])
    if asked is None or asked.page >= question.page:
        raise BadQuestion(_("Choose a question of an earlier page."))
    if not condition["any"] or not set(condition["any"]) <= set(KINDS[asked.kind].keys(asked)):
        raise BadQuestion(_("Choose at least one option of that question."))


@action
def remove_question(question: Question) -> None:
    """Remove a question that nobody can have answered yet. What it decided is asked of everybody.

    Raises NotNow, and BadQuestion once somebody has begun to answer.
    """
    exercise = question.exercise
    require(exercise.meeting, Deed.EDIT)
    if is_fixed(question):
        raise BadQuestion(_("People have begun to answer, so the question stays: no answer is lost."))
    for other in questions_of(exercise):
        if other.shown_when and other.shown_when["question"] == question.id:
            other.shown_when = None
    db.session.delete(question)
    exercise.seq = next_seq(exercise.meeting, Thing.STEPS)
