"""What happens when the connection or the house breaks: nothing is lost, and every screen agrees with the database."""

import re
import uuid
from time import monotonic

from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, PHONE, OpenPage, enter, join
from tests.journeys.served import Served
from tests.journeys.wire import Wire

BOARD = "SELECT n.id, n.text FROM note n JOIN prompt p ON p.id = n.prompt_id WHERE p.exercise_id = ? ORDER BY n.id"
SHOWN = """() => [...document.querySelectorAll('li[data-note]')]
    .map((item) => [Number(item.dataset.note), item.querySelector('.note__text').textContent])
    .sort((one, other) => one[0] - other[0])"""


def board_of(phone: Page) -> int:
    return int(phone.locator("koonti-board[data-exercise]").get_attribute("data-exercise") or 0)


def write_past_the_browser(phone: Page, url: str, count: int) -> None:
    """Notes sent as a script sends them, by the phone's own participant, not through the page."""
    form = phone.locator("form[data-prompt]").first
    address = url + "/" + (form.get_attribute("action") or "").lstrip("/")
    token = form.locator("[name=csrf_token]").input_value()
    for number in range(count):
        fields = {"csrf_token": token, "client_key": str(uuid.uuid4()), "text": f"Written while away {number}"}
        answer = phone.request.post(address, form=fields, headers={"Accept": "application/json"})
        assert answer.status == 201


def test_a_screen_that_was_cut_off_equals_the_database_again(wired: tuple[Served, Wire], open_page: OpenPage) -> None:
    house, wire = wired
    desk, phone = open_page(DESK), open_page(PHONE)
    enter(desk, house)
    desk.goto(f"{wire.url}/meetings/TRYMEET/desk")
    join(phone, wire.url)
    exercise = board_of(phone)
    expect(desk.locator("[data-now]").first).to_have_text("1")
    # The writers' browsers go past the wire from now on, as somebody with a connection does. They are two, as one alone
    # would be slowed down.
    writers = [open_page(PHONE), open_page(PHONE)]
    for writer in writers:
        join(writer, house.url)
    expect(desk.locator("[data-now]").first).to_have_text("1")
    wire.cut()
    for writer in writers:
        write_past_the_browser(writer, house.url, 25)
    assert "Written while away 24" not in desk.content()
    wanted = [list(row) for row in house.rows(BOARD, exercise)]
    assert len(wanted) > 50
    mended = monotonic()
    wire.mend()
    desk.wait_for_function(f"(count) => ({SHOWN})().length === count", arg=len(wanted), polling=20)
    took = monotonic() - mended
    assert desk.evaluate(SHOWN) == wanted
    print(f"\na desk cut off while 50 notes were written agreed with the database after {took:.2f} s")
    phone.get_by_role("button", name="50 new notes").click()
    assert phone.evaluate(SHOWN) == wanted


def test_notes_written_without_a_connection_wait_on_the_device_and_go_out_once(
    wired: tuple[Served, Wire], open_page: OpenPage
) -> None:
    house, wire = wired
    phone = open_page(PHONE)
    join(phone, wire.url)
    wire.cut()
    for number in range(3):
        phone.get_by_label("Your note").first.fill(f"Offline thought {number}")
        phone.get_by_role("button", name="Send the note").first.click()
        expect(phone.locator(".note--pending")).to_have_count(number + 1)
    expect(phone.locator(".sending").first).to_have_text(re.compile("^Kept on this device"))
    assert not house.rows("SELECT id FROM note WHERE text LIKE 'Offline thought %'")
    wire.mend()
    expect(phone.locator(".note--pending")).to_have_count(0)
    expect(phone.locator(".sending").first).to_have_text("Saved")
    kept = house.rows("SELECT text FROM note WHERE text LIKE 'Offline thought %' ORDER BY text")
    assert kept == [(f"Offline thought {number}",) for number in range(3)]


def test_a_note_outlives_the_page_and_the_house(wired: tuple[Served, Wire], open_page: OpenPage) -> None:
    """The web process is killed, the page is closed with an unsent note and opened again later: one note, saved."""
    house, wire = wired
    phone = open_page(PHONE)
    join(phone, wire.url)
    address = phone.url
    house.kill("serve")
    phone.get_by_label("Your note").first.fill("Outlives everything")
    phone.get_by_role("button", name="Send the note").first.click()
    expect(phone.locator(".sending").first).to_have_text(re.compile("^Kept on this device"))
    context = phone.context
    phone.close()
    house.start("serve")
    again = context.new_page()
    again.goto(address)
    expect(again.locator("li[data-note]", has_text="Outlives everything")).to_be_visible()
    again.reload()
    expect(again.locator("li", has_text="Outlives everything")).to_have_count(1)
    assert house.rows("SELECT COUNT(*) FROM note WHERE text = 'Outlives everything'") == [(1,)]


def test_a_lock_and_its_opening_reach_the_phone_with_the_words_kept(served_demo: Served, open_page: OpenPage) -> None:
    """A phone that came while the board was locked can write when it opens; one that was writing keeps its text."""
    desk, early, late = open_page(DESK), open_page(PHONE), open_page(PHONE)
    enter(desk, served_demo)
    join(early, served_demo.url)
    early.get_by_label("Your note").first.fill("Half a thought")
    desk.goto(f"{served_demo.url}/meetings/TRYMEET/desk")
    desk.keyboard.press("l")
    expect(early.locator("[data-locked]")).to_be_visible()
    join(late, served_demo.url)
    expect(late.get_by_label("Your note").first).to_be_hidden()
    desk.get_by_role("button", name=re.compile("^(Open the exercise|Avaa)")).click()
    expect(late.get_by_label("Your note").first).to_be_visible()
    expect(late.locator("[data-locked]")).to_be_hidden()
    expect(early.get_by_label("Your note").first).to_have_value("Half a thought")
