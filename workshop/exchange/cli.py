"""What the web process has done by a process of its own (`making.py`)."""

import gc
import json
import os

import click
from flask_babel import force_locale

from workshop.exchange.making import Wanted, made_here

GIVES_WAY = 10
"""How far such a process stands behind those who serve (nice)."""


@click.command(hidden=True)
@click.argument("wanted")
def make_file(wanted: str) -> None:
    """Write the file that is WANTED, as JSON, to the standard output."""
    os.nice(GIVES_WAY)
    gc.disable()  # the process ends after one file, and what it holds is no garbage
    file = Wanted(**json.loads(wanted))
    with force_locale(file.language):
        click.get_binary_stream("stdout").write(made_here(file))


commands = [make_file]
