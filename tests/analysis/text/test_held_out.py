"""Notes and pairs that the cards and the rules were not made by are told as well as docs/text.md says."""

import json
from typing import Any

import pytest

from bench.serving import ROOT
from bench.text import FRAMES
from workshop.analysis.duplicates import Likeness, likeness
from workshop.analysis.text import Coder, Said, built_in_frames

CASES = ROOT / "bench" / "cases" / "text" / "test"


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CASES / name).read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(
    ("task", "lang"), [("strategia", "fi"), ("strategia", "sv"), ("strategia", "en"), ("portaat", "fi")]
)
def test_the_first_suggestion_is_nearly_always_right(task: str, lang: str) -> None:
    frame = built_in_frames()[FRAMES[task]]
    names = {card.key: card.capitalised("fi") for card in frame.cards}
    notes = [note for note in rows("notes.jsonl") if (note["task"], note["lang"]) == (task, lang)]
    told = Coder(frame).suggest([Said(note["id"], note["text"], lang) for note in notes])
    right = [names[one.first] == note["theme"] for one, note in zip(told, notes, strict=True)]
    assert sum(right) >= 0.85 * len(notes) >= 17


def test_duplicates_are_found_and_little_else() -> None:
    pairs = rows("duplicates.jsonl")
    merged = [pair["dup"] for pair in pairs if likeness(pair["a"], pair["b"]) is Likeness.SAME]
    assert sum(merged) >= 0.75 * sum(pair["dup"] for pair in pairs)
    assert len(merged) - sum(merged) <= 1
