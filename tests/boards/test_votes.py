"""Votes: so many for each person, given and taken back, never lost by a change of rules."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from tests.boards.rows import JSON, board, facts, go_by, note_door
from tests.houses import House, led
from workshop.boards.actions import Rules, hide_note
from workshop.boards.models import Like, Marking, Note, Vote
from workshop.extensions import db

TWO_EACH = Rules(marking=Marking.VOTES, votes_each=2)
THREE_PILED = Rules(marking=Marking.VOTES, votes_each=3, votes_pile=True)


def vote(house: House, note: int, count: object, guest: int = 0) -> int:
    phone = house.phone(house.guests[guest])
    return phone.post(
        note_door(house, note, "votes"), {"count": str(count)}, page=board(house), headers=JSON
    ).status_code


def given(house: House) -> int:
    with house.app.app_context():
        return db.session.scalar(select(func.sum(Vote.count))) or 0


def test_a_vote_beyond_ones_number_is_refused_and_one_taken_back_can_be_given_elsewhere(house: House) -> None:
    notes = house.write("Yksi", "Kaksi", "Kolme")
    go_by(house, TWO_EACH)
    assert [vote(house, note, 1) for note in notes] == [200, 200, 409]
    assert facts(house, "votes") == [1, 1, 0]
    assert vote(house, notes[0], 0) == 200
    assert vote(house, notes[2], 1) == 200
    assert facts(house, "votes") == [0, 1, 1]
    assert vote(house, notes[0], 1, guest=1) == 200, "everybody has votes of their own"


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_refusal_says_what_to_do(house: House, language: str) -> None:
    [one, other] = house.write("Yksi", "Kaksi")
    go_by(house, Rules(marking=Marking.VOTES, votes_each=1))
    phone = house.phone(house.guests[0], language)
    for note in (one, other):
        answer = phone.post(note_door(house, note, "votes"), {"count": "1"}, page=board(house), headers=JSON)
    assert answer.status_code == 409
    assert answer.json["error"] == "VotesUsed"
    assert answer.json["words"]


def test_votes_pile_up_only_where_the_board_lets_them(house: House) -> None:
    [note] = house.write("Yksi")
    go_by(house, TWO_EACH)
    assert vote(house, note, 2) == 409
    go_by(house, THREE_PILED)
    assert [vote(house, note, count) for count in (3, 4, 2)] == [200, 409, 200]
    assert facts(house, "votes") == [2]


def test_what_was_given_stays_when_the_rules_change(house: House) -> None:
    notes = house.write("Yksi", "Kaksi")
    phone = house.phone(house.guests[0])
    phone.post(note_door(house, notes[0], "like"), {"likes": "1"}, page=board(house))
    go_by(house, THREE_PILED)
    assert vote(house, notes[0], 3) == 200
    go_by(house, Rules(marking=Marking.VOTES, votes_each=1))
    assert facts(house, "votes", "likes") == [(3, 1), (0, 0)]
    assert vote(house, notes[1], 1) == 409, "more than one has now"
    assert vote(house, notes[0], 1) == 200, "fewer can always be given"
    go_by(house, Rules())
    assert facts(house, "votes", "likes") == [(1, 1), (0, 0)]
    assert vote(house, notes[0], 0) == 409, "a board of likes takes no votes"
    go_by(house, TWO_EACH)
    like = phone.post(note_door(house, notes[1], "like"), {"likes": "1"}, page=board(house), headers=JSON)
    assert like.status_code == 409, "a board of votes takes no likes"
    with house.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Like)) == 1


def test_a_vote_for_a_note_that_is_gone_can_be_given_again(house: House) -> None:
    hidden, other = house.write("Piiloon", "Toinen")
    go_by(house, Rules(marking=Marking.VOTES, votes_each=1))
    assert [vote(house, note, 1) for note in (hidden, other)] == [200, 409]
    with house.app.app_context():
        led(hide_note, db.session.get_one(Note, hidden))
    assert vote(house, other, 1) == 200


@pytest.mark.parametrize("count", ["-1", "1.5", "yksi", "", "9" * 400, "\0", "1e9"])
def test_a_strange_number_of_votes_gives_none(house: House, count: str) -> None:
    [note] = house.write("Yksi")
    go_by(house, TWO_EACH)
    assert vote(house, note, count) in (200, 409)
    assert (facts(house, "votes"), given(house)) == ([0], 0)


def test_fifty_votes_at_once_from_one_person_are_one(house: House) -> None:
    [note] = house.write("Yksi")
    go_by(house, THREE_PILED)
    phone = house.phone(house.guests[0])
    token = phone.token(board(house))
    cookie = next(iter(phone.client._cookies.values()))

    def once(_time: int) -> int:
        client = house.app.test_client()
        client.set_cookie(cookie.key, cookie.value, path=cookie.path)
        for other in phone.client._cookies.values():
            client.set_cookie(other.key, other.value, path=other.path)
        data = {"count": "1", "csrf_token": token}
        return client.post(note_door(house, note, "votes"), data=data, headers=JSON).status_code

    with ThreadPoolExecutor(10) as many:
        answers = list(many.map(once, range(50)))
    assert set(answers) <= {200, 429}, "some of so many are told to wait"
    assert answers.count(200) >= 30
    assert (facts(house, "votes"), given(house)) == ([1], 1)
