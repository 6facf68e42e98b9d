"""The same deed by several at the same time, as two web processes and a worker do it on PostgreSQL."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from flask import Flask

from workshop.errors import Refusal

TIMES, PATIENCE_S = 6, 30


def at_once(app: Flask, deed: Callable[[int], object]) -> list[Refusal]:
    """Do it in contexts of their own, each with its number; answers with the refusals. Raises what else is raised."""
    start = threading.Barrier(TIMES)

    def run(number: int) -> Refusal | None:
        with app.app_context():
            start.wait(PATIENCE_S)
            try:
                deed(number)
            except Refusal as refusal:
                return refusal
        return None

    with ThreadPoolExecutor(TIMES) as people:
        return [refusal for refusal in people.map(run, range(TIMES), timeout=PATIENCE_S) if refusal]
