"""The addresses of one-time links. They begin with BASE_URL, whatever host a request claims to be for."""

from flask import current_app


def welcome_address(token: str) -> str:
    """Where an invitation is accepted."""
    return _address("accounts.welcome", token)


def enter_address(token: str) -> str:
    """Where a login link lets somebody in."""
    return _address("accounts.enter", token)


def _address(endpoint: str, token: str) -> str:
    path = current_app.url_map.bind("").build(endpoint, {"token": token})
    return f"{current_app.config['SETTINGS'].base_url}{path}"
