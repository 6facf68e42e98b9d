"""`make bench-text`: how well and how fast texts are read, with the parts that this machine has.

Reads notes.jsonl ({id, text, theme, task, lang}) and duplicates.jsonl ({a, b, dup, kind}) from --cases. Each set of
parts (simplemma alone, Voikko, vectors) is measured in a process of its own, so that what one keeps helps no other.
Writes bench/results/text.json with --out, and prints tables.
"""

import argparse
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from time import process_time
from typing import Any

from bench.serving import ROOT, machine
from bench.table import table
from workshop.analysis.duplicates import Likeness, likeness
from workshop.analysis.text import Coder, Said, built_in_frames, frequent_terms, gather, lexicon, vectors

RESULTS = ROOT / "bench" / "results" / "text.json"
CASES = ROOT.parent / "shared" / "cases" / "text"
FRAMES = {"strategia": "strategy", "portaat": "ladder"}
"""Which frame each task of the cases is coded by."""
MOST_CERTAIN = 0.7
PARTS = ("voikko", "vectors")
PATIENCE_S = 600

CODING = {
    "parts": "parts",
    "task": "task",
    "lang": "language",
    "notes": "notes",
    "first": "first right",
    "in_two": "first or second",
    "certain": "first, of the 70 % most certain",
    "sure": "said to be sure",
    "sure_right": "… and right",
}
DUPLICATES = {"kind": "kind", "pairs": "pairs", "merge": "merge", "suggest": "suggest", "apart": "apart"}
COST = {
    "parts": "parts",
    "cold_s": "first 1,000 notes, CPU s",
    "next_s": "next 1,000, s",
    "again_s": "the same again, s",
    "terms_s": "terms, s",
    "groups_s": "groups, s",
    "memory_mib": "memory at the peak, MiB",
}

Rows = list[dict[str, Any]]


def measure_coding(notes: Sequence[Mapping[str, Any]]) -> Rows:
    """How often the suggestion is right, by task and language."""
    cells: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for note in notes:
        cells[note["task"], note["lang"]].append(note)
    return [{"task": task, "lang": lang, **_coded(FRAMES[task], lang, cell)} for (task, lang), cell in cells.items()]


def _coded(frame_key: str, lang: str, notes: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    frame = built_in_frames()[frame_key]
    names = {card.key: card.capitalised("fi") for card in frame.cards}
    told = Coder(frame).suggest([Said(note["id"], note["text"], lang) for note in notes])
    right = [names[one.first] == note["theme"] for one, note in zip(told, notes, strict=True)]
    in_two = [
        note["theme"] in (names[one.first], names[one.second or ""]) for one, note in zip(told, notes, strict=True)
    ]
    by_margin = sorted(range(len(told)), key=lambda place: -told[place].margin)
    certain = [right[place] for place in by_margin[: round(MOST_CERTAIN * len(told))]]
    sure = [is_right for one, is_right in zip(told, right, strict=True) if one.is_sure]
    return {
        "notes": len(notes),
        "first": _share(right),
        "in_two": _share(in_two),
        "certain": _share(certain),
        "sure": round(len(sure) / len(told), 2),
        "sure_right": _share(sure),
    }


def measure_duplicates(pairs: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Recall and precision where "merge" means that two texts say the same, and what was said of each kind."""
    found = [likeness(pair["a"], pair["b"]) for pair in pairs]
    merged = [pair["dup"] for pair, near in zip(pairs, found, strict=True) if near is Likeness.SAME]
    kinds: dict[str, list[Likeness | None]] = defaultdict(list)
    for pair, near in zip(pairs, found, strict=True):
        kinds[pair["kind"]].append(near)
    return {
        "pairs": len(pairs),
        "recall": round(sum(merged) / max(sum(pair["dup"] for pair in pairs), 1), 3),
        "precision": round(sum(merged) / len(merged), 3) if merged else None,
        "kinds": [
            {
                "kind": kind,
                "pairs": len(said),
                "merge": said.count(Likeness.SAME),
                "suggest": said.count(Likeness.ALIKE),
                "apart": said.count(None),
            }
            for kind, said in kinds.items()
        ],
    }


def measure_cost(texts: Sequence[str]) -> dict[str, Any]:
    """Seconds of the processor for a thousand notes, and what a fresh process holds at the peak."""
    made = [Said(number, f"{one} {other}", "fi") for number, (one, other) in enumerate(product(texts, texts))]
    first, later = made[:1000], made[1000:2000]
    cold = _seconds(lambda: Coder(built_in_frames()["strategy"]).suggest(first))
    coder = Coder(built_in_frames()["strategy"])
    return {
        "cold_s": cold,
        "next_s": _seconds(lambda: coder.suggest(later)),
        "again_s": _seconds(lambda: coder.suggest(later)),
        "terms_s": _seconds(lambda: frequent_terms(first)),
        "groups_s": _seconds(lambda: gather(first)),
        "memory_mib": round(getrusage(RUSAGE_SELF).ru_maxrss / 1024),
    }


def _seconds(do: Any) -> float:
    started = process_time()
    do()
    return round(process_time() - started, 2)


def _share(right: Sequence[bool]) -> float | None:
    return round(sum(right) / len(right), 3) if right else None


def _lines(path: Path) -> Rows:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def one_set(parts: set[str], cases: Path, instance: Path) -> dict[str, Any]:
    """What is measured in this process with these parts."""
    if "voikko" not in parts:
        lexicon.voikko = lambda: None
    vectors.look_in(instance / "text" if "vectors" in parts else None)
    notes = _lines(cases / "notes.jsonl")
    cost = measure_cost([note["text"] for note in notes if note["lang"] == "fi"])
    return {"coding": measure_coding(notes), "cost": cost}


def sets_here(instance: Path) -> Iterator[list[str]]:
    """Every set of the parts that this machine has."""
    here = {"voikko": lexicon.voikko() is not None, "vectors": (instance / "text" / vectors.FILE).is_file()}
    for chosen in product((False, True), repeat=len(PARTS)):
        named = [part for part, is_chosen in zip(PARTS, chosen, strict=True) if is_chosen]
        if all(here[part] for part in named):
            yield named


def main() -> None:
    """Measure, print, and write with --out."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--cases", type=Path, default=CASES, help="folder with notes.jsonl and duplicates.jsonl")
    asked.add_argument("--instance", type=Path, default=ROOT / "instance", help="folder in which text/vectors.npz is")
    asked.add_argument("--parts", help="only these, with commas between (or nothing), as one line of JSON")
    asked.add_argument("--out", action="store_true", help=f"write {RESULTS.relative_to(ROOT)}")
    given = asked.parse_args()
    if not (given.cases / "notes.jsonl").is_file():
        sys.exit(f"There are no cases in {given.cases}: name their folder with --cases.")
    if given.parts is not None:
        print(json.dumps(one_set({*given.parts.split(",")}, given.cases, given.instance)))
        return
    coding, cost = [], []
    for parts in sets_here(given.instance):
        name = " + ".join(parts) or "neither"
        command = [sys.executable, "-m", "bench.text", "--parts", ",".join(parts), "--cases", str(given.cases)]
        done = subprocess.run(
            [*command, "--instance", str(given.instance)], cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE_S
        )
        if done.returncode:
            sys.exit(done.stderr)
        measured = json.loads(done.stdout)
        coding += [{"parts": name, **row} for row in measured["coding"]]
        cost.append({"parts": name, **measured["cost"]})
    pairs = measure_duplicates(_lines(given.cases / "duplicates.jsonl"))
    print(table(coding, CODING), table(cost, COST), table(pairs["kinds"], DUPLICATES), sep="\n\n")
    print(f"\nmerge: recall {pairs['recall']}, precision {pairs['precision']}, of {pairs['pairs']} pairs")
    if given.out:
        result = {"machine": machine(), "coding": coding, "duplicates": pairs, "cost": cost}
        RESULTS.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
