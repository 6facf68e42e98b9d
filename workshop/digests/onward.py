"""How what was said goes on: until when it can be supplemented, and what it feeds."""

from flask import current_app
from flask_babel import gettext as _

from workshop.i18n.formats import moment
from workshop.meetings.models import Meeting, State


def onward(meeting: Meeting, language: str) -> tuple[str, ...]:
    """The last sentences of a digest. Words are in the forced language; links are of BASE_URL."""
    sentences = []
    if meeting.state is State.AFTERWARDS and meeting.afterwards_until:
        sentences.append(
            _(
                "You can still say more until %(moment)s at %(link)s. What comes in by then is added to a "
                "supplemented version.",
                moment=moment(meeting.afterwards_until, language),
                link=f"{current_app.config['SETTINGS'].base_url}/j/{meeting.code}",
            )
        )
    sentences.append(
        _(
            "The meeting is part of the round “%(round)s”, whose preparation goes on with what was said here.",
            round=meeting.round.title.text(language),
        )
    )
    return tuple(sentences)
