"""Who came, as the login service says it in its ID token: believed when the token is proven.

Checks are those of OpenID Connect Core 1.0, 3.1.3.7, for a client that takes no tokens made with its own secret.
"""

from collections.abc import Mapping
from typing import Any

from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet, import_key
from joserfc.jws import JWSRegistry
from joserfc.jwt import JWTClaimsRegistry, decode

from workshop.accounts.rules import Hindrance, NotLetIn
from workshop.clock import now
from workshop.config import is_entra

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Signatures that only the login service can make: never `none`, and none of a secret that both sides know."""
LEEWAY_S = 60
"""How far its clock and ours may be apart."""
_LONGEST_SUBJECT = 255
_TIMES = ("exp", "iat", "nbf")
_UNFIT = (JoseError, ValueError, TypeError, LookupError, AttributeError, RecursionError)
"""What the library raises over keys and tokens that are none."""


class UnknownKey(NotLetIn):
    """The token is signed with a key that is not among those that we have of the login service."""

    def __init__(self) -> None:
        super().__init__(Hindrance.UNPROVEN, "the ID token is signed with a key that the login service does not show")


def keys_in(said: Mapping[str, Any]) -> KeySet:
    """The keys of a login service (RFC 7517); those that cannot be understood are left out."""
    keys = []
    listed = said.get("keys")
    for key in listed if isinstance(listed, list) else ():
        try:
            keys.append(import_key(key))
        except _UNFIT:
            continue
    return KeySet(keys)


def proven(token: str, keys: KeySet, issuer: str, client_id: str, nonce: str) -> dict[str, Any]:
    """What the ID token claims, when `issuer` made it for us, for this very login, and it holds now.

    Raises NotLetIn; UnknownKey when newer keys may prove it.
    """
    needed = {"essential": True}
    fits = JWTClaimsRegistry(
        now=int(now().timestamp()),
        leeway=LEEWAY_S,
        iss={**needed, "value": issuer},
        aud={**needed, "value": client_id},
        nonce={**needed, "value": nonce},
        sub=needed,
        exp=needed,
        iat=needed,
    )
    try:
        claims = decode(token, keys, registry=JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)).claims
        fits.validate(claims)
    except InvalidKeyIdError:
        raise UnknownKey from None
    except _UNFIT as fault:
        claim = getattr(fault, "claim", "")  # its own words may hold what the token says
        why = f"the ID token does not hold: {type(fault).__name__} {claim}"
        raise NotLetIn(Hindrance.UNPROVEN, f"{why} (are both clocks right?)" if claim in _TIMES else why) from None
    made_for, subject = claims.get("azp", claims["aud"]), claims["sub"]
    is_a_name = len(subject) <= _LONGEST_SUBJECT and subject.isascii() and subject.isprintable()
    if made_for not in (client_id, [client_id]) or not is_a_name:
        raise NotLetIn(Hindrance.UNPROVEN, "the ID token does not hold: azp or sub")
    return claims


def own_address(said: Mapping[str, Any], issuer: str) -> str | None:
    """The e-mail address that the login service says is the person's own; None when it does not say so.

    Entra ID says it of the address's domain, by a claim of its own (`xms_edov`). What else it has that looks like an
    address, `preferred_username` before all, names an account and proves nothing.
    """
    address = said.get("email")
    is_own = said.get("email_verified") is True
    if is_entra(issuer):
        is_own = said.get("xms_edov") in (True, "1", "true")
    if not is_own or not isinstance(address, str) or not address.isprintable():
        return None
    # Signs outside ASCII become others' letters when they are made small: such an address must be the same as it is.
    return address.lower() if address.isascii() else address
