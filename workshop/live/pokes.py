"""Pokes between web processes, through Redis: "something was committed in this meeting", and nothing more.

What was committed is in the database, where the heartbeat finds it within seconds. So a poke may be lost, doubled or
made up by anybody: Redis only makes the other processes quicker. Nobody waits for it, and nothing fails without it.
"""

import logging
from collections.abc import Callable
from secrets import token_hex
from time import monotonic
from typing import Any

from gevent.event import Event
from redis import Redis
from redis.exceptions import ConnectionError as Gone
from redis.exceptions import RedisError

from workshop.extensions import socketio

CHANNEL = "koonti pokes"
PATIENCE_S = 2.0
"""So long an answer of Redis is waited for, by nobody but the two tasks here."""
QUIET_S = 5.0
"""After so long a silence Redis is asked whether it still hears us."""
AGAIN_S = 1.0
SAID_EVERY_S = 60.0

log = logging.getLogger(__name__)


class Pokes:
    """The line to Redis: one task that tells, one that listens. Both begin anew when the line breaks."""

    def __init__(self, url: str, hear: Callable[[int], None]) -> None:
        """`hear` is called with the id of each meeting that another process pokes."""
        self._url, self._hear = url, hear
        self._me = token_hex(4)
        self._waiting: set[int] = set()
        self._wake = Event()

    def start(self) -> None:
        """Begin to tell and to listen. The process must run on greenlets."""
        for task in (self._tell, self._listen):
            socketio.start_background_task(self._again_and_again, task)

    def send(self, meeting_id: int) -> None:
        """Let the other processes know soon. Pokes that wait together go together."""
        self._waiting.add(meeting_id)
        self._wake.set()

    def _again_and_again(self, task: Callable[[Redis], None]) -> None:
        said_at = -SAID_EVERY_S
        while True:
            try:
                with Redis.from_url(self._url, socket_timeout=PATIENCE_S, socket_connect_timeout=PATIENCE_S) as redis:
                    task(redis)
            except (RedisError, OSError) as fault:
                if monotonic() - said_at > SAID_EVERY_S:
                    said_at = monotonic()
                    # Not its words: they may hold the address, and that the password.
                    log.warning("Redis is away (%s); other processes hear by the heartbeat", type(fault).__name__)
            socketio.sleep(AGAIN_S)

    def _tell(self, redis: Redis) -> None:
        while True:
            self._wake.wait()
            self._wake.clear()
            waiting, self._waiting = self._waiting, set()
            redis.publish(CHANNEL, " ".join([self._me, *map(str, waiting)]))

    def _listen(self, redis: Redis) -> None:
        with redis.pubsub() as channel:
            channel.subscribe(CHANNEL)
            asked = False
            while True:
                heard = channel.get_message(timeout=QUIET_S)
                if heard:
                    asked = False
                    self._take(heard)
                elif asked:
                    raise Gone
                else:
                    channel.ping()
                    asked = True

    def _take(self, heard: dict[str, Any]) -> None:
        """Hear what another process says. Anybody may write to Redis, so what cannot be read is nothing."""
        if heard["type"] != "message":
            return
        who, *meetings = bytes(heard["data"]).decode(errors="replace").split()[:1000] or [self._me]
        if who == self._me:
            return
        for meeting in meetings:
            if meeting.isascii() and meeting.isdecimal() and len(meeting) < 19:
                self._hear(int(meeting))
