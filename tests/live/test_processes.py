"""Two web processes on one PostgreSQL: one hall, whether Redis is there or not."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from time import monotonic

import pytest
from redis import Redis
from sqlalchemy import create_engine, text

from tests.live.engine import WebSocket
from tests.live.hall import CODE, Hall, Served, build
from tests.live.servers import Broker, Postgres
from workshop.live.pokes import CHANNEL

STALE_AT_MOST_S = 15
"""On a machine with other things to do; 0.7 s were measured on one that has none."""
BACK_WITHIN_S = 15
TRIES = 40
"""Wrong codes that one address may try in a minute."""


@dataclass
class Pair:
    hall: Hall
    one: Served
    other: Served
    broker: Broker
    database: str


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    postgres, broker = Postgres(), Broker()
    folder = tmp_path_factory.mktemp("pair")
    settings = {"DATABASE_URL": postgres.url, "REDIS_URL": broker.url}
    bring_the_tables_twice_at_once({**settings, "INSTANCE": str(folder), "SECRET_KEY": "for tests only"})
    hall = build(folder, **settings)
    served = [hall.serve(), hall.serve()]
    yield Pair(hall, *served, broker, postgres.url)
    for one in served:
        one.stop()
    broker.stop()
    postgres.stop()


@pytest.fixture(autouse=True)
def closed_at_the_end() -> Iterator[None]:
    yield
    while WebSocket.opened:
        WebSocket.opened.pop().close()


def bring_the_tables_twice_at_once(settings: dict[str, str]) -> None:
    command = [sys.executable, "-m", "workshop.cli", "migrate"]
    processes = [subprocess.Popen(command, env={**os.environ, **settings}) for _process in range(2)]
    assert [process.wait(60) for process in processes] == [0, 0]


def joined(served: Served, ticket: str) -> WebSocket:
    screen = WebSocket(served.base)
    screen.connect()
    screen.join(ticket)
    return screen


def told(screen: WebSocket, here: int) -> None:
    while screen.event("presence")["now"] != here:
        pass


def listening(broker: Broker, count: int) -> None:
    """Wait until so many web processes listen to Redis."""
    give_up_at = monotonic() + BACK_WITHIN_S
    with Redis.from_url(broker.url) as redis:
        while dict(redis.pubsub_numsub(CHANNEL)).get(CHANNEL.encode()) != count:
            assert monotonic() < give_up_at


def test_what_is_written_in_one_process_is_poked_and_heard_in_the_other(pair: Pair) -> None:
    listening(pair.broker, 2)
    screen = joined(pair.other, pair.hall.phones[0])
    with Redis.from_url(pair.broker.url) as redis, redis.pubsub(ignore_subscribe_messages=True) as channel:
        channel.subscribe(CHANNEL)
        channel.get_message(timeout=BACK_WITHIN_S)
        pair.one.write("From one to the other")
        poke = None
        while poke is None:
            poke = channel.get_message(timeout=BACK_WITHIN_S)
    assert poke["data"].split()[1:] == [b"1"]
    screen.hear_note("From one to the other")


def test_junk_from_redis_does_no_harm(pair: Pair) -> None:
    screen = joined(pair.one, pair.hall.phones[0])
    junk = [
        b"",
        b"\xff\xfe",
        b"a b c",
        b"x -1",
        b"x 99999999999999999999",
        b"x 1 2 3",
        b'{"1": 1}',
        b"x " * 10_000,
        "x ²".encode(),
    ]
    with Redis.from_url(pair.broker.url) as redis:
        for data in junk:
            assert redis.publish(CHANNEL, data) == 2
    pair.other.write("After the junk")
    screen.hear_note("After the junk")
    listening(pair.broker, 2)


def test_without_redis_notes_are_saved_and_heard_by_the_heartbeat_and_with_it_again_by_pokes(pair: Pair) -> None:
    screens = [joined(pair.one, pair.hall.phones[0]), joined(pair.other, pair.hall.phones[1])]
    pair.broker.stop()
    for number, served in enumerate((pair.one, pair.other)):
        begun = monotonic()
        served.write(f"Without a broker {number}")
        for screen in screens:
            screen.hear_note(f"Without a broker {number}")
        assert monotonic() - begun < STALE_AT_MOST_S
    pair.broker.start()
    listening(pair.broker, 2)
    pair.one.write("With it again")
    for screen in screens:
        screen.hear_note("With it again")


def test_presence_is_counted_over_both_and_forgets_a_process_that_died(pair: Pair) -> None:
    desk = joined(pair.one, pair.hall.desk)
    phones = [joined(served, ticket) for served, ticket in zip((pair.one, pair.other), pair.hall.phones, strict=True)]
    told(desk, 2)
    phones[1].close()
    told(desk, 1)
    # A third process reports, and then no more.
    engine = create_engine(pair.database.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as database:
        database.execute(text("INSERT INTO here VALUES ('third', 1, 7, now())"))
        database.commit()
        told(desk, 8)
        database.execute(text("UPDATE here SET seen_at = now() - interval '16 seconds' WHERE process = 'third'"))
        database.commit()
        told(desk, 1)
    engine.dispose()


def test_guesses_are_counted_over_both(pair: Pair) -> None:
    answers = [served.get("/j/WRNGCDE")[0] for _try in range(TRIES // 2) for served in (pair.one, pair.other)]
    assert answers == [404] * TRIES
    assert [served.get("/j/WRNGCDE")[0] for served in (pair.one, pair.other)] == [429, 429]
    assert pair.one.get(f"/j/{CODE}", Cookie=pair.hall.cookies[0])[0] in {200, 302, 303}
