"""The form of a question being written."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxesInput,
    GovCheckboxInput,
    GovSelect,
    GovSubmitInput,
)
from wtforms import (
    BooleanField,
    FormField,
    SelectField,
    SelectMultipleField,
    SubmitField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice

from workshop.i18n.choose import current_language
from workshop.i18n.fields import TextsField
from workshop.surveys.actions import Condition
from workshop.surveys.kinds import KINDS
from workshop.surveys.kinds.kind import BadQuestion, Options, Settings
from workshop.surveys.models import Question, QuestionKind
from workshop.typed import Form
from workshop.vocabulary.terms import topics

LONGEST_QUESTION = 500
"""Characters in one language."""


class QuestionForm(Form):
    """A question being written. Made by `question_form`, which adds the `details` of its kind."""

    text = TextsField(
        _l("Question"), required=_l("Write the question in at least one language"), max_length=LONGEST_QUESTION
    )
    easy = TextsField(
        _l("The question in easy language (optional)"),
        description=_l("Short sentences and everyday words, for those who choose easy language."),
        max_length=LONGEST_QUESTION,
    )
    topic = SelectField(
        _l("Topic"), description=_l("Which part of the results the answers belong to"), widget=GovSelect()
    )
    theme = TextsField(_l("Heading in the digest (optional)"))
    required = BooleanField(_l("An answer is required"), widget=GovCheckboxInput())
    shown_when = SelectMultipleField(
        _l("Asked only of those who have chosen"),
        description=_l("One of these, all of the same question on an earlier page. Choose none to ask everybody."),
        widget=GovCheckboxesInput(),
    )
    save = SubmitField(_l("Save the question"), widget=GovSubmitInput())

    is_fixed = False
    """Can only its texts be changed, because somebody has begun to answer?"""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = current_language()
        self.topic.choices = [SelectChoice(key, term.capitalised(here)) for key, term in topics().items()]

    def offer(self, earlier: Sequence[Question]) -> None:
        """Let the question be asked only of those who chose something in one of these, which stand on earlier pages."""
        here = current_language()
        self.shown_when.choices = [
            SelectChoice(f"{question.id}.{key}", f"{question.text.text(here)} – {text.text(here)}")
            for question in earlier
            for key, text in question.option_texts().items()
            if key in KINDS[question.kind].keys(question)
        ]
        if not self.shown_when.choices:
            del self.shown_when

    def validate_shown_when(self, field: SelectMultipleField) -> None:
        if len({choice.partition(".")[0] for choice in field.data or ()}) > 1:
            raise ValidationError(_("Choose options of one question only."))

    def condition(self) -> Condition | None:
        """What `Question.shown_when` holds."""
        chosen = [choice.partition(".") for choice in (self.shown_when.data if "shown_when" in self else None) or ()]
        return {"question": int(chosen[0][0]), "any": [key for _id, _point, key in chosen]} if chosen else None

    def facts(self, options: Options, settings: Settings) -> dict[str, Any]:
        """What the actions want to know; given are the options and settings that the question had before."""
        return {
            "text": self.text.data,
            "easy": self.easy.data,
            "topic": self.topic.data,
            "theme": self.theme.data,
            "required": self.required.data,
            "shown_when": self.condition(),
            "options": self.details.form.options(options),
            "settings": self.details.form.settings(settings),
        }

    def fix(self, stands: dict[str, Any]) -> None:
        """Let nothing but texts be changed: all else is as it stands, whatever was sent."""
        self.is_fixed = True
        details = [(field, stands["details"]) for field in self.details.form if not isinstance(field, TextsField)]
        own = [(self[name], stands) for name in ("topic", "required", "shown_when") if name in self]
        for field, facts in (*own, *details):
            field.process(None, facts.get(field.short_name))

    def refuse(self, refusal: BadQuestion) -> None:
        """Let what the action said stand at the text that it is about, or else above all fields."""
        text, language = getattr(refusal, "text", ""), getattr(refusal, "language", "")
        for field in (*self, *self.details.form):
            if text and isinstance(field, TextsField) and text in field.data.get(language, ""):
                field.form[language].errors = [refusal.words]
                return
        self.form_errors.append(refusal.words)


def question_form(
    kind: QuestionKind, others: Sequence[Question], question: Question | None = None, is_fixed: bool = False
) -> QuestionForm:
    """The form for a new question of the kind at the end of `others`, or for one that is there among them.

    Of a fixed one only the texts can be changed.
    """
    details = KINDS[kind].Details
    form = type("QuestionForm", (QuestionForm,), {"details": FormField(details)})
    page = question.page if question else max((other.page for other in others), default=1)
    earlier = [other for other in others if other.page < page]
    if question is None:
        made = form()
        made.offer(earlier)
        return made
    when = question.shown_when or {"any": []}
    chosen = [f"{when['question']}.{key}" for key in when["any"]]
    shown = {"details": details.shown(question.options, question.settings), "shown_when": chosen}
    facts = {name: getattr(question, name) for name in ("text", "easy", "topic", "theme", "required")} | shown
    made = form(data=facts)
    made.offer(earlier)
    if is_fixed:
        made.fix(facts)
    return made
