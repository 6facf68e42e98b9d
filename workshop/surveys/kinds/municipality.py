"""Municipality: one of Finland's, those of the meeting's area first. Stored as its code.

Without script it is a select; with script (static/js/answers.js) a field that finds names by typing. That field sends
a name, in any language, instead of a code.
"""

from typing import Any

from flask_babel import gettext as _

from workshop.analysis.contributions import Kind as Counted
from workshop.analysis.contributions import QuestionAsked
from workshop.columns import LANGUAGES, Texts
from workshop.surveys.kinds.drop_down import DropDownField, Opening
from workshop.surveys.kinds.kind import BadAnswer, Kind, Sent
from workshop.surveys.kinds.long_text import savable
from workshop.surveys.models import Question, QuestionKind
from workshop.vocabulary.places import find_municipality, municipalities, municipality_choices

LONGEST_NAME = 100


class _Searched(Opening):
    """Says beside each name what the place is called in the other languages, and what was typed."""

    def map_gov_params(self, field: DropDownField, **drawn: Any) -> dict[str, Any]:
        params = super().map_gov_params(field, **drawn)
        for item in params["items"][1:]:
            names = municipalities()[item["value"]].names
            others = {names[code] for code in ("fi", "sv")} - {item["text"]}
            if others:
                item["attributes"] = {"data-also": "|".join(sorted(others))}
        typed = savable(" ".join(field.sent))
        hint = _("Start typing the name and choose it from the list.")
        params["attributes"] |= {"data-search": hint, "data-typed": "" if typed in municipalities() else typed}
        return params


class _MunicipalityField(DropDownField):
    widget = _Searched()

    def offered(self) -> list[tuple[str, str]]:
        exercise = self.question.exercise
        area = exercise.meeting.area if exercise else None
        return [("", _("Choose from the list")), *municipality_choices(self.in_language, area)]


class Municipality(Kind):
    kind = QuestionKind.MUNICIPALITY

    def name(self) -> str:
        return _("Municipality")

    def field(self, question: Question, language: str) -> Any:
        return _MunicipalityField(kind=self, question=question, language=language)

    def clean(self, question: Question, sent: Sent) -> str | None:
        if len(sent.own) > 1:
            raise BadAnswer(_("Choose only one option."))
        typed = "".join(sent.own).strip()
        if not typed or typed in municipalities():
            return typed or None
        found = find_municipality(typed)
        if found is None:
            name = savable(typed)[:LONGEST_NAME]
            raise BadAnswer(_("There is no municipality called “%(name)s”. Choose one from the list.", name=name))
        return found.code

    def asked(self, question: Question) -> QuestionAsked:
        return QuestionAsked(question.id, question.topic, Counted.SINGLE, tuple(municipalities()), gathered=True)

    def check(self, question: Question, value: Any) -> None:
        if not isinstance(value, str) or value not in municipalities():
            raise BadAnswer(_("Choose a municipality from the list."))

    def read(self, question: Question, value: str, language: str) -> list[str]:
        return [municipalities()[value].name(language)]

    def names(self, question: Question, language: str) -> dict[str, Texts]:
        return {
            code: Texts({spoken: place.name(spoken) for spoken in LANGUAGES})
            for code, place in municipalities().items()
        }
