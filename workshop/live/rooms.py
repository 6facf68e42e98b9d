"""Who listens where, and one frame for a whole room.

python-socketio's client manager is its public place for this (`client_manager`). Its own one keeps three dictionaries
for each client, sends every packet through a queue and a greenlet of each, and looks through all rooms when one leaves;
this one encodes a frame once and writes it to each connection. Clients that poll keep python-engineio's queue, bounded.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from engineio import packet as engineio_packet
from socketio import Manager
from socketio.packet import EVENT

from workshop.live.connection import Connection
from workshop.live.frames import frame

NAMESPACE = "/"
YIELD_EVERY = 256
"""So many sends, and then others have a turn: a request that waits, a socket that speaks."""
LONGEST_QUEUE = 256
"""Packets that wait for a client that polls; with more it is cut, and its screen asks for what it missed."""


class Rooms(Manager):
    """A client is known by one id to Engine.IO and Socket.IO alike, and there is one namespace."""

    def __init__(self) -> None:
        super().__init__()
        self._rooms_of: dict[str, tuple[str, ...]] = {}
        self._members: dict[str, dict[str, None]] = {}
        self._leaving: set[str] = set()

    def size(self, room: str) -> int:
        """How many listen in this room."""
        return len(self._members.get(room, ()))

    def joined(self, sid: str) -> bool:
        """Is this client in a room?"""
        return bool(self._rooms_of.get(sid))

    def emit(
        self,
        event: str,
        data: Any,
        namespace: str,
        room: str | list[str] | None = None,
        skip_sid: str | list[str] | None = None,
        callback: Any = None,
        to: str | list[str] | None = None,
        **_kwargs: Any,
    ) -> None:
        """Tell everybody in a room or several. Data is one argument, or a tuple of them; no callbacks."""
        arguments = list(data) if isinstance(data, tuple) else [] if data is None else [data]
        said = self.server.packet_class(EVENT, namespace=namespace, data=[event, *arguments])
        packet = engineio_packet.Packet(engineio_packet.MESSAGE, said.encode())
        ready = frame(packet.encode().encode())
        skipped = {skip_sid} if isinstance(skip_sid, str) else set(skip_sid or ())
        sockets = self.server.eio.sockets
        # The members as they are now: whoever comes while others have a turn has asked for the state by itself.
        for count, sid in enumerate(list(self._sids(to or room)), 1):
            if sid in skipped:
                continue
            socket = sockets.get(sid)
            if type(socket) is Connection:
                socket.write(ready)
            elif socket is not None and socket.queue.qsize() >= LONGEST_QUEUE:
                socket.close(wait=False, abort=True, reason=self.server.reason.TRANSPORT_ERROR)
            elif sid in self._rooms_of:
                self.server._send_eio_packet(sid, packet)
            if count % YIELD_EVERY == 0:
                self.server.sleep(0)

    def _sids(self, room: str | list[str] | None) -> Iterable[str]:
        if room is None:
            return self._rooms_of
        if isinstance(room, str):
            return [room] if room in self._rooms_of else self._members.get(room, ())
        return {sid: None for one in room for sid in self._sids(one)}

    # What python-socketio's server asks of its manager.

    def get_namespaces(self) -> list[str]:
        return [NAMESPACE]

    def get_participants(self, namespace: str, room: str | list[str] | None) -> Iterator[tuple[str, str]]:
        yield from [(sid, sid) for sid in self._sids(room)]

    def pre_connect(self, eio_sid: str, namespace: str) -> str | None:
        if namespace != NAMESPACE or eio_sid in self._rooms_of:
            return None
        self._rooms_of[eio_sid] = ()
        return eio_sid

    def connect(self, sid: str, namespace: str) -> str | None:
        return sid if sid in self._rooms_of else self.pre_connect(sid, namespace)

    def is_connected(self, sid: str, namespace: str) -> bool:
        return sid in self._rooms_of and sid not in self._leaving

    def sid_from_eio_sid(self, eio_sid: str, namespace: str) -> str | None:
        return eio_sid if eio_sid in self._rooms_of else None

    def eio_sid_from_sid(self, sid: str, namespace: str) -> str | None:
        return sid if sid in self._rooms_of else None

    def pre_disconnect(self, sid: str, namespace: str) -> str | None:
        self._leaving.add(sid)
        return self.eio_sid_from_sid(sid, namespace)

    def disconnect(self, sid: str, namespace: str, **_kwargs: Any) -> None:
        for room in self._rooms_of.pop(sid, ()):
            self._forget(sid, room)
        self._leaving.discard(sid)

    def enter_room(self, sid: str, namespace: str, room: str, eio_sid: str | None = None) -> None:
        if sid not in self._rooms_of:
            raise ValueError("the client is not connected")
        if room not in self._rooms_of[sid]:
            self._rooms_of[sid] += (room,)
            self._members.setdefault(room, {})[sid] = None

    def leave_room(self, sid: str, namespace: str, room: str) -> None:
        if room in self._rooms_of.get(sid, ()):
            self._rooms_of[sid] = tuple(other for other in self._rooms_of[sid] if other != room)
            self._forget(sid, room)

    def close_room(self, room: str, namespace: str) -> None:
        for sid in list(self._members.get(room, ())):
            self.leave_room(sid, namespace, room)

    def get_rooms(self, sid: str, namespace: str) -> list[str]:
        return [sid, *self._rooms_of.get(sid, ())]

    def _forget(self, sid: str, room: str) -> None:
        members = self._members[room]
        del members[sid]
        if not members:
            del self._members[room]
