"""Rows of figures as a table for people. Pure."""

from collections.abc import Mapping
from typing import Any


def table(rows: list[dict[str, Any]], columns: Mapping[str, str], heading: bool = True) -> str:
    """A Markdown table of these columns (heading by key), with or without its head."""
    head = [_line(columns.values()), "|" + " --- |" * len(columns)] if heading else []
    return "\n".join([*head, *(_line(_cell(row.get(key)) for key in columns) for row in rows)])


def _line(cells: Any) -> str:
    return " | ".join(("", *cells, "")).strip()


def _cell(value: Any) -> str:
    match value:
        case None:
            return "–"
        case bool():
            return "yes" if value else "no"
        case int():
            return f"{value:,}"
    return str(value)
