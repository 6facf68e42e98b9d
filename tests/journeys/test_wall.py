"""A board on the desk and on the wall: axe in every state, hundreds of notes, a reveal, results."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.axe import faults
from tests.journeys.conftest import DESK, WALL, OpenPage
from tests.journeys.desk import LIVE, furnish, open_desk, write
from tests.journeys.served import Served
from workshop.boards.actions import Rules, report_note, set_rules, stack_note
from workshop.boards.models import Marking, Showing
from workshop.boards.queries import notes_under, prompts_of
from workshop.meetings.models import Meeting
from workshop.participants.models import Participant

RULES = {
    "at once, likes": Rules(),
    "votes": Rules(marking=Marking.VOTES, votes_pile=True),
    "approved": Rules(showing=Showing.APPROVED),
    "veiled": Rules(showing=Showing.REVEALED, hides_groups=True, takes_comments=False),
}


@pytest.mark.parametrize("rules", RULES)
def test_axe_finds_nothing_in_any_state_of_a_board(demo_house: Served, open_page: OpenPage, rules: str) -> None:
    def do(meeting: Meeting, people: list[Participant]) -> None:
        set_rules(meeting.exercises[0], RULES[rules])
        write(meeting, people, 0, "Services stay near people", "Services stay near people!", "Third")
        one, two, three = notes_under(prompts_of(meeting.exercises[0])[1])[:3]
        stack_note(one, two, meeting.leaders[0])
        report_note(three, people[0])

    furnish(demo_house, do)
    desk = open_page(DESK)
    open_desk(desk, demo_house)
    seen = []
    desk.keyboard.press("t")
    expect(desk.locator("koonti-timer")).to_be_visible()
    for theme in ("light", "dark"):
        desk.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        seen += faults(desk)
    desk.locator("ul[data-prompt] [data-press=hide]").first.click()
    expect(desk.locator("[data-done]")).to_have_text("A note was hidden.")
    desk.locator(".stack > summary").first.click()
    desk.locator(".on-behalf > summary").first.click()
    seen += faults(desk)
    desk.get_by_role("button", name="Show as a list").click()
    seen += faults(desk)
    desk.locator(".note__more").first.click()
    expect(desk.get_by_role("dialog")).to_be_visible()
    seen += faults(desk)
    desk.goto(desk.locator(".note__more").first.evaluate("link => link.href"))
    seen += faults(desk)
    desk.goto(f"{demo_house.url}/meetings/{LIVE}/wall")
    desk.set_viewport_size(WALL)  # type: ignore[arg-type]
    for theme in ("light", "dark"):
        desk.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        seen += faults(desk)
    assert seen == []


def on_the_wall(wall: Page, place: int) -> tuple[int, int]:
    """How many notes of a column are seen whole, and how many it says there are besides."""
    list_ = wall.locator("ul[data-prompt]").nth(place)
    seen = list_.evaluate(
        """list => [...list.children].filter(item => {
            const [inner, outer] = [item.getBoundingClientRect(), list.getBoundingClientRect()];
            return getComputedStyle(item).visibility === 'visible'
                && inner.bottom <= outer.bottom + 1 && inner.right <= outer.right + 1;
        }).length"""
    )
    said = re.search(r"\d+", list_.locator("xpath=..").locator("[data-more]").text_content() or "")
    return seen, int(said[0]) if said and list_.locator("xpath=..").locator("[data-more]").is_visible() else 0


def test_a_wall_with_hundreds_of_notes_counts_what_does_not_fit(demo_house: Served, open_page: OpenPage) -> None:
    texts = [f"Thought number {number}, with some more words behind it" for number in range(300)]
    furnish(demo_house, lambda meeting, people: write(meeting, people, 0, *texts))
    total = [
        count
        for (count,) in demo_house.rows(
            "SELECT count(*) FROM note JOIN prompt ON prompt.id = prompt_id WHERE exercise_id ="
            " (SELECT min(exercise_id) FROM prompt JOIN exercise ON exercise.id = exercise_id JOIN meeting"
            " ON meeting.id = meeting_id WHERE code = ?) GROUP BY prompt_id ORDER BY prompt_id",
            LIVE,
        )
    ]
    desk, wall = open_page(DESK), open_page(WALL, reduced_motion="reduce")
    open_desk(desk, demo_house)
    wall.context.add_cookies(desk.context.cookies())  # type: ignore[arg-type]
    wall.goto(f"{demo_house.url}/meetings/{LIVE}/wall?lang=en")
    expect(wall.locator("koonti-wall[data-size=s]")).to_be_visible()
    expect(wall.locator("[data-more]").first).to_have_text(re.compile(r"\+ \d+ notes"))
    for place in (0, 1):
        seen, more = on_the_wall(wall, place)
        assert seen > 0
        assert seen + more == total[place]
    assert wall.locator("koonti-wall li[data-note]").count() <= 80
    assert wall.evaluate("parseFloat(getComputedStyle(document.querySelector('.note__text')).fontSize)") >= 28

    # the newest is always there, and hiding it is heard
    desk.locator("ul[data-prompt]").first.locator("[data-press=hide]").first.click()
    expect(wall.locator("ul[data-prompt]").first.locator("li").first).to_contain_text(texts[-2])
    seen, more = on_the_wall(wall, 0)
    assert seen + more == total[0] - 1


def test_a_reveal_brings_all_to_the_wall_at_once_and_results_are_shown_when_chosen(
    demo_house: Served, open_page: OpenPage
) -> None:
    def do(meeting: Meeting, people: list[Participant]) -> None:
        set_rules(meeting.exercises[0], Rules(showing=Showing.REVEALED))
        write(meeting, people, 0, "One secret", "Another secret")

    furnish(demo_house, do)
    desk, wall = open_page(DESK), open_page(WALL)
    open_desk(desk, demo_house)
    wall.context.add_cookies(desk.context.cookies())  # type: ignore[arg-type]
    wall.goto(f"{demo_house.url}/meetings/{LIVE}/wall?lang=en")
    expect(wall.locator("[data-written]")).to_contain_text("notes have been written")
    assert "secret" not in wall.content()
    desk.keyboard.press("r")
    expect(wall.get_by_text("One secret")).to_be_visible()
    expect(wall.get_by_text("Another secret")).to_be_visible()
    expect(wall.locator("[data-written]")).to_be_hidden()
    desk.get_by_role("button", name="Results").click()
    expect(wall.get_by_role("heading", name="Notes by question")).to_be_visible()
    expect(wall.get_by_text("One secret")).to_be_hidden()
    desk.get_by_role("button", name="How to join").click()
    expect(wall.locator(".wall-code")).to_be_visible()
    # pressed in one breath: the last one counts
    desk.evaluate(
        "for (const what of ['results', 'notes']) document.querySelector(`#wall-shows [value=${what}]`).click()"
    )
    expect(wall.get_by_text("One secret")).to_be_visible()


def test_a_wall_says_calmly_that_the_line_is_away_and_catches_up(demo_house: Served, open_page: OpenPage) -> None:
    demo_house.start("serve")
    desk, wall = open_page(DESK), open_page(WALL)
    open_desk(desk, demo_house)
    wall.context.add_cookies(desk.context.cookies())  # type: ignore[arg-type]
    wall.goto(f"{demo_house.url}/meetings/{LIVE}/wall?lang=en")
    first = wall.locator("ul[data-prompt]").first.locator("li").first
    before = first.inner_text()
    expect(wall.locator("[data-connection]")).to_be_hidden()
    wall.context.set_offline(True)
    expect(wall.locator("[data-connection]")).to_be_visible()
    desk.locator("ul[data-prompt]").first.locator("[data-press=hide]").first.click()
    expect(desk.locator("[data-done]")).to_have_text("A note was hidden.")
    assert first.inner_text() == before
    wall.context.set_offline(False)
    expect(wall.locator("[data-connection]")).to_be_hidden()
    expect(first).not_to_have_text(before)


def test_a_wall_turns_its_pages_and_keeps_the_newest(demo_house: Served, open_page: OpenPage) -> None:
    texts = [f"Thought number {number}, with some more words behind it" for number in range(60)]
    furnish(demo_house, lambda meeting, people: write(meeting, people, 0, *texts))
    desk, wall = open_page(DESK), open_page(WALL)
    open_desk(desk, demo_house)
    wall.context.add_cookies(desk.context.cookies())  # type: ignore[arg-type]
    wall.goto(f"{demo_house.url}/meetings/{LIVE}/wall?lang=en")
    shown = wall.locator("ul[data-prompt]").first.locator("li:not([data-folded]) .note__text")
    expect(wall.locator("[data-more]").first).to_be_visible()
    second = shown.nth(1).inner_text()
    expect(shown.nth(1)).not_to_have_text(second)
    expect(shown.first).to_have_text(texts[-1])
