"""`make bench-faults`: kills, a broker that is away, and fifty hands at once. Writes bench/results/faults.json.

One of the runs alone: python -m bench.faults kill-sqlite --kills 3
"""

import argparse
import asyncio
import json
import os
from tempfile import TemporaryDirectory
from typing import Any

from bench.faults.kills import kill_run
from bench.faults.once import once_run
from bench.faults.outage import outage_run
from bench.places import postgresql
from bench.serving import ROOT, machine

RESULTS = ROOT / "bench" / "results" / "faults.json"


def _on_sqlite(folder: str, asked: argparse.Namespace, run: Any, *more: Any) -> dict[str, Any]:
    return asyncio.run(run({"INSTANCE": folder}, f"sqlite:///{folder}/koonti.db", *more))


def _on_postgresql(folder: str, asked: argparse.Namespace, run: Any, *more: Any) -> dict[str, Any]:
    with postgresql() as url:
        return asyncio.run(run({"INSTANCE": folder, "DATABASE_URL": url}, url, *more))


RUNS = {
    "kill-sqlite": lambda folder, asked: _on_sqlite(folder, asked, kill_run, asked.kills),
    "kill-postgresql": lambda folder, asked: _on_postgresql(folder, asked, kill_run, asked.kills),
    "redis-outage": lambda folder, asked: _on_postgresql(folder, asked, outage_run, asked.outage),
    "once-sqlite": lambda folder, asked: _on_sqlite(folder, asked, once_run),
    "once-postgresql": lambda folder, asked: _on_postgresql(folder, asked, once_run),
}


def main() -> None:
    ask = argparse.ArgumentParser(prog="python -m bench.faults", description=__doc__)
    ask.add_argument("runs", nargs="*", choices=[*RUNS, []], help="only these; all of them otherwise")
    ask.add_argument("--kills", type=int, default=20)
    ask.add_argument("--outage", type=float, default=20.0, help="seconds without Redis")
    ask.add_argument("--out", action="store_true", help=f"write these runs into {RESULTS.relative_to(ROOT)}")
    asked = ask.parse_args()
    figures: dict[str, Any] = {}
    for name in asked.runs or RUNS:
        print(f"{name} …", flush=True)
        with TemporaryDirectory() as folder:
            figures[name] = {"machine": machine(), "load_average_before": round(os.getloadavg()[0], 1)}
            figures[name] |= RUNS[name](folder, asked)
        print(json.dumps(figures[name], indent=1, ensure_ascii=False), flush=True)
    if asked.out:
        RESULTS.parent.mkdir(exist_ok=True)
        known = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
        RESULTS.write_text(json.dumps(known | figures, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
