"""What the sockets take in: joining and leaving. Nothing that comes by a socket is ever stored."""

from functools import partial
from typing import Any

from flask import Flask

from workshop.clock import now
from workshop.extensions import socketio
from workshop.live.presence import presence
from workshop.live.stream import Screen, room, stream
from workshop.live.tickets import read
from workshop.meetings.actions import record_peak
from workshop.meetings.queries import meeting_peaks

TELL_EVERY_S = 1.0
BACK_AT_ONCE = 150
"""Screens of one meeting that may all come back in the same moment."""
RETURN_MS, LONGEST_RETURN_MS = 4, 15_000
"""Time that each further screen adds to the moment in which they come back, and the longest such moment."""


def listen(app: Flask) -> None:
    """Answer the sockets of this app. They need no request of Flask's around them, so they get none."""
    socketio.server.on("join", partial(join, app))
    socketio.server.on("disconnect", disconnect)


def join(app: Flask, sid: str, asked: Any = None, *_more: Any) -> dict[str, Any]:
    """A screen with a ticket begins to listen.

    Answers {"seq": the number up to which this process has told, "now": milliseconds since 1970, "spread": the
    milliseconds in which a hall of this size shall come back}; or {"error": "ticket" | "full"}.
    """
    with app.app_context():
        ticket = read(str(asked.get("ticket", ""))) if isinstance(asked, dict) else None
        if ticket is None or presence.knows(sid):  # a socket listens to one meeting, as one screen
            return {"error": "ticket"}
        if presence.listening() >= app.extensions["transport"].limit:
            return {"error": "full"}
        socketio.server.enter_room(sid, room(ticket.meeting_id, ticket.screen))
        presence.arrive(sid, ticket.meeting_id, ticket.who)
        seq = stream.listen(ticket.meeting_id)
    spread = max(0, presence.screens(ticket.meeting_id) - BACK_AT_ONCE) * RETURN_MS
    return {"seq": seq, "now": int(now().timestamp() * 1000), "spread": min(spread, LONGEST_RETURN_MS)}


def disconnect(sid: str, _reason: Any = None) -> None:
    """A socket is gone; the meeting that nobody listens to any more is forgotten."""
    meeting_id = presence.leave(sid)
    if meeting_id is not None:
        stream.forget(meeting_id)


def tell_presence(app: Flask) -> None:
    """Tell desks and walls how many are here, at most once a second. Runs as long as the process."""
    while True:
        socketio.sleep(TELL_EVERY_S)
        with app.app_context():
            try:
                tell_moved()
            except Exception:  # the database may be away for a while; presence is told again with the next move
                app.logger.warning("presence could not be told", exc_info=True)


def tell_moved() -> None:
    """Tell the meetings whose number has moved since it was last told, and remember new peaks."""
    moved = presence.moved()
    peaks = meeting_peaks(list(moved))
    for meeting_id, here in moved.items():
        peak = peaks.get(meeting_id, 0)
        if here > peak:
            record_peak(meeting_id, here)
        rooms = [room(meeting_id, Screen.DESK), room(meeting_id, Screen.WALL)]
        socketio.emit("presence", {"now": here, "peak": max(here, peak)}, to=rooms)
