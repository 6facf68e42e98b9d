"""Tickets: a page that may show a meeting carries a signed ticket, and the socket lets in nobody without one.

The socket thus needs no cookie, and a room's name never comes from a client.
"""

from dataclasses import dataclass

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

from workshop.live.stream import Screen

LIFETIME_S = 24 * 3600


@dataclass(frozen=True)
class Ticket:
    """Who may listen to what: a meeting, as which screen, and on a phone under which participant's alias.

    On a screen of the staff the ticket names the login (its row's id) with which it ends.
    """

    meeting_id: int
    screen: Screen
    who: str | None = None
    login: int | None = None


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="screen")


def issue(ticket: Ticket) -> str:
    """The ticket as signed text, valid for a day."""
    return _signer().dumps([ticket.meeting_id, ticket.screen, ticket.who, ticket.login])


def read(text: str) -> Ticket | None:
    """The ticket, or None when the text is forged or too old."""
    try:
        # A page that was open while the house was renewed carries a ticket of before, which names no login.
        meeting_id, screen, who, *login = _signer().loads(text, max_age=LIFETIME_S)
    except BadSignature:
        return None
    return Ticket(meeting_id, Screen(screen), who, *login)
