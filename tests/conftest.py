"""What every test shares: a house of its own in a temporary folder, on a real SQLite file."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as trying
from playwright.sync_api import Browser, expect, sync_playwright

from tests import cheap
from tests.furnishing import furnish_with_demo
from tests.live.servers import Cluster
from tests.serving import free_port, start, stop
from workshop import create_app
from workshop.columns import Base
from workshop.extensions import db
from workshop.migrations.apply import migrate
from workshop.participants import floods

SWITCHES = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--no-first-run"),
)
SLOW = {"browser", "address", "furniture"}
# Long enough for a busy machine: what is fast is measured elsewhere, here it is only right or wrong.
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)
trying.register_profile("any machine", deadline=None)
trying.load_profile("any machine")


cheap.compile_addresses_once()
cheap.find_static_files_once()
cheap.write_statements_once()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the files that use browsers or other processes, so that none of these long ones is left at the end.

    What a browser did not do in time on a busy machine it is asked once more; the summary says so, and why.
    """
    if config.getoption("postgresql"):
        items[:] = [item for item in items if not item.get_closest_marker("sqlite")]
    uses = {item: set(getattr(item, "fixturenames", ())) for item in items}
    long = {item.path for item in items if SLOW & uses[item]}
    items.sort(key=lambda item: item.path not in long)
    for item in items:
        if "browser" in uses[item]:
            item.add_marker(pytest.mark.flaky(reruns=1))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say of what was asked once more why, or nobody would mend it."""
    for report in terminalreporter.getreports("rerun"):
        terminalreporter.write_sep("_", f"asked once more: {report.nodeid}", yellow=True)
        terminalreporter.write_line(report.longreprtext)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--postgresql", action="store_true", help="let the houses of the tests stand on PostgreSQL")


def house_in(folder: Path) -> Flask:
    return create_app(INSTANCE=str(folder), BASE_URL="http://localhost", SECRET_KEY="for tests only")


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with all tables and nothing in them; each house gets a copy."""
    folder = tmp_path_factory.mktemp("empty")
    with house_in(folder).app_context():
        Base.metadata.create_all(db.engine)
        db.engine.dispose()
    cheap.leave_loaded_things_alone()
    return folder / "koonti.db"


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A PostgreSQL whose first database has all tables and nothing in them; started when somebody wants it."""
    cluster = Cluster()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", cluster.url)
        with house_in(tmp_path_factory.mktemp("cluster")).app_context():
            migrate()
            db.engine.dispose()
    yield cluster
    cluster.stop()


@pytest.fixture
def on_postgresql(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """All houses of the test, and the processes that it starts, stand on a PostgreSQL database of its own."""
    with cluster.copy() as url:
        monkeypatch.setenv("DATABASE_URL", url)
        yield


@pytest.fixture(autouse=True)
def where_asked(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("postgresql"):
        request.getfixturevalue("on_postgresql")


@pytest.fixture
def app(tmp_path: Path, empty_database: Path) -> Iterator[Flask]:
    """A house with an empty database. No app context is held open: every request brings its own."""
    shutil.copy(empty_database, tmp_path)
    app = house_in(tmp_path)
    app.testing = True
    app.jinja_env.bytecode_cache = cheap.Compiled()
    floods.buckets.forget_all()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def furniture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a house with the demo's two meetings, built once for all the processes that test; who wants it
    takes a copy."""
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if "PYTEST_XDIST_WORKER" in os.environ else shared
    built, folder = shared / "furniture-built", shared / "furniture"
    with (shared / "furniture-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not built.exists():
            furnish_with_demo(folder)
            built.touch()
    return folder


@pytest.fixture
def folder(furniture: Path, tmp_path: Path) -> Path:
    """A folder of the test's own with the demo in it."""
    return Path(shutil.copytree(furniture, tmp_path / "instance"))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def address(app: Flask, tmp_path: Path) -> Iterator[str]:
    """Where the house of the test is served, as it is in life: by its own command, with sockets."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    settings = {"INSTANCE": str(tmp_path), "BASE_URL": base, "PORT": str(port), "SECRET_KEY": "for tests only"}
    server = start("serve", settings)
    yield base
    stop(server)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium. A machine without it fails here, and is told how to get it."""
    path = os.environ.get("KOONTI_CHROMIUM") or shutil.which("chromium")
    assert path, "The browser tests need chromium: `make test` installs it, or set KOONTI_CHROMIUM."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(SWITCHES))
        yield browser
        browser.close()
