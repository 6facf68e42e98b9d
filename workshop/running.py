"""Starting and stopping the processes: the web process, the worker, and both together for a demo."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from urllib.error import URLError
from urllib.request import urlopen

import click
from flask import Flask

from workshop.config import Settings
from workshop.extensions import socketio
from workshop.live.stream import stream
from workshop.participants.sockets import tell_presence

START_S = 30


def serve(app: Flask) -> None:
    """Serve until told to stop. The process must run on greenlets (see cli.py)."""
    settings: Settings = app.config["SETTINGS"]
    check_port(settings.HOST, settings.PORT)
    stream.start()
    socketio.start_background_task(tell_presence, app)
    # SIGTERM ends the process as Ctrl-C does; what was saved is in the database already.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    socketio.run(app, host=settings.HOST, port=settings.PORT, log_output=False)


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


def run(settings: Settings, introduce: Callable[[], str]) -> None:
    """Run the web process and the worker as children; print `introduce()` when pages are served; stop both together."""
    # SIGTERM stops as Ctrl-C does; both are set, for a shell starts what is in its background deaf to Ctrl-C.
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, signal.default_int_handler)
    children = [subprocess.Popen([sys.executable, "-m", "workshop.cli", part]) for part in ("serve", "worker")]
    try:
        _wait_until_served(settings, children)
        click.echo(introduce())
        while all(child.poll() is None for child in children):
            time.sleep(0.3)
        raise click.ClickException("A part of Koonti stopped by itself; what it said is above.")
    except KeyboardInterrupt:
        click.echo("\nKoonti stops.")
    finally:
        _stop(children)


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
