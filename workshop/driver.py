"""Statements that go to the database's driver as they are: what a full hall says at once.

SQLAlchemy says what a statement is, and its types what goes in and comes out. Its execution, made for all that a
statement may be, costs three times what driver and database take for one of these.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect, Select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.dml import ReturningInsert, ReturningUpdate

_Change = Callable[[Any], Any] | None
"""From a value as the house knows it to one as the driver does, or back; None where they are the same."""


@dataclass(frozen=True)
class _Compiled:
    """A statement for one kind of database."""

    sql: str
    asked: dict[str, _Change]
    """The values that are asked for."""
    brought: dict[str, Any]
    """Values that the statement brings with it, as the driver knows them."""
    order: list[str] | None
    """The names of all values in order, for a driver that takes them so; None for one that takes them by name."""
    columns: list[_Change]


class DriverStatement:
    """A statement that is compiled once for each kind of database. It may have no list of unknown length (IN), and no
    values that SQLAlchemy would make up (`default=`): a TypeError says so when it is first executed."""

    def __init__(
        self, statement: Select[Any] | ReturningInsert[Any] | ReturningUpdate[Any], given: Collection[str] | None = None
    ) -> None:
        """`given`: of an insert, the columns that it is given values for.

        Nothing may be built upon the statement afterwards: in SQLAlchemy it would keep the columns that are read here.
        """
        self._statement, self._given = statement, given
        self._compiled: dict[str, _Compiled] = {}

    def first(self, connection: Connection, values: Mapping[str, Any]) -> tuple[Any, ...] | None:
        """Execute it inside the connection's transaction, and answer its first row if there is one.

        Raises a DBAPIError as SQLAlchemy does, without values; KeyError for a value that is missing; RuntimeError
        outside of a transaction, for here nothing begins one.
        """
        if not connection.in_transaction():
            raise RuntimeError("A statement for the driver needs a transaction.")
        dialect = connection.dialect
        compiled = self._compiled.get(dialect.name) or self._compile(dialect)
        told = {name: to(values[name]) if to else values[name] for name, to in compiled.asked.items()}
        told |= compiled.brought
        cursor = connection.connection.cursor()
        try:
            cursor.execute(compiled.sql, [told[name] for name in compiled.order] if compiled.order else told)
            row = cursor.fetchone()
        except dialect.loaded_dbapi.Error as fault:
            raise _as_sqlalchemy_says_it(fault, compiled.sql, dialect) from fault
        finally:
            cursor.close()
        return row and tuple(back(value) if back else value for back, value in zip(compiled.columns, row, strict=True))

    def _compile(self, dialect: Dialect) -> _Compiled:
        said: Any = self._statement.compile(dialect=dialect, column_keys=self._given)
        if said.post_compile_params or said.insert_prefetch or said.update_prefetch:
            raise TypeError("SQLAlchemy would have something to do each time for this statement.")
        binds = {name: said.binds[name] for name in said.params}
        to = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in binds.items()}
        self._compiled[dialect.name] = compiled = _Compiled(
            sql=str(said),
            asked={name: to[name] for name, bind in binds.items() if bind.required},
            brought={
                name: change(bind.value) if (change := to[name]) else bind.value
                for name, bind in binds.items()
                if not bind.required
            },
            order=said.positiontup if said.positional else None,
            columns=[
                column.type.dialect_impl(dialect).result_processor(dialect, None)
                for column in self._statement.exported_columns
            ],
        )
        return compiled


def _as_sqlalchemy_says_it(fault: Exception, sql: str, dialect: Dialect) -> BaseException:
    return DBAPIError.instance(sql, None, fault, dialect.loaded_dbapi.Error, dialect=dialect)
