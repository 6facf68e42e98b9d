"""What there is to read of a meeting that has ended. It is made on a floor above, so `create_app` hands it down."""

from collections.abc import Callable

from flask import Flask, current_app

from workshop.meetings.models import Meeting

_NAME = "reading of a meeting"


def init_app(app: Flask, reading: Callable[[Meeting], str | None]) -> None:
    """`reading` tells where everybody may read what was said in a meeting; None when nobody may yet."""
    app.extensions[_NAME] = reading


def reading_of(meeting: Meeting) -> str | None:
    """The address where everybody may read what was said in the meeting; None when nobody may yet."""
    reading: Callable[[Meeting], str | None] = current_app.extensions[_NAME]
    return reading(meeting)
