"""Addresses and what people say are tables that do not meet: no key leads from one to the other, and no value does."""

from datetime import datetime

from flask import Flask
from sqlalchemy import Date, select

from tests.digests.scene import token_for
from tests.houses import ORGANISER, House, build_house, meeting_of
from tests.pages import form_fields
from workshop.accounts.queries import user_by_email
from workshop.boards.actions import add_comment, like_note
from workshop.boards.models import Note
from workshop.columns import Base
from workshop.digests.actions import approve_digest, make_first_digest
from workshop.digests.confirmations import subscriber_at
from workshop.digests.invited import Listed, edition_of, keep_list
from workshop.digests.posting import post_digest
from workshop.digests.subscribers import confirm, disown, leave_address
from workshop.digests.unsubscribing import unsubscribe
from workshop.extensions import db
from workshop.meetings.actions import end_meeting
from workshop.participants.models import Participant

TABLES = Base.metadata.tables
ADDRESSES = {"subscriber", "confirmation", "invited_address", "round_address", "stop", "letter"}
"""The tables that know who gets letters."""
SAID = {"participant", "here", "note", "like", "vote", "comment", "report", "response", "answer", "draft", "stance"}
"""The tables that know what somebody said, or who was there."""
OWN = "Tämän sanoin vain minä"


def reach(start: str) -> set[str]:
    """Every table that keys lead to."""
    found, ahead = {start}, [start]
    while ahead:
        for key in TABLES[ahead.pop()].foreign_keys:
            if key.column.table.name not in found:
                found.add(key.column.table.name)
                ahead.append(key.column.table.name)
    return found


def test_no_path_of_keys_joins_an_address_to_what_was_said(app: Flask) -> None:
    for name in ADDRESSES:
        assert reach(name).isdisjoint(SAID), name
        assert reach(name).isdisjoint(ADDRESSES - {name}), name
    for name in SAID:
        assert reach(name).isdisjoint(ADDRESSES), name


def test_what_is_kept_of_an_address_is_told_here_in_full() -> None:
    kept = {name: set(TABLES[name].columns.keys()) for name in ADDRESSES - {"letter"}}
    assert kept == {
        "subscriber": {"id", "key", "meeting_id", "address", "language", "left_on", "confirmed_on", "wants_round"},
        "confirmation": {"token_hash", "address", "sent_on"},
        "invited_address": {"id", "key", "meeting_id", "address", "language"},
        "round_address": {"id", "key", "round_id", "address", "language"},
        "stop": {"code", "scope"},
    }
    for name in kept:
        assert TABLES[name].dialect_options["sqlite"]["with_rowid"] is False, "a row number tells the order"
        kinds = {type(column.type) for column in TABLES[name].columns if column.name.endswith(("_on", "_at"))}
        assert kinds <= {Date}, "no time of day"


def filled(app: Flask) -> House:
    """A meeting in which one guest says something in every way, and leaves an address in between, from one browser."""
    house = build_house(app)
    phone = house.phone(house.guests[0])
    [note] = house.write(OWN)
    leave = f"/digest-by-mail/{house.here.code}"
    assert phone.post(leave, {"address": "anna@example.org"}).status_code == 303
    house.show(2)
    survey = f"/j/{house.here.code}/surveys/{house.here.survey}"
    fields = form_fields(phone.get(survey), survey) | {f"q{house.here.single}": "a"}
    assert phone.client.post(survey, data=fields).status_code == 303
    with app.app_context():
        page = f"/confirmation/{token_for('anna@example.org')}"
    assert phone.post(f"{page}/confirmed", {"meeting": house.here.code}, page=page).status_code == 200
    with app.app_context():
        meeting, guest = meeting_of(house.here), db.session.get_one(Participant, house.guests[0])
        row = db.session.get_one(Note, note)
        add_comment(row, guest, "c" * 32, "Lisäys")
        like_note(row, guest, likes=True)
        keep_list(meeting, Listed({"anna@example.org": "fi", "bo@example.org": "fi"}), edition_of([]))
        keep_list(meeting.round, Listed({"fia@example.org": "fi"}), edition_of([]))
        for address in ("carl@example.org", "dan@example.org", "eve@example.org"):
            leave_address(meeting, address, "fi")
        disown(token_for("dan@example.org"))
        confirm(token_for("eve@example.org"))
        end_meeting(meeting)
        made = make_first_digest(meeting, "fi")
        approve_digest(made, user_by_email(ORGANISER))
        post_digest(made)
        unsubscribe(subscriber_at(meeting, "eve@example.org").key)
    return house


def values_of(names: set[str]) -> dict[object, str]:
    """Every value that could tell one person from another, and where it stands: texts, moments and large numbers.

    Small numbers, languages and states are the same for many.
    """
    found: dict[object, str] = {}
    for name in names:
        for row in db.session.execute(select(TABLES[name])).mappings():
            for column, value in row.items():
                is_telling = isinstance(value, datetime) or (isinstance(value, str) and len(value) >= 7)
                if is_telling or (isinstance(value, int) and value > 1000):
                    found[value] = f"{name}.{column}"
    return found


def test_no_value_joins_an_address_to_what_was_said(app: Flask) -> None:
    filled(app)
    with app.app_context():
        here, there = values_of(ADDRESSES), values_of(SAID)
        assert {place.partition(".")[0] for place in here.values()} == ADDRESSES
        assert {"participant", "note", "comment", "response"} <= {place.partition(".")[0] for place in there.values()}
        assert {value: (here[value], there[value]) for value in here.keys() & there.keys()} == {}
        # nor stands one within the other: but for what was said itself, which the digest tells everybody
        keys = [value for value, place in there.items() if place.endswith(("key", "token"))]
        assert keys
        assert not [place for value, place in here.items() for key in keys if str(key) in str(value)]
        assert not [place for value, place in there.items() if "@example.org" in str(value)]


def test_times_of_letters_are_full_hours(app: Flask) -> None:
    filled(app)
    with app.app_context():
        moments = [value for value in values_of(ADDRESSES) if isinstance(value, datetime)]
    assert moments
    assert {(moment.minute, moment.second, moment.microsecond) for moment in moments} == {(0, 0, 0)}
