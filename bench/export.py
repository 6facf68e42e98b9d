"""How long a large survey takes to be taken along, and who waits meanwhile.

Run as `python -m bench.export [RESPONSES] [QUESTIONS]` (10,000 and 60). Fills a database of its own in a temporary
folder, serves it, takes the answers along as XLSX and as CSV files in a ZIP, and prints a line for each as JSON:
seconds until the first byte and in all, the bytes, the most memory of the web process (and of it with its children)
meanwhile, and the median and longest milliseconds in which another page was there, asked for every 50 ms.
"""

import json
import statistics
import sys
import threading
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from bench.places import WebProcess
from bench.process import resident_kib
from bench.results_page import build_survey, fill
from bench.serving import free_port
from workshop import create_app
from workshop.accounts.actions import begin_login
from workshop.accounts.doors import TOKEN
from workshop.accounts.models import User
from workshop.extensions import db

EVERY_S = 0.05
KINDS = ("xlsx", "zip")


class Beside:
    """Asks for another page all the time, and looks at the memory of the processes."""

    def __init__(self, port: int, address: str, pid: int) -> None:
        self.waits_ms: list[float] = []
        self.web_kib = self.all_kib = 0
        self._port, self._address, self._pid = port, address, pid
        self._over = threading.Event()
        self._threads = [threading.Thread(target=work) for work in (self._ask, self._look)]

    def __enter__(self) -> "Beside":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_fault: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _ask(self) -> None:
        while not self._over.wait(EVERY_S):
            begun = perf_counter()
            fetch(self._port, self._address)
            self.waits_ms.append(1000 * (perf_counter() - begun))

    def _look(self) -> None:
        while not self._over.wait(EVERY_S):
            children = Path(f"/proc/{self._pid}/task/{self._pid}/children").read_text().split()
            sizes = []
            for pid in (self._pid, *map(int, children)):
                try:
                    sizes.append(resident_kib(pid))
                except (OSError, ValueError):  # it has ended
                    sizes.append(0)
            self.web_kib, self.all_kib = max(self.web_kib, sizes[0]), max(self.all_kib, sum(sizes))


def fetch(port: int, address: str, cookie: str = "") -> tuple[float, float, int]:
    """Seconds until the first byte and in all, and the bytes. Raises RuntimeError when it is not there."""
    begun = perf_counter()
    line = HTTPConnection("127.0.0.1", port, timeout=600)
    line.request("GET", address, headers={"Cookie": cookie})
    answer = line.getresponse()
    first = len(answer.read(1))
    first_s = perf_counter() - begun
    size = first + len(answer.read())
    line.close()
    if answer.status != 200:
        raise RuntimeError(f"{address}: {answer.status}")
    return first_s, perf_counter() - begun, size


def run(responses: int = 10_000, questions: int = 60) -> Iterator[dict[str, object]]:
    """The figures of each kind of file, one after another."""
    with TemporaryDirectory() as folder:
        port = free_port()
        settings = {"INSTANCE": folder, "SECRET_KEY": "for the bench only", "BASE_URL": f"http://127.0.0.1:{port}"}
        app = create_app(**settings)
        client = app.test_client()
        with app.app_context():
            survey = build_survey(questions)
            fill(survey, responses)
            token = begin_login(db.session.get_one(User, 1), db.session.get_one(User, 1).password_hash)
            code, answers = survey.meeting.code, f"surveys/{survey.id}/answers"
            db.engine.dispose()
        with client.session_transaction(base_url=settings["BASE_URL"]) as session:
            session[TOKEN] = token
        cookie = f"koonti={client.get_cookie('koonti', '127.0.0.1').value}"
        web = WebProcess(settings, port, settings["BASE_URL"])
        web.start()
        try:
            fetch(port, f"/j/{code}/tag")  # what is loaded once
            for kind in KINDS:
                with Beside(port, f"/j/{code}/tag", web.pid) as beside:
                    first, whole, size = fetch(port, f"/meetings/{code}/{answers}.{kind}", cookie)
                yield {
                    **{"kind": kind, "first_byte_s": round(first, 2), "whole_s": round(whole, 2), "bytes": size},
                    **{"web_mb": beside.web_kib // 1024, "with_children_mb": beside.all_kib // 1024},
                    **{"other_page_ms": round(statistics.median(beside.waits_ms), 1)},
                    **{"longest_ms": round(max(beside.waits_ms), 1), "asked": len(beside.waits_ms)},
                }
        finally:
            web.stop()


if __name__ == "__main__":
    for figures in run(*map(int, sys.argv[1:3])):
        print(json.dumps(figures), flush=True)
