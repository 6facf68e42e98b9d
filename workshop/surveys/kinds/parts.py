"""Several parts: a question with a few fields of its own, each a line, a longer text or a number.

Stored as {part: text or number}, without the parts left empty.
"""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovSelect
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from workshop.analysis.contributions import Kind as Counted
from workshop.analysis.contributions import QuestionAsked
from workshop.columns import Texts
from workshop.i18n.fields import TextsField
from workshop.surveys.kinds.choices import check_rows, keyed
from workshop.surveys.kinds.figures import check_figure, figure, written
from workshop.surveys.kinds.kind import BadAnswer, BadQuestion, Cell, Details, Options, Sent, Settings
from workshop.surveys.kinds.long_text import one_line, tidy
from workshop.surveys.kinds.rows import BadPart, Drawn, PartsField, PartsKind, check_text, standing_at, told
from workshop.surveys.models import Question, QuestionKind

MOST_PARTS = 5
LONGEST = {"short": 200, "long": 4000}
"""Characters of a text, by the kind of part."""
PART_KINDS = {"short": _l("One line"), "long": _l("Longer text"), "number": _l("Number")}
DECIMALS = 2
"""Of a number."""


class _SeveralField(PartsField):
    widget = Drawn("parts")

    def asked_parts(self) -> list[tuple[str, str, Texts]]:
        """Key, kind and text of each part."""
        return [(part["key"], part["kind"], Texts(part["text"])) for part in parts_of(self.question)]


class _SeveralDetails(Details):
    """Up to five parts, each with its text and its kind. Those without a text are not there."""

    def settings(self, kept: Settings) -> Settings:
        written = [(text.data, kind.data) for text, kind in self._slots() if text.data]
        rows = keyed([text for text, _kind in written], kept.get("parts", []))
        return {"parts": [row | {"kind": kind} for row, (_text, kind) in zip(rows, written, strict=True)]}

    def _slots(self) -> list[tuple[TextsField, SelectField]]:
        return [(self[f"text{place}"], self[f"kind{place}"]) for place in range(1, MOST_PARTS + 1)]

    @staticmethod
    def shown(options: Options, settings: Settings) -> dict[str, Any]:
        parts = settings.get("parts", [])
        texts = {f"text{place}": Texts(part["text"]) for place, part in enumerate(parts, start=1)}
        return texts | {f"kind{place}": part["kind"] for place, part in enumerate(parts, start=1)}

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        try:
            check_parts(self.settings({})["parts"])
        except BadQuestion as refusal:
            self._slots()[0][0].form["fi"].errors = [refusal.words]
        return not self.errors


for _place in range(1, MOST_PARTS + 1):
    setattr(_SeveralDetails, f"text{_place}", TextsField(_l("Part %(place)s", place=_place)))
    setattr(
        _SeveralDetails,
        f"kind{_place}",
        SelectField(
            _l("How part %(place)s is answered", place=_place),
            choices=[SelectChoice(kind, name) for kind, name in PART_KINDS.items()],
            default="short",
            widget=GovSelect(),
        ),
    )


class Several(PartsKind):
    kind = QuestionKind.PARTS
    Details = _SeveralDetails
    paper = "parts"

    def name(self) -> str:
        return _("Question in several parts")

    def field(self, question: Question, language: str) -> Any:
        return _SeveralField(kind=self, question=question, language=language)

    def parts(self, question: Question) -> list[str]:
        return [part["key"] for part in parts_of(question)]

    def clean(self, question: Question, sent: Sent) -> dict[str, Any] | None:
        given, kinds = self.sent_parts(question, sent), _kinds(question)
        read = {part: _read(text, kinds[part], part) for part, text in given.items()}
        return {part: value for part, value in read.items() if value not in (None, "")} or None

    def asked(self, question: Question) -> QuestionAsked:
        text = QuestionAsked(question.id, question.topic, Counted.TEXT)
        rows = tuple((part, text) for part in self.parts(question))
        return QuestionAsked(question.id, question.topic, Counted.ROWS, rows=rows)

    def check(self, question: Question, value: Any) -> None:
        kinds = _kinds(question)
        if not isinstance(value, dict) or not value or not value.keys() <= kinds.keys():
            raise BadAnswer(_("Write one answer."))
        for part, given in value.items():
            if kinds[part] == "number":
                with standing_at(part):
                    check_figure(given, DECIMALS)
            else:
                check_text(given, LONGEST[kinds[part]], part)
        missing = [part for part in kinds if part not in value]
        if question.required and missing:
            raise BadPart(_("Answer every part."), missing[0])

    def columns(self, question: Question, language: str) -> dict[str, str]:
        asked = question.text.text(language)
        return {part: f"{asked}: {text}" for part, text in self.row_names(question, language).items()}

    def cells(self, question: Question, value: dict[str, Any]) -> dict[str, Cell]:
        return dict(value)

    def value_of(self, question: Question, cells: Mapping[str, Cell]) -> dict[str, Any] | None:
        return {part: cells[part] for part in self.parts(question) if part in cells} or None

    def read(self, question: Question, value: dict[str, Any], language: str) -> list[str]:
        headings = self.row_names(question, language)
        return [told(headings[part], _shown(value[part], language)) for part in headings if part in value]

    def row_names(self, question: Question, language: str) -> dict[str, str]:
        return {part["key"]: Texts(part["text"]).text(language) for part in parts_of(question)}

    def words_of(self, question: Question, value: dict[str, Any]) -> dict[str, str]:
        return {part: given for part, given in value.items() if isinstance(given, str)}

    def text_headings(self, question: Question, language: str) -> dict[str, str]:
        return self.row_names(question, language)

    def listed(self, question: Question) -> list[list[Texts]]:
        return [[Texts(part["text"]) for part in parts_of(question)]]

    def check_options(self, options: Options, settings: Settings | None = None) -> None:
        if options:
            raise BadQuestion(_("A question of this kind has no options."))
        check_parts((settings or {}).get("parts"))


def parts_of(question: Question) -> Options:
    """The parts as the question has them: [{"key": …, "text": …, "kind": …}]."""
    return question.setting("parts", [])


def check_parts(parts: Any) -> None:
    """Raise BadQuestion unless a question may have these parts."""
    check_rows(parts, MOST_PARTS)
    if any(part.get("kind") not in PART_KINDS for part in parts):
        raise BadQuestion(_("Choose how each part is answered."))


def _kinds(question: Question) -> dict[str, str]:
    return {part["key"]: part["kind"] for part in parts_of(question)}


def _read(text: str, kind: str, part: str) -> Any:
    """What was typed in a part as it is kept; "" for nothing."""
    if kind != "number":
        return one_line(text) if kind == "short" else tidy(text)
    with standing_at(part):
        return figure(text, DECIMALS) if text.strip() else ""


def _shown(value: Any, language: str) -> str:
    """A text as it is; a number as the language writes it."""
    return value if isinstance(value, str) else written(value, language)
