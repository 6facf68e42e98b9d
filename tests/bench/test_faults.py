"""The arithmetic of the fault harness: what it would call lost, doubled, equal and stale."""

from types import SimpleNamespace

from bench.faults.ledger import Balance, balance
from bench.faults.outage import staleness
from bench.faults.screen import Screen, fingerprint
from bench.faults.writer import Acknowledged, Book

KEPT = {"a": (1, 11, 5, "one", "fi"), "b": (2, 12, 5, "two", "fi")}


def book(**ids: int) -> Book:
    told = {key: Acknowledged(note, 0.0, 80) for key, note in ids.items()}
    return Book(acknowledged=told, written={"a": "one", "b": "two", "c": "three"})


def test_a_book_that_fits_the_rows_balances_though_one_note_waits_for_its_answer() -> None:
    assert balance(book(a=1), KEPT) == Balance(acknowledged=1, lost=0, doubled=0, unwritten=0)


def test_what_was_acknowledged_and_is_not_kept_is_lost() -> None:
    assert balance(book(a=1, c=3), KEPT).lost == 1


def test_what_was_acknowledged_under_another_number_is_lost() -> None:
    assert balance(book(a=2), KEPT).lost == 1


def test_a_text_that_is_there_twice_is_doubled_and_a_key_that_nobody_used_is_unwritten() -> None:
    told = balance(book(a=1), KEPT | {"x": (3, 13, 5, "two", "fi")})
    assert (told.doubled, told.unwritten) == (1, 1)


def test_a_fingerprint_knows_no_order_and_every_letter() -> None:
    rows = list(KEPT.values())
    assert fingerprint(rows) == fingerprint(reversed(rows))
    assert fingerprint(rows) != fingerprint(rows[:1])
    assert fingerprint(rows) != fingerprint([rows[0], (2, 12, 5, "twö", "fi")])


def test_a_screen_answers_with_the_notes_that_it_shows_up_to_a_change() -> None:
    screen = Screen(SimpleNamespace(port=80), "", "", "")
    note = {"kind": "note", "id": 1, "seq": 11, "prompt": 5, "text": "one", "lang": "fi"}
    gone = {"kind": "note", "id": 3, "seq": 13, "gone": True}
    step = {"kind": "exercise", "id": 1, "seq": 10}
    screen.state = {"seq": 13, "things": {"note:1": note, "note:3": gone, "exercise:1": step}}
    assert screen.rows() == screen.rows(11) == [KEPT["a"]]
    assert screen.rows(10) == []


def test_staleness_is_counted_at_the_other_process_only() -> None:
    here = SimpleNamespace(port=80, seen_at={1: 1.0, 2: 3.0, 3: 9.0})
    there = SimpleNamespace(port=81, seen_at={1: 2.0, 2: 6.5, 3: 8.5})
    sent = Book(
        acknowledged={"a": Acknowledged(1, 1.0, 80), "b": Acknowledged(2, 4.0, 80), "c": Acknowledged(3, 9.0, 81)}
    )
    waits = staleness([here, there], sent, gone_at=3.0, back_at=8.0)
    assert waits == {"before": [1.0], "without": [2.5], "after": [0.0]}  # seen before its writer knew: no wait
