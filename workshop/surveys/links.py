"""The link of one invited person. Its secret is reckoned from the house's key, so that a reminder has the same link and
no table has it; in the browser the link's own cookie remembers who was invited, and nothing else does."""

import hashlib
import hmac

from flask import Response, current_app, request
from sqlalchemy import select

from workshop.extensions import db
from workshop.meetings.models import Exercise, Meeting
from workshop.participants.guests import LIFETIME_S
from workshop.surveys.models import Invitee

SECRET_LENGTH = 40
"""Hexadecimal digits: 160 bits."""


def token_of(invitee: Invitee) -> str:
    """What stands in the invited person's link: number and secret."""
    said = f"invitee:{invitee.exercise_id}:{invitee.id}:{invitee.address}"
    key = str(current_app.secret_key).encode()
    return f"{invitee.id}-{hmac.new(key, said.encode(), hashlib.sha256).hexdigest()[:SECRET_LENGTH]}"


def invited_link(meeting: Meeting, invitee: Invitee) -> str:
    """The whole link, to the page in the language of the invited person; of BASE_URL, whatever the request says."""
    return f"{invited_base(meeting)}{token_of(invitee)}?lang={invitee.language}"


def invited_base(meeting: Meeting) -> str:
    """The beginning of every invited person's link."""
    return f"{current_app.config['SETTINGS'].base_url}/j/{meeting.code}/i/"


def invitee_by_token(meeting: Meeting, token: str) -> Invitee | None:
    """Whose link this is, of those invited to a survey of this meeting; None for what we have not made."""
    number = token.partition("-")[0]
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    found = db.session.scalar(
        select(Invitee)
        .join(Exercise, Exercise.id == Invitee.exercise_id)
        .where(Invitee.id == int(number), Exercise.meeting_id == meeting.id)
    )
    if found is None or not hmac.compare_digest(token_of(found).encode(), token.encode()):
        return None
    return found


def invitee_here(meeting: Meeting, exercise_id: int) -> Invitee | None:
    """Who was invited to this survey and is answering with this browser; None without such a link's cookie."""
    token = request.cookies.get(_cookie(exercise_id))
    invitee = invitee_by_token(meeting, token) if token else None
    return invitee if invitee and invitee.exercise_id == exercise_id else None


def remember_invitee(response: Response, meeting: Meeting, invitee: Invitee) -> Response:
    """Let the browser keep by whose link it came."""
    response.set_cookie(
        _cookie(invitee.exercise_id),
        token_of(invitee),
        max_age=LIFETIME_S,
        path=f"/j/{meeting.code}",
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SETTINGS"].is_https,
    )
    return response


def _cookie(exercise_id: int) -> str:
    return f"invited-{exercise_id}"
