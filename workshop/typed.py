"""What came in a form, made tidy before it is judged: the form that takes text only, and filters for its fields.

A browser sends text; a stranger may send a file, control characters or half a character instead.
"""

import unicodedata
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import Field, IntegerField, ValidationError

_CONTROL = {"Cc", "Cs"}
MINUTE = "%Y-%m-%dT%H:%M"
"""A moment as browsers write it."""
YEARS = range(2000, 2101)
"""Others are slips, and the first and the last of the calendar are in no time zone."""


class Form(FlaskForm):
    """A form of the house. Whoever sends one is asked for the token before any form is read (`extensions.csrf`), so it
    has no field for it; pages carry it by the macro `token` (components/press.html)."""

    class Meta(FlaskForm.Meta):
        csrf = False


class TextForm(Form):
    """A form of text fields: a file sent in place of any of them is as if the field had been left empty."""

    def __init__(self, **given: Any) -> None:
        if self.is_submitted():
            given.setdefault("formdata", request.form)
        super().__init__(**given)


class WholeNumberField(IntegerField):
    """A whole number; what is none is refused in the house's words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Write a whole number in digits, for example 12")) from None


def in_our_years(_form: Form, field: Field) -> None:
    """A validator for days and moments: in a year of ours."""
    if field.data and field.data.year not in YEARS:
        raise ValidationError(_("Give a year from %(first)s to %(last)s", first=YEARS[0], last=YEARS[-1]))


def one_line(typed: Any) -> str:
    """A text of one line: runs of spaces and line breaks become one space; "" when a file came instead of text."""
    return " ".join(_plain(typed).split())


def many_lines(typed: Any) -> str:
    """A text of many lines, without the spaces around it; "" when a file came instead of text."""
    return _plain(typed).strip()


def as_typed(typed: Any) -> str:
    """Exactly what was typed, for passwords; "" when a file came instead of text."""
    return typed if isinstance(typed, str) else ""


def _plain(typed: Any) -> str:
    if not isinstance(typed, str):
        return ""
    unix = typed.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in unix if sign in "\n\t" or unicodedata.category(sign) not in _CONTROL)
