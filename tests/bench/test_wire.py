"""The load generator's own protocol: what it sends is understood by a kept library, and what it hears is cut right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wsproto.connection import Connection, ConnectionType
from wsproto.events import TextMessage

from bench.wire import PING, TEXT, event, frames, heard_answer, heard_event, masked

SIZES = st.sampled_from([0, 1, 125, 126, 127, 65535, 65536, 70000])


@given(SIZES)
def test_what_a_client_sends_is_read_by_wsproto(size: int) -> None:
    server = Connection(ConnectionType.SERVER)
    server.receive_data(masked(b"a" * size))
    messages = [told for told in server.events() if isinstance(told, TextMessage)]
    assert "".join(told.data for told in messages) == "a" * size


@given(st.lists(SIZES, max_size=4), st.sampled_from([100, 1000, 65537]))
def test_frames_are_whole_however_the_stream_is_cut(sizes: list[int], piece: int) -> None:
    server = Connection(ConnectionType.SERVER)
    sent = b"".join(server.send(TextMessage("x" * size)) for size in sizes)
    found, rest = [], b""
    for at in range(0, len(sent), piece):
        whole, rest = frames(rest + sent[at : at + piece])
        found += whole
    assert found == [(TEXT, b"x" * size) for size in sizes]
    assert rest == b""


def test_a_frame_that_waits_for_its_end_is_kept() -> None:
    assert frames(b"\x81\x05ab") == ([], b"\x81\x05ab")
    assert frames(b"\x89\x00\x81") == ([(PING, b"")], b"\x81")


@pytest.mark.parametrize("sent", [b"\x81\x80\0\0\0\0", b"\xc1\x01a", b"\x01\x01a"])
def test_a_masked_a_compressed_and_a_split_frame_are_refused(sent: bytes) -> None:
    with pytest.raises(ValueError, match="no server should send"):
        frames(sent)


def test_events_and_answers_are_told_apart() -> None:
    asked = event("join", {"ticket": "ä"}, ack=7)
    assert asked == '427["join", {"ticket": "ä"}]'.encode()
    assert heard_event(b'42["changes",{"seq":3}]') == ("changes", {"seq": 3})
    assert heard_event(b'430[{"seq":3}]') is None
    assert heard_answer(b'4312[{"seq":3}]') == (12, {"seq": 3})
    assert heard_answer(b'42["changes",{}]') is None
