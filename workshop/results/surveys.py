"""Gathering what one survey was answered: as a whole, by what is known of those who answered, and in their words."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from flask import current_app
from sqlalchemy import Text, cast, select

from workshop.analysis.breakdowns import Background, Breakdown, Survey, of_question
from workshop.analysis.contributions import OTHER, Answers
from workshop.analysis.privacy import Cell, people_cell
from workshop.analysis.questions import Choices, Texts
from workshop.analysis.rows import Result, Rows
from workshop.extensions import db
from workshop.meetings.models import Exercise
from workshop.results.queries import answers_where, asked_of, kept, respondent
from workshop.surveys.kinds import KINDS
from workshop.surveys.models import Question, QuestionKind, Response
from workshop.surveys.queries import questions_of
from workshop.vocabulary.groups import groups, top_of
from workshop.vocabulary.places import area_of, municipalities
from workshop.vocabulary.sizes import size_class_of

GROUP, AREA, LANGUAGE, WHEN, WAY, SIZE = "group", "area", "language", "when", "way", "size"
"""Backgrounds that every response has. The last, the size of the municipality, is decided after all others: beside
areas it often may not be told, and it should not keep others from being told."""
COLUMN, QUESTION = "column-", "question-"
"""How the others' keys begin: a column of the list of invited people, a question of the survey."""
ELSEWHERE = "elsewhere"
LIVE, AFTERWARDS, PAPER, SELF = "live", "afterwards", "paper", "self"
CHOSEN_ONE = {QuestionKind.SINGLE, QuestionKind.DROP_DOWN}
"""Kinds whose options are backgrounds."""

MOST_WORDS = 100
"""So many answers in own words are listed with their question; all are in the digest."""


@dataclass(frozen=True)
class Arrivals:
    """How many responses there are, and how many of them came in another way than by themselves and in time."""

    responses: int = 0
    on_paper: int = 0
    late: int = 0
    afterwards: int = 0
    imported: int = 0


@dataclass(frozen=True)
class Said:
    """Answers in own words, verbatim: the first of them, with the language of each, and how many there are in all."""

    words: tuple[tuple[str, str], ...]
    total: int


@dataclass(frozen=True)
class Account:
    """What one survey was answered; small groups are hidden in all but `arrivals`, which are for those who lead."""

    floor: int
    respondents: Cell
    results: Mapping[int, Result]
    """By the question's id, for every question that is counted."""
    said: Mapping[tuple[int, str], Said]
    """By the question's id and part; none of a question that too few have answered."""
    arrivals: Arrivals
    backgrounds: Sequence[str]
    """By what the answers can be told apart, in order."""
    breakdown: Breakdown | None = None
    """By the background that was asked for."""


@dataclass(frozen=True)
class SurveyResults:
    survey: Exercise
    questions: Sequence[Question]
    account: Account


def survey_results(survey: Exercise, by: str = "") -> SurveyResults:
    """The results of a survey, also by a background; a `by` that is none of its backgrounds is none.

    One small query; two more when the meeting's surveys have been answered since it was last asked.
    """
    questions, meeting = questions_of(survey), survey.meeting
    floor = current_app.config["SETTINGS"].SMALL_GROUP_FLOOR
    key = (db.engine.url, "survey", survey.id, meeting.responses_seq, asked_of(questions), floor)
    read = cache(lambda: _Read.of(survey, questions, floor))  # once, and not when all of it is kept
    account = kept(key, lambda: _account(read(), questions, floor))
    if by in account.backgrounds:
        account = replace(account, breakdown=kept((*key, by), lambda: read().told.told_by(by)))
    return SurveyResults(survey, questions, account)


@dataclass(frozen=True)
class _Read:
    """A survey's responses with their respondents' names by id, and the answers, to be told."""

    responses: Sequence[Any]
    names: Mapping[int, str]
    answers: Mapping[int, Answers]
    told: Survey

    @classmethod
    def of(cls, survey: Exercise, questions: Sequence[Question], floor: int) -> "_Read":
        responses = responses_of(survey)
        names = {one.id: respondent(one.id, one.participant_id) for one in responses}
        answers, asked = answers_where(Response.exercise_id == survey.id), asked_of(questions)
        choices = {question.id for question in questions if question.kind in CHOSEN_ONE}
        backgrounds = [
            *_backgrounds(responses, names),
            *(of_question(one, answers.get(one.id, {})) for one in asked if one.id in choices),
            _sizes(responses, names),
        ]
        return cls(responses, names, answers, Survey(list(names.values()), asked, answers, backgrounds, floor))


def _account(read: _Read, questions: Sequence[Question], floor: int) -> Account:
    results, responses = read.told.results(), read.responses
    languages = {read.names[one.id]: one.language for one in responses}
    return Account(
        floor=floor,
        respondents=people_cell(len(responses), floor),
        results=results,
        said=_said(questions, read.answers, results, languages),
        arrivals=Arrivals(
            len(responses),
            sum(one.entered_by_id is not None for one in responses),
            sum(one.is_late for one in responses),
            sum(one.sent_afterwards for one in responses),
            sum(one.imported_at is not None for one in responses),
        ),
        backgrounds=read.told.backgrounds,
    )


def responses_of(survey: Exercise) -> Sequence[Any]:
    """Every response without its answers, in the order of sending; groups and background as the text that is kept,
    since many are the same."""
    columns = (
        *(Response.id, Response.participant_id, Response.language, Response.municipality, Response.sent_afterwards),
        *(Response.is_late, Response.entered_by_id, Response.imported_at, cast(Response.groups, Text).label("groups")),
        cast(Response.background, Text).label("background"),
    )
    return db.session.execute(
        select(*columns).where(Response.exercise_id == survey.id).order_by(Response.sent_at, Response.id)
    ).all()


def _backgrounds(responses: Iterable[Any], names: Mapping[int, str]) -> list[Background]:
    """What is known of those who answered, but for what they answered."""
    tags: dict[str, dict[str, list[str]]] = {key: defaultdict(list) for key in (GROUP, AREA, LANGUAGE, WHEN, WAY)}
    read, place_of = cache(json.loads), cache(area_of)
    for one in responses:
        name = names[one.id]
        for group in {top_of(key).key for key in read(one.groups) if key in groups()}:
            tags[GROUP][group].append(name)
        if one.municipality:
            area = place_of(one.municipality)
            tags[AREA][area.key if area else ELSEWHERE].append(name)
        tags[LANGUAGE][one.language].append(name)
        tags[WHEN][AFTERWARDS if one.sent_afterwards else LIVE].append(name)
        tags[WAY][PAPER if one.entered_by_id else SELF].append(name)
        for heading, value in read(one.background).items():
            if value:
                tags.setdefault(f"{COLUMN}{heading}", defaultdict(list))[value].append(name)
    return [Background(key, told) for key, told in tags.items()]


def _sizes(responses: Iterable[Any], names: Mapping[int, str]) -> Background:
    """How large the municipalities are that people speak for."""
    tags: dict[str, list[str]] = defaultdict(list)
    for one in responses:
        if one.municipality in municipalities():
            tags[size_class_of(one.municipality)].append(names[one.id])
    return Background(SIZE, tags)


def _said(
    questions: Sequence[Question],
    answers: Mapping[int, Answers],
    results: Mapping[int, Result],
    languages: Mapping[str, str],
) -> dict[tuple[int, str], Said]:
    found: dict[tuple[int, str], Said] = {}
    for question in questions:
        result = results.get(question.id)
        if result and _has_words(result):
            parts: dict[str, list[tuple[str, str]]] = defaultdict(list)
            for part, words, language in _spoken(question, answers[question.id], languages):
                if part == "" or _has_words(_row_of(result, part)):
                    parts[part].append((words, language))
                if len(parts[part]) == MOST_WORDS and not isinstance(result, Rows):
                    break
            for part, said in parts.items():
                found[question.id, part] = Said(tuple(said[:MOST_WORDS]), _people(result) or len(said))
    return found


def _spoken(question: Question, given: Answers, languages: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Part, words and language of what was answered in own words, in the order of sending."""
    kind = KINDS[question.kind]
    for name, language in languages.items():
        if name in given:
            for part, words in kind.words_of(question, given[name]).items():
                yield part, words, language


def _people(result: Result) -> int:
    """How many have used their own words; 0 where each part has its own number."""
    if isinstance(result, Choices):
        return (result.counts or {}).get(OTHER, 0)
    return result.answered if isinstance(result, Texts) and isinstance(result.answered, int) else 0


def _has_words(result: Result | None) -> bool:
    """Is there something in own words, of a question or a row of it that enough people have answered?"""
    if isinstance(result, Choices):
        return bool(result.counts and result.counts.get(OTHER))
    if isinstance(result, Rows):
        return any(map(_has_words, result.rows.values()))
    return isinstance(result, Texts) and isinstance(result.answered, int) and result.answered > 0


def _row_of(result: Result, part: str) -> Result | None:
    """The row that a part belongs to: "row.column" is of "row"."""
    return result.rows.get(part.partition(".")[0]) if isinstance(result, Rows) else None
