"""The session: what a browser keeps for us in a signed cookie."""

from copy import deepcopy
from datetime import datetime
from functools import lru_cache
from time import time
from typing import Any

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from itsdangerous import BadSignature, URLSafeTimedSerializer

COOKIES_KEPT = 4096
"""So many checked cookies of one kind are remembered."""


class Sessions(SecureCookieSessionInterface):
    """Flask's own, which remembers what it has made and read: the signer is not made anew for each request, and of a
    cookie that comes again only the age is looked at. Keys and cookies stay as Flask has them."""

    def __init__(self, app: Flask) -> None:
        self._signer = super().get_signing_serializer(app)
        self._read = lru_cache(COOKIES_KEPT)(self._read_anew)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        return self._signer

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        cookie = request.cookies.get(self.get_cookie_name(app))
        if self._signer is None or not cookie:
            return super().open_session(app, request)
        try:
            facts, signed_at = self._read(cookie)
        except BadSignature:
            return self.session_class()
        age_s = int(time()) - signed_at.timestamp()  # by the signer's clock, which nobody sets
        is_good = 0 <= age_s <= app.permanent_session_lifetime.total_seconds()
        return self.session_class(deepcopy(facts) if is_good else None)

    def _read_anew(self, cookie: str) -> tuple[dict[str, Any], datetime]:
        """What a cookie holds and when it was signed. Raises BadSignature unless we have signed it."""
        assert self._signer is not None
        return self._signer.loads(cookie, return_timestamp=True)
