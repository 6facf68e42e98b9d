"""Every action of a live meeting, as it is done to the scene: what test_replay.py holds the stream against."""

from collections.abc import Callable
from typing import Any

from tests.houses import led
from tests.live.conftest import Scene, key
from workshop.blocking import actions as blocking
from workshop.boards import actions as boards
from workshop.boards.models import Comment, Marking, Note, Showing
from workshop.boards.queries import imports_of
from workshop.columns import Texts
from workshop.meetings import actions as meetings
from workshop.meetings.models import Pace, WallShows
from workshop.meetings.queries import last_deed
from workshop.participants import actions as participants
from workshop.statements import actions as statements
from workshop.statements.models import Adding, Opinion
from workshop.surveys import actions as surveys
from workshop.surveys.queries import imports_in, questions_of

Deed = Callable[[Scene], Any]


def write(scene: Scene, text: str = "One more") -> Note:
    return boards.add_note(scene.prompts[1], scene.guests[1], key(), text)


def comment(scene: Scene) -> Comment:
    return boards.add_comment(scene.note, scene.guests[1], key(), "So do I")


def by_rules(scene: Scene, rules: boards.Rules, *deeds: Deed) -> None:
    """Do the deeds on a board that goes by these rules, and put the defaults back."""
    boards.set_rules(scene.board, rules)
    for deed in deeds:
        deed(scene)
    boards.set_rules(scene.board, boards.Rules())


def vote(scene: Scene) -> None:
    boards.cast_votes(scene.note, scene.guests[0], 2)
    boards.cast_votes(scene.note, scene.guests[1], 1)


def undo(scene: Scene) -> None:
    """Hide a note and move another into another column, then take both back."""
    led(boards.hide_note, scene.note)
    led(boards.place_note, scene.note, scene.prompts[1], None)
    for _time in range(2):
        deed = last_deed(scene.meeting, scene.leader, scene.meeting.created_at)
        assert deed
        meetings.undo_deed(deed, scene.meeting)


def block(scene: Scene) -> None:
    """Block whoever has written a note, a comment and a statement, and hide all of it."""
    statements.set_adding(scene.vote, Adding.AT_ONCE)
    statements.suggest_statement(scene.vote, scene.guests[1], key(), "I wrote this too")
    participants.raise_hand(scene.guests[1], raised=True)
    comment(scene)
    led(blocking.block_writer, write(scene, "Nasty"), True)


def block_and_undo(scene: Scene) -> None:
    block(scene)
    meetings.undo_deed(last_deed(scene.meeting, scene.leader, scene.meeting.created_at), scene.meeting)


def block_and_allow(scene: Scene) -> None:
    block(scene)
    led(blocking.allow_writer, scene.guests[1])


def stack(scene: Scene) -> Note:
    above = write(scene, "The same again")
    led(boards.stack_note, above, scene.note)
    return above


def stances(scene: Scene) -> None:
    """Two take a stance, and one of them another one."""
    for guest, opinion in zip(scene.guests, (Opinion.AGREE, Opinion.PASS), strict=True):
        statements.give_stance(scene.statements[0], guest, opinion)
    statements.give_stance(scene.statements[0], scene.guests[0], Opinion.DISAGREE)


def show_statements(scene: Scene) -> None:
    """One that waits is approved, and one that was hidden is shown again."""
    statements.set_adding(scene.vote, Adding.APPROVED)
    led(statements.show_statement, statements.suggest_statement(scene.vote, scene.guests[0], key(), "Let me be heard"))
    led(statements.hide_statement, scene.statements[1])
    led(statements.show_statement, scene.statements[1])


VOTES = boards.Rules(marking=Marking.VOTES, votes_pile=True)
APPROVED = boards.Rules(showing=Showing.APPROVED)
REVEALED = boards.Rules(showing=Showing.REVEALED)


def bring(scene: Scene) -> None:
    """Two notes of a file, one under each question."""
    brought = [boards.Brought(key(), prompt.id, "Said elsewhere", "en") for prompt in scene.prompts[:2]]
    boards.import_notes(scene.meeting, brought)


def bring_and_take_back(scene: Scene) -> None:
    bring(scene)
    boards.take_back_import(scene.meeting, imports_of(scene.meeting)[0][0])


def bring_answers(scene: Scene) -> None:
    question = questions_of(scene.survey)[0]
    surveys.import_responses(scene.survey, [surveys.BroughtResponse(key(), {question.id: 4}, "en")])


def bring_answers_and_take_back(scene: Scene) -> None:
    bring_answers(scene)
    surveys.take_back_responses(scene.survey, imports_in(scene.survey)[0][0])


WHILE_LIVE: dict[str, Deed] = {
    "surveys.import_responses": bring_answers,
    "surveys.take_back_responses": bring_answers_and_take_back,
    "boards.import_notes": bring,
    "boards.take_back_import": bring_and_take_back,
    "boards.add_note": write,
    "boards.save_note": lambda s: boards.save_note(
        "LIVEAAA", s.guests[0].key, s.prompts[0].id, key(), "By its short way"
    ),
    "boards.add_scribe_note": lambda s: boards.add_scribe_note(s.prompts[0], s.leader, key(), "Heard", ["staff"]),
    "boards.add_scribe_notes": lambda s: boards.add_scribe_notes(s.prompts[0], s.leader, key(), ["One", "Two"]),
    "boards.edit_note": lambda s: boards.edit_note(s.note, s.guests[0], s.note.edition, f"{s.note.text}, and more"),
    "boards.remove_note": lambda s: boards.remove_note(write(s), s.guests[1]),
    "boards.like_note": lambda s: boards.like_note(s.note, s.guests[0], likes=True),
    "boards.cast_votes": lambda s: by_rules(s, VOTES, vote),
    "boards.report_note": lambda s: boards.report_note(s.note, s.guests[1]),
    "boards.dismiss_reports": lambda s: (boards.report_note(s.note, s.guests[1]), boards.dismiss_reports(s.note)),
    "boards.add_comment": comment,
    "boards.remove_comment": lambda s: boards.remove_comment(comment(s), s.guests[1]),
    "boards.hide_comment": lambda s: boards.hide_comment(comment(s)),
    "boards.show_comment": lambda s: (hidden := comment(s), boards.hide_comment(hidden), boards.show_comment(hidden)),
    "boards.hide_note": lambda s: led(boards.hide_note, s.note),
    "boards.show_note": lambda s: (led(boards.hide_note, s.note), led(boards.show_note, s.note)),
    "boards.approve_all": lambda s: by_rules(s, APPROVED, write, lambda s: led(boards.approve_all, s.board)),
    "boards.reveal_notes": lambda s: by_rules(s, REVEALED, write, lambda s: led(boards.reveal_notes, s.board), write),
    "blocking.block_writer": block_and_undo,
    "blocking.allow_writer": block_and_allow,
    "boards.set_rules": lambda s: by_rules(s, boards.Rules(hides_groups=True)),
    "boards.place_note": lambda s: led(boards.place_note, write(s), s.prompts[0], s.note),
    "boards.stack_note": stack,
    "boards.unstack_note": lambda s: led(boards.unstack_note, stack(s)),
    "statements.add_statement": lambda s: statements.add_statement(s.vote, Texts(en="One more claim")),
    "statements.take_from_note": lambda s: statements.take_from_note(s.vote, write(s, "A claim")),
    "statements.set_adding": lambda s: statements.set_adding(s.vote, Adding.AT_ONCE),
    "statements.suggest_statement": lambda s: (
        statements.set_adding(s.vote, Adding.APPROVED),
        statements.suggest_statement(s.vote, s.guests[0], key(), "My own claim"),
    ),
    "statements.give_stance": stances,
    "statements.hide_statement": lambda s: led(statements.hide_statement, s.statements[0]),
    "statements.show_statement": show_statements,
    "statements.open_results": lambda s: led(statements.open_results, s.vote),
    "statements.close_results": lambda s: (led(statements.open_results, s.vote), led(statements.close_results, s.vote)),
    "meetings.move_path": lambda s: led(meetings.move_path, s.meeting, 3),
    "meetings.set_pace": lambda s: led(meetings.set_pace, s.meeting, Pace.OWN),
    "meetings.show_on_wall": lambda s: meetings.show_on_wall(s.meeting, WallShows.RESULTS),
    "meetings.lock_exercise": lambda s: led(meetings.lock_exercise, s.board),
    "meetings.unlock_exercise": lambda s: (
        led(meetings.lock_exercise, s.board),
        led(meetings.unlock_exercise, s.board),
    ),
    "meetings.start_timer": lambda s: meetings.start_timer(s.board, 180),
    "meetings.extend_timer": lambda s: (meetings.start_timer(s.board, 180), meetings.extend_timer(s.board, 60)),
    "meetings.stop_timer": lambda s: (meetings.start_timer(s.board, 180), meetings.stop_timer(s.board)),
    "meetings.undo_deed": undo,
    "participants.raise_hand": lambda s: participants.raise_hand(s.guests[0], raised=True),
    "participants.say_ready": lambda s: participants.say_ready(s.guests[1], ready=True),
    "participants.lower_hands": lambda s: (
        participants.raise_hand(s.guests[1], raised=True),
        participants.lower_hands(s.meeting),
    ),
    "surveys.send_response": lambda s: surveys.send_response(
        s.survey, s.guests[0], key(), {questions_of(s.survey)[0].id: 4}
    ),
    "surveys.enter_response": lambda s: surveys.enter_response(
        s.survey, s.meeting.leaders[0], key(), {questions_of(s.survey)[0].id: 4}, "fi"
    ),
    "meetings.count_heads": lambda s: meetings.count_heads(s.meeting, 24),
    "meetings.end_meeting": lambda s: meetings.end_meeting(s.meeting),
    "meetings.close_meeting": lambda s: (meetings.end_meeting(s.meeting), meetings.close_meeting(s.meeting)),
}

QUIET = {
    "surveys.send_response",
    "surveys.enter_response",
    "surveys.import_responses",
    "surveys.take_back_responses",
    "statements.give_stance",
    "participants.raise_hand",
    "participants.say_ready",
}
"""Of these participants are told nothing."""
