"""Every number of a round equals one counted by plain loops, or is hidden; nobody few is told of."""

import random
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workshop.analysis.heard import per_10_000, unheard_groups, unheard_places
from workshop.analysis.privacy import Hidden
from workshop.analysis.round_rows import (
    AREA,
    BY,
    EVENT,
    GROUP,
    PLACE,
    SIZE,
    TOPIC,
    WHEN,
    RoundSaid,
    Spoken,
    Tag,
    kind_of,
    theme_by,
    together,
)
from workshop.analysis.round_summary import summarise_round

AREAS = {"north": ("a", "b"), "south": ("c", "d", "e")}
SIZES = {"a": "small", "b": "large", "c": "small", "d": "small", "e": "large"}
FLOOR = 5
THEMES = {theme_by(1), theme_by(2)}
"""Two frames. People are not counted by them."""


def a_round(luck: random.Random, meetings: int, people: int, publications: int = 0) -> RoundSaid:
    joined, notes, responses = [], [], []
    kinds = [luck.choice(["open", "staff"]) for _meeting in range(meetings)]
    for number in range(people):
        meeting, person, since = luck.randrange(meetings), f"p{number}", luck.randint(0, publications)
        area = luck.choice(list(AREAS))
        place = luck.choice(AREAS[area])
        tags = {Tag(EVENT, kinds[meeting]), Tag(WHEN, luck.choice(["live", "live", "late"]))}
        tags |= {Tag(GROUP, group) for group in luck.sample(["x", "y", "z", ""], luck.choice([1, 1, 2]))}
        tags |= {Tag(AREA, area), Tag(PLACE, place), Tag(SIZE, SIZES[place])}
        joined.append(Spoken(person, meeting, frozenset(tags), since))
        for _note in range(luck.randrange(4)):
            about = {Tag(TOPIC, luck.choice(["values", "promise"]))}
            about |= {Tag(theme_by(1), code) for code in luck.sample(["near", "bold", "far"], luck.choice([1, 1, 2]))}
            about.add(Tag(theme_by(2), luck.choice(["", "told"])))
            writer = person if luck.random() < 0.9 else None
            notes.append(Spoken(writer, meeting, frozenset(tags | about), max(since, luck.randint(0, publications))))
        if luck.random() < 0.5:
            by_paper = luck.random() < 0.2
            who = f"r{number}" if by_paper else person
            responses.append(Spoken(who, meeting, frozenset(tags | {Tag(TOPIC, "values")}), since))
    return RoundSaid(joined, notes, responses, publications)


def people_with(said: RoundSaid, tags: Iterable[Tag]) -> set[str | None]:
    """Those who have all of these tags; a topic is theirs when they have said something about it."""
    found = set()
    for row in [*said.people, *said.responses]:
        if row in said.responses and any(one.person == row.person for one in said.people):
            continue
        mine = {tag for tag in row.tags if tag.by != TOPIC}
        for one in [*said.notes, *said.responses]:
            if one.person == row.person:
                mine |= {tag for tag in one.tags if tag.by == TOPIC}
        if mine.issuperset(tags):
            found.add(row.person)
    return found


def all_tags(said: RoundSaid) -> list[Tag]:
    return sorted({tag for row in (*said.people, *said.notes, *said.responses) for tag in row.tags})


def asked(said: RoundSaid) -> list[tuple[Tag, ...]]:
    """Everything, one tag, and two of different kinds; a municipality only by itself or where it lies, a theme with who
    speaks, whence, and about what."""
    tags = all_tags(said)
    pairs = [(one, other) for one in tags for other in tags if one.by != other.by]
    allowed = []
    for pair in pairs:
        bys = {tag.by for tag in pair}
        if THEMES & bys:
            allowed += [pair] if bys & {GROUP, AREA, TOPIC} else []
        elif PLACE not in bys or bys & {AREA, SIZE}:
            allowed.append(pair)
    return [(), *((tag,) for tag in tags), *allowed]


@settings(max_examples=20)
@given(st.integers(0, 10**6), st.integers(1, 4), st.integers(0, 45), st.integers(0, 1))
def test_every_number_is_that_of_plain_loops_or_hidden(
    seed: int, meetings: int, people: int, publications: int
) -> None:
    said = a_round(random.Random(seed), meetings, people, publications)
    summary = summarise_round(said, FLOOR)
    for tags in asked(said):
        heads = people_with(said, tags)
        notes = [note for note in said.notes if note.tags.issuperset(tags)]
        people = 0 if THEMES & {tag.by for tag in tags} else len(heads)
        for told, number, few in (
            (summary.people.at(*tags), people, 0 < people < FLOOR),
            (summary.notes.at(*tags), len(notes), 0 < len({note.person for note in notes}) < FLOOR),
        ):
            assert told in (number, Hidden.COVER), tags
            assert not few or told is Hidden.COVER, tags
            assert number or told == 0, "nobody is nobody"
    assert summary.responses in (len(said.responses), Hidden.COVER)


def test_a_large_round_tells_nearly_everything() -> None:
    said = a_round(random.Random(5), 3, 600)
    summary = summarise_round(said, FLOOR)
    assert summary.people.at() == len(people_with(said, ()))
    assert summary.people.by(AREA).keys() == AREAS.keys()
    hidden = [key for key, cell in summary.people.cells.items() if isinstance(cell, Hidden)]
    assert len(hidden) < len(summary.people.cells) / 4


def test_a_municipality_is_told_within_its_area_and_nowhere_else() -> None:
    summary = summarise_round(a_round(random.Random(5), 3, 600), FLOOR)
    north = summary.people.by(PLACE, Tag(AREA, "north"))
    assert north.keys() == set(AREAS["north"])
    assert north["a"] == summary.people.at(Tag(PLACE, "a"))
    assert summary.people.by(PLACE, Tag(GROUP, "x")) == {}


def test_themes_of_a_frame_are_told_by_group_area_and_topic_and_not_by_one_another() -> None:
    summary = summarise_round(a_round(random.Random(5), 3, 600), FLOOR)
    for by in THEMES:
        assert {kind_of(other) for other in (*BY[:-1], *THEMES) if together(by, other)} == {GROUP, AREA, TOPIC}
        assert summary.notes.by(by).keys() == {tag.value for key in summary.notes.cells for tag in key if tag.by == by}
    pairs = [{kind_of(tag.by) for tag in key} for key in summary.notes.cells if len(key) == 2]
    assert [kinds for kinds in pairs if "theme" in kinds and not kinds & {GROUP, AREA, TOPIC}] == []
    assert any("theme" in kinds for kinds in pairs)


def test_two_sizes_of_floor_are_refused() -> None:
    for floor in (3, 11):
        with pytest.raises(ValueError, match="floor"):
            summarise_round(RoundSaid(), floor)


def test_a_round_without_anything_said_has_no_numbers() -> None:
    summary = summarise_round(RoundSaid(), FLOOR)
    assert (summary.people.at(), summary.notes.at(), summary.responses) == (0, 0, 0)
    assert all(summary.people.by(by) == {} for by in BY)


def test_one_person_is_not_told_of() -> None:
    tags = frozenset({Tag(EVENT, "open"), Tag(GROUP, "x")})
    summary = summarise_round(RoundSaid([Spoken("p1", 1, tags)]), FLOOR)
    assert summary.people.at() is Hidden.COVER
    assert summary.people.by(GROUP) == {"x": Hidden.COVER}


def test_who_has_not_been_heard_goes_by_the_shares_of_those_told() -> None:
    inhabitants = {"large": 100_000, "middle": 50_000, "small": 1_000, "empty": 2_000, "hidden": 90_000}
    people = {"large": 140, "middle": 10, "small": 0, "hidden": Hidden.COVER}
    told = unheard_places(people, inhabitants)
    assert told.nobody == ("small", "empty")
    assert told.far_below == ("middle",), "49 of 150 people were expected"
    assert per_10_000(140, 100_000) == 14
    assert per_10_000(Hidden.COVER, 90_000) is None
    assert unheard_groups({"x": 3, "y": Hidden.COVER}, ["x", "y", "z"]).nobody == ("z",)
