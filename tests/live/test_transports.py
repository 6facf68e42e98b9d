"""Both transports over real sockets: the same news, and nobody at the door who has no business there."""

import struct
from collections.abc import Iterator

import pytest

from tests.live.engine import CLOSE, PING, PONG, TEXT, Closed, Polling, Speaker, WebSocket, frame
from tests.live.hall import Hall, Served, build

TRANSPORTS = ("thin", "stock")
WAYS = {"websocket": WebSocket, "polling": Polling}


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    return build(tmp_path_factory.mktemp("hall"))


@pytest.fixture(scope="module", params=TRANSPORTS)
def served(hall: Hall, request: pytest.FixtureRequest) -> Iterator[Served]:
    served = hall.serve(TRANSPORT=request.param)
    yield served
    served.stop()


@pytest.fixture(params=WAYS)
def speaker(served: Served, request: pytest.FixtureRequest) -> Iterator[Speaker]:
    """A connected client, over a WebSocket or by polling."""
    speaker = WAYS[request.param](served.base)
    speaker.connect()
    yield speaker
    speaker.close()


@pytest.fixture
def line(served: Served) -> Iterator[WebSocket]:
    """A phone that has joined over a WebSocket."""
    line = WebSocket(served.base)
    line.connect()
    line.join(served.hall.phones[0])
    yield line
    line.close()


@pytest.fixture(autouse=True)
def closed_at_the_end() -> Iterator[None]:
    yield
    while WebSocket.opened:
        WebSocket.opened.pop().close()


def closed_with(line: WebSocket) -> int | None:
    """The code with which the house closes this line."""
    try:
        while True:
            line.packet()
    except Closed as end:
        return end.code


def test_a_screen_joins_and_hears_what_is_written(served: Served, speaker: Speaker) -> None:
    answer = speaker.join(served.hall.phones[0])
    assert set(answer) == {"seq", "now", "spread"}
    assert answer["spread"] == 0
    served.write("Heard äänekkäästi 🌲")
    speaker.hear_note("Heard äänekkäästi 🌲")


def test_those_who_poll_and_those_who_do_not_hear_the_same(served: Served) -> None:
    screens: list[Speaker] = [WebSocket(served.base), Polling(served.base), WebSocket(served.base)]
    for screen in screens:
        screen.connect()
        screen.join(served.hall.phones[0])
    served.write("For all of them")
    for screen in screens:
        screen.hear_note("For all of them")
        screen.close()


@pytest.mark.parametrize("count", [16, 17, 200])
def test_a_burst_of_packets_is_answered_one_by_one(served: Served, speaker: Speaker, count: int) -> None:
    """python-engineio answers 200 to a poll with seventeen packets, and throws them away."""
    speaker.say(*(f'42{number}["join",{{}}]' for number in range(count)))
    assert [speaker.packet() for _packet in range(count)] == [f'43{n}[{{"error":"ticket"}}]' for n in range(count)]


def test_a_body_that_is_too_long_is_refused_aloud(served: Served) -> None:
    polling = Polling(served.base)
    polling.connect()
    assert polling.request("POST", "\x1e".join(['42["join",{}]'] * 1000))[0] == 413


FOREIGN = {
    "another site": {"Origin": "https://evil.example"},
    "a sandbox or a file": {"Origin": "null"},
    "a longer name": {"Origin": "{base}.evil.example"},
    "a name within": {"Origin": "http://evil.example/?{base}"},
    "another scheme": {"Origin": "https://{bare}"},
    "forwarded": {"Origin": "https://evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"},
    "its own host": {"Origin": "http://evil.example", "Host": "evil.example"},
}


@pytest.mark.parametrize("case", FOREIGN)
def test_pages_of_others_open_no_socket(served: Served, case: str) -> None:
    bare = served.base.removeprefix("http://")
    headers = {name: value.format(base=served.base, bare=bare) for name, value in FOREIGN[case].items()}
    assert WebSocket(served.base, **{name.replace("-", "_"): value for name, value in headers.items()}).status == 403
    assert served.get("/socket.io/?EIO=4&transport=polling", **headers)[0] == 403


def test_a_websocket_says_where_it_comes_from(served: Served) -> None:
    assert WebSocket(served.base, Origin=None).status == 403


def test_reading_may_be_silent_about_its_origin_on_our_own_pages_only(served: Served) -> None:
    address = "/socket.io/?EIO=4&transport=polling"
    told = {
        site: served.get(address, **{"Sec-Fetch-Site": site})[0] for site in ("same-origin", "cross-site", "same-site")
    }
    assert told == {"same-origin": 200, "cross-site": 403, "same-site": 403}
    polling = Polling(served.base)
    assert polling.request("POST", "40", Origin="https://evil.example")[0] == 403
    assert served.get(address + "&j=1")[0] == 400


@pytest.mark.parametrize(
    ("query", "headers", "status"),
    [
        ("EIO=4&transport=websocket", {"Sec_WebSocket_Version": "8"}, 426),
        ("EIO=4&transport=websocket", {"Sec_WebSocket_Version": None}, 426),
        ("EIO=4&transport=websocket", {"Sec_WebSocket_Key": None}, 400),
        ("EIO=4&transport=websocket", {"Sec_WebSocket_Key": "c2hvcnQ="}, 400),
        ("EIO=3&transport=websocket", {}, 400),
        ("transport=websocket", {}, 400),
        ("EIO=4&transport=websocket&sid=nobody", {}, 400),
    ],
)
def test_other_versions_and_half_handshakes_are_refused(
    served: Served, query: str, headers: dict[str, str | None], status: int
) -> None:
    assert WebSocket(served.base, query, **headers).status == status


def test_nothing_is_compressed_whatever_the_browser_offers(served: Served) -> None:
    line = WebSocket(served.base, Sec_WebSocket_Extensions="permessage-deflate; client_max_window_bits")
    assert line.status == 101
    assert "extensions" not in line.head.lower()


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (frame(b'42["join",{}]', masked=False), 1002),
        (frame(b"\xff\xfe"), 1007),
        (frame(b"4" * 10_001), 1009),
        (frame(b"4" * 200_000), 1009),
        (b"\xc1" + frame(b"2")[1:], 1002),
        (frame(b"x" * 126, PING), 1002),
        (frame(b"2", TEXT, last=False) + frame(b"2"), 1002),
    ],
    ids=["unmasked", "no text", "long", "very long", "reserved bit", "long ping", "broken sequence"],
)
def test_what_no_browser_sends_ends_the_line(served: Served, line: WebSocket, sent: bytes, code: int) -> None:
    line.socket.sendall(sent)
    # The stock transport parses alike, and ends the line without saying why when it is what is said that is too long.
    assert closed_with(line) in ({code} if served.transport == "thin" else {code, 1000, None})
    assert served.get("/healthz")[0] == 200


def test_a_message_may_come_in_pieces_and_several_at_once(served: Served, line: WebSocket) -> None:
    whole = b'427["join",{}]'
    pieces = frame(whole[:5], last=False) + frame(b"are you there", PING) + frame(whole[5:], 0)
    for place in range(len(pieces)):
        line.socket.sendall(pieces[place : place + 1])
    assert line.frame() == (PONG, b"are you there")
    assert line.packet() == '437[{"error":"ticket"}]'
    line.say('428["join",{}]', '429["join",{}]')
    assert [line.packet(), line.packet()] == ['438[{"error":"ticket"}]', '439[{"error":"ticket"}]']


def test_a_line_is_closed_politely(served: Served, line: WebSocket) -> None:
    line.socket.sendall(frame(struct.pack("!H", 1000), CLOSE))
    assert closed_with(line) == 1000


def test_whoever_polls_may_move_to_a_websocket_and_misses_nothing(served: Served) -> None:
    polling = Polling(served.base)
    polling.connect()
    polling.join(served.hall.phones[0])
    assert polling.hello["upgrades"] == ["websocket"]
    line = WebSocket(served.base, f"EIO=4&transport=websocket&sid={polling.sid}")
    assert line.status == 101
    line.say("2probe")
    assert line.packet() == "3probe"
    served.write("Between two ways")
    line.say("5")
    line.hear_note("Between two ways")
    served.write("On the new way")
    line.hear_note("On the new way")
    assert polling.request("GET")[0] == 400
    line.close()


def test_a_probe_that_fails_leaves_the_poll_as_it_was(served: Served) -> None:
    polling = Polling(served.base)
    polling.connect()
    polling.join(served.hall.phones[0])
    line = WebSocket(served.base, f"EIO=4&transport=websocket&sid={polling.sid}")
    line.say("4nonsense")
    line.close()
    served.write("Still polled")
    polling.hear_note("Still polled")
    polling.close()
