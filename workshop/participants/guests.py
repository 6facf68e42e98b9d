"""The signed cookie by which a browser is known as a participant of one meeting. It names no person.

Its path is the meeting's own address, so it is sent nowhere else: not to the page where an address is left.
"""

import hashlib
from functools import cache, lru_cache

from flask import Response, current_app, g, request
from itsdangerous import BadSignature, URLSafeSerializer

from workshop.errors import NotJoined, UnknownCode
from workshop.meetings.codes import is_code
from workshop.meetings.models import Deed, Meeting, State
from workshop.meetings.queries import meeting_by_code
from workshop.participants.ending import reading_of
from workshop.participants.models import Participant
from workshop.participants.queries import participant_by_key
from workshop.sessions import COOKIES_KEPT

COOKIE = "guest"
LIFETIME_S = 90 * 86400


def _signer() -> URLSafeSerializer:
    return _signer_with(str(current_app.secret_key or ""))


@cache
def _signer_with(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="guest")


@lru_cache(COOKIES_KEPT)
def _signed(signer: URLSafeSerializer, cookie: str) -> str:
    """The key in a cookie, which is checked once and not each time that it comes. Raises BadSignature."""
    return str(signer.loads(cookie))


def guest_of(meeting: Meeting | None) -> Participant | None:
    """The participant whose browser this is, in this meeting; None for somebody who has not joined it."""
    key = guest_key()
    return participant_by_key(meeting, key) if meeting and key else None


def guest_key() -> str | None:
    """The key of the participant whose browser this is; None when it carries none that we have signed."""
    if "guest_key" not in g:
        try:
            g.guest_key = _signed(_signer(), request.cookies.get(COOKIE, ""))
        except BadSignature:
            g.guest_key = None
    return g.guest_key


def alias(guest: Participant) -> str:
    """A name for the participant that a page may carry: it tells two apart and leads back to nobody."""
    return hashlib.sha256(guest.key.encode()).hexdigest()[:16]


def access_door(code: str) -> Meeting:
    """The meeting that lets people in with this code; UnknownCode alike for wrong and closed."""
    meeting = meeting_by_code(code) if is_code(code) else None
    if meeting is None or not meeting.allows(Deed.JOIN):
        raise UnknownCode
    return meeting


def access_front(code: str) -> Meeting:
    """The meeting before whose door one stands with this code: it lets people in, or has closed and there is something
    of it to read. UnknownCode alike for wrong, and for closed without."""
    meeting = meeting_by_code(code) if is_code(code) else None
    if meeting and meeting.state is State.CLOSED and reading_of(meeting):
        return meeting
    return access_door(code)


def access_guest(code: str) -> Participant:
    """The participant of the meeting with this code; NotJoined sends others to the door."""
    guest = guest_of(meeting_by_code(code))
    if guest is None:
        raise NotJoined(code)
    return guest


def remember_guest(response: Response, guest: Participant) -> Response:
    """Let the browser keep who it is in this meeting."""
    response.set_cookie(
        COOKIE,
        _signer().dumps(guest.key),
        max_age=LIFETIME_S,
        path=f"/j/{guest.meeting.code}",
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SETTINGS"].is_https,
    )
    return response
