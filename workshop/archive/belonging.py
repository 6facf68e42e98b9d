"""What belongs to a meeting or a round, found by the tables' own references, so that a new table is erased too."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Table, or_, select

from workshop.columns import Base


def belonging(root: Table, row: int) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """Every table with rows that belong to this row of `root`, and which they are; what refers to others comes first,
    the row itself last."""
    found: dict[Table, ColumnElement[bool]] = {root: root.c.id == row}
    for table in Base.metadata.sorted_tables:
        references = [
            key.parent.in_(select(key.column).where(found[key.column.table]))
            for key in sorted(table.foreign_keys, key=lambda key: key.parent.name)
            if key.column.table in found
        ]
        if references and table is not root:
            found[table] = or_(*references)
    yield from reversed(found.items())
