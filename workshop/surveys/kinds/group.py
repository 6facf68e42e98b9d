"""Stakeholder group: one of the vocabulary's. Stored as its key."""

from typing import Any

from flask_babel import gettext as _

from workshop.analysis.contributions import Kind as Counted
from workshop.analysis.contributions import QuestionAsked
from workshop.columns import LANGUAGES, Texts
from workshop.surveys.kinds.drop_down import DropDownField
from workshop.surveys.kinds.kind import BadAnswer, Kind, Sent
from workshop.surveys.models import Question, QuestionKind
from workshop.vocabulary.groups import groups


class _GroupField(DropDownField):
    def offered(self) -> list[tuple[str, str]]:
        """Every group; those under another one are set in behind a dash."""
        names = [
            (group.key, f"– {group.name(self.in_language)}" if group.parent else group.capitalised(self.in_language))
            for group in groups().values()
        ]
        return [("", _("Choose from the list")), *names]


class StakeholderGroup(Kind):
    kind = QuestionKind.GROUP
    paper = "group"

    def name(self) -> str:
        return _("Stakeholder group")

    def field(self, question: Question, language: str) -> Any:
        return _GroupField(kind=self, question=question, language=language)

    def clean(self, question: Question, sent: Sent) -> str | None:
        if len(sent.own) > 1:
            raise BadAnswer(_("Choose only one option."))
        return "".join(sent.own) or None

    def asked(self, question: Question) -> QuestionAsked:
        return QuestionAsked(question.id, question.topic, Counted.SINGLE, tuple(groups()), gathered=True)

    def check(self, question: Question, value: Any) -> None:
        if not isinstance(value, str) or value not in groups():
            raise BadAnswer(_("Choose a group from the list."))

    def read(self, question: Question, value: str, language: str) -> list[str]:
        return [groups()[value].capitalised(language)]

    def names(self, question: Question, language: str) -> dict[str, Texts]:
        return {
            key: Texts({spoken: group.capitalised(spoken) for spoken in LANGUAGES}) for key, group in groups().items()
        }
