"""The rules of a vote: one stance for each, whatever is clicked; what can be voted on, and who adds what when."""

from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select

from tests.houses import House, led, meeting_of, new_key
from tests.statements.conftest import AGREE, DISAGREE, PASS, Voting
from workshop.boards.actions import hide_note
from workshop.boards.models import Note
from workshop.columns import Texts
from workshop.errors import Enough, KeyTaken, Locked, NotAllowed, NotFound, NotNow, NotThisBoard
from workshop.extensions import db
from workshop.meetings.actions import lock_exercise, undo_deed
from workshop.meetings.models import Exercise, State
from workshop.meetings.queries import last_deed
from workshop.participants.actions import change_tag
from workshop.participants.models import Participant
from workshop.plans.actions import copy_meeting
from workshop.statements import actions
from workshop.statements.models import MOST_ADDED, Adding, Opinion, Stance, Statement
from workshop.statements.queries import ballot_of, is_shown, rules_of, stances_of, statements_of


def stances(house: House) -> list[tuple[int, int, int]]:
    with house.app.app_context():
        rows = db.session.execute(select(Stance.statement_id, Stance.participant_id, Stance.value))
        return sorted(tuple(row) for row in rows)


def test_a_stance_can_be_changed_and_keeps_a_copy_of_the_groups(voting: Voting) -> None:
    with voting.house.app.app_context():
        actions.give_stance(voting.statement(), voting.guest(), AGREE)
        change_tag(voting.guest(), "fi", ["staff"], None)
        actions.give_stance(voting.statement(), voting.guest(), AGREE)
        [stance] = db.session.scalars(select(Stance))
        assert (stance.value, stance.groups) == (AGREE, ["residents"]), "said again, it is what was said"
        actions.give_stance(voting.statement(), voting.guest(), PASS)
        assert (stance.value, stance.groups) == (PASS, ["staff"])


def test_twenty_at_once_are_one_stance(voting: Voting) -> None:
    gate, faults = Barrier(20), []

    def press(opinion: Opinion) -> None:
        with voting.house.app.app_context():
            gate.wait()
            try:
                actions.give_stance(voting.statement(), voting.guest(), opinion)
            except Exception as fault:
                faults.append(fault)

    threads = [Thread(target=press, args=(list(Opinion)[place % 3],)) for place in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert faults == []
    assert len(stances(voting.house)) == 1


def test_who_is_not_of_the_meeting_does_not_vote(voting: Voting) -> None:
    with voting.house.app.app_context():
        stranger = db.session.get_one(Participant, voting.house.strangers[0])
        with pytest.raises(NotThisBoard):
            actions.give_stance(voting.statement(), stranger, AGREE)
        with pytest.raises(NotThisBoard):
            actions.suggest_statement(voting.exercise, stranger, new_key(), "Meidänkin mielestämme")
    assert stances(voting.house) == []


def test_what_is_locked_hidden_waiting_or_over_takes_no_stance(voting: Voting) -> None:
    house = voting.house
    voting.let_add(Adding.APPROVED)
    with house.app.app_context():
        waiting = actions.suggest_statement(voting.exercise, voting.guest(), new_key(), "Odotan")
        led(actions.hide_statement, voting.statement(1))
        for statement in (waiting, voting.statement(1)):
            with pytest.raises(NotFound):
                actions.give_stance(statement, voting.guest(1), AGREE)
        led(lock_exercise, voting.exercise)
        with pytest.raises(Locked):
            actions.give_stance(voting.statement(), voting.guest(), AGREE)
        with pytest.raises(Locked):
            actions.suggest_statement(voting.exercise, voting.guest(), new_key(), "Vielä yksi")
    for state in (State.OPEN, State.CLOSED):
        house.put_in(state)
        with house.app.app_context(), pytest.raises(NotNow):
            actions.give_stance(voting.statement(), voting.guest(), AGREE)
    assert stances(house) == []


def test_statements_are_put_in_order_and_removed_before_the_meeting_only(house: House) -> None:
    house.put_in(State.DRAFT)
    with house.app.app_context():
        vote = db.session.get_one(Exercise, house.here.vote)
        second = actions.add_statement(vote, Texts(fi="Toinen"))
        third = actions.add_statement(vote, Texts(fi="Kolmas"))
        actions.shift_statement(third, -1)
        actions.shift_statement(third, -1)
        actions.shift_statement(third, -1)
        actions.edit_statement(second, Texts(fi="Toisin", sv="Annars"))
        assert [one.text["fi"] for one in statements_of(vote)] == ["Kolmas", "Kaikki on hyvin.", "Toisin"]
        actions.remove_statement(third)
        assert [one.text["fi"] for one in statements_of(vote)] == ["Kaikki on hyvin.", "Toisin"]
    house.put_in(State.LIVE)
    with house.app.app_context():
        statement = db.session.get_one(Statement, house.here.statement)
        for deed in (
            lambda: actions.edit_statement(statement, Texts(fi="Uusi")),
            lambda: actions.remove_statement(statement),
            lambda: actions.shift_statement(statement, 1),
        ):
            with pytest.raises(NotNow):
                deed()
        actions.add_statement(db.session.get_one(Exercise, house.here.vote), Texts(fi="Kesken kaiken"))
    house.put_in(State.AFTERWARDS)
    with house.app.app_context(), pytest.raises(NotNow):
        actions.add_statement(db.session.get_one(Exercise, house.here.vote), Texts(fi="Liian myöhään"))


def test_only_a_vote_has_statements(house: House) -> None:
    with house.app.app_context():
        board = db.session.get_one(Exercise, house.here.board)
        for deed in (
            lambda: actions.add_statement(board, Texts(fi="Väärässä paikassa")),
            lambda: actions.set_adding(board, Adding.AT_ONCE),
            lambda: led(actions.open_results, board),
            lambda: actions.suggest_statement(
                board, db.session.get_one(Participant, house.guests[0]), new_key(), "Väärässä paikassa"
            ),
        ):
            with pytest.raises(NotThisBoard):
                deed()


def test_a_note_is_taken_once_in_its_own_words_and_only_when_all_see_it(voting: Voting) -> None:
    house = voting.house
    seen, hidden = house.write("Näkyy", "Piilossa")
    [theirs] = house.write("Muualla", prompt=house.other.prompts[0], guest=house.strangers[0])
    with house.app.app_context():
        led(hide_note, db.session.get_one(Note, hidden))
        note = db.session.get_one(Note, seen)
        taken = actions.take_from_note(voting.exercise, note)
        assert (taken.text, taken.note_id, taken.participant_id) == ({"fi": "Näkyy"}, seen, None)
        assert actions.take_from_note(voting.exercise, note) is taken
        with pytest.raises(NotFound):
            actions.take_from_note(voting.exercise, db.session.get_one(Note, hidden))
        with pytest.raises(NotThisBoard):
            actions.take_from_note(voting.exercise, db.session.get_one(Note, theirs))
        assert len(voting.all()) == 4


def test_people_add_statements_where_they_may(voting: Voting) -> None:
    with voting.house.app.app_context():
        with pytest.raises(NotAllowed):
            actions.suggest_statement(voting.exercise, voting.guest(), new_key(), "Ei vielä")
        actions.set_adding(voting.exercise, Adding.AT_ONCE)
        key = new_key()
        shown = actions.suggest_statement(voting.exercise, voting.guest(1), key, "Genast synligt")
        assert (shown.text, is_shown(shown)) == ({"sv": "Genast synligt"}, True)
        assert actions.suggest_statement(voting.exercise, voting.guest(1), key, "En gång till") is shown
        with pytest.raises(KeyTaken):
            actions.suggest_statement(voting.exercise, voting.guest(0), key, "Toisen avaimella")
        actions.set_adding(voting.exercise, Adding.APPROVED)
        waiting = actions.suggest_statement(voting.exercise, voting.guest(), new_key(), "Odottaa")
        assert not is_shown(waiting)
        led(actions.show_statement, waiting)
        assert is_shown(waiting)
        for number in range(MOST_ADDED - 1):
            actions.suggest_statement(voting.exercise, voting.guest(), new_key(), f"Lisää {number}")
        with pytest.raises(Enough):
            actions.suggest_statement(voting.exercise, voting.guest(), new_key(), "Liikaa")


def test_hiding_and_opening_can_be_undone(voting: Voting) -> None:
    with voting.house.app.app_context():
        meeting = meeting_of(voting.house.here)
        leader = meeting.leaders[0]
        led(actions.hide_statement, voting.statement())
        led(actions.open_results, voting.exercise)
        led(actions.open_results, voting.exercise)
        for opened in (True, False):
            assert (rules_of(voting.exercise).results_opened_at is not None) is opened
            deed = last_deed(meeting, leader, meeting.created_at)
            assert deed
            undo_deed(deed, meeting)
        assert is_shown(voting.statement())


def test_the_order_is_each_participants_own_and_stays(voting: Voting) -> None:
    guests = voting.join(12)
    with voting.house.app.app_context():
        people = [db.session.get_one(Participant, guest) for guest in guests]
        orders = [[one.id for one in ballot_of(voting.exercise, person)] for person in people]
        assert all(sorted(order) == sorted(voting.statements) for order in orders)
        assert len({tuple(order) for order in orders}) > 1
        added = actions.add_statement(voting.exercise, Texts(fi="Myöhemmin lisätty")).id
        for person, order in zip(people, orders, strict=True):
            after = [one.id for one in ballot_of(voting.exercise, person)]
            assert [one for one in after if one != added] == order


def test_a_copy_has_what_was_typed_and_nothing_that_was_said(voting: Voting) -> None:
    house = voting.house
    voting.let_add(Adding.AT_ONCE)
    [note] = house.write("Lapun sanat")
    with house.app.app_context():
        actions.take_from_note(voting.exercise, db.session.get_one(Note, note))
        actions.suggest_statement(voting.exercise, voting.guest(), new_key(), "Osallistujan sanat")
        actions.give_stance(voting.statement(), voting.guest(), DISAGREE)
        meeting = meeting_of(house.here)
        copy = copy_meeting(meeting, meeting.leaders[0])
        vote = copy.exercises[3]
        assert [one.text["fi"] for one in statements_of(vote)] == [
            "Kaikki on hyvin.",
            "Jonot ovat liian pitkät.",
            "Apua saa läheltä.",
        ]
        assert rules_of(vote).adding is Adding.AT_ONCE
        assert stances_of(voting.exercise, voting.guest()) == {voting.statements[0]: DISAGREE}
        assert db.session.scalar(select(func.count()).select_from(Stance)) == 1
