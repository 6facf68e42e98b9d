"""`koonti demo`, and what `koonti run` says when the house stands."""

from datetime import timedelta

import click
from flask import current_app

from workshop.accounts.actions import issue_login_link
from workshop.accounts.links import enter_address
from workshop.accounts.queries import user_by_email
from workshop.demo.build import LEADER, LIVE_CODE, build, is_empty
from workshop.demo.round import build_round
from workshop.migrations.apply import migrate

LINK_LIFETIME = timedelta(hours=12)


@click.command()
def demo() -> None:
    """Fill an empty database with the demo's round and meetings."""
    migrate()
    if not is_empty():
        raise click.ClickException("The database is not empty; the demo is only put into an empty one.")
    build()
    build_round()
    click.echo(introduce())


def fill_if_empty() -> None:
    """Put the demo into an empty database; leave any other as it is."""
    if is_empty():
        build()
        build_round()


def introduce() -> str:
    """Where to go now: a one-time link for the demo's facilitator, the demo meeting, the letters."""
    settings = current_app.config["SETTINGS"]
    leader = user_by_email(LEADER)
    lines = [f"Koonti is served on {settings.base_url}", ""]
    if leader:
        lines += [
            f"  Facilitator, log in once:  {enter_address(issue_login_link(leader, LINK_LIFETIME))}",
            f"  Join the demo meeting:     {settings.base_url}/j/{LIVE_CODE}",
        ]
    letters = "are sent by the mail server" if settings.SMTP_URL else "are read here, after logging in"
    lines += [f"  Letters {letters}:  {settings.base_url}/letters", "", "Ctrl-C stops everything."]
    return "\n".join(lines)


commands = [demo]
