"""`make bench-live`: Koonti and the reference under the same loads, in turns, on this machine, in one run.

Writes bench/results/live.json and prints it as a table. A single cell: python -m bench.live --listeners 300 --notes 20
"""

import argparse
import dataclasses
import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from bench.live.generator import Load
from bench.live.install import install_reference
from bench.live.servers import ROOT, WRITERS, Served, koonti, reference
from bench.live.table import ratio_table
from bench.serving import machine

RESULTS = ROOT / "bench" / "results" / "live.json"
LISTENERS = [200, 300, 1000, 2000]
NOTES_PER_S = [20, 50]
IDLE = 10_000
CELL_PATIENCE_S = 240

Opens = Callable[[int], AbstractContextManager[Served]]
SERVERS: dict[str, Opens] = {
    "koonti": koonti,
    "reference": reference,
    "reference, 100 ms": lambda listeners: reference(listeners, coalesce_ms=100),
}


def main() -> None:
    asked = _arguments()
    install_reference()
    names = asked.server or list(SERVERS)
    rows: list[dict[str, Any]] = []
    for listeners in asked.listeners:
        for notes_per_s in asked.notes:
            rows += [_cell(name, listeners, notes_per_s, asked) for name in names]
    if asked.idle and "koonti" in names:
        rows.append(_cell("koonti", asked.idle, 0, asked))
    print(ratio_table(rows), f"\n{machine()}")
    if asked.out:
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n")


def _arguments() -> argparse.Namespace:
    ask = argparse.ArgumentParser(prog="python -m bench.live", description=__doc__)
    ask.add_argument("--listeners", type=int, nargs="*", default=LISTENERS)
    ask.add_argument("--notes", type=int, nargs="*", default=NOTES_PER_S, help="notes a second")
    ask.add_argument("--server", choices=SERVERS, nargs="+", help="only these servers")
    ask.add_argument("--seconds", type=float, default=12, help="how long each cell is measured")
    ask.add_argument("--idle", type=int, default=0, help="also let so many join Koonti and do nothing")
    ask.add_argument("--out", action="store_true", help=f"write {RESULTS.relative_to(ROOT)}")
    return ask.parse_args()


def _cell(name: str, listeners: int, notes_per_s: int, asked: argparse.Namespace) -> dict[str, Any]:
    """One row: the server is started anew, the load is a process of its own."""
    load_average = round(os.getloadavg()[0], 1)
    with SERVERS[name](listeners) as served:
        load = Load(
            **vars(served) | {"writers": WRITERS, "notes_per_s": notes_per_s, "warm_up_s": 3, "seconds": asked.seconds}
        )
        done = subprocess.run(
            [sys.executable, "-m", "bench.live.generator"],
            input=json.dumps(dataclasses.asdict(load)).encode(),
            **{"cwd": ROOT, "stdout": subprocess.PIPE, "check": True, "timeout": CELL_PATIENCE_S},
        )
    row = {"server": name, "listeners": listeners, "notes_per_s": notes_per_s, **json.loads(done.stdout)}
    row["load_average_before"] = load_average
    print(ratio_table([row], heading=False), file=sys.stderr, flush=True)
    return row


if __name__ == "__main__":
    main()
