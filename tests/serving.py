"""Running parts of the house as they run for people: in processes of their own, on a port of this machine."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from time import monotonic, sleep
from urllib.request import urlopen

from tests.nursery import Process, bear

PATIENCE_S = 60
ASK_EVERY_S = 0.05
"""Asked without a pause, a process that starts would have to share the machine with the questions."""


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(part: str, settings: dict[str, str]) -> Process:
    """Start `koonti serve` or `koonti worker` with these settings; a web process is waited for."""
    process = bear(part, settings)
    if part == "serve":
        wait_until_answering(process.is_over, f"http://127.0.0.1:{settings['PORT']}/healthz")
    return process


def wait_until_answering(is_over: Callable[[], bool], address: str) -> None:
    give_up_at = monotonic() + PATIENCE_S
    while monotonic() < give_up_at:
        try:
            urlopen(address, timeout=5).close()
            return
        except OSError:
            assert not is_over(), "the web process ended by itself"
            sleep(ASK_EVERY_S)
    raise AssertionError("the web process does not answer")


def stop(process: Process) -> None:
    process.terminate()
    process.wait(timeout=PATIENCE_S)


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
