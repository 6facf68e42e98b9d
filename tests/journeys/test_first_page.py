"""A resident's first page: light, usable without JavaScript, and without anybody else's server."""

from playwright.sync_api import Page, Request, expect

from tests.journeys.conftest import PHONE, OpenPage
from tests.journeys.served import Served

MOST_BYTES = 60_000


def measured(page: Page, address: str) -> tuple[int, int]:
    """Bytes over the wire (headers and bodies) and number of requests until the page is quiet."""
    requests: list[Request] = []

    def finished(request: Request) -> None:
        requests.append(request)

    page.on("requestfinished", finished)
    page.goto(address, wait_until="networkidle")
    sizes = [request.sizes() for request in requests]
    return sum(one["responseBodySize"] + one["responseHeadersSize"] for one in sizes), len(requests)


def test_the_first_pages_of_a_phone_are_light(served_demo: Served, open_page: OpenPage) -> None:
    phone = open_page(PHONE)
    elsewhere: list[str] = []
    phone.on("request", lambda asked: None if asked.url.startswith(served_demo.url) else elsewhere.append(asked.url))
    door = measured(phone, f"{served_demo.url}/j/TRYMEET")
    tag = measured(open_page(PHONE), f"{served_demo.url}/j/TRYMEET/tag?lang=fi")
    print(f"\nfirst page at the join link: {door[0]} bytes in {door[1]} requests; the tag's page alone: {tag}")
    assert door[0] < MOST_BYTES
    assert tag[0] < MOST_BYTES
    assert not elsewhere


def test_everything_can_be_done_without_javascript(served_demo: Served, open_page: OpenPage) -> None:
    phone = open_page(PHONE, java_script_enabled=False)
    phone.goto(f"{served_demo.url}/j/TRYMEET")
    phone.get_by_role("button", name="Svenska").click()
    phone.get_by_role("link", name="Suomi").click()
    phone.get_by_label("Henkilöstö", exact=True).check()
    phone.get_by_role("button", name="Jatka").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Arvot")
    phone.get_by_label("Lappusi").first.fill("Written without a script")
    phone.get_by_role("button", name="Lähetä lappu").first.click()
    note = phone.locator(".note", has_text="Written without a script")
    expect(note).to_contain_text("Henkilöstö")
    note.get_by_role("button").click()
    expect(phone.locator(".note", has_text="Written without a script").get_by_role("button")).to_have_attribute(
        "aria-pressed", "true"
    )
    phone.get_by_role("button", name="Lähetä lappu").first.click()
    expect(phone.get_by_role("alert")).to_contain_text("Kirjoita ensin jotakin")
