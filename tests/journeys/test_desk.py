"""The desk by keyboard alone: a whole workshop, from the first click to its end."""

import re
from contextlib import suppress

from playwright.sync_api import Locator, Page, TimeoutError, expect

from tests.conftest import PATIENCE_MS
from tests.journeys.conftest import DESK, PHONE, OpenPage, enter, join
from tests.journeys.desk import column, note, open_desk
from tests.journeys.served import Served

FURTHEST = 250
"""Presses of Tab: from the top of the longest desk to its end there are fewer."""


def reach(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus."""
    expect(target).to_be_visible()
    for _press in range(FURTHEST):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} is not reached by Tab")


def choose(page: Page, target: Locator, key: str = "Enter") -> None:
    """Press a key on the target, once it is reached."""
    reach(page, target)
    # A browser that leaves the page by the key may never answer for it. What the key did is looked for afterwards.
    with suppress(TimeoutError):
        target.press(key, timeout=PATIENCE_MS)


def pick(page: Page, select: Locator, words: str) -> None:
    """Choose an option of a select by typing its beginning."""
    reach(page, select)
    page.keyboard.type(words)
    assert words in select.evaluate("element => element.selectedOptions[0].textContent")


def expect_somewhere(page: Page) -> None:
    """The focus comes to something that is seen, and is not lost to the page's top."""
    page.wait_for_function(
        "document.activeElement !== document.body && document.activeElement.getClientRects().length > 0"
    )


def test_a_whole_workshop_by_keyboard_alone(demo_house: Served, open_page: OpenPage) -> None:
    demo_house.start("serve")
    desk, phone = open_page(DESK), open_page(PHONE)
    enter(desk, demo_house)
    desk.goto(f"{demo_house.url}/rounds/demo/templates?lang=en")
    choose(desk, desk.locator("input[name=template]").first, "Space")
    choose(desk, desk.get_by_role("button", name="Make the meeting and open the door"))
    desk.wait_for_url(re.compile("/meetings/[A-Z2-9]{7}"))
    code = re.search("/meetings/([A-Z2-9]{7})", desk.url)
    assert code
    here = f"{demo_house.url}/meetings/{code[1]}"

    desk.goto(f"{here}/desk")
    choose(desk, desk.get_by_role("button", name="Begin the meeting"))
    title = desk.get_by_role("heading", level=1)
    expect(title).to_be_focused()
    expect(desk.locator("#desk-head .state--live")).to_be_visible()

    # the board is veiled: what is written waits until it is revealed
    choose(desk, desk.get_by_role("link", name="How the board works"))
    reach(desk, desk.get_by_role("radio", name="At once", exact=True))
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("ArrowDown")
    expect(desk.get_by_role("radio", name="All at the same moment")).to_be_checked()
    choose(desk, desk.get_by_role("button", name="Save"))
    expect(desk.get_by_role("button", name="Reveal the notes")).to_be_visible()

    join(phone, demo_house.url, code[1])
    for text in ("Closest to the ground", "In the middle", "On the top"):
        phone.locator("textarea").first.fill(text)
        phone.get_by_role("button", name="Send the note").first.click()
        expect(note(desk, text)).to_be_visible()

    desk.keyboard.press("r")
    expect(desk.get_by_role("button", name="Reveal the notes")).to_be_hidden()
    expect(desk.locator("[data-done]")).to_have_text("The notes were revealed.")
    expect(desk.locator("[data-if=waiting]")).to_have_count(0)

    # time: given, added to, and taken away
    desk.keyboard.press("t")
    expect(desk.locator("koonti-timer .timer__digits")).to_have_text(re.compile("^[23]:"))
    expect(phone.locator("koonti-timer .timer__digits")).to_have_text(re.compile("^[23]:"))
    expect(desk.get_by_role("button", name="+1 min")).to_be_visible()
    desk.keyboard.press("t")
    expect(desk.locator("koonti-timer .timer__digits")).to_have_text(re.compile("^(4:|3:[1-5])"))
    choose(desk, desk.get_by_role("button", name="Stop", exact=True))
    expect(desk.locator("koonti-timer")).to_be_hidden()
    expect(phone.locator("koonti-timer")).to_be_hidden()
    expect_somewhere(desk)

    # lock and open again: the focus stays on the button
    lock = desk.locator("#lock button")
    choose(desk, lock)
    expect(lock).to_contain_text("Open the exercise")
    expect(lock).to_be_focused()
    expect(phone.locator("[data-locked]")).to_be_visible()
    desk.keyboard.press("l")
    expect(lock).to_contain_text("Lock")
    expect(lock).to_be_focused()

    # hide and undo: the focus stays in the note
    choose(desk, note(desk, "In the middle").get_by_role("button", name="Hide"))
    expect(desk.locator("[data-done]")).to_have_text("A note was hidden.")
    expect(note(desk, "In the middle").get_by_role("button", name="Show again")).to_be_focused()
    desk.keyboard.press("z")
    expect(note(desk, "In the middle").get_by_role("button", name="Hide")).to_be_focused()

    # move and stack by the note's menu
    more = note(desk, "On the top").locator(".note__more")
    choose(desk, more)
    choose(desk, desk.get_by_role("dialog").get_by_role("button", name="Move down"))
    expect(desk.get_by_role("dialog")).to_be_hidden()
    expect(more).to_be_focused()
    assert column(desk, 0) == ["In the middle", "On the top", "Closest to the ground"]
    choose(desk, more)
    choose(desk, desk.get_by_role("dialog").get_by_role("button", name="Move to its top"))
    expect(desk.locator("ul[data-prompt]").nth(1).get_by_text("On the top")).to_be_visible()
    expect_somewhere(desk)
    choose(desk, note(desk, "On the top").locator(".note__more"))
    pick(desk, desk.get_by_role("dialog").get_by_label("Onto the note"), "Closest")
    choose(desk, desk.get_by_role("dialog").get_by_role("button", name="Stack"))
    expect(desk.locator("summary", has_text="2 notes in the stack")).to_be_visible()
    expect(desk.get_by_role("dialog")).to_be_hidden()
    expect_somewhere(desk)

    # on to the next step and back
    desk.keyboard.press("ArrowRight")
    expect(desk.locator(".path > [aria-current]")).to_contain_text("shown to all")
    expect(desk.locator(".path > li").nth(1)).to_have_attribute("aria-current", "step")
    expect(title).to_be_focused()
    desk.keyboard.press("ArrowLeft")
    expect(desk.locator(".path > li").nth(0)).to_have_attribute("aria-current", "step")

    choose(desk, desk.locator("summary", has_text="End the meeting"))
    choose(desk, desk.get_by_role("button", name="End the meeting now"))
    desk.goto(f"{here}/desk")
    expect(desk.locator("#desk-head .state--live")).to_have_count(0)


def test_keys_do_nothing_while_somebody_types_or_has_switched_them_off(demo_house: Served, open_page: OpenPage) -> None:
    demo_house.start("serve")
    desk = open_page(DESK)
    open_desk(desk, demo_house)
    desk.locator("#minutes").fill("")
    desk.keyboard.type("l7")
    expect(desk.locator("#minutes")).to_have_value("l7")
    desk.get_by_label("Use the keys").uncheck()
    desk.get_by_role("heading", level=1).focus()
    desk.keyboard.press("l")
    desk.get_by_label("Use the keys").check()
    desk.get_by_role("heading", level=1).focus()
    desk.keyboard.press("t")
    expect(desk.locator("koonti-timer")).to_be_visible()
    expect(desk.locator("#lock button")).to_contain_text("Lock")
