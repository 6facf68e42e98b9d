"""The worker's queue. A job is a poke and nothing more: what there is to do is read from the database.

So a lost poke costs a minute and a doubled one costs nothing, and killing the worker loses no work.
"""

import signal
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from time import time
from typing import Any

from flask import Flask, current_app
from huey import RedisHuey, SqliteHuey, crontab
from huey.api import Huey
from redis import ConnectionPool

from workshop.config import BadSetting, Settings, check_writable

LOOKED = "looked"
"""Under this name lies when the worker last looked around, in seconds since 1970."""


def init_app(app: Flask, settings: Settings, work: Sequence[Callable[[], None]]) -> None:
    """Make the queue. Each `work` looks in the database for what is due and does it, in this order; in the worker only.

    Raises BadSetting when the queue's file cannot be used.
    """
    queue: Huey
    if settings.REDIS_URL:
        # A Redis that hangs must not hang the request that wakes the worker.
        patient = ConnectionPool.from_url(settings.REDIS_URL, socket_timeout=5, socket_connect_timeout=2)
        queue = RedisHuey("koonti", connection_pool=patient, results=False)
    else:
        queue = _queue_in_file(Path(app.instance_path) / "jobs.db")

    def look_around() -> None:
        for look in work:
            with app.app_context():
                look()
        with app.app_context():
            lay_out(LOOKED, time())

    app.extensions["queue"] = queue
    app.extensions["look_around"] = queue.task(name="look_around")(look_around)
    queue.periodic_task(crontab(minute="*"), name="every_minute")(look_around)


def _queue_in_file(file: Path) -> Huey:
    check_writable(file.parent)
    try:
        return SqliteHuey("koonti", filename=str(file), results=False)
    except sqlite3.DatabaseError as fault:
        raise BadSetting(f"The worker's queue {file} cannot be used: {fault}.") from None


def wake() -> None:
    """Ask the worker to look around now. Never fails: without it the worker looks every minute."""
    try:
        current_app.extensions["look_around"]()
    except Exception:
        current_app.logger.warning("the worker could not be woken; it will look by itself", exc_info=True)


def lay_out(name: str, found: Any) -> None:
    """Lay out what the worker has found, for pages to show. It may be lost at any time and is then found anew, so what
    is laid out says itself of which state of things it is."""
    current_app.extensions["queue"].put(name, found)


def laid_out(name: str) -> Any:
    """What the worker has laid out under the name; None when there is nothing, or the queue does not answer."""
    try:
        return current_app.extensions["queue"].get(name, peek=True)
    except Exception:
        current_app.logger.warning("what the worker has laid out could not be read", exc_info=True)
        return None


def clear_away(name: str) -> None:
    """Forget what was laid out under the name."""
    current_app.extensions["queue"].get(name)


def run_worker(app: Flask) -> None:
    """Work until the process is told to stop (SIGINT, SIGTERM or SIGHUP). Needs an app context."""
    wake()
    consumer = app.extensions["queue"].create_consumer(workers=1, periodic=True, initial_delay=0.1, max_delay=0.5)
    # Huey would start itself anew when its terminal closes, and nobody would know of it.
    consumer._signal_actions[signal.SIGHUP] = consumer._signal_actions[signal.SIGTERM]
    consumer.run()
