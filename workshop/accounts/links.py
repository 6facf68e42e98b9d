"""Addresses of one-time links, and of the way back from the login service. They begin with BASE_URL, whatever host a
request claims to be for."""

from flask import current_app


def welcome_address(token: str) -> str:
    """Where an invitation is accepted."""
    return _address("accounts.welcome", token)


def enter_address(token: str) -> str:
    """Where a login link lets somebody in."""
    return _address("accounts.enter", token)


def back_address() -> str:
    """Where the organisation's login service sends people back to; it knows this address letter by letter."""
    return _address("work_login.back")


def _address(endpoint: str, token: str | None = None) -> str:
    path = current_app.url_map.bind("").build(endpoint, {"token": token} if token else {})
    return f"{current_app.config['SETTINGS'].base_url}{path}"
