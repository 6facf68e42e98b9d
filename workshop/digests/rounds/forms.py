"""What organisers fill in about a round's digest."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovSelect, GovSubmitInput, GovTextArea, GovTextInput
from wtforms import HiddenField, SelectField, StringField, SubmitField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from workshop.analysis.privacy import Count
from workshop.clock import today
from workshop.digests.rounds.actions import FalsePhrase, PieceFacts
from workshop.digests.rounds.guarded import BadPhrase, read_phrase, say_count
from workshop.digests.rounds.models import Piece, PieceKind, Stage
from workshop.digests.rounds.seen import of_piece
from workshop.digests.rounds.words import false_phrase, figure_name, stage_names
from workshop.i18n.choose import NAMES, current_language
from workshop.i18n.fields import TextsField
from workshop.typed import Form, many_lines, one_line

LONGEST_PHRASE = 60
LONGEST_TITLE, LONGEST_QUOTE = 500, 4000


def _day(typed: str) -> date | None:
    """The day that was typed, as a browser's field or a Finn writes it."""
    with suppress(ValueError):
        if finnish := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", typed, re.ASCII):
            day, month, year = map(int, finnish.groups())
            return date(year, month, day)
        return date.fromisoformat(typed)
    return None


class DayForm(Form):
    """Which digest: as of which day, in which language, interim or final. Sent by GET, so that it can be linked."""

    as_of = StringField(
        _l("What was said by the end of this day"),
        filters=[one_line],
        widget=GovTextInput(),
    )
    language = SelectField(_l("Language of the digest"), widget=GovSelect())
    stage = SelectField(_l("Interim or final"), widget=GovSelect())

    def __init__(self) -> None:
        asked = {"as_of": today().isoformat(), "language": current_language(), "stage": Stage.INTERIM}
        asked |= {name: request.values[name] for name in asked if name in request.values}
        super().__init__(formdata=None, data=asked)
        self.language.choices = [SelectChoice(code, name) for code, name in NAMES.items()]
        self.stage.choices = [SelectChoice(stage, name) for stage, name in stage_names().items()]

    def validate_as_of(self, field: StringField) -> None:
        """A day that has come."""
        day = _day(field.data or "")
        if day is None:
            raise ValidationError(_("Write the day in the form 21.2.2022"))
        if day > today():
            raise ValidationError(_("The day has not come yet"))
        field.data = day.isoformat()

    @property
    def day(self) -> date:
        """The day, of a form that is valid."""
        return date.fromisoformat(self.as_of.data)

    @property
    def chosen_stage(self) -> Stage:
        return Stage(self.stage.data)


class WordsForm(Form):
    """Other words for the counts of a day: a field for each, made by `of`."""

    seen = HiddenField()
    save = SubmitField(_l("Save"), widget=GovSubmitInput())

    @classmethod
    def of(cls, figures: Mapping[str, Count], chosen: Mapping[str, str], seen: str) -> "WordsForm":
        """The form for these counts, with what has been chosen for them."""
        language = current_language()
        named = {f"figure{number}": figure for number, figure in enumerate(figures, start=1)}
        fields = {
            name: StringField(
                figure_name(figure, language),
                filters=[one_line],
                description=_("The count: %(count)s", count=say_count(figures[figure], language)),
                validators=[Length(max=LONGEST_PHRASE, message=_l("Use at most %(max)d characters"))],
                widget=GovTextInput(),
            )
            for name, figure in named.items()
        }
        filled = {"seen": seen, **{name: chosen.get(named[name], "") for name in named}}
        form = type("FilledWordsForm", (cls,), fields)(data=filled)
        form.named = named
        return form

    named: Mapping[str, str]
    """The figure of each field."""

    def typed(self) -> dict[str, str]:
        """What was typed, by figure."""
        return {figure: self[name].data or "" for name, figure in self.named.items()}

    def validate(self, extra_validators: Any = None) -> bool:
        """Each is a phrase that can be read."""
        valid = super().validate(extra_validators)
        for name in self.named:
            try:
                if self[name].data and not self[name].errors:
                    read_phrase(self[name].data)
            except BadPhrase:
                self[name].errors = [
                    _("Write a number, alone or after a word, such as: over 300, about 50, at least 22")
                ]
                valid = False
        return valid

    def complain(self, no: FalsePhrase) -> None:
        """Say at the field why its phrase is refused."""
        name = next(name for name, figure in self.named.items() if figure == no.figure)
        self[name].errors = [false_phrase(no.phrase, no.fault, no.count, current_language())]


class ChapterForm(Form):
    """What is said at the beginning of a chapter."""

    seen = HiddenField()
    text = TextsField(_l("Text at the beginning (optional)"), description=_l("Each line is a paragraph."), long=True)
    save = SubmitField(_l("Save"), widget=GovSubmitInput())


class HeadingsForm(Form):
    """Whose codes are the headings of the themes."""

    frame = SelectField(_l("Headings of the themes"), widget=GovSelect())
    save = SubmitField(_l("Save"), widget=GovSubmitInput())

    def __init__(self, frames: Sequence[tuple[int, str]], chosen: int | None) -> None:
        super().__init__(data={"frame": str(chosen or "")})
        listed = [SelectChoice(str(id_), name) for id_, name in frames]
        self.frame.choices = [SelectChoice("", _("No coding frame")), *listed]


class PieceForm(Form):
    """An item, a practice, a recommendation or a fact."""

    seen = HiddenField()
    heading = SelectField(_l("Under the heading"), widget=GovSelect())
    title = TextsField(_l("Title"), required=_l("Write it in at least one language"), max_length=LONGEST_TITLE)
    text = TextsField(_l("Text (optional)"), description=_l("Each line is a point of its own."), long=True)
    source = TextsField(_l("Source (optional)"))
    save = SubmitField(_l("Save"), widget=GovSubmitInput())

    def __init__(self, kind: PieceKind, headings: Sequence[tuple[str, str]], piece: Piece | None) -> None:
        facts = ("heading", "title", "text", "source")
        stands = {"seen": of_piece(piece), **{name: getattr(piece, name) for name in facts}} if piece else None
        super().__init__(data=stands)
        listed = [SelectChoice(key, name) for key, name in headings]
        self.heading.choices = [*listed, SelectChoice("", _("Other"))]
        if not headings:
            del self.heading
        if kind is not PieceKind.FACT:
            del self.source

    def facts(self) -> PieceFacts:
        """What was written."""
        source = {"source": self.source.data} if "source" in self else {}
        heading = {"heading": self.heading.data} if "heading" in self else {}
        return PieceFacts(title=self.title.data, text=self.text.data, **source, **heading)


class QuoteForm(Form):
    """A quote, which may be shortened."""

    seen = HiddenField()
    words = TextAreaField(
        _l("What was said"),
        filters=[many_lines],
        description=_l("It can be shortened: write […] where something is left out. Nothing else may be changed."),
        validators=[Length(max=LONGEST_QUOTE, message=_l("Use at most %(max)d characters"))],
        widget=GovTextArea(),
    )
    save = SubmitField(_l("Save"), widget=GovSubmitInput())

    def complain(self) -> None:
        """It is not word for word."""
        self.words.errors = [
            _("These are not the words that were said. Show every gap with […], and change nothing else.")
        ]
