"""Running parts of the house as they run for people: in processes of their own, on a port of this machine."""

import os
import socket
import subprocess
import sys
from time import monotonic, sleep
from urllib.request import urlopen

START_S = 30
ASK_EVERY_S = 0.05
"""Asked without a pause, a process that starts would have to share the machine with the questions."""


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(part: str, settings: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start `koonti serve` or `koonti worker` with these settings; a web process is waited for."""
    process = subprocess.Popen([sys.executable, "-m", "workshop.cli", part], env={**os.environ, **settings})
    if part == "serve":
        _wait_until_answering(process, f"http://127.0.0.1:{settings['PORT']}/healthz")
    return process


def _wait_until_answering(process: subprocess.Popen[bytes], address: str) -> None:
    give_up_at = monotonic() + START_S
    while monotonic() < give_up_at:
        try:
            urlopen(address, timeout=5).close()
            return
        except OSError:
            assert process.poll() is None, "the web process ended by itself"
            sleep(ASK_EVERY_S)
    raise AssertionError("the web process does not answer")


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(timeout=10)
