"""`koonti suggest` and `koonti near-duplicates`: what the product suggests, for files of texts."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from math import isfinite
from pathlib import Path
from typing import Any, TypeVar

import click

from workshop.analysis.duplicates import Likeness, likeness
from workshop.analysis.text import Coder, Said
from workshop.vocabulary.frames import BadFrame, Frame, built_in_frames, frame_from

VERDICTS = {Likeness.SAME: "merge", Likeness.ALIKE: "suggest", None: "apart"}
"""What is told of two texts by how near they are."""

Row = Mapping[str, Any]
T = TypeVar("T")


@click.command()
@click.option("--frame", "wanted", required=True, help="strategy, ladder, interfaces, life_areas, or a JSON file.")
@click.option("--in", "source", required=True, help='Lines of JSON: {"id", "text", "lang"}; lang may be left out.')
@click.option("--out", "target", required=True, help="The file to write.")
def suggest(wanted: str, source: str, target: str) -> None:
    """Suggest a code of a frame for each text.

    Writes a line of JSON for each line read: {"id", "first", "second", "margin", "why"}. First and second are the
    Finnish names of codes, margin is how far the first is ahead (0–1), and why are the words of the text that speak
    for the first. A frame of your own is a file of the shape of workshop/vocabulary/data/ladder.json.
    """
    frame = _frame(wanted)
    texts = _read(source, _said)
    names = {card.key: card.capitalised("fi") for card in frame.cards}
    _write(
        target,
        (
            {
                "id": one.id,
                "first": names[one.first],
                "second": names[one.second] if one.second else None,
                "margin": one.margin,
                "why": list(one.why),
            }
            for one in Coder(frame).suggest(texts)
        ),
    )


@click.command("near-duplicates")
@click.option("--in", "source", required=True, help='Lines of JSON: {"a", "b"}, two texts.')
@click.option("--out", "target", required=True, help="The file to write.")
def near_duplicates(source: str, target: str) -> None:
    """Tell of pairs of texts whether they say the same.

    Writes a line of JSON for each line read: {"a", "b", "verdict"}. The verdict is "merge" when they say the same,
    "suggest" when a person should look, and "apart" otherwise.
    """
    pairs = _read(source, _pair)
    _write(target, ({"a": a, "b": b, "verdict": VERDICTS[likeness(a, b)]} for a, b in pairs))


def _frame(wanted: str) -> Frame:
    """The built-in frame of this key, or the one that the file describes. Raises a ClickException."""
    frames = built_in_frames()
    if wanted in frames:
        return frames[wanted]
    path = Path(wanted)
    if not path.is_file():
        raise click.ClickException(f"There is no frame {wanted!r}: choose {', '.join(frames)}, or name a JSON file.")
    try:
        return frame_from(path.stem, _text(path))
    except BadFrame as why:
        raise click.ClickException(f"{wanted} is no frame: {why}.") from None


def _said(row: Row) -> Said:
    if not isinstance(row.get("id"), int | float | str) or isinstance(row["id"], bool):
        raise ValueError('"id" must be a number or a text')
    lang = row.get("lang")
    if lang is not None and not isinstance(lang, str):
        raise ValueError('"lang" must be a language code')
    return Said(row["id"], _member(row, "text"), lang and _language(lang))


def _language(code: str) -> str | None:
    """The language of a code that may name a place too: sv of sv-FI, en of EN_gb."""
    return re.split("[-_]", code.strip().casefold())[0] or None


def _pair(row: Row) -> tuple[str, str]:
    return _member(row, "a"), _member(row, "b")


def _member(row: Row, name: str) -> str:
    if not isinstance(row.get(name), str):
        raise ValueError(f"{name!r} must be a text")
    value: str = row[name]
    return value


def _read(source: str, read: Callable[[Row], T]) -> list[T]:
    """What each line says that is not blank. Raises a ClickException that names the line."""
    found = []
    for number, line in enumerate(_text(Path(source)).split("\n"), start=1):
        if line.strip():
            try:
                found.append(read(_row(line)))
            except ValueError as why:
                raise click.ClickException(f"{source}, line {number}: {why}.") from None
    return found


def _row(line: str) -> Row:
    try:
        row = json.loads(line, parse_constant=_no_number, parse_float=_finite)
    except (ValueError, RecursionError):
        raise ValueError("this is not JSON") from None
    if not isinstance(row, dict):
        raise ValueError("this is not an object")
    return row


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")


def _finite(written: str) -> float:
    return float(written) if isfinite(float(written)) else _no_number(written)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as fault:
        raise click.ClickException(f"{path} cannot be read: {fault.strerror}.") from None
    except UnicodeDecodeError:
        raise click.ClickException(f"{path} is not text in UTF-8.") from None


def _write(target: str, rows: Iterable[Row]) -> None:
    """Writes the rows as lines of JSON, all or none. Raises a ClickException."""
    lines = [f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows]
    path = Path(target)
    part = path.with_name(f"{path.name}.part")
    try:
        # Half a letter, which JSON can hold and UTF-8 cannot, is written as JSON writes it.
        part.write_bytes("".join(lines).encode("utf-8", "backslashreplace"))
        part.replace(path)
    except OSError as fault:
        part.unlink(missing_ok=True)
        raise click.ClickException(f"{target} cannot be written: {fault.strerror}.") from None
    click.echo(f"{target}: {len(lines)} lines")


commands = [suggest, near_duplicates]
