"""Questions with rows, and orders of options, as tables with a sentence; what is rated has a bar for each row."""

from collections.abc import Iterable, Mapping

from flask_babel import gettext as _
from flask_babel import ngettext

from workshop.analysis.questions import Ratings, Result, Texts
from workshop.analysis.rows import Ranks, Rows
from workshop.i18n.formats import number
from workshop.results import words
from workshop.results.scales import beside, legend_of, mean_of, parts_of, rated_cells, rated_heads
from workshop.results.shapes import Chart, Row
from workshop.surveys.kinds import KINDS
from workshop.surveys.kinds.ranking import places_of
from workshop.surveys.models import Question


def rows_chart(about: tuple[str, str, str], question: Question, result: Rows, floor: int, language: str) -> Chart:
    """Each row as a line: of a scale N, mean and how many gave each step, of texts how many people wrote."""
    base = words.people_base(result.answered, floor, language)
    if not isinstance(result.answered, int) or not result.answered:
        return Chart(*about, base, words.not_yet(result.answered, floor))
    names, rated = KINDS[question.kind].row_names(question, language), rated_rows(result)
    if len(rated) == len(result.rows):
        one = next(iter(rated.values()))
        heads = (_("Statement"), _("People"), *rated_heads(one), _("Cannot say"))
        lines = tuple(_rated(names[key], row, floor, language) for key, row in rated.items())
        sentence = extremes(names, {key: row.mean for key, row in rated.items()}, language)
        return Chart(
            *about, base, sentence, heads, lines, legend=legend_of(one.steps, question.option_texts(), language)
        )
    lines = tuple(
        Row(names[key], language, None, words.cell(people_of(row), floor, language)) for key, row in result.rows.items()
    )
    sentence = words.written(Texts(result.answered), floor, language)
    return Chart(*about, base, sentence, (_("Row"), _("People")), lines)


def rated_rows(result: Rows) -> dict[str, Ratings]:
    """The rows that are rated on a scale, by their keys."""
    return {key: row for key, row in result.rows.items() if isinstance(row, Ratings)}


def people_of(row: Result) -> int | str:
    """How many people answered a row."""
    return row.rated if isinstance(row, Ratings) else row.answered


def _rated(name: str, row: Ratings, floor: int, language: str) -> Row:
    more = (*rated_cells(row, language), words.cell(row.cannot_say, floor, language))
    people = words.cell(row.rated, floor, language)
    return Row(name, language, None, people, more=more, parts=parts_of(row), beside=beside(row, language))


def extremes(names: Mapping[str, str], means: Mapping[str, float | None], language: str) -> str:
    """Which rows have the highest and the lowest mean, of those whose numbers are told."""
    told = {key: mean for key, mean in means.items() if mean is not None}
    if not told:
        return _("No row has enough answers to be told yet.")
    high, low = max(told.values()), min(told.values())
    if high == low:
        return _("The mean of every row is %(mean)s.", mean=mean_of(high, language))
    return _(
        "The highest mean is that of %(highest)s (%(high)s), and the lowest that of %(lowest)s (%(low)s).",
        highest=_quoted(names[key] for key in told if told[key] == high),
        high=mean_of(high, language),
        lowest=_quoted(names[key] for key in told if told[key] == low),
        low=mean_of(low, language),
    )


def _quoted(names: Iterable[str]) -> str:
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
        text, chosen = texts[key], result.chosen(key)
        named = text.text(language), text.language(language)
        lines.append(Row(*named, chosen, number(chosen, language), more=more, part=result.share(key)))
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
