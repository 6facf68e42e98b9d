"""When participants see each other's notes: at once, when approved, or all at the same moment."""

import pytest

from tests.boards.rows import JSON, board, facts, go_by, led_door, note_door, told
from tests.houses import House, led, new_key
from workshop.boards.actions import Rules, reveal_notes
from workshop.boards.models import Showing
from workshop.digests.queries import visible_notes
from workshop.extensions import db
from workshop.live.stream import Audience, stream
from workshop.meetings.actions import end_meeting
from workshop.meetings.models import Exercise

APPROVED, REVEALED = Rules(showing=Showing.APPROVED), Rules(showing=Showing.REVEALED)
CANARY = "Sana jota kukaan ei vielä näe"


def desk_page(house: House) -> str:
    return f"/meetings/{house.here.code}/desk"


def seen(house: House, audience: Audience = Audience.PARTICIPANTS, guest: int | None = None) -> list[str]:
    return sorted(note["text"] for note in told(house, audience, guest))


def broadcast(house: House, after: int) -> str:
    """What phones and walls hear of what changed after a number."""
    with house.app.app_context():
        meeting_id = db.session.get_one(Exercise, house.here.board).meeting_id
        return str(stream.news(meeting_id, after, Audience.PARTICIPANTS).changes)


@pytest.mark.parametrize("rules", [APPROVED, REVEALED])
def test_what_waits_is_told_to_nobody_but_its_writer_and_those_who_lead(house: House, rules: Rules) -> None:
    go_by(house, rules)
    [note] = house.write(CANARY)
    seq = facts(house, "seq")[0]
    assert CANARY not in broadcast(house, seq - 1)
    assert f"'id': {note}" not in broadcast(house, seq - 1), "not even that something waits"
    assert seen(house) == seen(house, guest=house.guests[1]) == []
    [own] = told(house, Audience.PARTICIPANTS, house.guests[0])
    assert (own["own"], own["text"]) == ("waiting", CANARY)
    assert told(house, Audience.FACILITATORS)[0]["waiting"] is True
    other = house.phone(house.guests[1])
    assert other.get(note_door(house, note)).status_code == 404
    for deed in ("like", "votes", "report", "comments"):
        answer = other.post(note_door(house, note, deed), {"text": "?"}, page=board(house), headers=JSON)
        assert answer.status_code == 404
    assert CANARY not in other.get(board(house)).text
    assert CANARY not in house.desk().get(f"/meetings/{house.here.code}/wall").text


def test_an_approved_note_is_seen_and_can_be_hidden_again(house: House) -> None:
    go_by(house, APPROVED)
    one, _two, _three = house.write("yksi", "kaksi", "kolme")
    desk = house.desk()
    desk.post(led_door(house, one, "show"), page=desk_page(house), headers=JSON)
    assert seen(house) == ["yksi"]
    address = f"/meetings/{house.here.code}/exercises/{house.here.board}"
    assert desk.post(f"{address}/approve", page=desk_page(house)).status_code == 303
    assert seen(house) == ["kaksi", "kolme", "yksi"]
    seq = max(facts(house, "seq"))
    desk.post(led_door(house, one, "hide"), page=desk_page(house), headers=JSON)
    assert "'gone': True" in broadcast(house, seq)
    assert seen(house) == ["kaksi", "kolme"]
    assert desk.post(f"{address}/reveal", page=desk_page(house)).status_code == 409, "there is nothing to reveal"


def test_all_is_revealed_at_one_moment_and_taken_back_by_undo(house: House) -> None:
    go_by(house, REVEALED)
    house.write("yksi", "kaksi")
    address = f"/meetings/{house.here.code}/exercises/{house.here.board}/reveal"
    assert house.desk().post(address, page=desk_page(house)).status_code == 303
    assert seen(house) == ["kaksi", "yksi"]
    assert len(set(facts(house, "seq"))) == 1, "with one number, so that they are heard together"
    assert house.desk().post(address, page=desk_page(house)).status_code == 409
    house.write("kolme")
    assert seen(house) == ["kaksi", "kolme", "yksi"], "what comes later is shown at once"
    deed = house.desk().get(desk_page(house)).text.split("/deeds/")[1].split("/undo")[0]
    seq = max(facts(house, "seq"))
    house.desk().post(f"/meetings/{house.here.code}/deeds/{deed}/undo", page=desk_page(house))
    assert seen(house) == ["kolme"]
    assert broadcast(house, seq).count("'gone': True") == 2
    house.write("neljä")
    assert seen(house) == ["kolme"], "the board is veiled again"
    with house.app.app_context():
        led(reveal_notes, db.session.get_one(Exercise, house.here.board))
    assert seen(house) == ["kaksi", "kolme", "neljä", "yksi"]


def test_a_board_that_is_to_be_revealed_a_second_time_is_veiled_again(house: House) -> None:
    go_by(house, REVEALED)
    with house.app.app_context():
        led(reveal_notes, db.session.get_one(Exercise, house.here.board))
    go_by(house, APPROVED)
    house.write("odottaa")
    go_by(house, REVEALED)
    house.write("odottaa myös")
    assert seen(house) == []
    with house.app.app_context():
        led(reveal_notes, db.session.get_one(Exercise, house.here.board))
    assert seen(house) == ["odottaa", "odottaa myös"]


def test_what_a_scribe_wrote_ahead_is_found_at_no_door(house: House) -> None:
    """The step has not been opened: its notes are shown to nobody, and no answer carries their words."""
    desk = house.desk()
    said = desk.post(
        f"/meetings/{house.here.code}/prompts/{house.here.scribes_prompt}/scribe",
        {"text": CANARY, "client_key": new_key()}, page=desk_page(house), headers=JSON,
    ).json["changes"][0]["id"]  # fmt: skip
    phone = house.phone(house.guests[0])
    for deed in ("like", "votes", "report", "comments"):
        answer = phone.post(note_door(house, said, deed), {"text": "?", "likes": "1"}, page=board(house), headers=JSON)
        assert answer.status_code == 404
        assert CANARY not in answer.text


@pytest.mark.parametrize("rules", [APPROVED, REVEALED])
def test_a_change_of_rules_takes_nothing_back_and_lets_out_what_waited(house: House, rules: Rules) -> None:
    house.write("ennen")
    go_by(house, rules)
    house.write("odottaa")
    assert seen(house) == ["ennen"]
    go_by(house, Rules())
    assert seen(house) == ["ennen", "odottaa"]


def test_groups_are_hidden_from_people_and_never_from_those_who_lead(house: House) -> None:
    house.write("asukas")
    go_by(house, Rules(hides_groups=True))
    assert "group" not in told(house, Audience.PARTICIPANTS)[0]
    assert told(house, Audience.FACILITATORS)[0]["group"] == "residents"
    seq = max(facts(house, "seq"))
    go_by(house, Rules())
    assert "residents" in broadcast(house, seq), "screens hear that groups are named again"


def test_what_nobody_revealed_is_in_the_digest_and_what_nobody_approved_is_not(house: House) -> None:
    go_by(house, REVEALED)
    house.write("paljastamatta")
    go_by(house, APPROVED)
    house.write("hyväksymättä")
    go_by(house, REVEALED)
    with house.app.app_context():
        meeting = db.session.get_one(Exercise, house.here.board).meeting
        end_meeting(meeting)
        texts = [note.text for notes in visible_notes(meeting).values() for note in notes]
    assert "paljastamatta" in texts
