"""What the organisation's login service says is believed when it is proven: each check has a forgery to refuse."""

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from time import time
from typing import Any

import pytest
from joserfc.jwk import ECKey, OctKey, RSAKey

from tests.accounts.provider import CLIENT, KEY, SECRET, Provider, signed_with
from workshop import clock
from workshop.accounts import fetching
from workshop.accounts.id_token import LEEWAY_S
from workshop.accounts.login_service import ATTEMPT_LIFETIME, KEPT_FOR, Attempt, LoginService
from workshop.accounts.rules import Hindrance, Identity, NotLetIn
from workshop.config import Settings

BACK = "https://koonti.example/login/work/back"
ENTRA = "https://login.microsoftonline.com/12345678-90ab-cdef-1234-567890abcdef/v2.0"
SECRET_KEY = OctKey.import_key(SECRET.ljust(32, "x"), {"kid": "one"})
DISCOVERY = "/.well-known/openid-configuration"


@pytest.fixture
def service(provider: Provider) -> LoginService:
    return LoginService(settings_of(provider))


def settings_of(provider: Provider) -> Settings:
    return Settings(OIDC_ISSUER=provider.issuer, OIDC_CLIENT_ID=CLIENT, OIDC_CLIENT_SECRET=SECRET)


def come(service: LoginService, provider: Provider) -> Identity:
    """Somebody goes there, logs in, and comes back."""
    attempt = Attempt.begin(None)
    return service.who_comes(code_for(service, provider, attempt), attempt, BACK)


def code_for(service: LoginService, provider: Provider, attempt: Attempt) -> str:
    return provider.login(service.way_in(attempt, BACK, "sv")).split("code=")[1].split("&")[0]


def refused(service: LoginService, provider: Provider) -> tuple[Hindrance, str]:
    """How they were not let in, and what the log says."""
    with pytest.raises(NotLetIn) as no:
        come(service, provider)
    return no.value.hindrance, str(no.value)


def test_who_comes_is_known_by_issuer_and_subject(service: LoginService, provider: Provider) -> None:
    way = service.way_in(Attempt.begin(None), BACK, "sv")
    assert way.startswith(f"{provider.issuer}/authorize?of=us&response_type=code&")
    assert "ui_locales=sv" in way
    assert come(service, provider) == Identity(provider.issuer, "person-1", "aino@example.org")


def made_by_hand(algorithm: str, secret: bytes = b"") -> Callable[[dict[str, Any]], str]:
    """Tokens as no library makes them: unsigned, or signed with whatever is at hand."""

    def sign(claims: dict[str, Any]) -> str:
        header = {"alg": algorithm, "kid": "one"}
        text = b".".join(urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in (header, claims))
        signature = hmac.digest(secret, text, "sha256") if secret else b""
        return (text + b"." + urlsafe_b64encode(signature).rstrip(b"=")).decode()

    return sign


FORGED = {
    "of another issuer": {"iss": "http://127.0.0.1:1"},
    "of another tenant": {"iss": ENTRA},
    "of no issuer": {"iss": None},
    "for another client": {"aud": "somebody else"},
    "for others too": {"aud": [CLIENT, "somebody else"]},
    "asked for by another client": {"azp": "somebody else"},
    "asked for by several": {"azp": [CLIENT, "somebody else"]},
    "for another client, as we asked": {"aud": "somebody else", "azp": CLIENT},
    "for nobody": {"aud": []},
    "over": {"exp": lambda: time() - LEEWAY_S - 5},
    "over at no time": {"exp": "never"},
    "of the future": {"iat": lambda: time() + LEEWAY_S + 5},
    "not yet good": {"nbf": lambda: time() + LEEWAY_S + 5},
    "for another login": {"nonce": "of another one"},
    "of nobody": {"sub": ""},
    "of a number": {"sub": 7},
    "of a long name": {"sub": "x" * 256},
    "of an odd name": {"sub": "person\x00"},
}


@pytest.mark.parametrize("forged", FORGED)
def test_a_token_that_does_not_fit_is_refused(service: LoginService, provider: Provider, forged: str) -> None:
    provider.claims |= {name: said() if callable(said) else said for name, said in FORGED[forged].items()}
    assert refused(service, provider)[0] is Hindrance.UNPROVEN


@pytest.mark.parametrize("missing", ["iss", "aud", "exp", "iat", "nonce", "sub"])
def test_a_token_that_does_not_say_all_is_refused(service: LoginService, provider: Provider, missing: str) -> None:
    provider.drop = {missing}
    assert refused(service, provider)[0] is Hindrance.UNPROVEN


def test_a_token_must_be_signed_by_a_key_that_the_service_shows(service: LoginService, provider: Provider) -> None:
    foreign, straight = ECKey.generate_key("P-256", {"kid": "one"}), provider.sign
    forgeries = {
        "another's key under the same name": signed_with(foreign, alg="ES256"),
        "another's key": signed_with(foreign, alg="ES256", kid="two"),
        "the secret that both sides know": signed_with(SECRET_KEY, alg="HS256"),
        "its public key as a secret": made_by_hand("HS256", KEY.as_pem(private=False)),
        "nobody": made_by_hand("none"),
        "nobody, who names a way": made_by_hand("ES256"),
        "a curve that is not ours": signed_with(ECKey.generate_key("secp256k1"), alg="ES256K"),
        "what was taken from another token": lambda claims: ".".join(
            [*straight({**claims, "sub": "person-2"}).split(".")[:2], straight(claims).split(".")[2]]
        ),
        "no token": lambda _claims: "no.token",
        "nothing": lambda _claims: "",
    }
    for by, provider.sign in forgeries.items():
        assert refused(service, provider)[0] is Hindrance.UNPROVEN, by
    # a secret among the keys is none that we believe, nor is a key made for something else
    provider.keys = [SECRET_KEY.as_dict(private=True), {**KEY.as_dict(private=False), "use": "enc"}, {"kty": "new"}]
    for provider.sign in (forgeries["the secret that both sides know"], straight):
        assert refused(LoginService(settings_of(provider)), provider)[0] is Hindrance.UNPROVEN


def test_a_new_key_is_looked_up_once(service: LoginService, provider: Provider) -> None:
    come(service, provider)
    new = RSAKey.generate_key(2048, {"kid": "two"})
    as_entra_has_it = {"use": "sig", "x5t": "MiI", "x5c": ["MIIDBTCCAe2gAwIB"], "issuer": "https://login.example.fi"}
    provider.keys.append(new.as_dict(private=False) | as_entra_has_it)
    provider.sign = signed_with(new, alg="RS256", kid="two")
    provider.asked.clear()
    assert come(service, provider).subject == "person-1"
    assert come(service, provider).subject == "person-1"
    assert provider.asked == ["/token", "/keys", "/token"]


def test_what_it_says_of_itself_is_kept_for_a_while(service: LoginService, provider: Provider) -> None:
    come(service, provider)
    come(service, provider)
    assert [provider.asked.count(path) for path in (DISCOVERY, "/keys", "/token")] == [1, 1, 2]
    with clock.at(clock.now() + KEPT_FOR):
        service.way_in(Attempt.begin(None), BACK, "fi")
    assert provider.asked.count(DISCOVERY) == 2


def test_clocks_may_be_a_little_apart_and_no_more(service: LoginService, provider: Provider) -> None:
    with clock.at(clock.now() - timedelta(seconds=LEEWAY_S - 5)):
        assert come(service, provider).subject == "person-1"
    with clock.at(clock.now() - timedelta(minutes=10)):
        hindrance, why = refused(service, provider)
    assert (hindrance, "clocks" in why) == (Hindrance.UNPROVEN, True)
    with clock.at(clock.now() + timedelta(minutes=10)):
        assert refused(service, provider)[0] is Hindrance.UNPROVEN


def test_a_code_is_worth_nothing_without_its_verifier_or_a_second_time(
    service: LoginService, provider: Provider
) -> None:
    attempt = Attempt.begin(None)

    def give(code: str, verifier: str) -> Identity:
        return service.who_comes(code, replace(attempt, verifier=verifier), BACK)

    code = code_for(service, provider, attempt)
    assert give(code, attempt.verifier).subject == "person-1"
    for old, verifier in ((code, attempt.verifier), (code_for(service, provider, attempt), "guessed")):
        with pytest.raises(NotLetIn) as no:
            give(old, verifier)
        assert no.value.hindrance is Hindrance.LOST


def test_the_secret_is_told_as_the_service_wants_it(service: LoginService, provider: Provider) -> None:
    provider.said = {"token_endpoint_auth_methods_supported": ["client_secret_basic"]}
    assert come(service, provider).subject == "person-1"
    wrong = LoginService(replace(settings_of(provider), OIDC_CLIENT_SECRET="of last year"))
    hindrance, why = refused(wrong, provider)
    assert hindrance is Hindrance.SILENT
    assert why == "status 401 invalid_client"


def test_an_address_that_only_userinfo_tells_is_taken_from_there(service: LoginService, provider: Provider) -> None:
    provider.drop = {"email", "email_verified"}
    provider.told = {"sub": "person-1", "email": "Aino@example.org", "email_verified": True}
    assert come(service, provider).address == "aino@example.org"
    provider.told["sub"] = "person-2"
    assert come(service, provider).address is None
    provider.answers["/userinfo"] = (500, b"", {})
    assert come(service, provider).address is None


ELSEWHERE = {"Location": "/elsewhere"}
SILENT = {
    "a fault": (500, b"", {}),
    "no JSON": (200, b"<html>", {}),
    "no object": (200, b"[]", {}),
    "a depth without end": (200, b"[" * 100_000, {}),
    "another address": (302, b"", ELSEWHERE),
    "half of it": (200, b'{"issuer": ', {"Content-Length": "11"}),
    "an empty object": (200, b"{}", {}),
}


@pytest.mark.parametrize("path", [DISCOVERY, "/token"])
def test_what_is_no_answer_lets_nobody_in(service: LoginService, provider: Provider, path: str) -> None:
    for said, provider.answers[path] in SILENT.items():
        told = refused(LoginService(settings_of(provider)), provider)[0]
        assert told is (Hindrance.UNPROVEN if (path, said) == ("/token", "an empty object") else Hindrance.SILENT), said
    assert "/elsewhere" not in provider.asked


def test_a_service_that_says_nothing_or_all_too_much_is_heard_only_so_long(
    service: LoginService, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "PATIENCE_S", 0.05)
    with provider.silent():
        assert refused(service, provider) == (Hindrance.SILENT, "TimeoutError")
    provider.answers[DISCOVERY] = (200, b" " * (fetching.LARGEST + 1), {})
    assert refused(service, provider) == (Hindrance.SILENT, "an answer without end")
    monkeypatch.setattr(fetching, "LONGEST_S", -1.0)
    provider.answers[DISCOVERY] = (200, b"{}", {})
    assert refused(service, provider) == (Hindrance.SILENT, "an answer without end")


def test_a_service_that_is_not_there_is_said(provider: Provider) -> None:
    nowhere = replace(settings_of(provider), OIDC_ISSUER="http://127.0.0.1:9")
    assert refused(LoginService(nowhere), provider) == (Hindrance.SILENT, "ConnectionRefusedError")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("issuer", "http://localhost"),
        ("issuer", None),
        ("token_endpoint", "http://login.example.fi/token"),
        ("authorization_endpoint", "javascript:alert(1)"),
        ("jwks_uri", "file:///etc/passwd"),
        ("jwks_uri", None),
        ("userinfo_endpoint", "http://["),
    ],
)
def test_a_service_that_says_odd_things_of_itself_is_not_believed(
    service: LoginService, provider: Provider, name: str, value: str | None
) -> None:
    provider.said = {name: value}
    assert refused(service, provider)[0] is Hindrance.SILENT


def test_an_attempt_does_not_stay_open_for_ever() -> None:
    attempt = Attempt.begin(None)
    assert attempt.is_open()
    with clock.at(clock.now() + ATTEMPT_LIFETIME):
        assert not attempt.is_open()
    assert len({attempt.state, attempt.nonce, attempt.verifier}) == 3
    assert len(attempt.verifier) >= 43, "RFC 7636, 4.1"
