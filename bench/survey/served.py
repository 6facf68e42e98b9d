"""A house that is served for a load: one web process on SQLite, two on PostgreSQL."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from tempfile import TemporaryDirectory
from typing import Any

from bench.places import WebProcess, build_hall, postgresql
from bench.serving import ROOT, free_port

PROCESSES = {"sqlite": 1, "postgresql": 2}
LISTENERS, WRITERS = 100, 50
"""Of the hall beside."""


@contextmanager
def house(place: str, respondents: int) -> Iterator[dict[str, Any]]:
    """A house that is served, with a hall in which notes are written and a meeting that has the surveys."""
    with ExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory())
        settings = {"INSTANCE": folder}
        if place == "postgresql":
            settings["DATABASE_URL"] = stack.enter_context(postgresql())
        ports = [free_port() for _process in range(PROCESSES[place])]
        base_url = f"http://127.0.0.1:{ports[0]}"
        settings["BASE_URL"] = base_url
        hall = build_hall(settings, WRITERS, LISTENERS)
        made = subprocess.run(
            [sys.executable, "-m", "bench.survey.house", str(respondents)],
            **{"cwd": ROOT, "env": {**os.environ, **settings}, "stdout": subprocess.PIPE, "check": True},
        )
        webs = [WebProcess(settings, port, base_url) for port in ports]
        for web in webs:
            stack.callback(web.stop)
            web.start()
        yield {"hall": hall, "ports": ports, "pids": [web.pid for web in webs], **json.loads(made.stdout)}
