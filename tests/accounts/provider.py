"""A login service of an organisation, small and real: it is served over HTTP, has keys of its own, and can be bent."""

import json
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from threading import Event, Thread
from time import time
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey

CLIENT, SECRET = "koonti at work", "s:cret~%"
KEY = ECKey.generate_key("P-256", {"kid": "one"})


def signed_with(key: Any, **header: str) -> Callable[[dict[str, Any]], str]:
    """Makes tokens with this key, which calls itself as the provider's own does unless it is said otherwise."""
    named = {"kid": "one", **header}
    return lambda claims: jwt.encode(named, claims, key, algorithms=[named["alg"]])


class Provider:
    """What the login service knows and says. Tests bend it: `claims`, `sign`, `answers`, `said`."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.asked: list[str] = []
        """The paths that were asked for by the house, not by browsers."""
        self._speaks = Event()
        self.straighten()

    def straighten(self) -> None:
        """Be as a login service should be, with nobody there."""
        self.asked.clear()
        self._speaks.set()
        self.claims: dict[str, Any] = {"sub": "person-1", "email": "aino@example.org", "email_verified": True}
        self.drop: set[str] = set()
        self.sign: Callable[[dict[str, Any]], str] = signed_with(KEY, alg="ES256")
        self.keys: list[dict[str, Any]] = [KEY.as_dict(private=False)]
        self.answers: dict[str, tuple[int, bytes, dict[str, str]]] = {}
        """What is said instead, by path: status, body, headers."""
        self.said: dict[str, Any] = {}
        """What it says of itself otherwise."""
        self.told: dict[str, Any] = {}
        """What UserInfo tells."""
        self._codes: dict[str, dict[str, str]] = {}

    @contextmanager
    def silent(self) -> Iterator[None]:
        """It takes what is asked, and says nothing for as long as the block lasts."""
        self._speaks.clear()
        try:
            yield
        finally:
            self._speaks.set()

    def login(self, way: str) -> str:
        """Somebody logs in at the address to which they were sent; answers with the one to which they are sent back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(way).query, strict_parsing=True).items()}
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert asked["client_id"] == CLIENT
        assert set(asked["scope"].split()) == {"openid", "email"}
        code = token_urlsafe()
        self._codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """Give tokens for a code: once, to the client who asked, with the verifier of its challenge."""
        given = (form.get("client_id"), form.get("client_secret"))
        if authorization:
            kind, named = authorization.split()
            assert kind == "Basic"
            given = tuple(unquote(part) for part in b64decode(named).decode().split(":"))
        if given != (CLIENT, SECRET):
            return 401, {"error": "invalid_client"}
        asked = self._codes.pop(form["code"], None)
        challenge = urlsafe_b64encode(sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        if (
            asked is None
            or challenge != asked["code_challenge"]
            or form["redirect_uri"] != asked["redirect_uri"]
            or form["grant_type"] != "authorization_code"
        ):
            return 400, {"error": "invalid_grant"}
        facts = {"iss": self.issuer, "aud": CLIENT, "iat": int(time()), "exp": int(time()) + 300}
        claims = {**facts, "nonce": asked["nonce"], **self.claims}
        signed = self.sign({name: said for name, said in claims.items() if name not in self.drop})
        return 200, {"token_type": "Bearer", "access_token": "open-sesame", "id_token": signed}

    def answer(self, path: str, form: dict[str, str], headers: Any) -> tuple[int, bytes, dict[str, str]]:
        """What is answered to the house."""
        self.asked.append(path)
        self._speaks.wait()
        if path in self.answers:
            return self.answers[path]
        if path == "/token":
            status, body = self.token(form, headers.get("Authorization", ""))
        else:
            status, body = 200, self.pages()[path]
        if path == "/userinfo":
            assert headers["Authorization"] == "Bearer open-sesame"
        return status, json.dumps(body).encode(), {}

    def pages(self) -> dict[str, dict[str, Any]]:
        itself = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize?of=us",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            **self.said,
        }
        return {
            "/.well-known/openid-configuration": itself,
            "/keys": {"keys": self.keys},
            "/userinfo": self.told,
        }


@contextmanager
def served() -> Iterator[Provider]:
    """A provider on a free port of this machine, for as long as the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.say({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.say({name: values[0] for name, values in parse_qs(body, strict_parsing=True).items()})

        def say(self, form: dict[str, str]) -> None:
            status, body, headers = provider.answer(urlsplit(self.path).path, form, self.headers)
            with suppress(ConnectionError):  # who was not answered in time is gone
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *_said: Any) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider = Provider(f"http://127.0.0.1:{server.server_port}")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
