"""The servers that are measured, each started anew in a folder of its own for every cell."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.serving import free_port, start, stop
from deploy import steps

ROOT = Path(__file__).resolve().parents[2]
WRITERS = 200


@dataclass(frozen=True)
class Served:
    """A server that runs, and what a load needs to come in."""

    pid: int
    port: int
    origin: str
    tickets: list[str]
    browsers: list[tuple[str, str]] = field(default_factory=list)
    path: str = ""


@contextmanager
def koonti(listeners: int) -> Iterator[Served]:
    """`koonti serve` on SQLite, with a live meeting; its writers are browsers that have joined it."""
    with TemporaryDirectory() as folder:
        port = free_port()
        origin = f"http://127.0.0.1:{port}"
        settings = {**os.environ, "INSTANCE": folder, "PORT": str(port), "BASE_URL": origin}
        made = subprocess.run(
            [sys.executable, "-m", "bench.hall", str(WRITERS), str(listeners)],
            **{"cwd": ROOT, "env": settings, "stdout": subprocess.PIPE, "check": True},
        )
        hall = json.loads(made.stdout)
        server = start([sys.executable, "-m", "workshop.cli", "serve"], settings, port)
        try:
            browsers = [(writer["cookie"], writer["csrf_token"]) for writer in hall["writers"]]
            path = f"/j/{hall['code']}/prompts/{hall['prompt_id']}/notes"
            yield Served(server.pid, port, origin, hall["tickets"], browsers, path)
        finally:
            stop(server)


@contextmanager
def reference(listeners: int, coalesce_ms: int = 0) -> Iterator[Served]:
    """The reference in Node; its writers emit events."""
    program, _npm = steps.node()
    with TemporaryDirectory() as folder:
        port = free_port()
        settings = {**os.environ, "DATABASE": f"{folder}/notes.db", "PORT": str(port), "NODE_ENV": "production"}
        if coalesce_ms:
            settings["COALESCE_MS"] = str(coalesce_ms)
        origin = f"http://127.0.0.1:{port}"
        server = start([str(program), str(ROOT / "bench/reference/server.mjs")], settings, port)
        try:
            yield Served(server.pid, port, origin, ["none"] * listeners)
        finally:
            stop(server)
