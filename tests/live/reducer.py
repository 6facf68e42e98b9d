"""The rules of static/js/state.js said once more, so that each can be held against the other."""

from typing import Any

State = dict[str, Any]
NOTHING: State = {"seq": 0, "things": {}}


def hear(state: State, news: dict[str, Any]) -> State:
    """The state after the news."""
    things = dict(state["things"])
    for change in news["changes"]:
        key = f"{change['kind']}:{change['id']}"
        if change["seq"] >= things.get(key, {"seq": -1})["seq"]:
            things[key] = change
    return {"seq": max(state["seq"], news["seq"]), "things": things}


def shown(state: State) -> dict[str, Any]:
    """What the state shows: everything but the things that are gone."""
    return {key: thing for key, thing in state["things"].items() if not thing.get("gone")}
