"""Information: something to read between the questions, with a link to a video if one is wanted. It has no answer.

Settings: `more`, a longer text in several languages; `video`, an address that begins with http:// or https://.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.gov_form_base import GovFormBase
from govuk_frontend_wtf.wtforms_widgets import GovTextInput
from wtforms import Field, StringField

from workshop.columns import LANGUAGES, Texts
from workshop.i18n.fields import TEXT_MAX, TextsField
from workshop.surveys.kinds.kind import (
    AnswerField,
    BadAnswer,
    BadQuestion,
    Cell,
    Details,
    Kind,
    Options,
    Sent,
    Settings,
)
from workshop.surveys.models import Question, QuestionKind
from workshop.typed import one_line

LONGEST_ADDRESS = 500
KNOWN = {"more", "video"}


class _Section(GovFormBase):
    template = "surveys/information.html"

    def __call__(self, field: "_InformationField", **_drawn: Any) -> Any:
        question = field.question
        return self.render(
            {
                "id": field.id,
                "text": field.asked,
                "more": field.more,
                "video": question.setting("video"),
                "language": field.in_language,
                "errors": field.errors,
            }
        )


class _InformationField(AnswerField, Field):
    widget = _Section()

    @property
    def more(self) -> Texts:
        return Texts(self.question.setting("more", {}))


class _Reading(Details):
    """What there is to read and to watch."""

    more = TextsField(_l("More text (optional)"), long=True)
    video = StringField(
        _l("Link to a video (optional)"),
        description=_l("The whole address, such as https://example.org/video. It opens on the video’s own page."),
        filters=[one_line],
        widget=GovTextInput(),
    )

    def settings(self, kept: Settings) -> Settings:
        return {
            name: value for name, value in {"more": dict(self.more.data), "video": self.video.data}.items() if value
        }

    @staticmethod
    def shown(options: Options, settings: Settings) -> dict[str, Any]:
        return {"more": Texts(settings.get("more", {})), "video": settings.get("video", "")}

    def validate(self, extra_validators: Any = None) -> bool:
        return super().validate(extra_validators) and self.holds(lambda: _check_reading(self.settings({})), "video")


class Information(Kind):
    kind = QuestionKind.INFORMATION
    Details = _Reading
    paper = "reading"
    answered = False

    def name(self) -> str:
        return _("Text to read")

    def field(self, question: Question, language: str) -> Any:
        return _InformationField(kind=self, question=question, language=language)

    def clean(self, question: Question, sent: Sent) -> None:
        if any(True for _text in sent.texts()):
            raise BadAnswer(_("There is nothing to answer here."))

    def check(self, question: Question, value: Any) -> None:
        raise BadAnswer(_("There is nothing to answer here."))

    def asked(self, question: Question) -> None:
        return None

    def read(self, question: Question, value: Any, language: str) -> list[str]:
        return []

    def columns(self, question: Question, language: str) -> dict[str, str]:
        return {}

    def cells(self, question: Question, value: Any) -> dict[str, Cell]:
        return {}

    def value_of(self, question: Question, cells: Mapping[str, Cell]) -> None:
        return None

    def check_options(self, options: Options, settings: Settings | None = None) -> None:
        super().check_options(options)
        _check_reading(settings or {})


def _check_reading(settings: Settings) -> None:
    """Raise BadQuestion unless information can have these settings."""
    more, video = settings.get("more", {}), settings.get("video", "")
    if settings.keys() - KNOWN or not isinstance(more, dict) or not isinstance(video, str):
        raise BadQuestion(_("A text to read cannot have these settings."))
    if not more.keys() <= set(LANGUAGES) or any(len(text) > TEXT_MAX for text in more.values()):
        raise BadQuestion(_("Use at most %(most)s characters", most=TEXT_MAX), "more")
    if video and not _is_address(video):
        raise BadQuestion(_("Write the whole address. It begins with https:// or http://."), "video")


def _is_address(text: str) -> bool:
    """Can this be a link on a page? Only http and https: nothing that runs."""
    try:
        parts = urlsplit(text)
        return len(text) <= LONGEST_ADDRESS and parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False
