"""Starting and stopping the processes: the web process, the worker, and both together for a demo."""

import ctypes
import fcntl
import gc
import os
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn
from urllib.error import URLError
from urllib.request import urlopen

import click
import gevent
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from workshop.config import BadSetting, Settings, check_writable
from workshop.extensions import socketio
from workshop.live.pokes import Pokes
from workshop.live.stream import stream
from workshop.mail.outbox import check_mail_settings
from workshop.metrics import HOST as METRICS_HOST
from workshop.metrics import serve as serve_metrics
from workshop.participants.sockets import tell_presence, watch_logins

START_S = 30
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""Ctrl-C, a manager's wish, a closed terminal."""
PR_SET_PDEATHSIG = 1
"""Of linux/prctl.h."""
BUSY_MS = 8000
"""How long the start waits for another process's writer."""


def check_ground(app: Flask) -> None:
    """Raise BadSetting with one sentence when the data cannot be read and written, or letters could not be sent."""
    settings: Settings = app.config["SETTINGS"]
    check_writable(Path(app.instance_path))
    check_mail_settings(settings)
    engine: Engine = app.extensions["database"]
    try:
        if engine.dialect.name == "sqlite":
            _take_turn_to_write(engine)
        else:
            engine.connect().close()
    except (DatabaseError, sqlite3.DatabaseError) as fault:
        raise BadSetting(f"The database cannot be used: {first_line(fault)}.") from None


def _take_turn_to_write(engine: Engine) -> None:
    """Write and take it back: this is where a file that is read-only or no database shows itself."""
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        cursor.execute("BEGIN IMMEDIATE")
        cursor.execute("PRAGMA user_version = 0")
        cursor.execute("ROLLBACK")
    finally:
        connection.close()
        engine.dispose()  # no connection with this patience is left in the pool


def first_line(fault: Exception) -> str:
    """What the driver says of the fault, without the statement, its values and what SQLAlchemy adds."""
    said = str(getattr(fault, "orig", None) or fault).strip()
    return said.splitlines()[0].rstrip(".:") if said else type(fault).__name__


def serve(app: Flask) -> None:
    """Serve until told to stop. The process must run on greenlets (see cli.py)."""
    settings: Settings = app.config["SETTINGS"]
    with alone(settings):
        check_port(settings.HOST, settings.PORT)
        if settings.METRICS_PORT:
            check_port(METRICS_HOST, settings.METRICS_PORT)
            serve_metrics(app, settings.METRICS_PORT)
        _allow_many_connections()
        _tidy_seldom()
        if settings.REDIS_URL:
            pokes = Pokes(settings.REDIS_URL, stream.hear_poke)
            pokes.start()
            stream.start(pokes.send)
        else:
            stream.start()
        socketio.start_background_task(tell_presence, app)
        socketio.start_background_task(watch_logins, app)
        # Every stop ends the process quietly; what was saved is in the database already. The hub answers it: an exit
        # raised wherever the signal falls may fall into a handler of the socket library, which swallows it.
        _on_stop(lambda *_: sys.exit(0), tell=gevent.signal_handler)
        app.extensions["transport"].serve(app, settings.HOST, settings.PORT)


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Be the only web process on this SQLite database; on PostgreSQL there may be several.

    The system gives the lock back when a process dies. Raises a ClickException with one sentence.
    """
    if not settings.database_url.startswith("sqlite"):
        yield
        return
    with (Path(settings.INSTANCE) / "serve.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise click.ClickException(
                f"Koonti is being served from {settings.INSTANCE} already. Stop it first, or choose another INSTANCE."
            ) from None
        yield


def _allow_many_connections() -> None:
    """Every phone holds a connection open, and a shell's usual limit of 1024 files would end at a full hall."""
    # A system may forbid even the question; then what it allows has to do.
    with suppress(ValueError, OSError):
        _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _tidy_seldom() -> None:
    """Look for garbage in circles less often: what was loaded stays, and what a request leaves behind is small."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def check_port(host: str, port: int) -> None:
    """Raise a ClickException with one sentence when the port cannot be listened on."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            raise click.ClickException(
                f"Port {port} on {host} cannot be used ({fault.strerror}). Choose another: PORT=5001 make run"
            ) from None


def run(settings: Settings, prepare: Callable[[], None], introduce: Callable[[], str]) -> None:
    """Call `prepare()`, run the web process and the worker as children, print `introduce()`; stop all together."""
    _on_stop(_stop_once)
    children: list[subprocess.Popen[bytes]] = []
    try:
        with alone(settings):
            check_port(settings.HOST, settings.PORT)
            prepare()
        children += [_start(part) for part in ("serve", "worker")]
        _wait_until_served(settings, children)
        click.echo(introduce())
        while all(child.poll() is None for child in children):
            time.sleep(0.3)
        raise click.ClickException("A part of Koonti stopped by itself; what it said is above.")
    except KeyboardInterrupt:
        with suppress(OSError):  # the terminal may be gone
            click.echo("\nKoonti stops.")
    finally:
        _stop(children)


def _on_stop(do: Callable[..., NoReturn], tell: Callable[..., object] = signal.signal) -> None:
    """Let `do` answer every stop, even Ctrl-C where it is ignored: a shell starts its background jobs deaf to it."""
    for stop in STOPS:
        # A terminal's end that is ignored was meant to be: nohup.
        if stop != signal.SIGHUP or signal.getsignal(stop) != signal.SIG_IGN:
            tell(stop, do)


def _stop_once(*_: object) -> NoReturn:
    """Stop; from now on nothing disturbs the stopping, which takes some seconds at most."""
    for stop in STOPS:
        signal.signal(stop, signal.SIG_IGN)
    raise KeyboardInterrupt


def _start(part: str) -> subprocess.Popen[bytes]:
    """Start a child that only its parent stops: in a session of its own it hears neither Ctrl-C nor the terminal."""
    parent = os.getpid()
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None

    def end_with_parent() -> None:
        # The kernel tells the child of its parent's death, whatever the child is doing then; a child that looked
        # for itself could be too busy to look. Only Linux does this; elsewhere a kill -9 leaves the children.
        if libc:
            libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != parent:
                os._exit(1)

    command = [sys.executable, "-m", "workshop.cli", part]
    return subprocess.Popen(command, start_new_session=True, preexec_fn=end_with_parent)  # noqa: PLW1509 (no threads here)


def _wait_until_served(settings: Settings, children: list[subprocess.Popen[bytes]]) -> None:
    give_up_at = time.monotonic() + START_S
    while time.monotonic() < give_up_at and all(child.poll() is None for child in children):
        try:
            urlopen(f"http://{settings.HOST}:{settings.PORT}/healthz", timeout=2).close()
            return
        except (URLError, OSError):
            time.sleep(0.1)
    raise click.ClickException("Koonti did not start; what it said is above.")


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(timeout=5)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
