"""Every number of the summary equals one that was counted another way: with plain loops, written apart."""

import pytest
from hypothesis import given, settings

from tests.analysis.random_meetings import PLACES, PROMPTS, QUESTIONS, meetings
from workshop.analysis.contributions import (
    NOT_SAID,
    Contributions,
    Joined,
    Kind,
    NoteSaid,
    PromptShown,
    QuestionAsked,
)
from workshop.analysis.privacy import ByTag, Hidden
from workshop.analysis.questions import Choices, Dates, Numbers, Ratings, Texts
from workshop.analysis.summary import summarise

FLOOR = 5


def shown(number: int) -> int | Hidden:
    return Hidden.SMALL if number in (1, 2, 3, 4) else number


@settings(max_examples=100)
@given(meetings())
def test_notes_are_counted_as_plain_loops_count_them(said: Contributions) -> None:
    summary = summarise(said, FLOOR)
    prompts, topics, writers, scribed = {1: 0, 2: 0, 3: 0, 4: 0}, {"values": 0, "service_promise": 0, "other": 0}, [], 0
    for note in said.notes:
        if note.is_hidden or note.prompt_id == 99:
            continue
        prompts[note.prompt_id] += 1
        topics[{1: "values", 2: "values", 3: "service_promise", 4: "other"}[note.prompt_id]] += 1
        if note.by_scribe:
            scribed += 1
        elif note.writer not in writers:
            writers.append(note.writer)
    assert summary.by_prompt == prompts
    assert summary.by_topic == topics
    assert summary.notes == sum(prompts.values())
    assert summary.scribed == scribed
    assert summary.writers == shown(len(writers))
    assert summary.joined == shown(said.joined.live + said.joined.afterwards)


@settings(max_examples=200)
@given(meetings())
def test_every_number_by_group_and_municipality_is_one_of_enough_people(said: Contributions) -> None:
    summary = summarise(said, FLOOR)
    topic_of = {prompt.id: prompt.topic for prompt in PROMPTS}
    tables = {None: summary.by_group.whole or {}, **(summary.by_group.in_topic or {})}
    for topic, table in tables.items():
        for group, cell in table.items():
            count, writers = 0, set()
            for note in said.notes:
                if note.is_hidden or topic_of.get(note.prompt_id) is None:
                    continue
                if topic not in (None, topic_of[note.prompt_id]):
                    continue
                if group in note.groups or (group == NOT_SAID and not note.groups and not note.by_scribe):
                    count += 1
                    writers.add(note.writer)
            assert count > 0
            assert cell in (count, Hidden.COVER) if len(writers) >= FLOOR else cell is Hidden.SMALL
    for place, cell in (summary.by_municipality.whole or {}).items():
        assert place in (*PLACES, NOT_SAID)
        theirs = [
            note
            for note in said.notes
            if not note.is_hidden and note.prompt_id != 99 and (note.municipality or "") == place
            if place != NOT_SAID or not note.by_scribe
        ]
        enough = len({note.writer for note in theirs}) >= FLOOR
        assert cell in (len(theirs), Hidden.COVER) if enough else cell is Hidden.SMALL


@settings(max_examples=100)
@given(meetings())
def test_answers_are_counted_as_plain_loops_count_them(said: Contributions) -> None:
    summary = summarise(said, FLOOR)
    everybody = []
    for answers in said.answers.values():
        for respondent in answers:
            if respondent not in everybody:
                everybody.append(respondent)
    assert summary.respondents == shown(len(everybody))
    for question in QUESTIONS:
        values = list(said.answers[question.id].values())
        result = summary.questions[question.id]
        if isinstance(result, Texts):
            assert result.answered == shown(sum(value != " " for value in values))
        elif isinstance(result, Choices):
            _check_choices(result, question, values)
        elif isinstance(result, Numbers):
            _check_numbers(result, values)
        elif isinstance(result, Dates):
            assert result.answered == shown(len(values))
        else:
            _check_ratings(result, values, question.steps)


def _check_choices(result: Choices, question: QuestionAsked, values: list[object]) -> None:
    chosen = [value if isinstance(value, list) else [value] for value in values]
    chosen = [["other" if isinstance(part, dict) else part for part in parts] for parts in chosen]
    answered = sum(1 for keys in chosen if any(option in keys for option in question.options))
    assert result.answered == shown(answered)
    if 0 < answered < FLOOR:
        assert (result.counts, result.gathered) == (None, 0)
        return
    gathered = 0
    for option in question.options:
        count = sum(option in keys for keys in chosen)
        if question.gathered and count < FLOOR:
            assert option not in result.counts
            gathered += count
        else:
            assert result.counts[option] == count
            assert result.share(option) == pytest.approx(count / answered if answered else 0)
    assert result.gathered == gathered


def _check_numbers(result: Numbers, values: list[float]) -> None:
    assert result.answered == shown(len(values))
    if len(values) < FLOOR:
        assert (result.mean, result.median, result.low, result.high) == (None, None, None, None)
        return
    assert result.mean == pytest.approx(sum(values) / len(values))
    assert sum(value <= result.median for value in values) * 2 >= len(values)
    assert sum(value >= result.median for value in values) * 2 >= len(values)
    if result.low is None:
        assert len(values) < 2 * FLOOR
    else:
        assert sum(value <= result.low for value in values) >= FLOOR
        assert sum(value >= result.high for value in values) >= FLOOR
        assert sum(value < result.low for value in values) < FLOOR


def _check_ratings(result: object, values: list[int], steps: tuple[int, ...]) -> None:
    assert isinstance(result, Ratings)
    values = [value for value in values if value <= steps[-1]]
    rated = [value for value in values if value != 0]
    zeros = len(values) - len(rated)
    if 1 <= len(rated) < FLOOR or 1 <= len(values) < FLOOR:
        assert result == Ratings(Hidden.SMALL, Hidden.COVER, None, steps)
        assert result.mean is None
        return
    assert (result.rated, result.cannot_say) == (len(rated), zeros)
    for step in steps:
        assert result.counts[step] == rated.count(step)
        assert result.share(step) == pytest.approx(rated.count(step) / len(rated) if rated else 0)
    assert result.mean == (pytest.approx(sum(rated) / len(rated)) if rated else None)


def test_cannot_say_is_never_in_the_mean() -> None:
    question = QuestionAsked(1, "values", Kind.SCALE)
    answers = {f"p{number}": value for number, value in enumerate([4, 4, 4, 4, 4, 0, 0, 0])}
    result = summarise(Contributions(questions=(question,), answers={1: answers})).questions[1]
    assert isinstance(result, Ratings)
    assert (result.mean, result.rated, result.cannot_say, result.share(4)) == (4.0, 5, 3, 1.0)


def test_an_empty_meeting_has_an_empty_summary() -> None:
    summary = summarise(Contributions(prompts=(PromptShown(1, "values"),)))
    assert (summary.notes, summary.writers, summary.joined, summary.by_prompt) == (0, 0, 0, {1: 0})
    assert summary.by_group == ByTag({}, {})


def test_people_who_are_no_longer_known_count_as_one() -> None:
    notes = tuple(NoteSaid(1, None, frozenset({"staff"})) for _ in range(9))
    summary = summarise(Contributions(prompts=(PromptShown(1, "values"),), notes=notes))
    assert summary.notes == 9
    assert summary.by_group == ByTag(None, None)


def test_what_the_scribe_writes_for_the_room_is_of_no_group() -> None:
    notes = [NoteSaid(1, f"p{number}", frozenset({"staff"})) for number in range(5)]
    scribed = NoteSaid(1, "u1", by_scribe=True)
    summary = summarise(Contributions(prompts=(PromptShown(1, "values"),), notes=(*notes, scribed)))
    assert (summary.notes, summary.scribed, summary.writers) == (6, 1, 5)
    assert summary.by_group.whole == {"staff": 5}
    assert summary.by_municipality.whole == {NOT_SAID: 5}


def test_what_the_scribe_writes_for_a_group_counts_as_one_person_of_it() -> None:
    notes = [NoteSaid(1, f"p{number}", frozenset({"staff"})) for number in range(6)]
    scribed = [NoteSaid(1, "u1", frozenset({"residents"}), by_scribe=True) for _ in range(9)]
    summary = summarise(Contributions(prompts=(PromptShown(1, "values"),), notes=(*notes, *scribed)))
    assert summary.by_group.whole == {"staff": Hidden.COVER, "residents": Hidden.SMALL}
    assert summary.by_municipality.whole == {NOT_SAID: 6}


def test_those_who_came_afterwards_are_told_apart_when_they_are_enough() -> None:
    summary = summarise(Contributions(joined=Joined(48, 9)))
    assert (summary.joined, summary.joined_live, summary.joined_afterwards) == (57, 48, 9)


@pytest.mark.parametrize("floor", [3, 11])
def test_a_floor_outside_four_to_ten_is_refused(floor: int) -> None:
    with pytest.raises(ValueError, match="floor"):
        summarise(Contributions(), floor)
