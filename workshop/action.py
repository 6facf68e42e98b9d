"""@action: one deed, one transaction, and the only commit in the house.

An action is a verb of the product: guard, change, return. Whatever must follow the commit (telling the
screens, waking the worker) is asked for with `after_commit` and runs only once the change is safe.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import wraps
from random import uniform
from time import monotonic, sleep
from typing import Any, ParamSpec, TypeVar

from flask import g
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError

from workshop.database import WRITES
from workshop.errors import Busy, NotFound
from workshop.extensions import db

# SQLite lets one connection write at a time. Waiting here, before the transaction begins, lets other
# greenlets run meanwhile; waiting inside the driver would freeze the whole process.
_one_writer = threading.Lock()
PATIENCE_S = 8.0
_GONE = (ObjectDeletedError, StaleDataError)
"""How SQLAlchemy says that a row which was read is not there any more."""
_IN_A_CIRCLE = "40P01"
"""How PostgreSQL says that some waited for each other, and that it has let the others go on."""

P = ParamSpec("P")
R = TypeVar("R")


class _Deed:
    """What one running action has asked to follow its commit."""

    def __init__(self) -> None:
        self.followers: dict[tuple[Any, ...], Callable[[], None]] = {}
        self.turns: set[int] = set()
        """Meetings whose other writers it has waited for (`meetings/actions/turns.py`)."""


def after_commit(follow: Callable[..., None], *arguments: Any) -> None:
    """Call `follow(*arguments)` once the running action has committed; asked for twice, it is done once."""
    deed: _Deed = g.deed
    deed.followers[(follow, *arguments)] = lambda: follow(*arguments)


def turns_taken() -> set[int] | None:
    """The meetings whose other writers the running action has waited for; None outside of actions."""
    deed: _Deed | None = g.get("deed")
    return deed.turns if deed else None


def action(deed: Callable[P, R]) -> Callable[P, R]:
    """Run `deed` in one transaction and commit it; a deed inside a deed joins the outer transaction.

    Objects that were read before are read anew inside the transaction, so a rule judges what is true now.
    Raises whatever the deed raises (nothing is changed then); NotFound when somebody has removed meanwhile what it is
    about, Busy when others write for too long or wait in a circle.
    """
    return _in_one_transaction(deed, _with_rows)


def short_action(deed: Callable[P, R]) -> Callable[P, R]:
    """@action for a deed that a full hall does at once: it speaks through `db.connection` only, and no session is made
    for it, which would cost as much as all its statements. Where rows have been read before, they are read anew."""
    return _in_one_transaction(deed, lambda: _with_rows() if "session" in g else _without_rows())


def _in_one_transaction(
    deed: Callable[P, R], transaction: Callable[[], AbstractContextManager[Session | Connection]]
) -> Callable[P, R]:
    @wraps(deed)
    def in_one_transaction(*args: P.args, **kwargs: P.kwargs) -> R:
        if "deed" in g:
            return deed(*args, **kwargs)
        running = g.deed = _Deed()
        try:
            with transaction() as changes:
                result = deed(*args, **kwargs)
                changes.commit()
        except _GONE:
            raise NotFound from None
        except DBAPIError as fault:
            if getattr(fault.orig, "sqlstate", None) == _IN_A_CIRCLE:
                raise Busy from None
            raise
        finally:
            del g.deed
        for follow in running.followers.values():
            follow()
        return result

    return in_one_transaction


@contextmanager
def _with_rows() -> Iterator[Session]:
    session = db.session
    # The reading snapshot and its connection are given back before the wait, or those who wait would hold
    # all connections and nobody could write.
    session.rollback()
    session.expire_all()
    try:
        with _turn_to_write(lambda: session.connection(execution_options=WRITES), session.rollback):
            yield session
    except BaseException:
        session.rollback()
        raise


@contextmanager
def _without_rows() -> Iterator[Connection]:
    db.close_connection()
    try:
        with _turn_to_write(db.begin_writing, db.close_connection):
            yield db.connection
    finally:
        db.close_connection()


def few_at_once(most: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let at most so many of a deed run at once in this process; goes above @action. Raises Busy.

    The others wait without a connection. Many in one meeting, each with a connection in hand, would have its row's lock
    to wait for and leave none to those who write elsewhere.
    """

    def at(deed: Callable[P, R]) -> Callable[P, R]:
        places = threading.BoundedSemaphore(most)

        @wraps(deed)
        def in_its_turn(*args: P.args, **kwargs: P.kwargs) -> R:
            if not places.acquire(timeout=PATIENCE_S):
                raise Busy
            try:
                return deed(*args, **kwargs)
            finally:
                places.release()

        return in_its_turn

    return at


@contextmanager
def _turn_to_write(begin: Callable[[], object], take_back: Callable[[], None]) -> Iterator[None]:
    """Wait for this process's writer and then for other processes', and `begin` a writing transaction. Raises Busy."""
    if db.engine.dialect.name != "sqlite":
        begin()
        yield
        return
    give_up_at = monotonic() + PATIENCE_S
    if not _one_writer.acquire(timeout=PATIENCE_S):
        raise Busy
    try:
        while True:
            try:
                begin()
                break
            except sqlite3.OperationalError:  # raw: a transaction's begin is none of SQLAlchemy's statements
                take_back()
                if monotonic() > give_up_at:
                    raise Busy from None
                sleep(uniform(0.005, 0.03))
        yield
    finally:
        _one_writer.release()
