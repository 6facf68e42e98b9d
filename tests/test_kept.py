"""What is kept is made once, and what is reckoned aside leaves the sockets their time."""

import subprocess
import sys
from threading import Barrier, Thread

from workshop.kept import Kept

TICKS_WHILE_RECKONING = """
from gevent import monkey
monkey.patch_all()
import gevent
from workshop.kept import aside

ticks = []

def tick():
    while True:
        ticks.append(1)
        gevent.sleep(0.001)

def reckon(least):
    # pure work in one piece, until somebody else has had the time to do something
    total = 0
    for number in range(200_000_000):
        total += number
        if number % 1000 == 0 and len(ticks) > least:
            return total
    raise SystemExit("nobody else had a turn")

gevent.spawn(tick)
gevent.sleep(0)
assert aside(reckon, 20) >= 0
try:
    aside(lambda: 1 / 0)
except ZeroDivisionError:
    print("done")
"""


def test_what_is_asked_for_by_many_at_once_is_made_once() -> None:
    kept, made, gate, got = Kept(2), [], Barrier(5), []

    def make() -> object:
        made.append(object())
        return made[-1]

    def ask() -> None:
        gate.wait()
        got.append(kept.get("key", make))

    asking = [Thread(target=ask) for _one in range(5)]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    assert len(made) == 1
    assert got == made * 5


def test_what_was_asked_for_least_lately_is_let_go() -> None:
    kept = Kept(2)
    assert [kept.get(key, lambda: "first") for key in ("a", "b", "a", "c")] == ["first"] * 4
    assert kept.get("a", lambda: "again") == "first"
    assert kept.get("b", lambda: "again") == "again"


def test_what_fails_is_made_anew() -> None:
    kept = Kept(2)
    try:
        kept.get("key", lambda: 1 // 0)
    except ZeroDivisionError:
        assert kept.get("key", lambda: "made") == "made"


def test_others_go_on_while_something_is_reckoned() -> None:
    done = subprocess.run([sys.executable, "-c", TICKS_WHILE_RECKONING], capture_output=True, text=True)
    assert done.stdout == "done\n", done.stderr
