"""Who took part, as the summary lets it be told: live and afterwards, and for whom they spoke."""

from flask_babel import gettext as _
from flask_babel import ngettext

from workshop.analysis.contributions import NOT_SAID
from workshop.analysis.privacy import Table as Told
from workshop.analysis.summary import Summary
from workshop.digests.document import Row, Section, Table, Words
from workshop.i18n.formats import number, percent
from workshop.results import words
from workshop.results.queries import Results
from workshop.results.statements import group_names


def attendance(results: Results, heads: int | None, language: str) -> list[Section]:
    """The section of those who took part; none when nobody said anything and nobody was counted. Words are in the
    forced language."""
    summary = results.summary
    is_told = _fits(summary, heads) and summary.joined == summary.joined_live
    sentences = (*_counted(summary, heads, language), *words.opening(summary, language, with_joined=not is_told))
    if not sentences:
        return []
    parts = (Words("", sentences), *([_by_group(summary, language)] if _has_tags(summary) else []))
    return [Section(_("Who took part"), parts, "attendance")]


def _fits(summary: Summary, heads: int | None) -> bool:
    """May it be told how many of those who were there joined, and does it fit their number?"""
    joined = summary.joined_live
    return heads is not None and heads >= summary.floor and isinstance(joined, int) and 0 < joined < heads


def _counted(summary: Summary, heads: int | None, language: str) -> tuple[str, ...]:
    """How many people were there, and how many of them joined, as far as both may be told and fit together."""
    if heads is None or heads < summary.floor:
        return ()
    there = ngettext("%(n)s person was there.", "%(n)s people were there.", heads, n=number(heads, language))
    joined = summary.joined_live
    if not _fits(summary, heads) or not isinstance(joined, int):
        return (there,)
    took_part = ngettext(
        "%(heads)s people were there, and %(n)s of them took part on the platform.",
        "%(heads)s people were there, and %(n)s of them took part on the platform.",
        joined,
        heads=number(heads, language),
        n=number(joined, language),
    )
    return (took_part,)


def _has_tags(summary: Summary) -> bool:
    """Is it told for whom people spoke? A table of those who named nobody says nothing, nor does one that is withheld
    as a whole."""
    return bool(set(summary.by_group.whole or ()) - {NOT_SAID})


def _by_group(summary: Summary, language: str) -> Table:
    heading, base = _("Notes by stakeholder group"), words.notes_base(summary.notes, language)
    told, floor = summary.by_group.whole or {}, summary.floor
    names = group_names(language)
    rows = tuple(_row(names.get(tag, tag), told, tag, summary, language) for tag in _in_order(told, list(names)))
    shown = [(names.get(tag, tag), count) for tag, count in told.items() if isinstance(count, int)]
    sentence = words.tags(shown, len(told) - len(shown), summary.notes, floor, language)
    columns = (_("Speaks for"), _("Notes"), _("Share"))
    return Table(heading, base, columns, rows, (sentence,), key="attendance:groups")


def _row(name: str, told: Told, tag: str, summary: Summary, language: str) -> Row:
    count = told[tag]
    share = count / summary.notes if isinstance(count, int) and summary.notes else None
    shown = "" if share is None else percent(share, language)
    return Row(name, words.cell(count, summary.floor, language), shown, share)


def _in_order(told: Told, names: list[str]) -> list[str]:
    """In the order of the vocabulary, those who named nothing last."""
    return sorted(told, key=lambda tag: (tag == NOT_SAID, names.index(tag) if tag in names else len(names)))
