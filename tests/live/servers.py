"""A PostgreSQL and a Redis of the tests' own, on free ports, in folders that go with them."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import psycopg
from sqlalchemy import Pool, event

from tests.serving import ASK_EVERY_S, free_port

PATIENCE_S = 30
TRUST = ("-A", "trust", "-U", "koonti", "--no-sync", "-E", "UTF8", "--locale=C")
FAST = ("-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=80", "-c", "deadlock_timeout=100ms")


def _until_open(port: int, lives: Callable[[], bool]) -> None:
    give_up_at = monotonic() + PATIENCE_S
    while monotonic() < give_up_at and lives():
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            sleep(ASK_EVERY_S)
    raise AssertionError("the server does not listen")


class Postgres:
    """A cluster with one empty database. Its programs refuse root, so root lends them another user."""

    def __init__(self) -> None:
        programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
        assert programs, "These tests need PostgreSQL's programs: `make test` installs them."
        self.folder = Path(tempfile.mkdtemp(prefix="koonti-postgres-"))
        self.port = free_port()
        user = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
        if user:
            os.chown(self.folder, user.pw_uid, user.pw_gid)
        as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
        data = str(self.folder / "data")
        quiet = {"stdout": subprocess.DEVNULL, "cwd": self.folder, **as_user}
        subprocess.run([programs[-1] / "initdb", "-D", data, *TRUST], check=True, **quiet)
        listens = ("-c", f"port={self.port}", "-c", "listen_addresses=127.0.0.1", "-k", str(self.folder))
        with (self.folder / "log").open("wb") as log:
            command = [programs[-1] / "postgres", "-D", data, *listens, *FAST]
            self.process = subprocess.Popen(command, stderr=log, **quiet)
        _until_open(self.port, lambda: self.process.poll() is None)

    @property
    def url(self) -> str:
        return f"postgresql://koonti@127.0.0.1:{self.port}/postgres"

    def stop(self) -> None:
        self.process.send_signal(subprocess.signal.SIGINT)  # its fast way to stop
        self.process.wait(PATIENCE_S)
        shutil.rmtree(self.folder)


class Cluster(Postgres):
    """A PostgreSQL for many houses, each of which has a copy of its first database."""

    def __init__(self) -> None:
        super().__init__()
        self._numbers = count(1)

    @contextmanager
    def copy(self) -> Iterator[str]:
        """The address of a copy, until it goes. Nobody may be connected to the first one meanwhile."""
        server, name = self.url.rpartition("/")[0], f"house_{next(self._numbers)}"
        with psycopg.connect(f"{server}/template1", autocommit=True) as keeper:
            keeper.execute(f"CREATE DATABASE {name} TEMPLATE postgres")
            with _closed_at_the_end():
                yield f"{server}/{name}"
            keeper.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def _closed_at_the_end() -> Iterator[None]:
    """Close what the houses of a test have in their pools; of files nobody minds that they are left open."""
    opened: list[psycopg.Connection] = []

    def remember(connection: Any, _record: Any) -> None:
        if isinstance(connection, psycopg.Connection):
            opened.append(connection)

    event.listen(Pool, "connect", remember)
    yield
    event.remove(Pool, "connect", remember)
    for connection in opened:
        connection.close()


class Broker:
    """A Redis that can be stopped and started again on its port."""

    def __init__(self) -> None:
        assert shutil.which("redis-server"), "These tests need redis-server: `make test` installs it."
        self.port = free_port()
        self.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", "/tmp"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _until_open(self.port, lambda: self.process.poll() is None)

    def stop(self) -> None:
        self.process.kill()
        self.process.wait(PATIENCE_S)
