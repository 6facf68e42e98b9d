"""The rows as a table for people, with how Koonti stands to the reference. Pure."""

from typing import Any

from bench.table import table

Row = dict[str, Any]
REFERENCE = "reference"
COLUMNS = {
    "server": "server",
    "listeners": "listeners",
    "notes_per_s": "notes/s",
    "us_per_delivery": "µs/delivery",
    "deliveries_per_cpu_s": "deliveries/CPU s",
    "ratio": "× reference",
    "p50_ms": "p50 ms",
    "p95_ms": "p95 ms",
    "p99_ms": "p99 ms",
    "kib_per_idle": "KiB/idle",
    "lost": "lost",
    "doubled": "doubled",
    "acknowledged": "acknowledged",
    "join_s": "join s",
    "generator_cpu_share": "load’s CPU",
    "load_average_before": "machine’s load",
}


def with_ratios(rows: list[Row]) -> list[Row]:
    """The rows, each with its deliveries per CPU second over the reference's in the same cell."""
    cells = {
        (row["listeners"], row["notes_per_s"]): row["deliveries_per_cpu_s"]
        for row in rows
        if row["server"] == REFERENCE and row.get("deliveries_per_cpu_s")
    }
    return [
        row | {"ratio": round(row["deliveries_per_cpu_s"] / cells[cell], 2)}
        if (cell := (row["listeners"], row["notes_per_s"])) in cells and row.get("deliveries_per_cpu_s")
        else row
        for row in rows
    ]


def ratio_table(rows: list[Row], heading: bool = True) -> str:
    """The rows with their ratios as a Markdown table, with or without its head."""
    return table(with_ratios(rows), COLUMNS, heading)
