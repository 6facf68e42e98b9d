"""`make bench-survey`: a survey of twenty questions is answered, on SQLite and on PostgreSQL with two web processes.

In the same house notes are written in another meeting, alone first and then while the survey is answered. At last an
old phone looks at the survey. Writes bench/results/survey.json and prints tables.
One load in one place: python -m bench.survey sqlite --per-s 60
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from bench.live import generator
from bench.serving import ROOT, machine
from bench.survey import load, phone
from bench.survey.served import PROCESSES, WRITERS, house
from bench.table import table

RESULTS = ROOT / "bench" / "results" / "survey.json"
RATES = {"sqlite": [30, 60, 90], "postgresql": [60, 120]}
"""Responses a second that are asked for; the aims are 60 and 120."""
NOTES_PER_S = 5
VISITS_SHARE = 4
"""Whole visits (page, answers, receipt) are asked for at this part of the rate: each is several requests."""
CELL_PATIENCE_S = 240
COLUMNS = {
    "database": "database",
    "web_processes": "web processes",
    "pages": "pages",
    "whole_visit": "whole visit",
    "asked_per_s": "asked for/s",
    "responses_per_s": "responses/s",
    "responses": "responses",
    "errors": "errors",
    "p50_ms": "p50 ms",
    "p95_ms": "p95 ms",
    "p99_ms": "p99 ms",
    "ms_cpu_per_response": "CPU ms a response",
    "notes_p95_alone_ms": "notes’ p95 alone",
    "notes_p95_beside_ms": "… beside",
    "notes_p95_ratio": "ratio",
    "load_average_before": "machine’s load",
}


def main() -> None:
    asked = _arguments()
    rows = [row for place in asked.places or PROCESSES for row in _place(place, asked)]
    pages = phone.rows() if asked.places == [] else []
    print(table(rows, COLUMNS), table(pages, phone.COLUMNS), machine(), sep="\n\n")
    if asked.out:
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(json.dumps({"machine": machine(), "responses": rows, "pages": pages}, indent=1) + "\n")


def _arguments() -> argparse.Namespace:
    ask = argparse.ArgumentParser(prog="python -m bench.survey", description=__doc__)
    ask.add_argument("places", choices=[*PROCESSES, []], nargs="*", help="only there")
    ask.add_argument("--per-s", type=float, nargs="+", help="responses a second that are asked for")
    ask.add_argument("--seconds", type=float, default=15, help="how long each cell is measured")
    ask.add_argument("--out", action="store_true", help=f"write {RESULTS.relative_to(ROOT)}")
    return ask.parse_args()


def _place(place: str, asked: argparse.Namespace) -> Iterator[dict[str, Any]]:
    rates = asked.per_s or RATES[place]
    cells = [(rate, visit, pages) for rate in rates for visit, pages in ((False, 1), (True, 1), (True, 4))]
    for rate, visit, pages in cells:
        per_s = rate / VISITS_SHARE / (pages if visit else 1) if visit else rate
        if visit and rate != rates[0]:
            continue
        row = {"database": place, "web_processes": PROCESSES[place], "pages": pages, "whole_visit": visit}
        row |= _cell(place, per_s, visit, pages, asked.seconds)
        print(table([row], COLUMNS, heading=False), file=sys.stderr, flush=True)
        yield row


def _cell(place: str, per_s: float, visit: bool, pages: int, seconds: float) -> dict[str, Any]:
    """Notes alone; then notes while the survey is answered."""
    load_average = round(os.getloadavg()[0], 1)
    warm = 20
    with house(place, int(per_s * (seconds + 4)) + warm) as made:
        which = 0 if pages == 1 else 1
        survey = {
            "ports": made["ports"],
            "pids": made["pids"],
            "path": f"/j/{made['code']}/surveys/{made['surveys'][which]}",
            "pages": made["pages"][which],
            "whole_visit": visit,
        }
        everybody = made["respondents"]
        warm_up = load.Load(**survey, respondents=everybody[:warm], per_s=10, seconds=2)
        _run("bench.survey.load", asdict(warm_up)).communicate(timeout=CELL_PATIENCE_S)
        alone = _told(_notes(made, seconds))
        # the notes' load warms up first: the survey covers all of what it measures
        together = load.Load(**survey, respondents=everybody[warm:], per_s=per_s, seconds=seconds + 3)
        answering = _run("bench.survey.load", asdict(together))
        beside = _told(_notes(made, seconds))
        figures = _told(answering)
    notes = {f"notes_{name}_alone_ms": alone[f"{name}_ms"] for name in ("p50", "p95")}
    notes |= {f"notes_{name}_beside_ms": beside[f"{name}_ms"] for name in ("p50", "p95")}
    notes["notes_lost"] = alone["lost"] + beside["lost"]
    notes["notes_p95_ratio"] = round(beside["p95_ms"] / alone["p95_ms"], 2)
    return {**figures, **notes, "load_average_before": load_average}


def _notes(made: dict[str, Any], seconds: float) -> "subprocess.Popen[bytes]":
    hall = made["hall"]
    notes = generator.Load(
        port=made["ports"][0],
        pid=made["pids"][0],
        origin=f"http://127.0.0.1:{made['ports'][0]}",
        tickets=hall["tickets"],
        browsers=[(writer["cookie"], writer["csrf_token"]) for writer in hall["writers"]],
        path=f"/j/{hall['code']}/prompts/{hall['prompt_id']}/notes",
        writers=WRITERS,
        notes_per_s=NOTES_PER_S,
        warm_up_s=1,
        seconds=seconds,
    )
    return _run("bench.live.generator", asdict(notes))


def _run(module: str, told: dict[str, Any]) -> "subprocess.Popen[bytes]":
    """A load in a process of its own, which has been told what to do."""
    process = subprocess.Popen([sys.executable, "-m", module], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin
    process.stdin.write(json.dumps(told).encode())
    process.stdin.close()
    process.stdin = None
    return process


def _told(process: "subprocess.Popen[bytes]") -> dict[str, Any]:
    printed, _nothing = process.communicate(timeout=CELL_PATIENCE_S)
    if process.returncode:
        raise RuntimeError(f"{process.args} ended with {process.returncode}")
    return json.loads(printed)


if __name__ == "__main__":
    main()
