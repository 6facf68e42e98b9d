"""Questions with rows, and orders of options, as the document shows them: tables, and texts under row and column."""

from collections.abc import Iterator, Mapping, Sequence

from flask_babel import gettext as _

from workshop.analysis.questions import Ratings
from workshop.analysis.rows import Ranks, Rows
from workshop.digests.document import HeadedList, Row, Said, Table
from workshop.i18n.formats import number, percent
from workshop.results import words
from workshop.results.rows import extremes, first_of, people_of
from workshop.results.scales import NONE, mean_of, together
from workshop.surveys.kinds import KINDS
from workshop.surveys.models import Question


def rows_table(heading: str, base: str, question: Question, result: Rows, floor: int, language: str) -> Table:
    """Each row as a line: of a scale N, mean and shares, of texts how many people wrote."""
    names = KINDS[question.kind].row_names(question, language)
    if not isinstance(result.answered, int) or not result.answered:
        return Table(heading, base, (), (), ())
    if not all(isinstance(row, Ratings) for row in result.rows.values()):
        lines = [
            Row(names[key], words.cell(people_of(row), floor, language), "", None) for key, row in result.rows.items()
        ]
        return Table(heading, base, (_("Row"), _("Answers")), tuple(lines), ())
    rated = {key: row for key, row in result.rows.items() if isinstance(row, Ratings)}
    one = next(iter(rated.values()))
    columns = (_("Statement"), _("Answers"), _("Mean"), *map(together, _thirds(one)), _("Cannot say"))
    lines = [_rated(names[key], row, floor, language) for key, row in rated.items()]
    apart = _("“Cannot say” is not part of the shares nor of the mean.")
    most = extremes(names, {key: row.mean for key, row in rated.items()}, language)
    return Table(heading, base, columns, tuple(lines), (f"{most} {apart}",))


def _rated(name: str, row: Ratings, floor: int, language: str) -> Row:
    shares = [
        percent(sum(map(row.share, steps)), language) if row.rated and row.counts else NONE for steps in _thirds(row)
    ]
    more = (*shares, words.cell(row.cannot_say, floor, language))
    return Row(name, words.cell(row.rated, floor, language), mean_of(row.mean, language), None, more)


def _thirds(row: Ratings) -> list[tuple[int, ...]]:
    """The steps as they are told together: the lowest, those between, the highest."""
    steps, box = row.steps, row.box
    return [part for part in (steps[:box], steps[box:-box], steps[-box:]) if part]


def ranks_table(heading: str, base: str, question: Question, result: Ranks, language: str) -> Table:
    """Each option as a line: how many people gave it a place, their share, its mean place, how often it came first."""
    if not result.places or not result.answered:
        return Table(heading, base, (), (), ())
    columns = (_("Option"), _("Answers"), _("Share"), _("Mean place"), _("First"))
    names = {key: text.text(language) for key, text in question.option_texts().items()}
    lines = tuple(
        Row(
            names[key],
            number(result.chosen(key), language),
            percent(result.share(key), language),
            result.share(key),
            (mean_of(result.mean(key), language), number(result.places[key][0], language)),
        )
        for key in result.in_order()
    )
    return Table(heading, base, columns, lines, (first_of(names, result, language),))


def said_in_parts(
    heading: str, question: Question, texts: Mapping[tuple[int, str], Sequence[Said]], language: str
) -> Iterator[HeadedList]:
    """A list for each part in which somebody wrote something, in order and word for word."""
    for part, name in KINDS[question.kind].text_headings(question, language).items():
        said = tuple(texts.get((question.id, part), ()))
        if said:
            yield HeadedList(f"{heading} {name}", said, _("No answers"), key=f"question:{question.id}:{part}")
