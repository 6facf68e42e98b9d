"""The door: codes, joining once, the tag, and the cookie that opens one meeting only."""

import re
from collections.abc import Iterable

import pytest
from sqlalchemy import func, select

from tests.houses import House, meeting_of, some_facts
from tests.pages import check_page
from workshop.extensions import db
from workshop.meetings.actions import edit_meeting
from workshop.meetings.models import State
from workshop.participants.guests import COOKIE
from workshop.participants.models import Participant

UNKNOWN = "ZZZZZZZ"
PER_MINUTE = 40
NOTHING: dict[str, object] = {"municipality": ""}
"""What the form sends when nothing is chosen."""


def people(house: House) -> int:
    with house.app.app_context():
        return db.session.scalar(select(func.count()).select_from(Participant)) or 0


def newest(house: House) -> Participant:
    with house.app.app_context():
        return db.session.scalars(select(Participant).order_by(Participant.id.desc())).first()


def alike(texts: Iterable[str], codes: Iterable[str]) -> set[str]:
    """The pages without what differs by nature: their tokens and the code that was asked for."""
    pattern = "|".join([r'name="csrf_token"[^>]+', *codes])
    return {re.sub(pattern, "", text) for text in texts}


@pytest.mark.parametrize("address", ["/j/{}", "/j/{}/tag", "/join?code={}"])
@pytest.mark.parametrize("state", [State.DRAFT, State.CLOSED])
def test_a_closed_code_is_answered_like_one_that_does_not_exist(house: House, state: State, address: str) -> None:
    house.put_in(state)
    codes = [house.here.code, UNKNOWN, "SHORT", "TESTAA0", "TESTAAB"]
    answers = [house.passer_by().get(address.format(code)) for code in codes]
    assert {answer.status_code for answer in answers} == {404}
    assert len(alike([answer.text for answer in answers], codes)) == 1
    headers = [{name: value for name, value in answer.headers if name != "Set-Cookie"} for answer in answers]
    assert all(set(one) == set(headers[0]) for one in headers)


@pytest.mark.parametrize("typed", ["testaaa", "TEST-AAA", "test aaa"])
def test_a_code_typed_into_the_address_leads_to_the_door(house: House, typed: str) -> None:
    answer = house.passer_by().get(f"/j/{typed}")
    assert (answer.status_code, answer.location) == (302, f"/j/{house.here.code}")


@pytest.mark.parametrize("address", ["/j/{}", "/join?code={}"])
def test_a_slip_in_a_code_is_mended_where_it_is_told(house: House, address: str) -> None:
    page = house.passer_by().get(address.format("TESTAAB"))
    assert 'name="code" value="TESTAAB"' in page.text
    assert 'action="/join"' in page.text
    assert 'name="code"' not in house.passer_by().get("/no/such/page").text


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_answer_says_in_words_what_to_do(house: House, language: str) -> None:
    check_page(house.passer_by(language).get(f"/j/{UNKNOWN}"), language)


def test_wrong_codes_are_slowed_down_and_right_ones_are_not(house: House) -> None:
    visitor = house.passer_by()
    right = f"/j/{house.here.code}"
    for _time in range(2 * PER_MINUTE):
        assert visitor.get(right).status_code == 200
    told = [visitor.get(f"/j/ZZZZZ{a}{b}").status_code for a in "ABCDEF" for b in "ABCDEFGH"]
    assert told[:PER_MINUTE] == [404] * PER_MINUTE
    assert set(told[PER_MINUTE:]) == {429}


def test_a_hall_behind_one_address_joins_although_somebody_guesses_a_little(house: House) -> None:
    visitor = house.passer_by()
    for number in range(PER_MINUTE - 1):
        visitor.get(f"/j/ZZZZ{number:03}")
    joined = people(house)
    for _person in range(60):
        newcomer = house.passer_by()
        assert newcomer.post(f"/j/{house.here.code}/tag", NOTHING).status_code == 303
    assert people(house) == joined + 60


def test_joining_leads_to_what_is_shown_now(house: House) -> None:
    visitor = house.passer_by("en")
    tag = f"/j/{house.here.code}/tag"
    answer = visitor.post(tag, {"groups": ["residents", "staff"], "municipality": "564"}, follow_redirects=True)
    assert answer.status_code == 200
    assert answer.request.path == f"/j/{house.here.code}/boards/{house.here.board}"
    guest = newest(house)
    assert (guest.language, guest.groups, guest.municipality) == ("en", ["residents", "staff"], "564")


def test_nothing_has_to_be_told(house: House) -> None:
    assert house.passer_by().post(f"/j/{house.here.code}/tag", NOTHING).status_code == 303
    guest = newest(house)
    assert (guest.groups, guest.municipality) == ([], None)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"groups": ["martians"]}, "groups"),
        ({"groups": ["residents", "<b>"]}, "groups"),
        ({"municipality": "999"}, "municipality"),
    ],
)
def test_an_unknown_tag_is_a_field_error(house: House, sent: dict[str, object], field: str, language: str) -> None:
    joined = people(house)
    answer = house.passer_by(language).post(f"/j/{house.here.code}/tag", NOTHING | sent)
    assert answer.status_code == 422
    page = check_page(answer, language)
    assert f"{field}-error" in page.ids
    assert any(name.startswith(field) for name in page.references), "the summary leads to the field"
    assert people(house) == joined


def test_joining_twice_is_one_participant(house: House) -> None:
    visitor, tag = house.passer_by(), f"/j/{house.here.code}/tag"
    visitor.post(tag, NOTHING | {"groups": ["residents"]})
    joined, first = people(house), newest(house)
    visitor.post(tag, NOTHING | {"groups": ["staff"]})
    again = newest(house)
    assert people(house) == joined
    assert (again.id, again.key, again.groups) == (first.id, first.key, ["staff"])


def test_a_change_of_the_tag_leaves_what_was_said_as_it_was(house: House) -> None:
    house.write("Ennen")
    phone = house.phone(house.guests[0], "sv")
    assert phone.post(f"/j/{house.here.code}/tag", {"groups": ["staff"], "municipality": "564"}).status_code == 303
    house.write("Jälkeen")
    with house.app.app_context():
        guest = db.session.get_one(Participant, house.guests[0])
        tags = [(note["text"], note["group"], note["lang"]) for note in _notes(house, guest)]
    assert tags == [("Ennen", "residents", "fi"), ("Jälkeen", "staff", "sv")]


def _notes(house: House, guest: Participant) -> list[dict[str, object]]:
    heard = house.phone(guest.id).get(f"/j/{house.here.code}/changes").json["changes"]
    return sorted((change for change in heard if change["kind"] == "note"), key=lambda note: note["id"])


def test_the_cookie_is_sent_to_its_meeting_only_and_not_to_scripts(house: House) -> None:
    answer = house.passer_by().post(f"/j/{house.here.code}/tag", NOTHING)
    [cookie] = [line for line in answer.headers.getlist("Set-Cookie") if line.startswith(f"{COOKIE}=")]
    parts = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert {f"path=/j/{house.here.code}".lower(), "httponly", "samesite=lax", "max-age=7776000"} <= parts
    assert not any(part.startswith("domain") for part in parts)


def test_the_cookie_of_one_meeting_does_not_open_another(house: House) -> None:
    stranger = house.phone(house.strangers[0])
    value = stranger.client.get_cookie(COOKIE, path=f"/j/{house.other.code}").value
    stranger.client.set_cookie(COOKIE, value, path=f"/j/{house.here.code}")
    for page in ("here", "changes", f"boards/{house.here.board}"):
        answer = stranger.get(f"/j/{house.here.code}/{page}")
        assert (answer.status_code, answer.location) == (303, f"/j/{house.here.code}")


def tampered(value: str) -> list[str]:
    key, signature = value.rsplit(".", 1)
    return [
        "",
        "x",
        value[:-1],
        key,
        f"{key}.{signature[::-1]}",
        f"{key}x.{signature}",
        f'"admin".{signature}',
        "ä" * 9,
    ]


def test_a_tampered_cookie_leads_to_the_door(house: House) -> None:
    phone = house.phone(house.guests[0])
    path = f"/j/{house.here.code}"
    good = phone.client.get_cookie(COOKIE, path=path).value
    for bad in tampered(good):
        phone.client.set_cookie(COOKIE, bad, path=path)
        answer = phone.get(f"{path}/here")
        assert (answer.status_code, answer.location) == (303, path), bad
    phone.client.set_cookie(COOKIE, good, path=path)
    assert phone.get(f"{path}/here").status_code == 302


def test_a_meeting_in_one_language_asks_for_no_language(draft: House) -> None:
    with draft.app.app_context():
        edit_meeting(meeting_of(draft.here), some_facts(languages=["sv"]))
    draft.put_in(State.OPEN)
    answer = draft.passer_by().get(f"/j/{draft.here.code}")
    assert (answer.status_code, answer.location) == (302, f"/j/{draft.here.code}/tag")


def test_the_door_names_its_meeting_once_and_offers_its_languages_only(draft: House) -> None:
    with draft.app.app_context():
        edit_meeting(meeting_of(draft.here), some_facts(languages=["fi", "sv"]))
        title = meeting_of(draft.here).title.text("fi")
    draft.put_in(State.OPEN)
    body = draft.passer_by().get(f"/j/{draft.here.code}").text.partition("<body")[2]
    assert body.count(title) == 1
    assert set(re.findall(r'hreflang="(..)"', body)) == {"fi", "sv"}
    assert 'lang="en" aria-current' in draft.passer_by("en").get(f"/j/{draft.here.code}").text, "where one reads now"
    assert 'hreflang="en"' in draft.passer_by().get(f"/j/{draft.here.code}/privacy").text, "a right to read it"


def test_what_a_phone_missed_is_asked_by_number(house: House) -> None:
    house.write("Yksi", "Kaksi")
    phone, path = house.phone(house.guests[0]), f"/j/{house.here.code}/changes"
    everything = phone.get(path).json
    assert phone.get(f"{path}?after={everything['seq']}").json["changes"] == []
    last = phone.get(f"{path}?after={everything['seq'] - 1}").json["changes"]
    assert [change["text"] for change in last] == ["Kaksi"]
    for strange in ("-5", "x", str(10**30), ""):
        assert phone.get(f"{path}?after={strange}").status_code == 200
