"""The letters by which people are invited to a survey, and reminded of it."""

from dataclasses import replace

from workshop.mail.written import Written, write
from workshop.meetings.models import Exercise, Meeting
from workshop.surveys.links import invited_base, invited_link
from workshop.surveys.models import Invitee
from workshop.surveys.queries import rules_of

ANYBODY = "…"
"""Stands for the secret of the link, until the letter has an address."""


def about(exercise: Exercise) -> str:
    """What the outbox calls the letters of this survey."""
    return f"survey:{exercise.id}"


def write_letter(exercise: Exercise, language: str, reminder: bool) -> Written:
    """The letter in a language, as it can be looked at before it is sent: the same for everybody but for the link."""
    return write(
        "survey",
        language,
        exercise=exercise,
        meeting=exercise.meeting,
        rules=rules_of(exercise),
        reminder=reminder,
        link=_anybodys(exercise.meeting),
    )


def for_one(meeting: Meeting, letter: Written, invitee: Invitee) -> Written:
    """The letter with the link of one invited person."""
    anybodys, own = _anybodys(meeting), invited_link(meeting, invitee)
    return replace(letter, text=letter.text.replace(anybodys, own), html=letter.html.replace(anybodys, own))


def _anybodys(meeting: Meeting) -> str:
    return f"{invited_base(meeting)}{ANYBODY}"
