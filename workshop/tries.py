"""How often something was tried lately.

`limits` counts. On PostgreSQL, where several processes may serve, it does so in the database, and keys are kept as
hashes there: where people come from stays out of it. On SQLite the one web process counts in its own memory.
"""

from datetime import datetime, timedelta
from hashlib import sha256
from time import time
from typing import Any

from flask import Flask, current_app
from limits.storage import MemoryStorage, MovingWindowSupport, Storage
from sqlalchemy import Connection, create_engine, delete, func, insert, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from workshop.columns import Base, Moment


class Tried(Base):
    """One try, remembered until it no longer counts."""

    __tablename__ = "tried"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(index=True)
    until: Mapped[datetime] = mapped_column(Moment, index=True)
    """By the database's clock, which all processes share."""


def init_app(app: Flask, address: str) -> None:
    """Count for the app. `address` is its database's."""
    app.extensions["tries"] = MemoryStorage() if address.startswith("sqlite") else Tries(address)


def tries() -> "MemoryStorage | Tries":
    """Where the app's tries are counted; for the strategies of `limits`."""
    return current_app.extensions["tries"]


class Tries(Storage, MovingWindowSupport):
    """A storage of `limits` in the database.

    It has a few connections of its own: a request that holds one of the others would wait for a second one, and thirty
    such requests for each other.
    """

    STORAGE_SCHEME = ["database"]

    def __init__(self, address: str) -> None:
        super().__init__()
        self._engine = create_engine(address, pool_pre_ping=True, pool_size=2, max_overflow=3, hide_parameters=True)

    @property
    def base_exceptions(self) -> type[Exception]:
        return SQLAlchemyError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count a try in the window that the first one of its kind has opened."""
        name = _name(key)
        with self._engine.begin() as connection:
            begun, _count = _alive(connection, name)
            _remember(connection, name, begun or func.now() + timedelta(seconds=expiry), amount)
            return _alive(connection, name)[1]

    def get(self, key: str) -> int:
        with self._engine.connect() as connection:
            return _alive(connection, _name(key))[1]

    def get_expiry(self, key: str) -> float:
        with self._engine.connect() as connection:
            first, _count = _alive(connection, _name(key))
        return first.timestamp() if first else time()

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Count tries, each with a window of its own, unless they are too many. One asks at a time for each key."""
        name = _name(key)
        with self._engine.begin() as connection:
            connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(name))))
            if _alive(connection, name)[1] + amount > limit:
                return False
            _remember(connection, name, func.now() + timedelta(seconds=expiry), amount)
        return True

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        with self._engine.connect() as connection:
            first, count = _alive(connection, _name(key))
        return (first.timestamp() - expiry if first else time()), count

    def check(self) -> bool:
        with self._engine.connect() as connection:
            connection.execute(select(1))
        return True

    def reset(self) -> int | None:
        with self._engine.begin() as connection:
            return connection.execute(delete(Tried)).rowcount

    def clear(self, key: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(delete(Tried).where(Tried.key == _name(key)))


def _name(key: str) -> str:
    return sha256(key.encode()).hexdigest()


def _alive(connection: Connection, name: str) -> tuple[datetime | None, int]:
    """When the first of the tries that count ends to count, and how many they are."""
    counting = select(func.min(Tried.until), func.count()).where(Tried.key == name, Tried.until > func.now())
    first, count = connection.execute(counting).one()
    return first, count


def _remember(connection: Connection, name: str, until: Any, amount: int) -> None:
    """Keep new tries, and clear away old ones of whomever; those that another process clears away are left to it."""
    old = select(Tried.id).where(Tried.until < func.now()).limit(1000).with_for_update(skip_locked=True)
    connection.execute(delete(Tried).where(Tried.id.in_(old)))
    for _try in range(amount):
        connection.execute(insert(Tried).values(key=name, until=until))
