"""Matrix: statements on one scale 1–5, with "cannot say" (0) apart. Stored as {row: number}, only rows answered."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from workshop.analysis.contributions import CANNOT_SAY, QuestionAsked
from workshop.analysis.contributions import Kind as Counted
from workshop.columns import Texts
from workshop.i18n.fields import TextsField
from workshop.surveys.kinds.choices import LONGEST_OPTION, LinesField, as_lines, check_rows
from workshop.surveys.kinds.kind import BadAnswer, BadQuestion, Cell, Details, Options, Sent, Settings
from workshop.surveys.kinds.rows import BadPart, Drawn, PartsField, PartsKind, told
from workshop.surveys.models import Question, QuestionKind

STEPS = (1, 2, 3, 4, 5)
ENDS = ("1", "5")
"""Keys of the options that say what the ends mean."""


class _MatrixField(PartsField):
    widget = Drawn("matrix")

    def steps(self) -> list[tuple[str, str, Texts]]:
        """What can be chosen on a row: what is sent, what is shown, and what an end means."""
        ends = self.question.option_texts()
        steps = [(str(step), str(step), ends.get(str(step), Texts())) for step in STEPS]
        return [*steps, (str(CANNOT_SAY), _("Cannot say"), Texts())]

    def misses(self, row: str) -> bool:
        """Was an answer wanted on this row, and did none come?"""
        return bool(self.errors) and self.question.required and not self.sent_part(row)


class _MatrixDetails(Details):
    """The statements, and what the ends of the scale mean."""

    rows = LinesField(
        _l("Statements"),
        description=_l("One statement on each line. Write the same statements in the same order in each language."),
        required=_l("Write the statements in at least one language"),
    )
    low = TextsField(_l("What 1 means"), required=_l("Write what 1 means in at least one language"))
    high = TextsField(_l("What 5 means"), required=_l("Write what 5 means in at least one language"))

    def options(self, kept: Options) -> Options:
        return [{"key": key, "text": dict(end.data)} for key, end in zip(ENDS, (self.low, self.high), strict=True)]

    def settings(self, kept: Settings) -> Settings:
        return {"rows": self.rows.rows(kept.get("rows", []))}

    @staticmethod
    def shown(options: Options, settings: Settings) -> dict[str, Any]:
        texts = {option["key"]: Texts(option["text"]) for option in options}
        low, high = (texts.get(key, Texts()) for key in ENDS)
        return {"rows": as_lines(settings.get("rows", [])), "low": low, "high": high}


class Matrix(PartsKind):
    kind = QuestionKind.MATRIX
    Details = _MatrixDetails
    paper = "matrix"

    def name(self) -> str:
        return _("Statements on a scale 1–5")

    def field(self, question: Question, language: str) -> Any:
        low, high = (question.option_texts()[key].text(language) for key in ENDS)
        hint = _("1 = %(low)s, 5 = %(high)s", low=low, high=high)
        return _MatrixField(kind=self, question=question, language=language, description=hint)

    def parts(self, question: Question) -> list[str]:
        return list(question.row_texts())

    def clean(self, question: Question, sent: Sent) -> dict[str, int] | None:
        # looked up and never parsed: no odd digits, no signs, no numbers of a thousand digits
        steps = {str(step): step for step in (CANNOT_SAY, *STEPS)}
        given = self.sent_parts(question, sent)
        for row, text in given.items():
            if text not in steps:
                raise BadPart(_words(), row)
        return {row: steps[text] for row, text in given.items()} or None

    def asked(self, question: Question) -> QuestionAsked:
        scale = QuestionAsked(question.id, question.topic, Counted.SCALE)
        rows = tuple((row, scale) for row in question.row_texts())
        return QuestionAsked(question.id, question.topic, Counted.ROWS, rows=rows)

    def check(self, question: Question, value: Any) -> None:
        rows = question.row_texts()
        if not isinstance(value, dict) or not value or not value.keys() <= rows.keys():
            raise BadAnswer(_words())
        for row, step in value.items():
            if type(step) is not int or step not in (CANNOT_SAY, *STEPS):
                raise BadPart(_words(), row)
        missing = [row for row in rows if row not in value]
        if question.required and missing:
            raise BadPart(_("Answer every row."), missing[0])

    def columns(self, question: Question, language: str) -> dict[str, str]:
        asked = question.text.text(language)
        return {row: f"{asked}: {text.text(language)}" for row, text in question.row_texts().items()}

    def cells(self, question: Question, value: dict[str, int]) -> dict[str, Cell]:
        return dict(value)

    def value_of(self, question: Question, cells: Mapping[str, Cell]) -> dict[str, Cell] | None:
        return {row: cells[row] for row in question.row_texts() if row in cells} or None

    def read(self, question: Question, value: dict[str, int], language: str) -> list[str]:
        return [
            told(text.text(language), _("Cannot say") if value[row] == CANNOT_SAY else value[row])
            for row, text in question.row_texts().items()
            if row in value
        ]

    def listed(self, question: Question) -> list[list[Texts]]:
        return [list(question.row_texts().values()), list(question.option_texts().values())]

    def check_options(self, options: Options, settings: Settings | None = None) -> None:
        if tuple(option["key"] for option in options) != ENDS:
            raise BadQuestion(_("Say what 1 and 5 mean."))
        for option in options:
            longest = max((len(text) for text in option["text"].values()), default=0)
            if not 0 < longest <= LONGEST_OPTION:
                raise BadQuestion(_("Say what 1 and 5 mean in at most %(most)s characters.", most=LONGEST_OPTION))
        check_rows((settings or {}).get("rows"))


def _words() -> str:
    return _("Choose one number from 1 to 5, or “cannot say”.")
