"""The form in which answers that came on paper are typed in: all questions at once, and who the paper speaks for."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput, GovRadioInput, GovSelect
from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice

from workshop.i18n.choose import NAMES, current_language
from workshop.meetings.models import Meeting
from workshop.surveys.conditions import asked
from workshop.surveys.forms import AnswersForm
from workshop.surveys.kinds import KINDS
from workshop.surveys.models import Question
from workshop.vocabulary.groups import group_choices
from workshop.vocabulary.places import municipality_choices


class PaperForm(AnswersForm):
    """Made by `paper_form`."""

    written_in = RadioField(_l("In which language was it answered?"), widget=GovRadioInput())
    groups = SelectMultipleField(_l("Which groups does it speak for? (optional)"), widget=GovCheckboxesInput())
    municipality = SelectField(_l("Which municipality does it speak for? (optional)"), widget=GovSelect())

    def validate(self, extra_validators: Any = None) -> bool:
        """A question that is not asked of who answers so must be empty; as such it is never missing."""
        super().validate(extra_validators)
        here = {question.id for question in asked([one.question for one in self.answers()], self.values())}
        for field in self.answers():
            if field.question.id not in here:
                is_filled = field.data is not None or field.process_errors
                field.errors = [_("This is not asked of those who answered so. Leave it empty.")] if is_filled else []
        return not self.errors


def paper_form(meeting: Meeting, questions: Sequence[Question], typed: Any = None, language: str = "") -> PaperForm:
    """The form for these questions, in the reader's language; a fresh one says that it was answered in `language`."""
    here = current_language()
    fields = {f"q{question.id}": KINDS[question.kind].field(question, here) for question in questions}
    form = type("PaperForm", (PaperForm,), fields)(formdata=typed)
    form.written_in.choices = [SelectChoice(code, NAMES[code]) for code in meeting.languages]
    form.groups.choices = [SelectChoice(*one) for one in group_choices(here)]
    places = [SelectChoice(*one) for one in municipality_choices(here, meeting.area)]
    form.municipality.choices = [SelectChoice("", _("Not known")), *places]
    if typed is None:
        form.written_in.data = language if language in meeting.languages else meeting.languages[0]
    return form
