"""Questions with rows, and orders of options, as tables with a sentence; no bar could tell what is in a row."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from workshop.analysis.contributions import SCALE
from workshop.analysis.questions import Ratings, Result, Texts
from workshop.analysis.rows import Ranks, Rows
from workshop.i18n.formats import number, percent
from workshop.results import words
from workshop.results.shapes import Chart, Row
from workshop.surveys.kinds.ranking import places_of
from workshop.surveys.models import Question

NONE = "–"


def rows_chart(about: tuple[str, str, str], names: Mapping[str, str], result: Rows, floor: int, language: str) -> Chart:
    """Each row as a line: of a scale N, mean and shares, of texts how many people wrote."""
    base = words.people_base(result.answered, floor, language)
    if not isinstance(result.answered, int) or not result.answered:
        return Chart(*about, base, words.not_yet(result.answered, floor))
    if all(isinstance(row, Ratings) for row in result.rows.values()):
        heads = (_("Statement"), _("People"), _("Mean"), *map(str, SCALE), _("Cannot say"))
        lines = tuple(_rated(names[key], row, floor, language) for key, row in rated_rows(result))
        return Chart(*about, base, extremes(names, result, language), heads, lines)
    lines = tuple(
        Row(names[key], language, None, words.cell(people_of(row), floor, language)) for key, row in result.rows.items()
    )
    sentence = words.written(Texts(result.answered), floor, language)
    return Chart(*about, base, sentence, (_("Row"), _("People")), lines)


def rated_rows(result: Rows) -> list[tuple[str, Ratings]]:
    """The rows that are rated on a scale, by their keys."""
    return [(key, row) for key, row in result.rows.items() if isinstance(row, Ratings)]


def people_of(row: Result) -> int | str:
    """How many people answered a row."""
    return row.rated if isinstance(row, Ratings) else row.answered


def _rated(name: str, row: Ratings, floor: int, language: str) -> Row:
    shares = [percent(row.share(step), language) if row.rated and row.counts else NONE for step in SCALE]
    cannot_say = words.cell(row.cannot_say, floor, language)
    more = (mean_of(row.mean, language), *shares, cannot_say)
    return Row(name, language, None, words.cell(row.rated, floor, language), more=more)


def mean_of(mean: float | None, language: str) -> str:
    """A mean as it is read, with one decimal."""
    return NONE if mean is None else number(mean, language, 1)


def extremes(names: Mapping[str, str], result: Rows, language: str) -> str:
    """Which rows have the highest and the lowest mean, of those whose numbers are told."""
    means = {key: row.mean for key, row in rated_rows(result) if row.mean is not None}
    if not means:
        return _("No row has enough answers to be told yet.")
    high, low = max(means.values()), min(means.values())
    if high == low:
        return _("The mean of every row is %(mean)s.", mean=mean_of(high, language))
    return _(
        "The highest mean is that of %(highest)s (%(high)s), and the lowest that of %(lowest)s (%(low)s).",
        highest=_quoted(names[key] for key in means if means[key] == high),
        high=mean_of(high, language),
        lowest=_quoted(names[key] for key in means if means[key] == low),
        low=mean_of(low, language),
    )


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(_("“%(label)s”", label=name) for name in names)


def ranks_chart(about: tuple[str, str, str], question: Question, result: Ranks, floor: int, language: str) -> Chart:
    """Each option as a line: how many people gave it a place, its mean place, and how many put it at each place."""
    base = words.people_base(result.answered, floor, language)
    if not result.places or not result.answered:
        return Chart(*about, base, words.not_yet(result.answered, floor))
    places, texts = range(places_of(question)), question.option_texts()
    heads = (_("Option"), _("People"), _("Mean place"), *(f"{place + 1}." for place in places))
    lines = []
    for key in result.in_order():
        at = [number(result.places[key][place], language) for place in places]
        more = (mean_of(result.mean(key), language), *at)
        text, chosen = texts[key], number(result.chosen(key), language)
        lines.append(Row(text.text(language), text.language(language), None, chosen, more=more))
    names = {key: text.text(language) for key, text in texts.items()}
    return Chart(*about, base, first_of(names, result, language), heads, tuple(lines))


def first_of(names: Mapping[str, str], result: Ranks, language: str) -> str:
    """What most people put first."""
    firsts = {key: people[0] for key, people in (result.places or {}).items()}
    most = max(firsts.values(), default=0)
    return ngettext(
        "Put first most often, by %(n)s person: %(names)s.",
        "Put first most often, by %(n)s people: %(names)s.",
        most,
        n=number(most, language),
        names=_quoted(names[key] for key, people in firsts.items() if people == most),
    )
