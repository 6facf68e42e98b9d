"""`koonti bounce`: where a mail server hands over what comes back."""

import sys
from typing import BinaryIO

import click

from workshop.errors import Busy
from workshop.mail.bounces import MOST_BYTES, read_report, take_report

COME_AGAIN = 75
"""The exit status that mail servers know as "not now": EX_TEMPFAIL of sysexits.h."""


@click.command()
@click.argument("message", type=click.File("rb"), default="-")
def bounce(message: BinaryIO) -> None:
    """Read one returned MESSAGE (standard input when left out) and note at its letter that it did not arrive."""
    content = message.read(MOST_BYTES)
    while message.read(MOST_BYTES):
        pass  # a mail server that cannot get rid of all of it takes that for a failure
    report = read_report(content)
    try:
        noted = report is not None and take_report(report)
    except Busy:
        click.echo("The letter is being sent right now; bring the report again in a moment.", err=True)
        sys.exit(COME_AGAIN)
    # Never a failure: what strangers send here must not come back to anybody.
    click.echo("Noted." if noted else "This is no report on a letter that was sent from here; nothing was done.")


commands = [bounce]
