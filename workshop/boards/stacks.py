"""How the notes of a column lie: in order, and in stacks. static/js/notes.js says the same of the state."""

from collections.abc import Iterable

from workshop.live.stream import Change


def stacks(changes: Iterable[Change], prompt_id: int) -> list[list[Change]]:
    """The notes of a column from its top, in stacks, each with its top note first; a note alone is a stack of one.

    What only its writer sees lies in nobody's stack. The note that names a stack is on top of it, unless it is gone or
    hidden; then the highest of the others is.
    """
    together: dict[tuple[str, int], list[Change]] = {}
    for change in changes:
        if change["kind"] == "note" and not change.get("gone") and change["prompt"] == prompt_id:
            named = change.get("stack") and not change.get("own")
            name = ("stack", change["stack"]) if named else ("note", change["id"])
            together.setdefault(name, []).append(change)
    lying = [sorted(stack, key=_from_top) for stack in together.values()]
    return sorted(lying, key=lambda stack: (stack[0]["place"], stack[0]["id"]), reverse=True)


def _from_top(note: Change) -> tuple[bool, bool, float, int]:
    return note.get("hidden", False), note["id"] != note.get("stack"), -note["place"], note["id"]
