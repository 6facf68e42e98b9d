"""What is killed, stopped and started: web processes, a PostgreSQL cluster and a Redis, each in a folder of its own."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.serving import ROOT, free_port, start, stop

POSTGRESQL_HOMES = Path("/usr/lib/postgresql")
"""Where Debian keeps the programs of each version."""


class WebProcess:
    """`koonti serve`, which may be killed and started again."""

    def __init__(self, settings: dict[str, str], port: int, base_url: str) -> None:
        self.port = port
        self._settings = {**os.environ, **settings, "PORT": str(port), "BASE_URL": base_url}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None, "it was never started"
        return self._process.pid

    def start(self) -> None:
        """Start it; answers as soon as it takes connections."""
        self._process = start([sys.executable, "-m", "workshop.cli", "serve"], self._settings, self.port)

    def kill(self) -> None:
        """As power or the kernel would: without a word."""
        assert self._process is not None, "it was never started"
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        if self._process and self._process.poll() is None:
            stop(self._process)


def build_hall(settings: dict[str, str], writers: int, listeners: int) -> dict[str, Any]:
    """A `bench.hall.Hall` in the database that the settings name."""
    made = subprocess.run(
        [sys.executable, "-m", "bench.hall", str(writers), str(listeners)],
        **{"cwd": ROOT, "env": {**os.environ, **settings}, "stdout": subprocess.PIPE, "check": True},
    )
    return json.loads(made.stdout)


@contextmanager
def postgresql() -> Iterator[str]:
    """The URL of an empty database in a new cluster. As root it runs under Debian's user postgres."""
    home = next((path / "bin" for path in sorted(POSTGRESQL_HOMES.glob("*"), reverse=True)), None)
    programs = home or Path(shutil.which("initdb") or sys.exit("PostgreSQL is needed: install postgresql.")).parent
    user = "postgres" if os.geteuid() == 0 else None
    with TemporaryDirectory() as folder:
        data, port = Path(folder) / "data", free_port()
        if user:
            shutil.chown(folder, user)

        def run(program: str, *arguments: str | Path) -> None:
            command = [programs / program, "-D", data, *arguments]
            subprocess.run(command, cwd=folder, user=user, check=True, stdout=subprocess.DEVNULL)

        run("initdb", "--auth=trust", "--username=koonti", "--encoding=UTF8", "--locale=C.UTF-8")
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1"
        run("pg_ctl", "-w", "-l", f"{folder}/log", "-o", options, "start")
        try:
            yield f"postgresql://koonti@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")


class Redis:
    """A Redis that keeps nothing, on one port for all its lives."""

    def __init__(self) -> None:
        self._port = free_port()
        self.url = f"redis://127.0.0.1:{self._port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        program = shutil.which("redis-server") or sys.exit("Redis is needed: install redis-server.")
        command = [program, "--port", str(self._port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self._process = start([*command, "--logfile", "/dev/null"], dict(os.environ), self._port)

    def stop(self) -> None:
        if self._process and self._process.poll() is None:
            stop(self._process)
