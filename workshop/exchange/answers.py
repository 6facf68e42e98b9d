"""The answers to a survey as tables: a row for each response, and what people wrote in their own words apart from it.

What a row may say of whom it is of is decided by docs/decisions/0038: nothing that fewer people than the floor share,
no time, no name, and no words, which could name their writer and with them all the other answers. Both tables are in
random order, so that neither can be joined with the other or with anything else.
"""

import json
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from flask import current_app
from flask_babel import gettext as _

from workshop.analysis.contributions import OTHER
from workshop.exchange.coarse import Ladder, coarsened, inner
from workshop.exchange.sheets import Cell, Sheet
from workshop.meetings.models import Exercise
from workshop.results.queries import answers_where, respondent
from workshop.results.surveys import responses_of
from workshop.surveys.kinds import KINDS
from workshop.surveys.models import Question, QuestionKind, Response
from workshop.surveys.queries import questions_of
from workshop.vocabulary.groups import groups, top_of
from workshop.vocabulary.places import area_of, municipalities

WHO = {QuestionKind.MUNICIPALITY, QuestionKind.GROUP}
"""Kinds that ask who somebody is: their answers are told as tags are."""
CHOICES = {QuestionKind.SINGLE, QuestionKind.DROP_DOWN, QuestionKind.MULTIPLE}
"""Kinds whose cells are keys, but for those of "something else"."""
IN_NUMBERS = {QuestionKind.NUMBER, QuestionKind.PARTS}
IN_ROWS = {QuestionKind.MATRIX, QuestionKind.GRID, QuestionKind.PARTS}
"""Kinds whose rows are answered one by one, so that each must have been answered by enough people."""
_shuffle = random.SystemRandom().shuffle


def answer_sheets(survey: Exercise, language: str, place: str = "") -> list[Sheet]:
    """The responses, and the own words; `place` tells this survey's sheets from those of others in the same file."""
    floor = current_app.config["SETTINGS"].SMALL_GROUP_FLOOR
    questions = [one for one in questions_of(survey) if KINDS[one.kind].answered]
    responses = list(responses_of(survey))
    _shuffle(responses)
    if len(responses) < floor:
        responses = []
    names = [respondent(one.id, one.participant_id) for one in responses]
    answers = answers_where(Response.exercise_id == survey.id) if responses else {}
    columns, tags = _tags(responses, names, questions, answers, language)
    told = coarsened(tags, names, floor)
    rows: list[list[Cell]] = [list(tag) for tag in told]
    words: list[tuple[Cell, ...]] = []
    values: list[tuple[str, Cell, str]] = []
    for number, question in enumerate(questions, start=1):
        if question.kind not in WHO:
            given = answers.get(question.id, {})
            cells = [_cells(question, given[name]) if name in given else {} for name in names]
            hidden = _small(question, cells, floor)
            columns += _answered(number, question, cells, hidden, rows, floor, language)
            words += _words(number, question, [given[name] for name in names if name in given], hidden, language)
            values += _values(number, question, language)
    _shuffle(words)
    about = ("", "", survey.title.text(language))
    answered, said = (_("Answers %(which)s", which=place).strip(), _("Own words %(which)s", which=place).strip())
    return [
        Sheet(f"answers{place}", answered, tuple(columns), [*map(tuple, rows)], (about, *values)),
        Sheet(f"words{place}", said, _word_columns(), words, (about,)),
    ]


def _tags(
    responses: Sequence[Any],
    names: Sequence[str],
    questions: Sequence[Question],
    answers: Mapping[int, Mapping[str, Any]],
    language: str,
) -> tuple[list[tuple[str, str, str]], list[tuple[Ladder, ...]]]:
    """The columns that say who answered and how, and what stands there before it is made coarse."""
    few = _("Empty when it was not told, or when too few people share it together with what stands before it.")
    columns = [
        ("group", _("Stakeholder group"), few),
        ("municipality", _("Municipality or area"), few),
        ("language", _("Language"), _("The language of the answers: fi, sv or en.") + " " + few),
        ("window", _("When"), _("On the spot, or afterwards.") + " " + few),
        ("way", _("How it came"), _("By themselves; late, within the grace; or on paper.") + " " + few),
    ]
    read = cache(json.loads)
    headings = list(dict.fromkeys(heading for one in responses for heading in read(one.background)))
    columns += [(f"list.{heading}", heading, _("From the list of invited people.") + " " + few) for heading in headings]
    asking = [(number, one) for number, one in enumerate(questions, start=1) if one.kind in WHO]
    columns += [(f"q{number}", one.text.text(language), few) for number, one in asking]
    rows = []
    for name, one in zip(names, responses, strict=True):
        background = read(one.background)
        rows.append(
            (
                _groups(read(one.groups), language),
                _places(one.municipality, language),
                (one.language,),
                (_("afterwards") if one.sent_afterwards else _("during the meeting"),),
                (_("on paper") if one.entered_by_id else _("late") if one.is_late else _("by themselves"),),
                *((background[heading],) if background.get(heading) else () for heading in headings),
                *(_who(question, answers.get(question.id, {}).get(name), language) for _number, question in asking),
            )
        )
    return columns, rows


def _groups(keys: Sequence[str], language: str) -> Ladder:
    tops = list(dict.fromkeys(top_of(key).capitalised(language) for key in keys if key in groups()))
    return ("; ".join(tops), tops[0]) if tops else ()


def _places(code: str | None, language: str) -> Ladder:
    if code not in municipalities():
        return ()
    area = area_of(code)
    name = municipalities()[code].name(language)
    return (name, _("%(area)s (area)", area=area.name(language)) if area else _("elsewhere"))


def _who(question: Question, value: Any, language: str) -> Ladder:
    if not value:
        return ()
    return _places(value, language) if question.kind is QuestionKind.MUNICIPALITY else _groups([value], language)


def _answered(
    number: int,
    question: Question,
    cells: Sequence[Mapping[str, Cell]],
    hidden: set[str],
    rows: list[list[Cell]],
    floor: int,
    language: str,
) -> list[tuple[str, str, str]]:
    """Write a question's cells into the rows, but those of units that are hidden; answers with its columns."""
    columns = []
    for part, heading in KINDS[question.kind].columns(question, language).items():
        column: list[Cell] = [one.get(part) for one in cells]
        if _unit(question, part) in hidden:
            column = [None] * len(rows)
        elif question.kind in IN_NUMBERS and not all(cell in (None, 1) for cell in column):
            column = _ends(column, floor)
        for row, cell in zip(rows, column, strict=True):
            row.append(cell)
        columns.append((_key(number, part), heading, _meaning(question)))
    return columns


def _cells(question: Question, value: Any) -> dict[str, Cell]:
    """A stored value in its columns. Of own words, and of a day, there is only that they are there."""
    kind = KINDS[question.kind]
    cells: dict[str, Cell] = dict(kind.cells(question, value))
    if question.kind is QuestionKind.DATE:
        return dict.fromkeys(cells, 1)
    chosen = question.kind in CHOICES
    return {
        part: 1 if isinstance(cell, str) and (part == OTHER or not chosen) else cell for part, cell in cells.items()
    }


def _ends(column: Sequence[Cell], floor: int) -> list[Cell]:
    """Numbers with the furthest told as the nearest that may be told, so that nobody's is the smallest or largest."""
    numbers = [cell for cell in column if isinstance(cell, int | float)]
    ends = inner(numbers, floor)
    if ends is None:
        return [None] * len(column)
    return [min(max(cell, ends[0]), ends[1]) if isinstance(cell, int | float) else None for cell in column]


def _unit(question: Question, part: str) -> str:
    """What is answered as one: a row, or the question."""
    return part.partition(".")[0] if question.kind in IN_ROWS else ""


def _small(question: Question, cells: Sequence[Mapping[str, Cell]], floor: int) -> set[str]:
    """The units that fewer people than the floor have answered; most have answered the same ones."""
    counts: Counter[str] = Counter()
    for parts, people in Counter(map(tuple, cells)).items():
        for unit in {_unit(question, part) for part in parts}:
            counts[unit] += people
    return {unit for unit, count in counts.items() if count < floor}


def _words(
    number: int, question: Question, given: Sequence[Any], hidden: set[str], language: str
) -> list[tuple[Cell, ...]]:
    kind = KINDS[question.kind]
    headings = kind.text_headings(question, language)
    return [
        (f"q{number}", question.text.text(language), headings.get(part, ""), text)
        for value in given
        for part, text in kind.words_of(question, value).items()
        if _unit(question, part) not in hidden
    ]


def _key(number: int, part: str) -> str:
    return f"q{number}.{part}" if part else f"q{number}"


def _meaning(question: Question) -> str:
    if question.kind in (QuestionKind.SCALE, QuestionKind.MATRIX):
        return _("A step of the scale; 0 = cannot say, which is part of no mean.")
    if question.kind is QuestionKind.MULTIPLE:
        return _("1 = chosen, 0 = not chosen; empty = not answered.")
    if question.kind is QuestionKind.RANKING:
        return _("The place that it was given: 1 is the first.")
    if question.kind is QuestionKind.NUMBER:
        return _("The furthest numbers are told as the nearest that enough people reached.")
    if question.kind in CHOICES:
        return _("The key of the option.")
    return _("1 = answered; own words are in a table of their own.")


def _values(number: int, question: Question, language: str) -> list[tuple[str, Cell, str]]:
    named = {key: text.text(language) for key, text in KINDS[question.kind].names(question, language).items()}
    return [(f"q{number}", key, text) for key, text in named.items()]


def _word_columns() -> tuple[tuple[str, str, str], ...]:
    return (
        ("key", _("Key"), _("The key of the question in the table of answers.")),
        ("question", _("Question"), _("What was asked.")),
        ("part", _("Part"), _("The part of the question, where it has several.")),
        ("text", _("Text"), _("Word for word as it was written. In random order, apart from the other answers.")),
    )
