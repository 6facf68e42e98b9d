"""A full house says so in words, and everything else goes on."""

from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest

from tests.live.engine import PATIENCE_S, Polling, Speaker, WebSocket
from tests.live.hall import Served, build


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Served]:
    """A house for two listeners; fifty more sockets are heard, so that they can be told."""
    served = build(tmp_path).serve(MAX_LISTENERS="2")
    yield served
    while WebSocket.opened:
        WebSocket.opened.pop().close()
    served.stop()


def come_in(screen: Speaker, ticket: str) -> None:
    """Ask until a place is free: the house hears a moment later that somebody went."""
    give_up_at = monotonic() + PATIENCE_S
    while "seq" not in (told := screen.join(ticket)):
        assert monotonic() < give_up_at, told


def test_whoever_comes_too_late_is_told_that_the_house_is_full(small: Served) -> None:
    listening = [WebSocket(small.base) for _screen in range(2)]
    for screen in listening:
        screen.connect()
        assert "seq" in screen.join(small.hall.phones[0])
    late = [WebSocket(small.base), Polling(small.base)]
    for screen in late:
        screen.connect()
        assert screen.join(small.hall.phones[1]) == {"error": "full"}
    small.write("For those who are in")
    for screen in listening:
        screen.hear_note("For those who are in")
    crowd = [WebSocket(small.base) for _screen in range(60)]
    told = [screen.status for screen in crowd]
    assert told == [101] * told.count(101) + [503] * told.count(503)
    assert told.count(101) == 2 + 50 - len(listening) - len(late)
    assert small.get("/socket.io/?EIO=4&transport=polling")[0] == 503
    assert small.get("/healthz")[0] == 200
    small.write("The pages go on")
    listening[0].close()
    listening[1].hear_note("The pages go on")
    come_in(late[0], small.hall.phones[1])
