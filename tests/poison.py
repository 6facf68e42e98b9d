"""Markup in every text that somebody can write, wherever it is kept."""

from typing import Any

from sqlalchemy import Column, Connection, Table, select, update

from workshop.columns import LANGUAGES, Base, TextsColumn
from workshop.extensions import db

POISON = (
    "\"'></title></textarea></style></script>"
    '<canary-x data-hit="1"><img src="x" data-hit onerror="canary()">{{ 7 * 7 }}&lt;i&gt;'
)
ESCAPED = "&lt;canary-x"

PLAIN = {("user", "name"), ("note", "text"), ("comment", "text"), ("letter", "server_said"), ("piece", "heading")}
"""Columns of plain text that people, or mail servers, write. Texts in several languages are known by their type."""
INSIDE = {
    *(("answer", "value"), ("code", "examples"), ("draft", "typed"), ("invitee", "background")),
    *(("question", "corrections"), ("question", "options"), ("question", "settings"), ("response", "background")),
}
"""Columns in which such text stands somewhere inside."""


def poison() -> None:
    """Put markup into every text of the house, past its rules. Needs an app context."""
    with db.engine.execution_options(writes=True).begin() as connection:
        for table in Base.metadata.sorted_tables:
            for column in table.columns:
                if isinstance(column.type, TextsColumn):
                    connection.execute(update(table).values({column: dict.fromkeys(LANGUAGES, POISON)}))
                elif (table.name, column.name) in PLAIN:
                    connection.execute(update(table).values({column: POISON}))
                elif (table.name, column.name) in INSIDE:
                    _poison_inside(connection, table, column)


def _poison_inside(connection: Connection, table: Table, column: Column[Any]) -> None:
    keys = list(table.primary_key.columns)
    for *key, value in connection.execute(select(*keys, column)).all():
        row = [one == own for one, own in zip(keys, key, strict=True)]
        connection.execute(update(table).where(*row).values({column: _poisoned(value)}))


def _poisoned(value: Any) -> Any:
    """The value with the texts in it replaced; keys of options, numbers and the shape stay."""
    if isinstance(value, dict):
        if value and set(value) <= set(LANGUAGES):
            return dict.fromkeys(LANGUAGES, POISON)
        return {key: _poisoned(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_poisoned(one) for one in value]
    return POISON if isinstance(value, str) and " " in value else value
