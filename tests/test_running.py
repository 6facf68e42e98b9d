"""Starting and stopping as people see it: `koonti run` in a process of its own, stopped in every way it may be."""

import os
import resource
import select
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.furnishing import furnish_with_demo
from tests.serving import free_port, wait_until_answering

PATIENCE_S = 60
FEW_FILES = 256
READY = "Ctrl-C stops everything."


def koonti(part: str, settings: dict[str, str], before: Callable[[], None] | None = None) -> subprocess.Popen[str]:
    """Start a command as a terminal does: in a process group of its own, its output on pipes."""
    return subprocess.Popen(
        [sys.executable, "-m", "workshop.cli", part],
        env={**os.environ, "PORT": str(free_port()), **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=before,  # noqa: PLW1509 (no threads here)
    )


def served(folder: Path) -> subprocess.Popen[str]:
    """The web process alone, when it answers."""
    port = str(free_port())
    process = koonti("serve", {"INSTANCE": str(folder), "PORT": port})
    wait_until_answering(lambda: process.poll() is not None, f"http://127.0.0.1:{port}/healthz")
    return process


def refused(part: str, settings: dict[str, str], before: Callable[[], None] | None = None) -> str:
    """The one sentence with which a command ends that cannot begin."""
    process = koonti(part, settings, before)
    try:
        output, errors = process.communicate(timeout=PATIENCE_S)
    finally:
        process.kill()
    assert (process.returncode, output) == (1, "")
    assert errors.startswith("Error: ")
    assert errors.count("\n") == 1
    return errors


def run(folder: Path, before: Callable[[], None] | None = None) -> tuple[subprocess.Popen[str], list[int]]:
    """`koonti run` when its pages are served, and the ids of its two children."""
    process = koonti("run", {"INSTANCE": str(folder)}, before)
    for line in process.stdout:
        if line.strip() == READY:
            break
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    assert len(children) == 2, process.stderr.read()
    return process, [int(child) for child in children]


def wait_until_gone(children: list[int]) -> None:
    for child in children:
        try:
            watched = os.pidfd_open(child)
        except ProcessLookupError:
            continue
        try:
            assert select.select([watched], [], [], PATIENCE_S)[0], f"the child {child} lives on"
        finally:
            os.close(watched)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo in it."""
    folder = tmp_path_factory.mktemp("filled")
    furnish_with_demo(folder)
    return folder


@pytest.fixture
def folder(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(filled, tmp_path / "instance"))


@pytest.fixture(scope="module")
def running(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, list[int]]]:
    """A house that runs, started by a shell that allows few open files: its folder and its children."""
    folder = Path(shutil.copytree(filled, tmp_path_factory.mktemp("running") / "instance"))
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    process, children = run(folder, lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (FEW_FILES, hard)))
    yield folder, children
    process.terminate()
    process.communicate(timeout=PATIENCE_S)


def deaf_to_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@pytest.mark.parametrize(
    ("stop", "before"),
    [
        (signal.SIGINT, None),
        (signal.SIGTERM, None),
        (signal.SIGTERM, deaf_to_ctrl_c),
        (signal.SIGHUP, None),
    ],
)
def test_every_stop_ends_all_three_processes_and_says_so_once(
    stop: signal.Signals, before: Callable[[], None] | None, folder: Path
) -> None:
    process, children = run(folder, before)
    os.killpg(process.pid, stop)
    output, errors = process.communicate(timeout=PATIENCE_S)
    assert (process.returncode, output, errors) == (0, "\nKoonti stops.\n", "")
    wait_until_gone(children)


def test_a_second_ctrl_c_does_not_disturb_the_stopping(folder: Path) -> None:
    process, children = run(folder)
    os.killpg(process.pid, signal.SIGINT)
    assert process.stdout.readline() + process.stdout.readline() == "\nKoonti stops.\n"
    os.killpg(process.pid, signal.SIGINT)
    assert process.communicate(timeout=PATIENCE_S) == ("", "")
    assert process.returncode == 0
    wait_until_gone(children)


def test_children_end_with_a_parent_that_was_killed(folder: Path) -> None:
    process, children = run(folder)
    process.kill()
    wait_until_gone(children)
    process.communicate(timeout=PATIENCE_S)


def test_a_part_that_ends_by_itself_ends_the_other(folder: Path) -> None:
    process, children = run(folder)
    os.kill(children[0], signal.SIGKILL)
    errors = process.communicate(timeout=PATIENCE_S)[1]
    assert (process.returncode, errors) == (1, "Error: A part of Koonti stopped by itself; what it said is above.\n")
    wait_until_gone(children)


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGHUP])
def test_the_web_process_alone_stops_quietly(stop: signal.Signals, folder: Path) -> None:
    process = served(folder)
    process.send_signal(stop)
    assert process.communicate(timeout=PATIENCE_S) == ("", "")
    assert process.returncode == 0


def test_a_running_house_keeps_no_reading_snapshot(running: tuple[Path, list[int]]) -> None:
    with sqlite3.connect(running[0] / "koonti.db", timeout=PATIENCE_S, isolation_level=None) as database:
        database.execute("PRAGMA user_version = 7")
        busy, left, _moved = database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    database.close()
    assert (busy, left) == (0, 0)


@pytest.mark.parametrize("part", ["serve", "run"])
def test_a_folder_is_served_once(part: str, running: tuple[Path, list[int]]) -> None:
    folder = str(running[0])
    assert refused(part, {"INSTANCE": folder}) == (
        f"Error: Koonti is being served from {folder} already. Stop it first, or choose another INSTANCE.\n"
    )


def test_the_web_process_may_open_as_many_files_as_the_machine_allows(running: tuple[Path, list[int]]) -> None:
    limits = [resource.prlimit(child, resource.RLIMIT_NOFILE) for child in running[1]]
    hard = limits[0][1]
    assert limits == [(hard, hard), (FEW_FILES, hard)]


def test_a_folder_can_be_served_again_after_a_kill(folder: Path) -> None:
    for _ in range(2):
        process = served(folder)
        process.kill()
        process.communicate()


@pytest.mark.parametrize("part", ["run", "worker"])
def test_a_folder_that_cannot_be_written_is_said(part: str) -> None:
    settings = {"INSTANCE": "/proc", "SECRET_KEY": "for tests only"}
    assert "Koonti keeps its data in /proc, which cannot be written" in refused(part, settings)


def test_a_full_disk_is_said(folder: Path) -> None:
    """No file may grow: what a process sees of a full disk, but for the name of the fault."""
    full = refused("serve", {"INSTANCE": str(folder)}, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)))
    assert full == f"Error: Koonti keeps its data in {folder}, which cannot be written: File too large.\n"


def test_a_database_that_cannot_be_written_is_said(folder: Path) -> None:
    settings = {"INSTANCE": str(folder), "DATABASE_URL": f"sqlite:///file:{folder}/koonti.db?mode=ro&uri=true"}
    assert refused("serve", settings) == ("Error: The database cannot be used: attempt to write a readonly database.\n")


def test_a_file_that_is_no_database_is_said(folder: Path) -> None:
    (folder / "koonti.db").write_text("no database " * 1000)
    assert refused("run", {"INSTANCE": str(folder)}) == (
        "Error: The database cannot be used: file is not a database.\n"
    )


def test_a_database_server_that_does_not_answer_is_said(folder: Path) -> None:
    url = f"postgresql://koonti:hidden@127.0.0.1:{free_port()}/koonti"
    sentence = refused("run", {"INSTANCE": str(folder), "DATABASE_URL": url})
    assert sentence.startswith("Error: The database cannot be used: ")
    assert "hidden" not in sentence


def test_a_database_without_tables_is_said(tmp_path: Path) -> None:
    assert refused("first-admin", {"INSTANCE": str(tmp_path)}) == (
        "Error: The database failed: no such table: user. If it is new or old: koonti migrate\n"
    )


def test_a_mail_server_that_cannot_be_named_is_said(folder: Path) -> None:
    sentence = refused("run", {"INSTANCE": str(folder), "SMTP_URL": "nonsense"})
    assert sentence.startswith("Error: SMTP_URL must begin with smtp://")


def test_a_port_in_use_is_said(folder: Path, address: str) -> None:
    port = address.rsplit(":", 1)[1]
    assert f"Port {port} on 127.0.0.1 cannot be used" in refused("run", {"INSTANCE": str(folder), "PORT": port})
