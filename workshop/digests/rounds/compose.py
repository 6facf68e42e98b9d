"""From all meetings of a round and the organisers' synthesis to the document, in one language, as of a day."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from workshop.digests.document import Document, Part, Section, Words
from workshop.digests.pictures import county_logo
from workshop.digests.rounds import numbers, words, written
from workshop.digests.rounds.account import Account
from workshop.digests.rounds.guarded import Fault, Phrase
from workshop.digests.rounds.models import Chapter, Stage
from workshop.digests.rounds.queries import chapter_text, chapters_of
from workshop.i18n.formats import day
from workshop.rounds.models import Round


@dataclass(frozen=True)
class Composed:
    """A round digest before it is kept. `told`: of what it tells numbers, as `publications.told_plainly` has it."""

    document: Document
    told: Mapping[str, Any]
    counted_until: datetime
    false: Mapping[str, tuple[Phrase, Fault]]
    """The chosen phrases that are not true; the counts stand in their places."""


Teller = Callable[[Account], Sequence[Part]]

_TELLERS: Mapping[Chapter, Teller] = {
    Chapter.STATISTICS: numbers.statistics,
    Chapter.TIMELINE: numbers.timeline,
    Chapter.COVERAGE: numbers.coverage,
    Chapter.THEMES: written.themes,
    Chapter.PRACTICES: written.practices,
    Chapter.RECOMMENDATIONS: written.recommendations,
    Chapter.QUOTES: written.quotes,
    Chapter.FACTS: written.facts,
}


def compose_round(round_: Round, language: str, stage: Stage, as_of: date) -> Composed:
    """The round's digest in `language`, of what came by the end of the day `as_of`."""
    with force_locale(language):
        account = Account(round_, language, as_of)
        sections = [
            section
            for chapter in chapters_of(account.synthesis)
            if chapter not in account.synthesis.left_out and (section := _section(account, chapter))
        ]
        document = Document(
            title=f"{round_.title.text(language)} – {words.stage_names()[stage].lower()}",
            subtitle=_("As of %(day)s", day=day(as_of, language)),
            language=language,
            contents=_("Contents"),
            blocks=tuple(sections),
            closing=(
                _("What was said in the round’s meetings by the end of %(day)s is counted.", day=day(as_of, language)),
                _("Numbers from which something could be worked out about a few people are not told."),
                _("Themes, practices, recommendations and facts are the organisers’ own words. Quotes are verbatim."),
            ),
            closing_heading=_("About this digest"),
            logo=county_logo(round_, language),
        )
        return Composed(document, account.told(), account.until, account.wording.false)


def _section(account: Account, chapter: Chapter) -> Section | None:
    text = chapter_text(account.synthesis, chapter).text(account.language)
    parts = [*([Words("", tuple(text.split("\n")))] if text else []), *_TELLERS[chapter](account)]
    match parts:
        case [Words("", begun), Words("", more), *rest]:  # what stands together is read together
            parts = [Words("", (*begun, *more)), *rest]
    return Section(words.chapter_names()[chapter], tuple(parts)) if parts else None
