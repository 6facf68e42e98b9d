"""A cookie that was checked is not checked again; what that may not change."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask, Response
from flask.sessions import SecureCookieSession, SessionMixin
from itsdangerous import TimestampSigner, URLSafeSerializer

from tests.houses import build_house
from workshop import sessions
from workshop.clock import now
from workshop.participants import guests

FACTS = {"csrf_token": "x", "_flashes": [("message", "Tallennettu")]}


def signed(app: Flask, facts: dict[str, object]) -> str:
    """The cookie in which our answer leaves these facts with a browser."""
    answer, session = Response(), SecureCookieSession()
    session.update(facts)
    with app.test_request_context():
        app.session_interface.save_session(app, session, answer)
    return answer.headers["Set-Cookie"].split(";")[0]


def opened(app: Flask, cookie: str) -> SessionMixin | None:
    with app.test_request_context(headers={"Cookie": cookie}) as context:
        return app.session_interface.open_session(app, context.request)


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Sets the clock of who signs and of who reads."""

    def to(moment: datetime) -> None:
        monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _signer: int(moment.timestamp()))
        monkeypatch.setattr(sessions, "time", moment.timestamp)

    return to


def test_each_request_has_a_session_of_its_own(app: Flask) -> None:
    cookie = signed(app, FACTS)
    first = opened(app, cookie)
    assert first == FACTS
    first["_flashes"].append(("message", "Poistettu"))
    first["more"] = "facts"
    assert opened(app, cookie) == FACTS


def test_a_cookie_that_was_read_before_grows_old_all_the_same(
    app: Flask, set_clock: Callable[[datetime], None]
) -> None:
    begin = now().replace(microsecond=0)
    set_clock(begin)
    cookie = signed(app, FACTS)
    set_clock(begin + app.permanent_session_lifetime)
    assert opened(app, cookie) == FACTS
    set_clock(begin + app.permanent_session_lifetime + timedelta(seconds=1))
    assert opened(app, cookie) == {}


def test_a_cookie_of_tomorrow_opens_nothing(app: Flask, set_clock: Callable[[datetime], None]) -> None:
    set_clock(now() + timedelta(days=1))
    cookie = signed(app, FACTS)
    assert opened(app, cookie) == FACTS
    set_clock(now())
    assert opened(app, cookie) == {}


@pytest.mark.parametrize("change", ["", "x", "x.y.z", "ä"])
def test_a_cookie_that_we_have_not_signed_opens_nothing(app: Flask, change: str) -> None:
    cookie = signed(app, FACTS)
    assert opened(app, cookie) == FACTS
    assert opened(app, "koonti=" + change) == {}
    assert opened(app, cookie[:-3] + change) == {}


def test_a_guest_is_known_by_what_we_have_signed_only(app: Flask) -> None:
    house = build_house(app)
    phone = house.phone(house.guests[0])
    page = f"/j/{house.here.code}/boards/{house.here.board}"
    assert phone.client.get(page).status_code == 200
    true = phone.client.get_cookie(guests.COOKIE, path=f"/j/{house.here.code}")
    assert true is not None
    foreign = URLSafeSerializer("another secret", salt="guest").dumps("anything")
    for forged in (true.value[:-2], true.value + "x", foreign, true.value.partition(".")[0]):
        phone.client.set_cookie(guests.COOKIE, forged, path=f"/j/{house.here.code}")
        assert phone.client.get(page).status_code == 303, forged
    phone.client.set_cookie(guests.COOKIE, true.value, path=f"/j/{house.here.code}")
    assert phone.client.get(page).status_code == 200
