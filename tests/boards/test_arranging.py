"""Facilitators move and stack notes, and take it back; every original keeps its words."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.boards.rows import JSON, facts, led_door, told
from tests.houses import House
from workshop.live.stream import Audience


def desk(house: House) -> str:
    return f"/meetings/{house.here.code}/desk"


def do(house: House, note: int, deed: str, **form: object) -> object:
    data = {name: str(value) for name, value in form.items()}
    return house.desk().post(led_door(house, note, deed), data, page=desk(house), headers=JSON)


def place(house: House, note: int, below: object = "", prompt: int = 0) -> None:
    assert do(house, note, "place", prompt=house.here.prompts[prompt], below=below).status_code == 200


def order(house: House, prompt: int = 0) -> list[str]:
    """The texts of a column as participants see it, from the top."""
    return [n["text"] for n in told(house, Audience.PARTICIPANTS) if n["prompt"] == house.here.prompts[prompt]]


def stacks(house: House) -> list[set[str]]:
    """The stacks as participants see them."""
    named: dict[int, set[str]] = {}
    for note in told(house, Audience.PARTICIPANTS):
        if "stack" in note:
            named.setdefault(note["stack"], set()).add(note["text"])
    return sorted(named.values(), key=sorted)


def undo(house: House) -> object:
    """Press what the desk offers to undo."""
    page = house.desk().get(desk(house)).text
    address = page.split("/deeds/")[1].split("/undo")[0]
    return house.desk().post(f"/meetings/{house.here.code}/deeds/{address}/undo", page=desk(house))


def test_notes_lie_newest_first_and_can_be_put_anywhere(house: House) -> None:
    a, b, c = house.write("a", "b", "c")
    assert order(house) == ["c", "b", "a"]
    place(house, c, below=a)
    assert order(house) == ["b", "a", "c"]
    place(house, a)
    assert order(house) == ["a", "b", "c"]
    place(house, b, prompt=1)
    assert (order(house), order(house, 1)) == (["a", "c"], ["b"])
    house.write("d")
    assert order(house) == ["d", "a", "c"], "what is new comes to the top"


def test_sixty_moves_into_the_same_gap_leave_the_order_right(house: House) -> None:
    """Places are halved each time; when no room is left, after some fifty, the column is numbered anew."""
    top, *others = house.write(*(f"{number:02}" for number in range(4)))
    for turn in range(60):
        place(house, others[turn % 3], below=top)
        assert order(house).index("00") + 1 == order(house).index(f"{turn % 3 + 1:02}")
    assert sorted(order(house)) == ["00", "01", "02", "03"]


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=12))
def test_any_moves_give_the_order_that_a_list_would_have(house: House, moves: list[tuple[int, int]]) -> None:
    ids = house.write(*"abcde")
    texts = dict(zip(ids, "abcde", strict=True))
    wanted = ids[::-1]
    for moved, below in moves:
        if moved != below:
            place(house, ids[moved], below=ids[below])
            wanted.remove(ids[moved])
            wanted.insert(wanted.index(ids[below]) + 1, ids[moved])
    assert order(house)[:5] == [texts[note] for note in wanted]
    for note in ids:
        do(house, note, "place", prompt=house.here.prompts[1], below="")


def test_a_stack_keeps_every_original_and_moves_with_its_top(house: House) -> None:
    a, b, c, d = house.write("a", "b", "c", "d")
    assert do(house, a, "stack", onto=b).status_code == 200
    assert do(house, d, "stack", onto=c).status_code == 200
    assert stacks(house) == [{"a", "b"}, {"c", "d"}]
    do(house, c, "stack", onto=b)
    assert stacks(house) == [{"a", "b", "c", "d"}], "the top takes its stack along"
    place(house, b, prompt=1)
    assert (order(house), len(order(house, 1))) == ([], 4)
    do(house, d, "unstack")
    assert stacks(house) == [{"a", "b", "c"}]
    place(house, a, prompt=0)
    assert (order(house), stacks(house)) == (["a"], [{"b", "c"}])
    do(house, b, "unstack")
    assert stacks(house) == [], "one note is no stack"
    assert facts(house, "text") == ["a", "b", "c", "d"]


def test_the_top_that_leaves_gives_its_name_to_the_next(house: House) -> None:
    a, b, c, d = house.write("a", "b", "c", "d")
    for note in (b, c):
        do(house, note, "stack", onto=a)
    do(house, a, "unstack")
    assert stacks(house) == [{"b", "c"}]
    do(house, d, "stack", onto=a)
    assert stacks(house) == [{"a", "d"}, {"b", "c"}]


def test_a_note_is_not_stacked_onto_itself_or_onto_nothing(house: House) -> None:
    [note] = house.write("a")
    assert do(house, note, "place", prompt="9" * 40, below="").status_code == 404
    for onto in (note, "", "0", "x", "9" * 400, "-1", "²"):
        assert do(house, note, "stack", onto=onto).status_code == 404
    assert do(house, note, "place", prompt="x", below="").status_code == 404
    assert facts(house, "stack_id") == [None]


@pytest.mark.parametrize("deed", ["hide", "place", "stack", "unstack"])
def test_what_a_facilitator_did_to_notes_is_undone(house: House, deed: str) -> None:
    a, b, _c = house.write("a", "b", "c")
    if deed == "unstack":
        do(house, a, "stack", onto=b)
    before = told(house, Audience.PARTICIPANTS)
    form = {"place": {"prompt": house.here.prompts[1], "below": ""}, "stack": {"onto": b}}.get(deed, {})
    answer = do(house, a, deed, **form)
    assert answer.json["undo"]["words"]
    assert told(house, Audience.PARTICIPANTS) != before
    assert undo(house).status_code == 303
    again = told(house, Audience.PARTICIPANTS)
    assert [{**note, "seq": 0} for note in again] == [{**note, "seq": 0} for note in before]


def test_what_somebody_else_has_changed_since_is_not_undone(house: House) -> None:
    [note] = house.write("a")
    do(house, note, "hide")
    address = house.desk().get(desk(house)).text.split("/deeds/")[1].split("/undo")[0]
    do(house, note, "show")
    house.desk().post(f"/meetings/{house.here.code}/deeds/{address}/undo", page=desk(house))
    assert facts(house, "hidden_at") == [None], "the second deed stands"
    answer = house.desk().post(f"/meetings/{house.here.code}/deeds/{address}/undo", page=desk(house), headers=JSON)
    assert (answer.status_code, answer.json["error"]) == (409, "ChangedMeanwhile")


def test_hidden_twice_is_hidden_once_and_undone_once(house: House) -> None:
    [note] = house.write("a")
    for _time in range(2):
        do(house, note, "hide")
    assert undo(house).status_code == 303
    assert facts(house, "hidden_at") == [None]


def test_undone_twice_is_undone_once(house: House) -> None:
    [note] = house.write("a")
    do(house, note, "hide")
    address = house.desk().get(desk(house)).text.split("/deeds/")[1].split("/undo")[0]
    told_twice = [
        house.desk().post(f"/meetings/{house.here.code}/deeds/{address}/undo", page=desk(house)).status_code
        for _time in range(2)
    ]
    assert told_twice == [303, 409]
    assert facts(house, "hidden_at") == [None]


def test_alike_notes_are_told_to_those_who_lead(house: House) -> None:
    one, other, _third = house.write("Lähipalvelut säilytettävä", "lähipalvelut säilytettävä!", "Jonot lyhyemmiksi")
    pairs = house.desk().get(f"/meetings/{house.here.code}/exercises/{house.here.board}/alike").json["pairs"]
    assert pairs == [{"one": other, "other": one, "same": True}]
