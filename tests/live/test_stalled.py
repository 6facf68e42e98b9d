"""A phone that stops reading: what waits for it is bounded, it is cut, and nobody else waits for it."""

import socket
from collections.abc import Callable, Iterator
from time import monotonic

import gevent
import pytest
from engineio.socket import Socket
from flask import Flask

from tests.live.engine import BINARY, frame
from workshop.live.connection import LONGEST_BACKLOG, PATIENCE_S, Connection
from workshop.live.rooms import LONGEST_QUEUE
from workshop.live.transport import Transport

HUGE = "x" * 100_000
Phone = tuple[Connection, socket.socket]


@pytest.fixture
def transport(app: Flask) -> Transport:
    return app.extensions["transport"]


@pytest.fixture
def phone(transport: Transport) -> Iterator[Callable[[str], Phone]]:
    """A connection in the room "hall", and the phone's end of it."""
    ends = []

    def connect(sid: str) -> Phone:
        ours, theirs = socket.socketpair()
        ends.append(theirs)
        connection = transport.eio.sockets[sid] = Connection(transport.eio, sid, ours.detach())
        transport.eio._trigger_event("connect", sid, {}, run_async=False)
        transport.rooms.connect(sid, "/")
        transport.rooms.enter_room(sid, "/", "hall")
        return connection, theirs

    yield connect
    for end in ends:
        end.close()
    for connection in list(transport.eio.sockets.values()):
        connection.close(wait=False, abort=True)


def tell(transport: Transport, text: str, times: int = 1) -> None:
    for _time in range(times):
        transport.rooms.emit("changes", text, "/", to="hall")


def read_all(end: socket.socket, connection: Connection) -> bytes:
    """What comes at the phone's end while the system takes what waited."""
    end.setblocking(False)
    read = b""
    while True:
        try:
            data = end.recv(1 << 20)
        except BlockingIOError:
            if connection.closed or connection._backlog is None:
                return read
            connection._on_writable()
            continue
        if not data:
            return read
        read += data


def frames(read: bytes) -> list[bytes]:
    found = []
    while read:
        size, start = read[1], 2
        if size == 126:
            size, start = int.from_bytes(read[2:4]), 4
        elif size == 127:
            size, start = int.from_bytes(read[2:10]), 10
        assert read[0] == 0x81
        found.append(read[start : start + size])
        read = read[start + size :]
    return found


def test_a_frame_that_is_sent_in_part_comes_whole_and_in_its_order(
    transport: Transport, phone: Callable[[str], Phone]
) -> None:
    connection, end = phone("slow")
    for number in range(5):
        tell(transport, f"{number}{HUGE}")
    assert connection._backlog
    told = frames(read_all(end, connection))
    assert told == [f'42["changes","{number}{HUGE}"]'.encode() for number in range(5)]
    assert not connection.closed


def test_what_waits_for_a_stalled_phone_is_bounded_and_the_phone_is_cut(
    transport: Transport, phone: Callable[[str], Phone]
) -> None:
    (stalled, _end), (reading, end) = phone("stalled"), phone("reading")
    most, heard = 0, 0
    for _time in range(40):
        tell(transport, HUGE)
        most = max(most, sum(map(len, stalled._backlog or ())))
        heard += len(frames(read_all(end, reading)))
    assert LONGEST_BACKLOG - len(HUGE) < most <= LONGEST_BACKLOG
    assert (stalled.closed, stalled._backlog, reading.closed) == (True, None, False)
    assert heard == 40
    gevent.idle()  # it is bid farewell in a task of its own
    assert "stalled" not in transport.eio.sockets
    assert not transport.rooms.joined("stalled")


def test_one_message_may_be_longer_than_what_may_wait(transport: Transport, phone: Callable[[str], Phone]) -> None:
    connection, end = phone("slow")
    longest = "y" * (2 * LONGEST_BACKLOG)
    tell(transport, longest)
    assert frames(read_all(end, connection)) == [f'42["changes","{longest}"]'.encode()]


def test_a_phone_that_stays_behind_is_cut_after_some_seconds(
    transport: Transport, phone: Callable[[str], Phone]
) -> None:
    connection, _end = phone("slow")
    tell(transport, HUGE, times=4)
    now = monotonic()
    transport.look_after(now + PATIENCE_S - 1)
    assert not connection.closed
    transport.look_after(now + PATIENCE_S + 1)
    assert connection.closed


def test_a_silent_phone_is_cut_and_one_that_answers_is_not(transport: Transport, phone: Callable[[str], Phone]) -> None:
    (silent, _end), (answering, end) = phone("silent"), phone("answering")
    now, interval = monotonic(), transport.eio.ping_interval
    transport.look_after(now + interval + 1)
    assert frames(read_all(end, answering)) == [b"2"]
    answering._hear(frame(b"3"))
    transport.look_after(now + 2 * interval + 2)
    assert (silent.closed, answering.closed) == (True, False)


def test_a_line_that_never_joins_is_cut(transport: Transport, phone: Callable[[str], Phone]) -> None:
    connection, _end = phone("idle")
    transport.rooms.leave_room("idle", "/", "hall")
    transport.look_after(monotonic() + transport.eio.ping_interval + 1)
    assert connection.closed


def test_binary_messages_are_not_taken_in(transport: Transport, phone: Callable[[str], Phone]) -> None:
    connection, end = phone("odd")
    connection._hear(frame(b"\x01\x02", BINARY))
    assert connection.closed
    assert end.recv(100) == b"\x88\x02" + (1003).to_bytes(2)


def test_a_line_at_rest_keeps_no_parser_and_no_buffer(transport: Transport, phone: Callable[[str], Phone]) -> None:
    connection, _end = phone("resting")
    connection._hear(frame(b"3")[:3])
    assert connection._incoming is not None
    connection._hear(frame(b"3")[3:])
    assert (connection._incoming, connection._backlog, connection._writing) == (None, None, None)


def test_a_phone_that_is_gone_is_found_by_the_first_attempt_to_write(
    transport: Transport, phone: Callable[[str], Phone]
) -> None:
    connection, end = phone("gone")
    end.close()
    tell(transport, "anybody?")
    assert connection.closed
    gevent.idle()
    assert not transport.rooms.joined("gone")


def test_what_waits_for_a_poll_is_bounded_and_the_poller_is_cut(transport: Transport) -> None:
    polling = transport.eio.sockets["polling"] = Socket(transport.eio, "polling")
    polling.connected = True
    transport.eio._trigger_event("connect", "polling", {}, run_async=False)
    transport.rooms.connect("polling", "/")
    transport.rooms.enter_room("polling", "/", "hall")
    tell(transport, "news", times=LONGEST_QUEUE)
    assert not polling.closed
    tell(transport, "news", times=2)
    assert polling.closed
    assert polling.queue.qsize() <= LONGEST_QUEUE + 1
    assert not transport.rooms.joined("polling")
    transport.look_after(monotonic())
    assert "polling" not in transport.eio.sockets


def test_others_have_a_turn_during_a_long_fan_out(
    transport: Transport, phone: Callable[[str], Phone], monkeypatch: pytest.MonkeyPatch
) -> None:
    turns = []
    monkeypatch.setattr("workshop.live.rooms.YIELD_EVERY", 10)
    monkeypatch.setattr(transport.rooms.server, "sleep", turns.append)
    for number in range(35):
        phone(str(number))
    tell(transport, "news")
    assert turns == [0, 0, 0]


def test_no_socket_is_left_open_by_the_lines_that_end(transport: Transport, phone: Callable[[str], Phone]) -> None:
    lines = [phone(str(number)) for number in range(20)]
    for connection, _end in lines:
        connection.close()
    assert (transport.eio.sockets, transport.rooms.size("hall")) == ({}, 0)
    assert transport.rooms._rooms_of == transport.rooms._members == {}
    assert transport.rooms.server.environ == {}
    assert all(end.recv(10) == b"\x81\x011\x88\x02\x03\xe8" for _connection, end in lines)
