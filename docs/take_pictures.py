"""Take the README's pictures anew: a demo of its own on a free port, in Finnish, and a real browser.

Usage: .venv/bin/python docs/take_pictures.py [folder]

Writes PNG files to docs/pictures/, or to the folder. Needs what `make test` sets up: Playwright, and chromium in the
path or named in KOONTI_CHROMIUM. Everything that it starts it stops again.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
HOUSE = "http://koonti.example"
"""The address that the pictures show; the browser is told that it is here."""
LIVE, PAST = "TRYMEET", "SEURAN7"
RESIDENTS, OULU = "residents", "564"
LARGEST = 250_000
"""Bytes of one picture."""
SWITCHES = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--no-first-run", "--force-color-profile=srgb", "--hide-scrollbars"),
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def demo(port: int) -> Iterator[str]:
    """Serve a fresh demo on `port`; gives the facilitator's one-time login link, and stops the demo afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {"INSTANCE": folder, "HOST": "127.0.0.1", "PORT": str(port), "BASE_URL": HOUSE, "SMTP_URL": ""}
        house = subprocess.Popen(
            [sys.executable, "-m", "workshop.cli", "run"],
            cwd=ROOT,
            env={**os.environ, **settings, "DATABASE_URL": "", "REDIS_URL": ""},
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            yield login_link(house)
        finally:
            house.send_signal(signal.SIGINT)
            house.communicate(timeout=20)


def login_link(house: "subprocess.Popen[str]") -> str:
    for line in house.stdout or ():
        if found := re.search(r"http://\S+/enter/\S+", line):
            return found[0]
    raise SystemExit("The demo did not start; what it said is above.")


class Camera:
    """A browser that knows where the house is, and the folder for its pictures."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self.browser, self.folder = browser, folder
        self.faults: list[str] = []

    def page(self, width: int, height: int, **more: object) -> Page:
        """A page with cookies of its own."""
        viewport = {"width": width, "height": height}
        page = self.browser.new_context(viewport=viewport, locale="fi-FI", **more).new_page()  # type: ignore[arg-type]
        page.on("pageerror", lambda fault: self.faults.append(f"{page.url}: {fault}"))
        return page

    def take(self, page: Page, name: str) -> None:
        """Write a picture of what the page shows now; a fault in any page's script until now stops everything."""
        page.evaluate("document.fonts.ready")
        page.wait_for_load_state("networkidle")
        size = len(page.screenshot(path=self.folder / f"{name}.png", animations="disabled"))
        print(f"{name}.png: {size / 1000:.0f} kB")
        if self.faults:
            sys.exit("\n".join(self.faults))
        if size > LARGEST:
            sys.exit(f"{name}.png is larger than {LARGEST / 1000:.0f} kB.")


def log_in(page: Page, link: str) -> None:
    page.goto(link)
    page.locator("main form button").click()
    page.wait_for_url(lambda address: "/enter/" not in address)


def join(page: Page) -> None:
    """Come in as a resident of Oulu, and land where everybody is."""
    page.goto(f"{HOUSE}/j/{LIVE}/tag?lang=fi")
    page.locator(f"#groups-{RESIDENTS}").check()
    page.locator("#municipality").select_option(OULU)
    page.locator("main form button").first.click()
    page.wait_for_url("**/boards/*")


def take_all(camera: Camera, link: str) -> None:
    front = camera.page(1280, 800)
    front.goto(HOUSE)
    camera.take(front, "front")

    desk = camera.page(1440, 900)
    log_in(desk, link)
    phone = camera.page(390, 844, device_scale_factor=2, is_mobile=True, has_touch=True)
    join(phone)
    camera.take(phone, "phone-board")
    desk.goto(f"{HOUSE}/meetings/{LIVE}/desk")
    desk.locator("dd[data-now]").get_by_text("1", exact=True).wait_for()
    camera.take(desk, "desk")

    # The room's big screen, made smaller for the page: two thirds of its points are enough to read.
    wall = camera.page(1920, 1080, device_scale_factor=2 / 3)
    wall.context.add_cookies(desk.context.cookies())  # type: ignore[arg-type]
    wall.goto(f"{HOUSE}/meetings/{LIVE}/wall")
    camera.take(wall, "wall")

    desk.keyboard.press("ArrowRight")
    phone.wait_for_url("**/surveys/*")
    phone.locator("main input[type=radio][value='4']").first.check()
    phone.evaluate("scrollTo(0, 0)")
    camera.take(phone, "phone-survey")

    desk.goto(f"{HOUSE}/meetings/{LIVE}/results")
    desk.locator("koonti-results[data-drawn]").wait_for()
    camera.take(desk, "dashboard")

    desk.goto(f"{HOUSE}/meetings/{PAST}/digest")
    desk.locator(".version form button.govuk-button").click()
    desk.locator(".version a[href*='/koonti/']").first.click()
    desk.wait_for_url("**/koonti/*")
    desk.set_viewport_size({"width": 1100, "height": 1200})
    camera.take(desk, "digest")


def main(folder: Path) -> None:
    program = os.environ.get("KOONTI_CHROMIUM") or shutil.which("chromium")
    if not program:
        sys.exit("The pictures need chromium: `make test` installs it, or set KOONTI_CHROMIUM.")
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    there = f"--host-resolver-rules=MAP koonti.example:80 127.0.0.1:{port}"
    with demo(port) as link, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*SWITCHES, there])
        take_all(Camera(browser, folder), link)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures")
