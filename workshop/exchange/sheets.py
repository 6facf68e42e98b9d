"""What a file to take along is made of: tables, each with its code book."""

from dataclasses import dataclass

Cell = str | int | float | None


@dataclass(frozen=True)
class Sheet:
    """A table: its key; its name; for each column its key, its heading and what stands in it; the rows; and for the
    code book what the values of a column mean: (key of the column, value, meaning)."""

    key: str
    name: str
    columns: tuple[tuple[str, str, str], ...]
    rows: list[tuple[Cell, ...]]
    values: tuple[tuple[str, Cell, str], ...] = ()
