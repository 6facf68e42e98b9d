"""A form field for one text in several languages.

In a form (`required` is the error shown when every language is empty; leave it out when the text is voluntary)::

    class RoundForm(workshop.typed.Form):
        title = TextsField(_l("Title"), required=_l("Write the title in at least one language"))
        purpose = TextsField(_l("Purpose"), description=_l("Why the meetings are held"), long=True)

    form = RoundForm(obj=round_)        # or RoundForm(data={"title": Texts(fi="…")})
    form.title.data                     # a Texts, empty languages left out

In a template, a fieldset with one labelled field for each language; the error summary finds its fields::

    {% from 'components/texts.html' import texts_field %}
    {{ texts_field(form.title) }}

It may stand in a FormField or be the member of a FieldList.
"""

from typing import Any

from flask_babel import gettext as _
from govuk_frontend_wtf.wtforms_widgets import GovTextArea, GovTextInput
from wtforms import Form, FormField, StringField, TextAreaField

from workshop.columns import Texts
from workshop.i18n.choose import NAMES
from workshop.typed import many_lines, one_line

LINE_MAX = 200
TEXT_MAX = 4000
"""The most characters of a short and of a long text, when the form does not say otherwise."""


class _Line(Form):
    fi = StringField(NAMES["fi"], filters=[one_line], widget=GovTextInput())
    sv = StringField(NAMES["sv"], filters=[one_line], widget=GovTextInput())
    en = StringField(NAMES["en"], filters=[one_line], widget=GovTextInput())


class _Text(Form):
    fi = TextAreaField(NAMES["fi"], filters=[many_lines], widget=GovTextArea())
    sv = TextAreaField(NAMES["sv"], filters=[many_lines], widget=GovTextArea())
    en = TextAreaField(NAMES["en"], filters=[many_lines], widget=GovTextArea())


class TextsField(FormField):
    """One text in Finnish, Swedish and English; its `data` is a Texts.

    `required`: the error when no language is filled in; "" when the text is voluntary.
    `long`: text areas instead of lines. `max_length`: characters in one language.
    """

    def __init__(
        self, label: Any = None, *, required: Any = "", long: bool = False, max_length: int = 0, **field: Any
    ) -> None:
        super().__init__(_Text if long else _Line, label, **field)
        self.required = required
        self.max_length = max_length or (TEXT_MAX if long else LINE_MAX)

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """An error stands at the language that is too long, or at the first one when all are empty."""
        super().validate(form, extra_validators)
        for part in self.form:
            if len(part.data or "") > self.max_length:
                part.errors = [_("Use at most %(most)s characters", most=self.max_length)]
        if self.required and not self.data:
            self.form["fi"].errors = [str(self.required)]
        return not self.form.errors

    @property
    def data(self) -> Texts:
        return Texts({part.short_name: part.data or "" for part in self.form})

    def populate_obj(self, obj: Any, name: str) -> None:
        setattr(obj, name, self.data)
