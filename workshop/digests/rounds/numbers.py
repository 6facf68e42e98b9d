"""The chapters that are counted: statistics, timeline, coverage. Words are in the forced language."""

from collections.abc import Sequence

from babel.dates import format_date
from flask_babel import gettext as _
from flask_babel import ngettext

from workshop.analysis.heard import per_10_000
from workshop.analysis.privacy import Cell
from workshop.analysis.round_rows import AREA, GROUP
from workshop.clock import in_finland
from workshop.digests.document import Part, Row, Table, Words
from workshop.digests.rounds import words
from workshop.digests.rounds.account import Account
from workshop.i18n.formats import number, percent
from workshop.results.round_statistics import MEETINGS, PEOPLE, people_in
from workshop.results.round_view import NONE, area_inhabitants, inhabitants_of
from workshop.results.round_words import on_platform, unheard
from workshop.results.words import cell, people_base
from workshop.vocabulary.terms import event_types


def statistics(account: Account) -> Sequence[Part]:
    """How many meetings and people, in words; and by event type."""
    counted, language, wording = account.statistics, account.language, account.wording
    if not counted.held:
        return [Words("", (_("No meeting has been held by this day."),))]
    sentences = [words.held(wording.say(MEETINGS), wording.number(MEETINGS))]
    if PEOPLE in counted.figures:
        sentences.append(words.took_part(wording.say(PEOPLE), wording.number(PEOPLE)))
        joined = account.people()
        if isinstance(joined, int) and 0 < joined < counted.figures[PEOPLE].n:
            sentences.append(on_platform(joined, language))
    rows = tuple(
        Row(
            event_types()[row.event_type].capitalised(language),
            number(row.meetings, language),
            wording.say(people_in(row.event_type)) if row.people else NONE,
            None,
        )
        for row in counted.rows
    )
    notes = [_("Of each meeting: as many as were counted there, or else as many as took part on the platform.")]
    if any(row.people is None or row.people.is_least for row in counted.rows):
        notes.append(_("Of some meetings it is not known how many were there, or they were too few to be told."))
    columns = (_("Event type"), _("Meetings"), _("People who took part"))
    held = counted.figures[MEETINGS].n
    base = ngettext("N = %(n)s meeting", "N = %(n)s meetings", held, n=number(held, language))
    return [
        Words("", tuple(map(_begun, sentences))),
        Table(_("Meetings by event type"), base, columns, rows, tuple(notes)),
    ]


def _begun(told: str) -> str:
    """With a capital letter, as a sentence begins."""
    return told[:1].upper() + told[1:]


def timeline(account: Account) -> Sequence[Part]:
    """The meetings by month, and each with its day."""
    held, language = account.statistics.held, account.language
    months: dict[tuple[int, int], list[str]] = {}
    names: dict[tuple[int, int], str] = {}
    for meeting in held:
        when = in_finland(meeting.went_live_at or meeting.starts_at)
        month = when.year, when.month
        names[month] = _begun(format_date(when, "LLLL y", locale=language))
        told = format_date(when, "d MMMM" if language == "en" else "d.M.", locale=language)
        months.setdefault(month, []).append(f"{told} {meeting.title.text(language)}")
    if not months:
        return []
    rows = tuple(
        Row(
            names[month],
            number(len(titles), language),
            percent(len(titles) / len(held), language),
            len(titles) / len(held),
        )
        for month, titles in months.items()
    )
    table = Table(_("Meetings by month"), "", (_("Month"), _("Meetings"), _("Share")), rows, ())
    return [table, *(Words(names[month], tuple(titles)) for month, titles in months.items())]


def coverage(account: Account) -> Sequence[Part]:
    """Who took part against who lives where, for whom they spoke, and who has not been heard."""
    people = account.said.summary.people
    if not people.cells:
        return []
    language, axes, floor = account.language, account.axes, account.said.summary.floor
    inhabitants = inhabitants_of(account.round)
    base = people_base(account.people(), floor, language) if isinstance(account.people(), int) else ""

    def rows(by: str, lives: dict[str, int] | None = None) -> tuple[Row, ...]:
        told = account.people_by(by)
        there = [value for value in axes[by].tags if value in told or (lives and value in lives)]
        return tuple(
            Row(
                axes[by].tags[value],
                cell(told.get(value, 0), floor, language),
                _rate(told.get(value, 0), lives.get(value, 0), language) if lives is not None else "",
                None,
                (number(lives[value], language) if value in lives else NONE,) if lives is not None else (),
            )
            for value in there
        )

    lives = area_inhabitants(inhabitants)
    wide = (axes[AREA].name, _("People"), _("People per 10,000"), _("Inhabitants"))
    return [
        Words("", unheard(people, inhabitants, axes, language)),
        Table(_("People by area"), base, wide, rows(AREA, lives), (_hidden(account),)),
        Table(_("People by stakeholder group"), base, (axes[GROUP].name, _("People")), rows(GROUP), ()),
    ]


def _rate(people: Cell, inhabitants: int, language: str) -> str:
    rate = per_10_000(people, inhabitants)
    return NONE if rate is None else number(rate, language, 1)


def _hidden(account: Account) -> str:
    return _(
        "Counted here are those who joined on the platform. A number from which groups of fewer than %(floor)s people "
        "could be worked out is hidden.",
        floor=account.said.summary.floor,
    )
