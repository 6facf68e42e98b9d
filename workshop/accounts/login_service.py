"""The organisation's login service, spoken to by OpenID Connect: the authorization code flow with PKCE."""

import secrets
from base64 import b64encode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any, Self
from urllib.parse import quote, urlencode

from joserfc.jwk import KeySet

from workshop.accounts.fetching import Unanswered, fetch
from workshop.accounts.id_token import UnknownKey, keys_in, own_address, proven
from workshop.accounts.rules import Hindrance, Identity, NotLetIn
from workshop.clock import now
from workshop.config import Settings, is_safe

KEPT_FOR = timedelta(hours=1)
"""How long is believed what it has said of itself, and its keys, unless a token is signed with another one."""
ATTEMPT_LIFETIME = timedelta(minutes=30)
"""How long somebody may take over there: new passwords, a second factor."""
_RANDOM_BYTES = 32


@dataclass(frozen=True)
class Attempt:
    """A login that was begun in a browser, which keeps this, signed, until it comes back."""

    state: str
    """What the answer must repeat."""
    nonce: str
    """What the ID token must repeat."""
    verifier: str
    """What the code is worth nothing without (PKCE)."""
    begun_at: float
    target: str | None
    """The path to go to then."""

    @classmethod
    def begin(cls, target: str | None) -> Self:
        """A new one, to be told from all others."""
        state, nonce, verifier = (secrets.token_urlsafe(_RANDOM_BYTES) for _one in range(3))
        return cls(state, nonce, verifier, now().timestamp(), target)

    def is_open(self) -> bool:
        """May it still be answered?"""
        return 0 <= now().timestamp() - self.begun_at < ATTEMPT_LIFETIME.total_seconds()


@dataclass(frozen=True)
class Found:
    """What a login service says of itself (OpenID Connect Discovery 1.0)."""

    asks_at: str
    gives_tokens_at: str
    shows_keys_at: str
    tells_more_at: str | None
    takes_secret_in_form: bool
    """Else in a header."""


class LoginService:
    """The login service that the settings name; what it has said is kept for a while, in this process."""

    def __init__(self, settings: Settings) -> None:
        self._issuer, self._id = settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID
        self._secret = settings.OIDC_CLIENT_SECRET
        self._found: Found | None = None
        self._keys = KeySet([])
        self._asked_at = now() - KEPT_FOR

    @property
    def issuer(self) -> str:
        """Its name for itself."""
        return self._issuer

    def way_in(self, attempt: Attempt, back: str, language: str) -> str:
        """The address where somebody logs in, and is sent on to `back`. Raises NotLetIn."""
        asks_at = self._ask(self._look_up).asks_at
        challenge = urlsafe_b64encode(sha256(attempt.verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {
            "response_type": "code",
            "scope": "openid email",
            "client_id": self._id,
            "redirect_uri": back,
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            "ui_locales": language,
        }
        return f"{asks_at}{'&' if '?' in asks_at else '?'}{urlencode(asked)}"

    def who_comes(self, code: str, attempt: Attempt, back: str) -> Identity:
        """Who has come back to `back` with the code. Raises NotLetIn."""
        return self._ask(self._who_comes, code, attempt, back)

    def _ask(self, question: Any, *given: Any) -> Any:
        try:
            return question(*given)
        except Unanswered as fault:
            is_old = fault.error == "invalid_grant"  # of the code: it lives for a minute or so, and once
            raise NotLetIn(Hindrance.LOST if is_old else Hindrance.SILENT, str(fault)) from None

    def _who_comes(self, code: str, attempt: Attempt, back: str) -> Identity:
        given = self._tokens(code, attempt, back)
        token = str(given.get("id_token", ""))
        try:
            claims = proven(token, self._keys_now(), self._issuer, self._id, attempt.nonce)
        except UnknownKey:
            claims = proven(token, self._keys_now(anew=True), self._issuer, self._id, attempt.nonce)
        told = claims if "email" in claims else self._told_more(given, claims["sub"])
        return Identity(self._issuer, claims["sub"], own_address(told, self._issuer))

    def _tokens(self, code: str, attempt: Attempt, back: str) -> dict[str, Any]:
        found = self._look_up()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "code_verifier": attempt.verifier,
        }
        if found.takes_secret_in_form:
            return fetch(found.gives_tokens_at, form | {"client_id": self._id, "client_secret": self._secret})
        named = f"{quote(self._id, safe='')}:{quote(self._secret, safe='')}"  # RFC 6749, 2.3.1
        return fetch(found.gives_tokens_at, form, {"Authorization": f"Basic {b64encode(named.encode()).decode()}"})

    def _told_more(self, given: dict[str, Any], subject: str) -> dict[str, Any]:
        """What it tells besides the ID token, where some have the address; nothing when it is silent there."""
        at, by = self._look_up().tells_more_at, given.get("access_token")
        if not at or not isinstance(by, str) or not by.isascii() or not by.isprintable():
            return {}
        try:
            told = fetch(at, headers={"Authorization": f"Bearer {by}"})
        except Unanswered:
            return {}
        return told if told.get("sub") == subject else {}

    def _look_up(self) -> Found:
        if self._found is None or now() - self._asked_at >= KEPT_FOR:
            said = fetch(f"{self._issuer.rstrip('/')}/.well-known/openid-configuration")
            self._found, self._keys, self._asked_at = self._read(said), KeySet([]), now()
        return self._found

    def _read(self, said: dict[str, Any]) -> Found:
        if said.get("issuer") != self._issuer:
            raise Unanswered("it calls itself otherwise than OIDC_ISSUER does")
        ways = said.get("token_endpoint_auth_methods_supported")
        return Found(
            asks_at=self._address(said, "authorization_endpoint"),
            gives_tokens_at=self._address(said, "token_endpoint"),
            shows_keys_at=self._address(said, "jwks_uri"),
            tells_more_at=self._address(said, "userinfo_endpoint") if "userinfo_endpoint" in said else None,
            takes_secret_in_form=isinstance(ways, list) and "client_secret_post" in ways,
        )

    def _address(self, said: dict[str, Any], name: str) -> str:
        address = said.get(name)
        if not isinstance(address, str) or not is_safe(address, self._issuer):
            raise Unanswered(f"its {name} is no https address")
        return address

    def _keys_now(self, anew: bool = False) -> KeySet:
        if anew or not self._keys:
            self._keys = keys_in(fetch(self._look_up().shows_keys_at))
        return self._keys
