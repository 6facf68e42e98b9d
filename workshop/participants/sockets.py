"""What the sockets take in: joining and leaving. Nothing that comes by a socket is ever stored."""

from typing import Any

from flask import Flask, request

from workshop.extensions import socketio
from workshop.live.presence import presence
from workshop.live.stream import Screen, room, stream
from workshop.live.tickets import read
from workshop.meetings.actions import record_peak
from workshop.meetings.queries import meeting_peaks

TELL_EVERY_S = 1.0


def listen() -> None:
    """Answer the sockets of the app that was last made."""
    socketio.on_event("join", join)
    socketio.on_event("disconnect", disconnect)


def join(asked: Any) -> dict[str, Any]:
    """A screen with a ticket begins to listen. Answers the head number, so that it can catch up."""
    ticket = read(str(asked.get("ticket", ""))) if isinstance(asked, dict) else None
    sid: str = request.sid  # type: ignore[attr-defined]
    if ticket is None or presence.knows(sid):  # a socket listens to one meeting, as one screen
        return {"error": "ticket"}
    socketio.server.enter_room(sid, room(ticket.meeting_id, ticket.screen))
    presence.arrive(sid, ticket.meeting_id, ticket.who)
    return {"seq": stream.listen(ticket.meeting_id)}


def disconnect(_reason: Any = None) -> None:
    """A socket is gone; the meeting that nobody listens to any more is forgotten."""
    meeting_id = presence.leave(request.sid)  # type: ignore[attr-defined]
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
    for meeting_id, now in moved.items():
        peak = peaks.get(meeting_id, 0)
        if now > peak:
            record_peak(meeting_id, now)
        rooms = [room(meeting_id, Screen.DESK), room(meeting_id, Screen.WALL)]
        socketio.emit("presence", {"now": now, "peak": max(now, peak)}, to=rooms)
