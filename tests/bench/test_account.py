"""The arithmetic of the live bench: lost, doubled, waits and ratios."""

from bench.live.account import account_of, percentile
from bench.live.listeners import bodies_in
from bench.live.table import ratio_table, with_ratios

ONE, TWO, TWO_AGAIN = (1, 11), (2, 12), (2, 15)


def test_every_listener_that_saw_every_note_once_leaves_nothing_lost_or_doubled() -> None:
    account = account_of({1: 10.0, 2: 10.5}, [[((ONE,), 10.1), ((TWO,), 10.7)], [((ONE, TWO), 10.75)]])
    assert (account.acknowledged, account.seen, account.lost, account.doubled) == (2, 4, 0, 0)
    assert [round(wait, 2) for wait in account.waits_s] == [0.1, 0.2, 0.25, 0.75]


def test_a_note_that_one_listener_never_saw_is_lost_once() -> None:
    account = account_of({1: 0.0, 2: 0.0}, [[((ONE, TWO), 1.0)], [((ONE,), 1.0)], []])
    assert (account.seen, account.lost) == (3, 3)


def test_the_same_body_told_again_is_doubled_and_a_newer_one_is_not() -> None:
    account = account_of({1: 0.0, 2: 0.0}, [[((ONE, TWO), 1.0), ((ONE,), 2.0), ((TWO_AGAIN,), 3.0)]])
    assert (account.seen, account.lost, account.doubled) == (2, 0, 1)
    assert account.waits_s == [1.0, 1.0]  # the first time that it was seen


def test_notes_that_were_not_acknowledged_are_in_no_account() -> None:
    account = account_of({}, [[((ONE,), 1.0), ((ONE,), 2.0)]])
    assert (account.seen, account.lost, account.doubled, account.waits_s) == (0, 0, 0, [])


def test_percentiles_are_values_that_were_measured() -> None:
    hundred = [float(number) for number in range(1, 101)]
    assert [percentile(hundred, percent) for percent in (0, 50, 95, 99, 100)] == [1, 50, 95, 99, 100]
    assert percentile([7.0], 99) == 7
    assert percentile([1.0, 2.0, 3.0], 95) == 3
    assert percentile([], 50) is None


def test_notes_are_found_in_the_messages_of_both_servers() -> None:
    note = b'{"kind":"note","id":1,"seq":11}'
    assert bodies_in(
        b'42["changes",{"after":9,"seq":11,"changes":[{"kind":"exercise","id":1,"seq":10},' + note + b"]}]"
    )
    assert bodies_in(b'42["note",' + note + b"]") == [ONE]
    assert bodies_in(b'42["notes",[' + note + b',{"kind":"note","id":2,"seq":12}]]') == [ONE, TWO]
    assert bodies_in(b'42["presence",{"now":3}]') == bodies_in(b'430[{"seq":3}]') == bodies_in(b"2") == []


def test_the_ratio_compares_within_a_cell() -> None:
    rows = [
        {"server": "reference", "listeners": 200, "notes_per_s": 20, "deliveries_per_cpu_s": 1000},
        {"server": "koonti", "listeners": 200, "notes_per_s": 20, "deliveries_per_cpu_s": 1500},
        {"server": "koonti", "listeners": 300, "notes_per_s": 20, "deliveries_per_cpu_s": 1500},
    ]
    assert [row.get("ratio") for row in with_ratios(rows)] == [1.0, 1.5, None]
    assert "| koonti | 200 | 20 |" in ratio_table(rows)
