"""A survey on an old phone: bytes over the wire, first paint and usable, in chromium on slow 4G with a slow CPU.

One row for each page of the survey of four pages; medians of several visits.
"""

import os
import shutil
import sys
from statistics import median
from typing import Any

from playwright.sync_api import Page, Request, sync_playwright

from bench.survey.served import house

VISITS = 5
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
"""As Lighthouse has it: 150 ms to and fro, 1.6 Mbit/s down, 750 kbit/s up."""
CPU_SLOWER = 4
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
COLUMNS = {
    "page": "page",
    "bytes": "bytes over the wire",
    "requests": "requests",
    "first_paint_ms": "first paint ms",
    "usable_ms": "usable ms",
}
USABLE = """() => {
    const [page] = performance.getEntriesByType("navigation");
    const paint = performance.getEntriesByName("first-contentful-paint")[0];
    return [paint.startTime, page.domContentLoadedEventEnd];
}"""
"""Scripts are modules: when the document has come to its end, they have run."""


def rows() -> list[dict[str, Any]]:
    """What each page cost. Ends the program with a sentence when there is no chromium."""
    path = os.environ.get("KOONTI_CHROMIUM") or shutil.which("chromium") or sys.exit("Chromium is needed: install it.")
    seen: dict[int, list[dict[str, Any]]] = {}
    with house("sqlite", VISITS) as made, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        address = f"http://127.0.0.1:{made['ports'][0]}/j/{made['code']}/surveys/{made['surveys'][1]}"
        for who in made["respondents"]:
            context = browser.new_context(viewport={"width": 390, "height": 844}, locale="fi-FI")
            for pair in who["cookie"].split("; "):
                name, _equals, value = pair.partition("=")
                context.add_cookies([{"name": name, "value": value, "url": address}])
            page = context.new_page()
            for number, row in enumerate(_visit(page, address, len(made["pages"][1])), start=1):
                seen.setdefault(number, []).append(row)
            context.close()
        browser.close()
    return [
        {"page": number} | {key: round(median(row[key] for row in visits)) for key in visits[0]}
        for number, visits in seen.items()
    ]


def _visit(page: Page, address: str, pages: int) -> list[dict[str, Any]]:
    """The pages of the survey one after another, as they come; nothing is answered."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW_4G)
    line.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWER})
    requests: list[Request] = []

    def finished(request: Request) -> None:  # Playwright marks what it calls, which no built-in lets it do
        requests.append(request)

    page.on("requestfinished", finished)
    rows = []
    for number in range(pages):
        requests.clear()
        if number:
            page.locator("button[value=on]").click()
            page.wait_for_url(f"**page={number + 1}**")
        else:
            page.goto(address)
        page.wait_for_load_state("networkidle")
        sizes = [request.sizes() for request in requests]
        paint, usable = page.evaluate(USABLE)
        size = sum(one["responseBodySize"] + one["responseHeadersSize"] for one in sizes)
        rows.append({"bytes": size, "requests": len(requests), "first_paint_ms": paint, "usable_ms": usable})
    return rows
