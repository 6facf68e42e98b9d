"""The forms of a survey: the answers of one participant, how it works, and who is invited."""

import hashlib
import re
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxInput,
    GovFileInput,
    GovSubmitInput,
    GovTextArea,
    GovTextInput,
)
from werkzeug.datastructures import FileStorage
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    FileField,
    HiddenField,
    SubmitField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import Optional

from workshop.clock import from_finland, in_finland
from workshop.i18n.choose import current_language
from workshop.surveys.actions import Rules
from workshop.surveys.easy import wants_easy
from workshop.surveys.kinds import KINDS
from workshop.surveys.kinds.kind import AnswerField
from workshop.surveys.lists import BadList, Reading, decode_list, read_list
from workshop.surveys.models import Question, QuestionKind, SurveyRules
from workshop.typed import MINUTE, Form, in_our_years

_ANSWER = re.compile(r"(q\d+)(\..*)?")
_SWITCHES = ("by_link", "anonymous", "results_shown", "editable")


def _key_or_new(sent: str | None) -> str:
    """The key that came with the form; a new one for a fresh form, and for one whose key was broken on its way."""
    try:
        return str(uuid.UUID(sent))
    except (ValueError, TypeError, AttributeError):
        return str(uuid.uuid4())


class AnswersForm(Form):
    """A survey's questions as fields q<id>. Made by `answers_form`."""

    client_key = HiddenField(filters=[_key_or_new])

    def __init__(self, formdata: Any) -> None:
        super().__init__(formdata=formdata)
        self.came = list(formdata or ())
        """The names of what was sent."""

    def answers(self) -> list[AnswerField]:
        """The fields of the questions, in order."""
        return [field for field in self if isinstance(field, AnswerField)]

    def values(self) -> Mapping[int, Any]:
        """The values to store, by the question's id; None where nothing was answered."""
        return {field.question.id: field.data for field in self.answers()}

    @property
    def is_empty(self) -> bool:
        """Is something asked, and nothing of it answered?"""
        asked = [field for field in self.answers() if field.question.kind is not QuestionKind.INFORMATION]
        return bool(asked) and all(field.data is None for field in asked)

    def ask_for_something(self) -> None:
        """Say that an empty survey is not sent."""
        self.form_errors.append(_("Answer at least one question before you send."))

    def validate(self, extra_validators: Any = None) -> bool:
        fits = super().validate(extra_validators)
        answers = [_ANSWER.fullmatch(name) for name in self.came]
        foreign = [answer for answer in answers if answer and answer[1] not in self]
        if foreign:
            self.form_errors.append(_("The questions have changed. Check your answers and send them again."))
        return fits and not foreign


def answers_form(questions: Sequence[Question], typed: Any = None, seed: str = "") -> AnswersForm:
    """The form for these questions, in the reader's language, in easy language if that is asked for.

    `typed` is a MultiDict of what was typed before.

    `seed` is the same whenever the same person answers: options that are shuffled keep their order for them.
    """
    language = current_language()
    fields = {f"q{question.id}": KINDS[question.kind].field(question, language) for question in questions}
    form = type("AnswersForm", (AnswersForm,), fields)(formdata=typed)
    easy = wants_easy()
    for field in form.answers():
        field.seed = seed
        if easy:
            field.speak_easily()
    return form


class SurveyRulesForm(Form):
    """How a survey works. Times are those of a Finnish clock."""

    promised: bool | None = None
    """Whether answers are anonymous, where people have been told; None where it can be chosen."""

    by_link = BooleanField(
        _l("People may answer by the survey’s own link too, as long as the meeting lets people in"),
        widget=GovCheckboxInput(),
    )
    anonymous = BooleanField(
        _l("The answers of invited people are anonymous: nobody can join an answer to an address"),
        widget=GovCheckboxInput(),
    )
    results_shown = BooleanField(_l("Those who have answered may see the results"), widget=GovCheckboxInput())
    editable = BooleanField(
        _l("People may change their answers as long as the survey is open"), widget=GovCheckboxInput()
    )
    opens = DateTimeLocalField(
        _l("Opens (optional)"), format=MINUTE, widget=GovTextInput(), validators=[Optional(), in_our_years]
    )
    closes = DateTimeLocalField(
        _l("Closes (optional)"),
        format=MINUTE,
        description=_l("Answers on their way then are still accepted for ten minutes, and marked as late."),
        widget=GovTextInput(),
        validators=[Optional(), in_our_years],
    )
    save = SubmitField(_l("Save"), widget=GovSubmitInput())

    def validate_closes(self, field: DateTimeLocalField) -> None:
        if field.data and self.opens.data and field.data <= self.opens.data:
            raise ValidationError(_("The survey must close after it opens."))

    @classmethod
    def of(cls, rules: SurveyRules, *, is_promised: bool = False) -> "SurveyRulesForm":
        """The form, filled with these rules unless it was sent; without what people have been promised."""
        opens, closes = (moment and in_finland(moment) for moment in (rules.opens_at, rules.closes_at))
        switches = {name: getattr(rules, name) for name in _SWITCHES}
        form = cls(data={**switches, "opens": opens, "closes": closes})
        form.promised = rules.anonymous if is_promised else None
        if is_promised:
            del form.anonymous
        return form

    def rules(self) -> Rules:
        opens, closes = (moment and from_finland(moment) for moment in (self.opens.data, self.closes.data))
        switches = {name: self[name].data if name in self else self.promised for name in _SWITCHES}
        return Rules(opens_at=opens, closes_at=closes, **switches)


class InviteesForm(Form):
    """A list of people to be invited: a file, or what was pasted."""

    file = FileField(_l("A file (CSV in UTF-8)"), widget=GovFileInput())
    text = TextAreaField(_l("Or paste the list here"), widget=GovTextArea())
    seen = HiddenField()
    """Which list the sender has seen as it was read."""
    read = SubmitField(_l("Read the list"), widget=GovSubmitInput())

    reading: Reading | None = None

    def read_in(self, language: str) -> None:
        """Read what was sent, the file first; `language` is that of rows which name none. What is wrong with the list
        as a whole stands at the field that it came in."""
        if not self.is_submitted():
            return
        came_as_file = isinstance(self.file.data, FileStorage) and self.file.data.filename
        try:
            if came_as_file:
                self.text.data = decode_list(self.file.data.read())
            self.reading = read_list(self.text.data if isinstance(self.text.data, str) else "", language)
        except BadList as fault:
            self.fault = (self.file if came_as_file else self.text), str(fault)
            if came_as_file and not isinstance(self.text.data, str):
                self.text.data = ""

    def validate(self, extra_validators: Any = None) -> bool:
        fits = super().validate(extra_validators)
        if self.reading is None:
            field, words = self.fault
            field.errors = [words]
        return fits and self.reading is not None

    def is_confirmed(self) -> bool:
        """Was this very list sent again after it had been read and shown?"""
        before, self.seen.data = self.seen.data, hashlib.sha256(repr(self.reading).encode()).hexdigest()
        return before == self.seen.data and "confirm" in request.form
