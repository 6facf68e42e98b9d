"""What the sockets take in: joining and leaving. Nothing that comes by a socket is ever stored."""

from functools import partial
from secrets import token_hex
from time import monotonic
from typing import Any

from flask import Flask

from workshop.clock import now
from workshop.extensions import db, socketio
from workshop.live.actions import report_here
from workshop.live.presence import presence
from workshop.live.queries import here_in_all
from workshop.live.stream import Screen, room, stream
from workshop.live.tickets import Ticket, read
from workshop.meetings.actions import record_peak
from workshop.meetings.queries import let_in_by_logins, meeting_peaks
from workshop.participants.guests import alias
from workshop.participants.queries import blocked_in

TELL_EVERY_S = 1.0
REPORT_EVERY_S = 5.0
"""So often a number that has not moved is reported anew: who does not report is not counted (live/queries.py)."""
LOOK_EVERY_S = 2.0
"""So often the logins behind the staff's screens are looked at, and which phones are blocked."""
BACK_AT_ONCE = 150
"""Screens of one meeting that may all come back in the same moment."""
RETURN_MS, LONGEST_RETURN_MS = 4, 15_000
"""Time that each further screen adds to the moment in which they come back, and the longest such moment."""

_staff: dict[str, tuple[int, int, Screen]] = {}
"""The sockets of the staff in this process: by which login each listens, to which meeting, and as which screen."""


_blocked: set[str] = set()
"""The sockets of participants in this process that were told that their device is blocked."""


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
        if ticket is None or not _is_good(ticket):
            return {"error": "ticket"}
        if presence.knows(sid):  # a socket listens to one meeting, as one screen
            return {"error": "ticket"}
        if presence.listening() >= app.extensions["transport"].limit:
            return {"error": "full"}
        socketio.server.enter_room(sid, room(ticket.meeting_id, ticket.screen))
        presence.arrive(sid, ticket.meeting_id, ticket.who)
        if ticket.login is not None:
            _staff[sid] = ticket.login, ticket.meeting_id, ticket.screen
        seq = stream.listen(ticket.meeting_id)
    return {"seq": seq, "now": int(now().timestamp() * 1000), "spread": spread(ticket.meeting_id)}


def _is_good(ticket: Ticket) -> bool:
    """A phone listens as its ticket says, a screen of the staff while its login goes on and may have such a screen."""
    if ticket.screen is Screen.PHONE:
        return True
    if ticket.login is None:
        return False
    let_in = let_in_by_logins([ticket.login], [ticket.meeting_id])
    return _may_listen(let_in, ticket.login, ticket.meeting_id, ticket.screen)


def _may_listen(let_in: dict[tuple[int, int], bool], login: int, meeting_id: int, screen: Screen) -> bool:
    """Whoever leads has every screen of the staff, whoever only writes the scribe's."""
    leads = let_in.get((login, meeting_id))
    return leads is not None and (leads or screen is Screen.SCRIBE)


def spread(meeting_id: int) -> int:
    """The milliseconds in which the screens of this meeting shall come back, each at some moment of them."""
    return min(LONGEST_RETURN_MS, max(0, presence.screens(meeting_id) - BACK_AT_ONCE) * RETURN_MS)


def disconnect(sid: str, _reason: Any = None) -> None:
    """A socket is gone; the meeting that nobody listens to any more is forgotten."""
    _staff.pop(sid, None)
    _blocked.discard(sid)
    meeting_id = presence.leave(sid)
    if meeting_id is not None:
        stream.forget(meeting_id)


def watch_logins(app: Flask) -> None:
    """Close the staff's screens whose login has ended, and tell phones that are blocked, in whichever process that was
    done. Runs as long as the process."""
    while True:
        socketio.sleep(LOOK_EVERY_S)
        with app.app_context():
            try:
                close_ended()
                tell_blocked()
            except Exception:  # the database may be away for a while, and then nothing is told either
                app.logger.warning("who may still listen and write could not be looked at", exc_info=True)


def close_ended() -> None:
    """Close the sockets of logins that have ended, of people who were shut out, or who may have no such screen."""
    listening = dict(_staff)
    if not listening:
        return
    logins, meetings, _screens = map(set, zip(*listening.values(), strict=True))
    let_in = let_in_by_logins(logins, meetings)
    for sid, listens in listening.items():
        socket = socketio.server.eio.sockets.get(sid)
        if not _may_listen(let_in, *listens) and socket is not None:
            socket.close(wait=False)  # whoever polls might never fetch what would be waited for


def tell_blocked() -> None:
    """Tell phones that nothing more is taken from them, or that they may write again."""
    for sid, is_blocked in blocked_anew().items():
        socketio.emit("blocked", is_blocked, to=sid)


def blocked_anew() -> dict[str, bool]:
    """The sockets that do not know yet whether their device is blocked, and whether it is; they count as told."""
    phones = presence.phones()
    if not phones:
        return {}
    blocked = {(guest.meeting_id, alias(guest)) for guest in blocked_in({meeting for meeting, _who in phones.values()})}
    if not blocked and not _blocked:
        return {}
    anew = {sid: phone in blocked for sid, phone in phones.items() if (phone in blocked) != (sid in _blocked)}
    _blocked.difference_update(anew)
    _blocked.update(sid for sid, is_blocked in anew.items() if is_blocked)
    return anew


class Crowd:
    """Who is here, over all web processes. On PostgreSQL there may be several, each of which reports its own number."""

    def __init__(self) -> None:
        self._process = token_hex(8)
        self._reported: dict[int, int] = {}
        self._at = 0.0

    def now(self) -> dict[int, int]:
        """How many participants are here, for each meeting that a screen of this process listens to."""
        here = presence.counts()
        if db.engine.dialect.name != "postgresql":
            return here
        if here != self._reported or (here and monotonic() - self._at > REPORT_EVERY_S):
            report_here(self._process, here)
            self._reported, self._at = here, monotonic()
        return here | here_in_all(list(here)) if here else here


def tell_presence(app: Flask) -> None:
    """Tell desks and walls how many are here, at most once a second. Runs as long as the process."""
    crowd = Crowd()
    while True:
        socketio.sleep(TELL_EVERY_S)
        with app.app_context():
            try:
                tell_untold(crowd)
            except Exception:  # the database may be away for a while; the next second tells
                app.logger.warning("presence could not be told", exc_info=True)


def tell_untold(crowd: Crowd) -> None:
    """Tell each meeting's desks and walls the number that they do not know yet, and remember new peaks."""
    untold = presence.untold(crowd.now())
    peaks = meeting_peaks(list(untold)) if untold else {}
    for meeting_id, count in untold.items():
        peak = peaks.get(meeting_id, 0)
        if count > peak:
            record_peak(meeting_id, count)
        rooms = [room(meeting_id, Screen.DESK), room(meeting_id, Screen.WALL)]
        socketio.emit("presence", {"now": count, "peak": max(count, peak)}, to=rooms)
