"""A page in a real browser whose line is refused, cut, or made of polls only: it keeps itself current."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.live.hall import CODE, Served, build

PATIENCE_MS = 30_000
HAS_NOTE = """(text) => Object.values(document.querySelector("koonti-stage").state.things)
    .some((thing) => thing.text === text)"""
STREAM = "document.querySelector('koonti-stage').stream"
NO_WEBSOCKET = """globalThis.WebSocket = class {
    constructor() { setTimeout(() => this.onerror?.(new Event("error"))); }
    close() {}
}"""
"""What scripts see of a firewall that lets no WebSocket through."""
OpenPhone = Callable[..., Page]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A house for one listener."""
    served = build(tmp_path_factory.mktemp("house")).serve(MAX_LISTENERS="1")
    yield served
    served.stop()


@pytest.fixture
def open_phone(browser: Browser, house: Served) -> Iterator[OpenPhone]:
    """Open the board on a participant's phone: (which participant, whether a wall stops its WebSockets)."""
    contexts: list[BrowserContext] = []

    def open_one(who: int, without_websocket: bool = False) -> Page:
        context = browser.new_context()
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        name, value = house.hall.cookies[who].split("=", 1)
        context.add_cookies([{"name": name, "value": value, "url": f"{house.base}/j/{CODE}"}])
        page = context.new_page()
        if without_websocket:
            page.add_init_script(NO_WEBSOCKET)
        answer = page.goto(f"{house.base}/j/{CODE}/boards/{house.hall.board}")
        assert (answer.status, page.url) == (200, f"{house.base}/j/{CODE}/boards/{house.hall.board}")
        return page

    yield open_one
    for context in contexts:
        context.close()


def is_in(page: Page) -> None:
    page.wait_for_function(f"() => {STREAM}.socket.connected && {STREAM}.round === null")


def test_a_page_for_which_there_is_no_room_asks_by_itself_and_comes_in_later(
    house: Served, open_phone: OpenPhone
) -> None:
    first = open_phone(0)
    is_in(first)
    late = open_phone(1)
    late.wait_for_function(f"() => {STREAM}.isOut")
    house.write("Read without a line")
    late.wait_for_function(HAS_NOTE, arg="Read without a line")
    assert late.evaluate(f"{STREAM}.isOut")
    first.close()
    is_in(late)
    house.write("Heard on the line")
    late.wait_for_function(HAS_NOTE, arg="Heard on the line")


def test_a_small_hall_comes_back_at_once_and_a_large_one_bit_by_bit(house: Served, open_phone: OpenPhone) -> None:
    page = open_phone(0)
    is_in(page)
    longest = f"[{STREAM}.socket.io.reconnectionDelay(), {STREAM}.socket.io.reconnectionDelayMax(), {STREAM}.hall]"
    assert page.evaluate(longest) == [500, 1200, 0]
    # (in one go: between two questions the house's own word of how large its hall is may arrive)
    large = f"() => {{ {STREAM}.up({{ seq: 0, now: Date.now(), spread: 8000 }}, Date.now()); return {longest}; }}"
    assert page.evaluate(large) == [4500, 9200, 8000]


def test_a_page_without_websockets_polls_and_knows_the_time(house: Served, open_phone: OpenPhone) -> None:
    page = open_phone(0, without_websocket=True)
    is_in(page)
    assert page.evaluate(f"{STREAM}.socket.io.engine.transport.name") == "polling"
    assert abs(page.evaluate(f"{STREAM}.offset")) < 10_000
    house.write("Heard by polling")
    page.wait_for_function(HAS_NOTE, arg="Heard by polling")
