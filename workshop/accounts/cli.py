"""Accounts at the command line: the first administrator, and a way in for somebody who has none."""

from datetime import timedelta

import click

from workshop.accounts.actions import invite_first_admin, issue_login_link
from workshop.accounts.links import enter_address, welcome_address
from workshop.accounts.queries import user_by_email
from workshop.errors import AlreadyDone

LOGIN_LINK_LIFETIME = timedelta(hours=1)


@click.command("first-admin")
def first_admin() -> None:
    """Print a link with which the first administrator makes an account."""
    try:
        token = invite_first_admin()
    except AlreadyDone:
        raise click.ClickException(
            "There is an administrator already; they can invite others on the page People."
        ) from None
    click.echo("Open this link to make the first administrator's account. It works once, within seven days:")
    click.echo(welcome_address(token))


@click.command("login-link")
@click.argument("email")
def login_link(email: str) -> None:
    """Print a link that logs the account with the address EMAIL in."""
    user = user_by_email(email)
    if user is None or not user.is_active:
        raise click.ClickException(f"No account that may log in has the address {email}.")
    click.echo("Open this link to log in. It works once, within an hour:")
    click.echo(enter_address(issue_login_link(user, LOGIN_LINK_LIFETIME)))


commands = [first_admin, login_link]
