"""Notes are put in order by mouse, and pairs that say nearly the same are shown."""

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import DESK, OpenPage
from tests.journeys.desk import column, furnish, note, open_desk, write
from tests.journeys.served import Served


def middle(item: Locator, share: float = 0.5) -> tuple[float, float]:
    box = item.bounding_box()
    assert box
    return box["x"] + box["width"] / 3, box["y"] + box["height"] * share


def drag(page: Page, item: Locator, onto: Locator, share: float) -> tuple[float, float]:
    """Drag a note to a place in another one, once nothing glides to its place any more: 0 is its upper edge, 0.5 its
    middle, 1 its lower edge.

    Answers where the hand is.
    """
    item.scroll_into_view_if_needed()
    for one in (item, onto):
        lie_still(page, one)
    x, y = middle(item, 0.3)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 8, y + 8, steps=4)
    page.mouse.move(*middle(onto, share), steps=12)
    hand = middle(onto, share)
    page.mouse.move(*hand, steps=2)
    return hand


def lie_still(page: Page, item: Locator) -> None:
    """Wait until the note is where it was some frames ago: a glide begins only after what the page has heard."""
    seen = [item.bounding_box()]
    for _look in range(100):
        page.wait_for_timeout(50)
        seen.append(item.bounding_box())
        if len(seen) > 3 and seen[-1] == seen[-2] == seen[-3] == seen[-4]:
            return
    raise AssertionError(f"{item} does not lie still")


def expect_place(page: Page, hand: tuple[float, float], column: int, place: int) -> None:
    """What is dragged has come to this place, and stays there when it is let go.

    Notes that still glide aside take nothing in, and a hand that is perfectly still is not asked again: so it trembles.
    """
    notes = page.locator("ul[data-prompt]").nth(column).locator(":scope > li")
    expect_held(page, hand, notes.nth(place), "note--place")


def expect_held(page: Page, hand: tuple[float, float], item: Locator, name: str) -> None:
    """The note shows by a class that what is held over it is seen."""
    for tremble in range(100):
        if name in (item.get_attribute("class") or "").split():
            return
        page.mouse.move(hand[0] + tremble % 2, hand[1])
        page.wait_for_timeout(50)
    raise AssertionError(f"{item} is not {name}")


def test_notes_are_dragged_to_other_places_and_onto_each_other(demo_house: Served, open_page: OpenPage) -> None:
    furnish(demo_house, lambda meeting, people: write(meeting, people, 0, "Lowest", "Middle", "Topmost"))
    desk = open_page(DESK)
    open_desk(desk, demo_house)

    hand = drag(desk, note(desk, "Topmost"), note(desk, "Middle"), 0.95)
    expect_place(desk, hand, 0, 1)
    desk.mouse.up()
    expect(desk.locator("[data-dropped]")).to_have_text("Moved.")
    assert column(desk, 0)[:3] == ["Middle", "Topmost", "Lowest"]
    expect(note(desk, "Topmost").locator(".note__more")).to_be_focused()

    other = desk.locator("ul[data-prompt]").nth(1).locator(":scope > li").first
    hand = drag(desk, note(desk, "Middle"), other, 0.05)
    expect_place(desk, hand, 1, 0)
    desk.mouse.up()
    expect(desk.locator("ul[data-prompt]").nth(1).locator(":scope > li").first).to_contain_text("Middle")
    expect(desk.locator("[data-done]")).to_have_text("A note was moved.")

    hand = drag(desk, note(desk, "Lowest"), note(desk, "Topmost"), 0.5)
    expect_held(desk, hand, note(desk, "Topmost"), "note--onto")
    desk.mouse.up()
    expect(desk.locator("[data-dropped]")).to_have_text("Stacked.")
    expect(note(desk, "Topmost").locator("summary")).to_have_text("2 notes in the stack")
    desk.reload()
    expect(note(desk, "Topmost").locator("summary")).to_have_text("2 notes in the stack")
    assert column(desk, 1)[0] == "Middle"


def test_a_note_that_could_not_be_moved_goes_back_and_it_is_said_why(demo_house: Served, open_page: OpenPage) -> None:
    furnish(demo_house, lambda meeting, people: write(meeting, people, 0, "Lowest", "Topmost"))
    desk = open_page(DESK)
    open_desk(desk, demo_house)
    desk.context.set_offline(True)
    hand = drag(desk, note(desk, "Topmost"), note(desk, "Lowest"), 0.95)
    expect_place(desk, hand, 0, 1)
    desk.mouse.up()
    expect(desk.get_by_role("alert")).to_contain_text("No connection")
    assert column(desk, 0)[:2] == ["Topmost", "Lowest"]
    desk.context.set_offline(False)


def test_pairs_that_say_nearly_the_same_are_stacked_or_put_aside(demo_house: Served, open_page: OpenPage) -> None:
    alike = [
        "Services stay near people",
        "Services stay near people!",
        "Trust grows in meeting",
        "Trust grows in meeting.",
    ]
    furnish(demo_house, lambda meeting, people: write(meeting, people, 0, *alike))
    desk = open_page(DESK)
    open_desk(desk, demo_house)
    pairs = desk.locator("[data-list=alike] > li")
    expect(pairs).to_have_count(2)
    expect(note(desk, alike[0]).locator(".note__alike")).to_contain_text(alike[1])
    pairs.filter(has_text="Services").get_by_role("button", name="Stack").click()
    expect(desk.locator("summary", has_text="2 notes in the stack")).to_be_visible()
    expect(pairs).to_have_count(1)
    pairs.get_by_role("button", name="Not the same").click()
    expect(pairs).to_have_count(0)
    expect(desk.locator(".note__alike")).to_have_count(0)
