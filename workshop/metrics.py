"""Numbers for those who watch over the house, in Prometheus' text format, on a port that only this machine can reach.

They tell what stands still, never what people do: how many letters wait is not among them, because whoever keeps such a
number every few seconds would know when an address was left, and could look for what was said then.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from time import time
from typing import Any

from flask import Flask
from gevent.pywsgi import WSGIServer
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from workshop.clock import now
from workshop.extensions import db
from workshop.jobs import LOOKED, laid_out
from workshop.mail.models import Letter, LetterState, PausedLetters
from workshop.mail.queries import TROUBLED
from workshop.meetings.models import Meeting, State

HOST = "127.0.0.1"
OVERDUE = timedelta(hours=1)

Number = tuple[str, str, float]
"""A name with its labels, what it means, and the number."""


def serve(app: Flask, port: int) -> WSGIServer:
    """Tell the numbers on this port from now on, beside the pages."""

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        if environ["PATH_INFO"] != "/metrics":
            start("404 Not Found", [("Content-Type", "text/plain")])
            return [b""]
        with app.app_context():
            body = written(list(numbers(app))).encode()
        start("200 OK", [("Content-Type", "text/plain; version=0.0.4; charset=utf-8")])
        return [body]

    server = WSGIServer((HOST, port), answer, log=None)
    server.start()
    return server


def numbers(app: Flask) -> Iterator[Number]:
    """What there is to tell. Needs an app context. Without its database the house tells that, and what is left."""
    yield "koonti_sockets", "Screens connected to this process.", len(app.extensions["transport"].eio.sockets)
    looked = laid_out(LOOKED)
    if looked:
        yield "koonti_worker_looked_seconds", "Seconds since the worker last looked around.", round(time() - looked, 1)
    try:
        told = list(_of_database())
    except SQLAlchemyError:
        db.session.rollback()
        told = [("koonti_database_up", "Does the database answer?", 0.0)]
    yield from told


def _of_database() -> Iterator[Number]:
    live = select(func.count()).select_from(Meeting).where(Meeting.state == State.LIVE)
    yield "koonti_database_up", "Does the database answer?", 1
    yield "koonti_meetings_live", "Meetings that go on now.", db.session.scalar(live) or 0
    late = select(func.count()).select_from(Letter).where(Letter.state == LetterState.QUEUED)
    late = late.where(Letter.next_try_at < now() - OVERDUE, Letter.about.not_in(select(PausedLetters.about)))
    yield "koonti_letters_overdue", "Letters that should have left an hour ago.", db.session.scalar(late) or 0
    troubled = select(Letter.state, func.count()).where(Letter.state.in_(TROUBLED), Letter.withdrawn_at.is_(None))
    troubled = troubled.group_by(Letter.state)
    counts: dict[LetterState, int] = dict(db.session.execute(troubled).all())  # type: ignore[arg-type]
    for state in TROUBLED:
        name = f'koonti_letters_troubled{{state="{state}"}}'
        yield name, "Letters that failed, came back or may not have arrived.", counts.get(state, 0)


def written(told: list[Number]) -> str:
    """The numbers as Prometheus reads them."""
    lines, named = [], set()
    for name, meaning, value in told:
        family = name.partition("{")[0]
        if family not in named:
            lines += [f"# HELP {family} {meaning}", f"# TYPE {family} gauge"]
            named.add(family)
        lines.append(f"{name} {value:g}")
    return "\n".join(lines) + "\n"
