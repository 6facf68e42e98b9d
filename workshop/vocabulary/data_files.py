"""Opens the data files of the vocabularies, wherever the package is installed."""

import csv
import json
from importlib.resources import files
from typing import Any

_DATA = files("workshop.vocabulary") / "data"


def json_rows(name: str, member: str) -> list[dict[str, Any]]:
    """The rows of data/<name>.json, which stand in its list `member`, in the file's order."""
    rows: list[dict[str, Any]] = json.loads((_DATA / f"{name}.json").read_text(encoding="utf-8"))[member]
    return rows


def csv_rows(name: str) -> list[dict[str, str]]:
    """The rows of data/<name>.csv by column heading, in the file's order."""
    return list(csv.DictReader((_DATA / f"{name}.csv").read_text(encoding="utf-8").splitlines()))
