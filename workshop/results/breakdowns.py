"""A survey told apart by what is known of those who answered: a table for each item, with a bar for each row."""

from collections.abc import Mapping

from flask_babel import gettext as _

from workshop.analysis.contributions import NOT_SAID
from workshop.analysis.privacy import Cell, Hidden
from workshop.analysis.questions import Choices, Numbers, Ratings
from workshop.analysis.rows import Ranks, Result
from workshop.i18n.choose import NAMES
from workshop.i18n.formats import number, percent
from workshop.results import words
from workshop.results.rows import extremes
from workshop.results.scales import (
    NONE,
    beside,
    counted,
    legend_of,
    mean_of,
    parts_of,
    rated_cells,
    rated_heads,
)
from workshop.results.shapes import Chart, Row
from workshop.results.statements import group_names
from workshop.results.surveys import (
    AFTERWARDS,
    AREA,
    CHOSEN_ONE,
    COLUMN,
    ELSEWHERE,
    GROUP,
    LANGUAGE,
    LIVE,
    PAPER,
    QUESTION,
    SELF,
    SIZE,
    WAY,
    WHEN,
    SurveyResults,
)
from workshop.surveys.kinds import KINDS
from workshop.surveys.kinds.figures import written
from workshop.surveys.models import Question
from workshop.vocabulary.places import areas
from workshop.vocabulary.sizes import SIZE_CLASSES

SERIES = 6
"""So many options have a colour of their own."""

About = tuple[str, str, str]
Names = Mapping[str, str]


def background_names(results: SurveyResults, language: str) -> dict[str, str]:
    """What the survey's backgrounds are called, by their keys and in order."""
    known = {
        GROUP: _("Stakeholder group"),
        AREA: _("Area"),
        LANGUAGE: _("Language"),
        WHEN: _("On the spot or afterwards"),
        WAY: _("On paper or by themselves"),
        SIZE: _("Size of the municipality"),
    }
    asked = {f"{QUESTION}{one.id}": one.text.text(language) for one in results.questions}
    return {key: {**known, **asked}.get(key, key.removeprefix(COLUMN)) for key in results.account.backgrounds}


def tag_names(results: SurveyResults, by: str, language: str) -> dict[str, str]:
    """What the rows of a breakdown are called, by their tags and in order; those of an invited people's list name
    themselves and are not here."""
    if by == GROUP:
        return group_names(language)
    if by == AREA:
        named = {key: area.name(language) for key, area in areas().items()}
        return {**named, ELSEWHERE: _("Elsewhere"), NOT_SAID: _("No municipality named")}
    if by == SIZE:
        return {**dict(zip(SIZE_CLASSES, size_names(), strict=True)), NOT_SAID: _("No municipality named")}
    asked = next((one for one in results.questions if by == f"{QUESTION}{one.id}"), None)
    if asked:
        options = {key: text.text(language) for key, text in KINDS[asked.kind].names(asked, language).items()}
        return {**options, NOT_SAID: _("No answer")}
    return {
        **NAMES,
        LIVE: _("On the spot"),
        AFTERWARDS: _("Afterwards"),
        SELF: _("By themselves"),
        PAPER: _("On paper"),
        NOT_SAID: _("Not known"),
    }


def size_names() -> tuple[str, ...]:
    """What the size classes of municipalities are called, from the smallest."""
    return (
        _("under 2,000 inhabitants"),
        _("2,000–4,999 inhabitants"),
        _("5,000–9,999 inhabitants"),
        _("10,000–49,999 inhabitants"),
        _("50,000 inhabitants or more"),
    )


def respondents_chart(by: str, told: Mapping[str, Cell] | None, names: Names, floor: int, language: str) -> Chart:
    """How many answered the survey, by the background called `by`."""
    about = "respondents", _("Who answered"), language, ""
    if told is None:
        return Chart(*about, words.withheld(floor, language))
    lines = []
    for tag in _in_order(told, names):
        cell = told[tag]
        count = cell if isinstance(cell, int) else None
        lines.append(Row(names.get(tag, tag), language, count, words.cell(cell, floor, language)))
    hidden = sum(row.count is None for row in lines)
    sentence = words.hidden_rows(hidden, floor) or _("All rows have enough people to be shown.")
    return Chart(*about, sentence, (by, _("People")), tuple(lines))


def breakdown_chart(
    about: About,
    by: str,
    question: Question,
    told: Mapping[str, Result | Hidden] | None,
    names: Names,
    floor: int,
    language: str,
) -> Chart:
    """One item by the background called `by`: of each row N, and what the item's kind tells."""
    shown = {tag: one for tag, one in (told or {}).items() if not isinstance(one, Hidden)}
    if told is None or not shown:
        return Chart(*about, "", words.withheld(floor, language))
    one = next(iter(shown.values()))
    heads = _heads(question, one, shown, language)
    lines = tuple(
        _line(names.get(tag, tag), told[tag], question, heads, floor, language) for tag in _in_order(told, names)
    )
    means = {tag: result.mean for tag, result in shown.items() if isinstance(result, Ratings)}
    here = {tag: names.get(tag, tag) for tag in told}
    sentences = [extremes(here, means, language)] if means else []
    hidden = words.hidden_rows(len(told) - len(shown), floor)
    sentence = " ".join([*sentences, *([hidden] if hidden else [])]) or _("All rows have enough people to be shown.")
    return Chart(
        *about, "", sentence, (by, _("People"), *heads.values()), lines, legend=_legend(question, one, heads, language)
    )


def _in_order(told: Mapping[str, object], names: Names) -> list[str]:
    """The tags in the order of their names, those without a name by themselves, and last what is not known."""
    order = list(names)
    return sorted(told, key=lambda tag: (tag == NOT_SAID, order.index(tag) if tag in names else len(order), tag))


_GATHERED = "*"


def _heads(question: Question, one: Result, shown: Mapping[str, Result], language: str) -> dict[str, str]:
    """The headings of a breakdown's cells after N; of options by their key."""
    match one:
        case Ratings():
            return dict(zip(rated_heads(one), rated_heads(one), strict=True))
        case Numbers():
            return {"mean": _("Mean"), "median": _("Median")}
        case Ranks():
            return {key: text.text(language) for key, text in question.option_texts().items()}
        case _:
            names = KINDS[question.kind].names(question, language)
            told = {key for result in shown.values() if isinstance(result, Choices) for key in result.counts or ()}
            heads = {key: text.text(language) for key, text in names.items() if key in told}
            gathered = any(isinstance(result, Choices) and result.gathered for result in shown.values())
            return {**heads, _GATHERED: _("Others together")} if gathered else heads


def _line(name: str, told: Result | Hidden, question: Question, heads: Names, floor: int, language: str) -> Row:
    match told:
        case Hidden():
            return Row(name, language, None, words.cell(told, floor, language), more=(NONE,) * len(heads))
        case Ratings():
            more, parts = rated_cells(told, language), parts_of(told)
            people = words.cell(told.rated, floor, language)
            return Row(name, language, None, people, more=more, parts=parts, beside=beside(told, language))
        case Numbers():
            median = NONE if told.median is None else written(told.median, language)
            more = (mean_of(told.mean, language), median)
        case Ranks():
            more = tuple(percent(told.share(key), language) for key in heads)
        case Choices():
            counts = {**(told.counts or {}), _GATHERED: told.gathered}
            people = told.answered if isinstance(told.answered, int) and told.answered else 1
            more = tuple(counted(counts[key], counts[key] / people, language) for key in heads)
            parts = tuple(
                (counts[key] / people, token) for key, token in zip(heads, _colours(question, heads), strict=False)
            )
            here = _("N = %(n)s", n=number(people, language))
            return Row(
                name, language, None, words.cell(told.answered, floor, language), more=more, parts=parts, beside=here
            )
        case _:
            more = (NONE,) * len(heads)
    return Row(name, language, None, words.cell(told.answered, floor, language), more=more)


def _colours(question: Question, heads: Names) -> tuple[str, ...]:
    """The colour of each option, where people choose one of so few that their parts can be told from each other."""
    if question.kind not in CHOSEN_ONE or len(heads) > SERIES:
        return ()
    return tuple("scale-cannot-say" if key == _GATHERED else f"series-{place}" for place, key in enumerate(heads, 1))


def _legend(question: Question, one: Result, heads: Names, language: str) -> tuple[tuple[str, str], ...]:
    if isinstance(one, Ratings):
        return legend_of(one.steps, question.option_texts(), language)
    if isinstance(one, Choices):
        return tuple(zip(_colours(question, heads), heads.values(), strict=False))
    return ()
