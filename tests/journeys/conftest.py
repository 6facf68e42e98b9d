"""What the journeys share: a served house, and pages of a real browser in which nothing may go wrong unseen."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import PATIENCE_MS
from tests.furnishing import furnish_with_demo
from tests.journeys.served import Mailbox, Served
from tests.journeys.wire import Wire
from workshop import create_app
from workshop.extensions import db
from workshop.migrations.apply import migrate

LEADER = "fasilitaattori@koonti.example"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
WALL = {"width": 1920, "height": 1080}

OpenPage = Callable[..., Page]


def join(phone: Page, url: str, code: str = "TRYMEET") -> None:
    """Join the demo's live meeting without a tag."""
    phone.goto(f"{url}/j/{code}/tag?lang=en")
    phone.get_by_role("button", name="Skip this").click()
    phone.wait_for_url(f"{url}/j/{code}/boards/**")


def enter(desk: Page, house: Served) -> None:
    """Log in as the demo's facilitator."""
    desk.goto(house.login_link(LEADER))
    desk.locator("main form button").click()
    desk.wait_for_url("**/rounds**")


@pytest.fixture(scope="session")
def foundations(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house with nothing in it, migrated once; each house that begins empty gets a copy."""
    folder = tmp_path_factory.mktemp("foundations")
    with create_app(INSTANCE=str(folder)).app_context():
        migrate()
        db.engine.dispose()
    return folder


def furnished(folder: Path, furniture: Path) -> Served:
    shutil.copytree(furniture, folder, dirs_exist_ok=True)
    return Served(folder, Mailbox())


@pytest.fixture
def served(tmp_path: Path, foundations: Path) -> Iterator[Served]:
    house = furnished(tmp_path, foundations)
    house.start("serve", "worker")
    yield house
    house.stop()


@pytest.fixture
def wired(tmp_path: Path, furniture: Path) -> Iterator[tuple[Served, Wire]]:
    """The demo's house behind a wire that can be cut; browsers come through the wire."""
    house = furnished(tmp_path, furniture)
    wire = Wire(house.port)
    house.base_url = wire.url
    house.start("serve")
    yield house, wire
    wire.cut()
    house.stop()


@pytest.fixture(scope="session")
def served_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The demo's house with the whole round in it, for journeys that only look."""
    house = Served(tmp_path_factory.mktemp("demo"), Mailbox())
    furnish_with_demo(house.folder, whole=True)
    house.start("serve")
    yield house
    house.stop()


@pytest.fixture
def demo_house(tmp_path: Path, furniture: Path) -> Iterator[Served]:
    """The demo's house, for journeys that change it; they start it when it is furnished."""
    house = furnished(tmp_path, furniture)
    yield house
    house.stop()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Open a page of its own (own cookies) in a viewport; a script's error in any of them fails the test."""
    contexts, wrong = [], []

    def open_one(viewport: dict[str, int], language: str = "en-GB", **more: object) -> Page:
        context = browser.new_context(viewport=viewport, locale=language, **more)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not wrong
