"""The two surveys of the field, each answered by 686 people: every number equals one that plain loops count here."""

import random
import re
from html import unescape
from typing import Any

import pytest
from flask import Flask

from tests.houses import led, new_key, some_facts
from tests.pages import Visitor, check_page
from workshop.accounts.queries import user_by_email
from workshop.action import action
from workshop.analysis.privacy import Hidden
from workshop.columns import Texts
from workshop.meetings.actions import go_live, unlock_exercise
from workshop.meetings.models import Exercise, Meeting
from workshop.meetings.queries import meeting_by_code
from workshop.participants.actions import join_meeting
from workshop.plans.actions import make_meeting
from workshop.plans.plan import built_in
from workshop.results.queries import meeting_results
from workshop.results.surveys import survey_results
from workshop.rounds.actions import create_round
from workshop.surveys.actions import send_response
from workshop.surveys.queries import questions_of

PEOPLE = 686
FLOOR = 5
POSITIONS = {
    "employees": 390, "supervisors": 150, "elected_representatives": 80, "sector_managers": 40,
    "municipal_managers": 3, "other": 9, "": 14,
}  # fmt: skip
"""How many answer in what position; the municipal managers are too few to be told."""
PLACES = ["564", "564", "889", "615", "305", "244", "535", None]
Person = dict[int, Any]
"""What somebody answers, by the question's place."""


def simulated(key: str) -> list[tuple[str, list[str], str | None, Person]]:
    """Language, groups, municipality and answers of everybody, always the same ones."""
    chance = random.Random(f"{key} 686")
    positions = [position for position, people in POSITIONS.items() for _one in range(people)]
    chance.shuffle(positions)
    rows = [[row["key"] for row in one.settings.get("rows", ())] for one in built_in()[key].exercises[0].questions]
    areas = [option["key"] for option in built_in()["wellbeing_survey"].exercises[0].questions[2].options]
    people = []
    for number in range(PEOPLE):
        said: Person = {}
        for place, keys in enumerate(rows):
            marks = {row: chance.choice([0, 1, 2, 3, 3, 4, 4, 4, 5, 5]) for row in keys if chance.random() < 0.93}
            if marks:
                said[place] = marks
        if key == "wellbeing_survey":
            said[2] = chance.sample(areas, chance.choice([1, 2, 3, 3]))
            words = 3
        else:
            position = positions[number]
            if position:
                said[0] = {"other": f"Muu {number}"} if position == "other" else position
            words = 2
        if chance.random() < 0.4:
            said[words] = f"Vastaus {number}"
        groups = chance.choice([[], ["staff"], ["staff"], ["officials"], ["professionals", "older_people"]])
        people.append((chance.choice(["fi"] * 6 + ["sv"]), groups, chance.choice(PLACES), said))
    return people


@action
def everybody_answers(meeting: Meeting, key: str) -> None:
    survey = meeting.exercises[0]
    ids = [question.id for question in questions_of(survey)]
    for language, groups, place, said in simulated(key):
        guest = join_meeting(meeting, language, groups, place)
        send_response(survey, guest, new_key(), {ids[at]: value for at, value in said.items()})


def answered(app: Flask, maker: str, key: str) -> str:
    """The code of a meeting after the template, which 686 people have answered."""
    with app.app_context():
        user = user_by_email(maker)
        round_ = create_round("field", Texts(fi="Kierros"), Texts(), "17", user)
        meeting = make_meeting(round_, built_in()[key], some_facts(), user, opens=True)
        go_live(meeting)
        led(unlock_exercise, meeting.exercises[0])
        everybody_answers(meeting, key)
        return meeting.code


def ids_in(meeting: Meeting) -> list[int]:
    return [question.id for question in questions_of(meeting.exercises[0])]


def check_ratings(result: Any, marks: list[int]) -> None:
    """Plain loops over what people marked, zeros among it."""
    counts = {1: 0, 2: 0, 3: 0, 4: 0, 5: 0}
    zeros = total = 0
    for mark in marks:
        if mark == 0:
            zeros += 1
        else:
            counts[mark] += 1
            total += mark
    rated = len(marks) - zeros
    assert (result.rated, result.counts) == (rated, counts)
    assert result.mean == pytest.approx(total / rated)
    assert result.top == pytest.approx((counts[4] + counts[5]) / rated)
    assert result.bottom == pytest.approx((counts[1] + counts[2]) / rated)
    if result.cannot_say is not Hidden.COVER:
        assert result.cannot_say == zeros


def marks_of(people: list[Person], place: int, row: str) -> list[int]:
    return [said[place][row] for said in people if place in said and row in said[place]]


def test_the_wellbeing_survey_is_counted_as_plain_loops_count_it(app: Flask, maker: str) -> None:
    code = answered(app, maker, "wellbeing_survey")
    people = [said for *_tag, said in simulated("wellbeing_survey")]
    with app.app_context():
        meeting = meeting_by_code(code)
        ids, summary = ids_in(meeting), meeting_results(meeting).summary
        account = survey_results(meeting.exercises[0]).account
    assert (account.respondents, account.arrivals.responses, summary.respondents) == (PEOPLE, PEOPLE, PEOPLE)
    assert account.results == summary.questions, "the dashboard and the survey's own page count the same"
    for place in (0, 1):
        matrix = summary.questions[ids[place]]
        assert matrix.answered == sum(place in said for said in people)
        for row, result in matrix.rows.items():
            check_ratings(result, marks_of(people, place, row))
    top = summary.questions[ids[2]]
    for area, places in top.places.items():
        assert places[:3] == tuple(
            sum(said[2].index(area) == at for said in people if area in said[2]) for at in (0, 1, 2)
        )
    assert summary.questions[ids[3]].answered == sum(3 in said for said in people)


def by_position(people: list[Person]) -> dict[str, list[Person]]:
    found: dict[str, list[Person]] = {}
    for said in people:
        position = said.get(0, "")
        found.setdefault("other" if isinstance(position, dict) else position, []).append(said)
    return found


def hidden_positions(sizes: dict[str, int]) -> set[str]:
    """Those of fewer than five; with them the next smallest, until two are hidden and five people are."""
    hidden = {position for position, people in sizes.items() if people < FLOOR}
    for position in sorted(sizes, key=lambda one: (sizes[one], one)):
        if hidden and (len(hidden) < 2 or sum(sizes[one] for one in hidden) < FLOOR):
            hidden.add(position)
    return hidden


def rows_of(html: str, chart: str) -> dict[str, list[str]]:
    """The lines of a chart's table, by their label."""
    section = re.search(rf'<table id="{chart}-table">.*?</table>', unescape(html), re.S)[0]
    lines = re.findall(r"<tr>\s*<th scope=\"row\"[^>]*>(.*?)</th>(.*?)</tr>", section, re.S)
    return {label: re.findall(r"<td[^>]*>(.*?)</td>", cells) for label, cells in lines}


def percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}%"


def test_the_situation_survey_is_told_apart_by_position(app: Flask, maker: str, desk: Visitor) -> None:
    code = answered(app, maker, "situation_survey")
    people = [said for *_tag, said in simulated("situation_survey")]
    apart = by_position(people)
    with app.app_context():
        survey = meeting_by_code(code).exercises[0]
        ids, survey_id = ids_in(survey.meeting), survey.id
        account = survey_results(survey, f"question-{ids[0]}").account
        rows = list(questions_of(survey)[1].row_texts())
        names = {key: text.text("en") for key, text in questions_of(survey)[0].option_texts().items()}
        check_people_by_tag(survey)
    names |= {"other": "Something else", "": "No answer"}
    told = account.breakdown
    assert told
    assert told.respondents
    assert {one for one, size in told.respondents.items() if isinstance(size, Hidden)} == {
        "municipal_managers",
        "other",
    }
    assert {one: size for one, size in told.respondents.items() if isinstance(size, int)} == {
        position: len(theirs) for position, theirs in apart.items() if position not in ("municipal_managers", "other")
    }
    assert account.results[ids[0]].counts == {one: people for one, people in POSITIONS.items() if one}

    page = desk.get(f"/meetings/{code}/surveys/{survey_id}/results?by=question-{ids[0]}&lang=en")
    check_page(page, "en")
    for row in rows:
        table, shown = told.items[ids[1], row], rows_of(page.text, f"question-{ids[1]}-by-{row}")
        marks = {position: marks_of(theirs, 1, row) for position, theirs in apart.items()}
        sizes = {position: sum(mark > 0 for mark in theirs) for position, theirs in marks.items()}
        hidden = hidden_positions(sizes)
        assert {one for one, result in table.items() if isinstance(result, Hidden)} == hidden
        for position, theirs in marks.items():
            cells = shown[names[position]]
            if position in hidden:
                assert cells == ["hidden", *["–"] * 8]
                continue
            check_ratings(table[position], theirs)
            rated = [mark for mark in theirs if mark]
            high, low = sum(mark >= 4 for mark in rated), sum(mark <= 2 for mark in rated)
            assert cells[:4] == [
                str(len(rated)), f"{sum(rated) / len(rated):.1f}", percent(high, len(rated)), percent(low, len(rated)),
            ]  # fmt: skip
            assert cells[4:] == [
                f"{rated.count(step)} ({percent(rated.count(step), len(rated))})" for step in range(1, 6)
            ]
    said = re.findall(r"<bdi[^>]*>(Muu \d+)</bdi>", page.text)
    assert said == [said[0]["other"] for said in people if isinstance(said.get(0), dict)]


TOPS = {"staff": "staff", "professionals": "staff", "officials": "officials", "older_people": "residents"}
AREAS = {"564": "oulu", "889": "oulunkaari", "615": "oulunkaari", "305": "koillismaa", "244": "lakeus"}


def check_people_by_tag(survey: Exercise) -> None:
    """By group, area and language nobody is few, so that everybody is told."""
    sizes: dict[str, dict[str, int]] = {"group": {}, "area": {}, "language": {}}
    for language, groups, place, _said in simulated("situation_survey"):
        area = AREAS.get(place, "oulun_etelainen") if place else ""
        tags = {"group": {TOPS[one] for one in groups} or {""}, "area": {area}, "language": {language}}
        for by, theirs in tags.items():
            for tag in theirs:
                sizes[by][tag] = sizes[by].get(tag, 0) + 1
    for by, people in sizes.items():
        told = survey_results(survey, by).account.breakdown
        assert told
        assert told.respondents == people
