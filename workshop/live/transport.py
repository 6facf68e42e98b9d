"""How news get to screens: Socket.IO over the thin transport of this folder, or over python-engineio's own one.

The switch is the setting TRANSPORT. With either, rooms and limits are the same ones; see
docs/decisions/0012-a-thin-transport.md.
"""

import resource
from time import monotonic
from typing import Any

from engineio.async_drivers._websocket_wsgi import SimpleWebSocketWSGI
from engineio.async_drivers.gevent import Thread
from engineio.payload import Payload
from flask import Flask
from gevent.event import Event
from gevent.pywsgi import WSGIServer
from gevent.selectors import DefaultSelector

from workshop.config import Settings
from workshop.extensions import socketio
from workshop.live.connection import Connection
from workshop.live.door import Door, Guard, Handler, origin_of
from workshop.live.rooms import YIELD_EVERY, Rooms

LONGEST_MESSAGE = 10_000
"""Bytes that a client may send at once: a ticket is shorter."""
LOOK_EVERY_S = 1.0
OTHER_FILES = 256
"""Files that the process needs besides sockets: database, static files, requests under way."""
WAITING_TO_ENTER = 1024
"""Connections that the system keeps until they are accepted: when everybody returns at once, none is turned away."""


class StockWebSocket(SimpleWebSocketWSGI):
    """python-engineio's own WebSocket, named: left to itself it takes another one when that lies in the environment."""

    def __init__(self, handler: Any, server: Any) -> None:
        super().__init__(handler, server, thread_class=Thread, event_class=Event, selector_class=DefaultSelector)


class Transport:
    """Socket.IO's server, who listens, and how many may."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self.limit = settings.MAX_LISTENERS
        self.rooms = Rooms()
        # python-engineio answers 200 to a poll with more packets than this and throws all away. More than bytes are
        # never packets, and what is too long is refused aloud.
        Payload.max_decode_packets = LONGEST_MESSAGE
        origin, pages = origin_of(settings.base_url), app.wsgi_app
        socketio.init_app(
            app,
            async_mode="gevent",
            async_handlers=False,
            client_manager=self.rooms,
            cors_allowed_origins=[origin],
            max_http_buffer_size=LONGEST_MESSAGE,
            monitor_clients=False,
        )
        self.eio = socketio.server.eio
        self.door = Door(app.wsgi_app, app, self.eio)
        self.eio._async = {**self.eio._async, "websocket": StockWebSocket}
        if settings.TRANSPORT == "thin":
            app.wsgi_app = self.door
        app.wsgi_app = Guard(app.wsgi_app, pages, origin, LONGEST_MESSAGE, self.is_full)

    def is_full(self) -> bool:
        """Are there so many sockets that no more can be told, in words, that the house is full?"""
        return len(self.eio.sockets) >= self.limit + max(50, self.limit // 10)

    def keep_to_files(self) -> None:
        """Let in no more listeners than the process may open files."""
        files, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if files != resource.RLIM_INFINITY:
            self.limit = max(1, min(self.limit, (files - OTHER_FILES) * 10 // 11))

    def look_after(self, now: float) -> None:
        """Ping the sockets that are due, and cut those that are silent, behind, or listen to nothing."""
        for count, (sid, socket) in enumerate(list(self.eio.sockets.items()), 1):
            if type(socket) is Connection:
                socket.check(now, self.rooms.joined(sid))
            elif socket.closed:
                self.eio.sockets.pop(sid, None)
            else:
                socket.check_ping_timeout()
            if count % YIELD_EVERY == 0:
                socketio.sleep(0)
        for connection in list(self.door.probing):
            connection.check(now, joined=self.eio.sockets.get(connection.sid) is connection)
            if connection.closed or self.eio.sockets.get(connection.sid) is connection:
                self.door.probing.discard(connection)

    def _look(self) -> None:
        while True:
            socketio.sleep(LOOK_EVERY_S)
            self.look_after(monotonic())

    def serve(self, app: Flask, host: str, port: int) -> None:
        """Serve pages and sockets until the process ends."""
        self.keep_to_files()
        socketio.start_background_task(self._look)
        server: Any = WSGIServer((host, port), app, handler_class=Handler, log=None, backlog=WAITING_TO_ENTER)
        server.serve_forever()


def init_app(app: Flask, settings: Settings) -> None:
    """Put the transport between the web server and the app."""
    app.extensions["transport"] = Transport(app, settings)
