"""What belongs to a meeting or a round, found by the tables' own references, so that a new table is erased too."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Table, delete, or_, select

from workshop.columns import Base
from workshop.extensions import db


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


def erase(root: Table, row: int) -> None:
    """Delete the row and all that belongs to it, inside an action."""
    for table, those in belonging(root, row):
        db.session.execute(delete(table).where(those))
    db.session.expire_all()
