"""What the dashboard shows of a question: its answers as counted, in words and as rows."""

from collections.abc import Iterable

from flask_babel import gettext as _

from workshop.analysis.contributions import CANNOT_SAY
from workshop.analysis.questions import Choices, Dates, Numbers, Ratings, Texts
from workshop.analysis.rows import Ranks, Result, Rows
from workshop.i18n.formats import number, percent
from workshop.results import words
from workshop.results.rows import ranks_chart, rows_chart
from workshop.results.scales import boxes, mean_of, tone
from workshop.results.shapes import Chart, Row
from workshop.surveys.kinds import KINDS
from workshop.surveys.kinds.figures import written
from workshop.surveys.kinds.scale import offers_cannot_say
from workshop.surveys.models import Question, QuestionKind

MANY = {QuestionKind.MUNICIPALITY, QuestionKind.GROUP}
"""Kinds with so many options that the most chosen ones come first."""

About = tuple[str, str, str]
"""A chart's id, its title and the title's language."""


def question_chart(question: Question, result: Result, floor: int, language: str) -> Chart:
    """What was answered to one question."""
    about = f"question-{question.id}", question.text.text(language), question.text.language(language)
    match result:
        case Ratings():
            return _ratings(about, question, result, floor, language)
        case Choices():
            return _choices(about, question, result, floor, language)
        case Numbers():
            return _numbers(about, question, result, floor, language)
        case Rows():
            return rows_chart(about, question, result, floor, language)
        case Ranks():
            return ranks_chart(about, question, result, floor, language)
        case Dates():
            sentence = words.dated(result, floor, language)
        case Texts():
            sentence = words.written(result, floor, language)
    return Chart(*about, words.people_base(result.answered, floor, language), sentence)


def _choices(about: About, question: Question, result: Choices, floor: int, language: str) -> Chart:
    base = words.people_base(result.answered, floor, language)
    if result.counts is None or not result.answered:
        return Chart(*about, base, words.not_yet(result.answered, floor))
    if not result.counts:
        return Chart(*about, base, words.gathered(result.gathered, floor, language))
    names = KINDS[question.kind].names(question, language)
    rows = [
        Row(
            names[key].text(language),
            names[key].language(language),
            count,
            number(count, language),
            percent(result.share(key), language),
            part=result.share(key),
        )
        for key, count in result.counts.items()
    ]
    if question.kind in MANY:
        rows.sort(key=lambda row: -(row.count or 0))
    sentence = words.most_chosen(rows_of(rows), result, language)
    if result.gathered:
        sentence = f"{sentence} {words.gathered(result.gathered, floor, language)}"
    return Chart(*about, base, sentence, (_("Option"), _("People"), _("Share")), tuple(rows))


def _numbers(about: About, question: Question, result: Numbers, floor: int, language: str) -> Chart:
    base = words.people_base(result.answered, floor, language)
    if result.mean is None or result.median is None:
        return Chart(*about, base, words.not_yet(result.answered, floor))
    rows = tuple(
        Row(
            words.span(span, bool(question.setting("decimals")), language),
            language,
            span.people,
            number(span.people, language),
            percent(result.share(span), language),
            part=result.share(span),
        )
        for span in result.spans
    )
    mean = mean_of(result.mean, language)
    foot = ((_("Mean"), mean), (_("Median"), written(result.median, language)))
    heads = (_("Answer"), _("People"), _("Share")) if rows else (_("Figure"), _("Value"))
    return Chart(*about, base, words.measured(result, floor, language), heads, rows, mean, foot)


def rows_of(rows: Iterable[Row]) -> list[tuple[str, int, str]]:
    """Label, number and share of the rows that are not hidden."""
    return [(row.label, row.count, row.share) for row in rows if row.count is not None]


def _ratings(about: About, question: Question, result: Ratings, floor: int, language: str) -> Chart:
    base = words.people_base(result.rated, floor, language)
    cannot_say = result.cannot_say
    if result.counts is None or not isinstance(cannot_say, int) or not (result.rated or cannot_say):
        return Chart(*about, base, words.not_yet(result.rated, floor))
    ends = question.option_texts()
    rows = []
    for step in reversed(result.steps):
        end = ends.get(str(step))
        label = f"{step} – {end.text(language)}" if end else str(step)
        spoken = end.language(language) if end else language
        count = result.counts[step]
        colour = tone(step, result.steps)
        share = result.share(step)
        cells = number(count, language), percent(share, language), colour
        rows.append(Row(label, spoken, count, *cells, part=share))
    if offers_cannot_say(question):
        rows.append(Row(_("Cannot say"), language, cannot_say, number(cannot_say, language), step=CANNOT_SAY))
    mean = "" if result.mean is None else mean_of(result.mean, language)
    heads = (_("Scale"), _("People"), _("Share"))
    high, low = boxes(result.steps, result.box)
    ends = ((high, percent(result.top, language)), (low, percent(result.bottom, language)))
    foot = ((_("Mean"), mean), *ends) if mean else ()
    return Chart(*about, base, words.rated(result, language), heads, tuple(rows), mean, foot)
