"""One device that sends without end is slowed; a full hall behind the same address is not."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.houses import House, build_house, new_key
from workshop.boards.writing import MOST_LATELY
from workshop.extensions import db
from workshop.participants import floods
from workshop.participants.actions import join_meeting
from workshop.participants.floods import A_SECOND, AT_ONCE, MOST_KNOWN, Buckets
from workshop.participants.guests import COOKIE
from workshop.participants.models import Participant

JSON = {"Accept": "application/json"}


@pytest.fixture
def house(app) -> Iterator[House]:
    floods.buckets.forget_all()
    yield build_house(app)
    floods.buckets.forget_all()


@given(st.lists(st.floats(0, 20), min_size=1, max_size=200))
def test_a_bucket_gives_at_most_its_burst_and_its_rate(waits: list[float]) -> None:
    buckets, moment, given_ = Buckets(), 1000.0, 0
    for wait in waits:
        moment += wait
        given_ += buckets.take("one", moment)
    assert given_ <= AT_ONCE + A_SECOND * sum(waits) + 1


def test_who_has_waited_can_send_again() -> None:
    buckets = Buckets()
    assert [buckets.take("one", 0) for _time in range(AT_ONCE + 3)] == [True] * AT_ONCE + [False] * 3
    assert [buckets.take("one", 1) for _time in range(3)] == [True, True, False]
    assert buckets.take("other", 1)


def test_senders_who_are_quiet_are_forgotten() -> None:
    buckets = Buckets()
    for sender in range(MOST_KNOWN + 1):
        buckets.take(str(sender), 0)
    buckets.take("late", 1000)
    assert len(buckets._left) <= 2


def write(house: House, guest: int, phone=None, times: int = 1) -> list[int]:
    phone = phone or house.phone(guest)
    code = house.here.code
    token = phone.token(f"/j/{code}/tag")
    door = f"/j/{code}/prompts/{house.here.prompts[0]}/notes"
    return [
        phone.client.post(
            door, data={"text": f"Ajatus {time}", "client_key": new_key(), "csrf_token": token}, headers=JSON
        ).status_code
        for time in range(times)
    ]


def test_a_flooder_is_slowed_and_everybody_else_is_heard(house: House) -> None:
    """All come from one address, as in a hall."""
    with house.app.app_context():
        meeting = db.session.get_one(Participant, house.guests[0]).meeting
        hall = [join_meeting(meeting, "fi").id for _person in range(40)]
    flooder = write(house, house.guests[0], times=200)
    assert flooder.count(201) <= 2 * AT_ONCE, "of 200 in a few seconds"
    assert set(flooder) == {201, 429}
    assert [status for guest in hall for status in write(house, guest)] == [201] * len(hall)


def test_a_cookie_with_junk_behind_it_is_the_same_sender(house: House) -> None:
    """base64 overlooks signs that are none of its own, so a cookie can be written in many ways."""
    phone = house.phone(house.guests[0])
    cookie = next(cookie for cookie in phone.client._cookies.values() if cookie.key == COOKIE)
    token = phone.token(f"/j/{house.here.code}/tag")
    told = []
    for number in range(AT_ONCE + 20):
        phone.client.set_cookie(COOKIE, cookie.value + "!" * number, path=cookie.path)
        told.append(phone.client.post(f"/j/{house.here.code}/hand", data={"on": "1", "csrf_token": token}).status_code)
    assert told[: AT_ONCE // 2] == [303] * (AT_ONCE // 2)
    assert 429 in told


def test_what_is_saved_is_counted_over_all_processes(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the buckets of this process away, as if every note had come through another one."""
    monkeypatch.setattr(Buckets, "take", lambda *_asked: True)
    told = write(house, house.guests[0], times=MOST_LATELY + 5)
    assert told == [201] * MOST_LATELY + [429] * 5


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_person_who_was_too_fast_gets_the_words_back(
    house: House, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setattr("workshop.boards.writing.MOST_LATELY", 0)
    phone = house.phone(house.guests[0], language)
    door = f"/j/{house.here.code}/prompts/{house.here.prompts[0]}/notes"
    page = phone.post(
        door, {"text": "Ajatus", "client_key": new_key()}, page=f"/j/{house.here.code}/boards/{house.here.board}"
    )
    assert page.status_code == 429
    assert ">Ajatus</textarea>" in page.text
