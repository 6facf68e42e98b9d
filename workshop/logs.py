"""What is logged says what went wrong, and nothing of what people wrote or who they are."""

import logging
import re

from flask import Flask
from flask.logging import default_handler

_VALUES = re.compile(r"^\s*(?:DETAIL|CONTEXT|LINE \d+): .*$", re.MULTILINE)
"""Where PostgreSQL repeats values: "DETAIL:  Key (email)=(anna@example.org) already exists."."""


class Discreet(logging.Formatter):
    """Leaves out what the database repeats of its rows. What goes into its statements is hidden in database.py."""

    def format(self, record: logging.LogRecord) -> str:
        return _VALUES.sub("", super().format(record))


def init_app(app: Flask, level: str) -> None:
    """Log from this level on, to the error output."""
    default_handler.setFormatter(Discreet("[%(asctime)s] %(levelname)s in %(module)s: %(message)s"))
    app.logger.setLevel(level)
