"""Ranking: all options put in order, or the most important ones (TOP n). Stored as keys, from the first place on."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from workshop.analysis.contributions import Kind as Counted
from workshop.analysis.contributions import QuestionAsked
from workshop.surveys.kinds.choices import LinesField, as_lines, check_rows
from workshop.surveys.kinds.figures import Narrow
from workshop.surveys.kinds.kind import BadAnswer, BadQuestion, Cell, Details, Options, Sent, Settings
from workshop.surveys.kinds.rows import BadPart, Drawn, PartsField, PartsKind
from workshop.surveys.models import Question, QuestionKind
from workshop.typed import one_line


class _RankingField(PartsField):
    widget = Drawn("ranking")

    @property
    def most(self) -> int:
        """How many places there are."""
        return places_of(self.question)


class _RankingDetails(Details):
    """The options, and how many of them are chosen."""

    lines = LinesField(
        _l("Options"),
        description=_l("One option on each line. Write the same options in the same order in each language."),
        required=_l("Write the options in at least one language"),
    )
    top = StringField(
        _l("How many are chosen and put in order"),
        description=_l("Such as 5. Leave this empty when all are put in order."),
        filters=[one_line],
        widget=Narrow(),
    )

    def options(self, kept: Options) -> Options:
        return self.lines.rows(kept)

    def settings(self, kept: Settings) -> Settings:
        return {"top": int(self.top.data)} if self.top.data else {}

    @staticmethod
    def shown(options: Options, settings: Settings) -> dict[str, Any]:
        return {"lines": as_lines(options), "top": str(settings.get("top", ""))}

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        # looked up and never parsed
        most = len(self.lines.rows([]))
        if self.top.data and self.top.data not in map(str, range(1, most + 1)):
            self.top.errors = [_top_words(most)]
        return not self.top.errors


class Ranking(PartsKind):
    kind = QuestionKind.RANKING
    Details = _RankingDetails
    paper = "ranking"

    def name(self) -> str:
        return _("Putting in order, TOP n")

    def field(self, question: Question, language: str) -> Any:
        hint = _("Put all of these in order. 1 is the first.")
        if question.setting("top"):
            hint = _("Choose at most %(most)s and put them in order. 1 is the first.", most=places_of(question))
        return _RankingField(kind=self, question=question, language=language, description=hint)

    def parts(self, question: Question) -> list[str]:
        return list(question.option_texts())

    def clean(self, question: Question, sent: Sent) -> list[str] | None:
        places = {str(place): place for place in range(1, places_of(question) + 1)}
        taken: dict[int, str] = {}
        given = self.sent_parts(question, sent)
        if len(given) > len(places):
            most = len(places)
            raise BadAnswer(_("You have chosen %(chosen)s. Choose at most %(most)s.", chosen=len(given), most=most))
        for key, text in given.items():
            if text not in places:
                raise BadPart(_("Choose a place from 1 to %(most)s.", most=len(places)), key)
            if places[text] in taken:
                raise BadPart(_("Two options have the place %(place)s. Give each place once.", place=text), key)
            taken[places[text]] = key
        for place in range(1, len(taken) + 1):
            if place not in taken:
                words = _("Place %(place)s is missing. Use the places from 1 on, without leaving out any.", place=place)
                raise BadPart(words, taken[max(taken)])
        return [taken[place] for place in sorted(taken)] or None

    def asked(self, question: Question) -> QuestionAsked:
        return QuestionAsked(question.id, question.topic, Counted.RANKING, tuple(question.option_texts()))

    def check(self, question: Question, value: Any) -> None:
        offered = question.option_texts()
        if not isinstance(value, list) or not value:
            raise BadAnswer(_("Choose from the options of the question."))
        if any(not isinstance(key, str) or key not in offered for key in value):
            raise BadAnswer(_("Choose from the options of the question."))
        if len(set(value)) < len(value):
            raise BadAnswer(_("Choose each option once."))
        most = places_of(question)
        if len(value) > most:
            raise BadAnswer(_("You have chosen %(chosen)s. Choose at most %(most)s.", chosen=len(value), most=most))
        if not question.setting("top") and len(value) < most:
            first = next(key for key in offered if key not in value)
            raise BadPart(_("Give every option a place."), first)

    def columns(self, question: Question, language: str) -> dict[str, str]:
        asked = question.text.text(language)
        return {key: f"{asked}: {text.text(language)}" for key, text in question.option_texts().items()}

    def cells(self, question: Question, value: list[str]) -> dict[str, Cell]:
        return {key: place for place, key in enumerate(value, start=1)}

    def value_of(self, question: Question, cells: Mapping[str, Cell]) -> list[str] | None:
        given = [key for key in question.option_texts() if key in cells]
        return sorted(given, key=lambda key: cells[key]) or None

    def read(self, question: Question, value: list[str], language: str) -> list[str]:
        texts = question.option_texts()
        return [f"{place}. {texts[key].text(language)}" for place, key in enumerate(value, start=1)]

    def check_options(self, options: Options, settings: Settings | None = None) -> None:
        check_rows(options)
        top = (settings or {}).get("top")
        if top is not None and (type(top) is not int or not 1 <= top <= len(options)):
            raise BadQuestion(_top_words(len(options)))


def places_of(question: Question) -> int:
    """How many places there are to give: n of a TOP n, or one for each option."""
    return question.setting("top") or len(question.options)


def _top_words(most: int) -> str:
    return _("Write a number from 1 to %(most)s, or leave this empty.", most=most)
