"""Parts of the house in processes of their own, born quickly: each is a fork of one that has loaded all that it needs.

`python -m tests.nursery PART` has everything loaded that `koonti PART` loads, reads settings from its input (a line of
JSON for each process) and answers with the process's id. Whoever comes out of it runs the very command. The part
`postman` is none of koonti's: it delivers what is due, once, and ends.
"""

import ctypes
import importlib
import json
import os
import pkgutil
import select
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import cache

import workshop

PR_SET_PDEATHSIG = 1


class Process:
    """A process that is no child of ours; `Popen`'s words for it, as far as tests need them."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._watch = os.pidfd_open(pid)

    def is_over(self, within_s: float = 0) -> bool:
        """Has it ended, at the latest after so many seconds?"""
        return bool(select.select([self._watch], [], [], within_s)[0])

    def send_signal(self, number: int) -> None:
        if not self.is_over():
            signal.pidfd_send_signal(self._watch, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def wait(self, timeout: float = 30) -> None:
        if not self.is_over(timeout):
            raise subprocess.TimeoutExpired(str(self.pid), timeout)


def bear(part: str, settings: dict[str, str]) -> Process:
    """A process that runs `koonti PART` with these settings."""
    nursery = _nursery(part)
    assert nursery.stdin
    assert nursery.stdout
    nursery.stdin.write(json.dumps({**os.environ, **settings}).encode() + b"\n")
    nursery.stdin.flush()
    return Process(int(nursery.stdout.readline()))


@cache
def _nursery(part: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "tests.nursery", part]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def _open(run: Callable[[], None]) -> None:
    """Bear a process for each line, until nobody is left who could ask."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead are not waited for
    for line in sys.stdin.buffer:
        child = os.fork()
        if child == 0:
            _live(json.loads(line))
            run()
            break
        print(child, flush=True)


def _live(environment: dict[str, str]) -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)  # the nursery's output is for ids
    os.environ.clear()
    os.environ.update(environment)


def _deliver() -> None:
    with workshop.create_app().app_context():
        deliver_due()


if __name__ == "__main__":
    from workshop import cli  # for `serve` it must be the first: it lets everything run on greenlets

    for module in pkgutil.walk_packages(workshop.__path__, "workshop."):
        if ".migrations." not in module.name:  # these are run by their own runner
            importlib.import_module(module.name)
    from workshop.mail.outbox import deliver_due

    _open(_deliver if sys.argv[1] == "postman" else cli.main)
