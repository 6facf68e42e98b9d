"""Whose the e-mail address is that a login service tells: the person's, when it says so in the way that counts."""

from typing import Any

import pytest

from workshop.accounts.id_token import own_address

ENTRA = "https://login.microsoftonline.com/12345678-90ab-cdef-1234-567890abcdef/v2.0"


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ({"email": "Aino@Example.org", "email_verified": True}, "aino@example.org"),
        ({"email": "aino@example.org"}, None),
        ({"email": "aino@example.org", "email_verified": False}, None),
        ({"email": "aino@example.org", "email_verified": "true"}, None),
        ({"email": "aino@example.org", "xms_edov": True}, None),
        ({"email": ["aino@example.org"], "email_verified": True}, None),
        ({"email": "aino\x00@example.org", "email_verified": True}, None),
        ({"preferred_username": "aino@example.org", "email_verified": True}, None),
        ({"email": "\u212aai@example.org", "email_verified": True}, "\u212aai@example.org"),
    ],
)
def test_an_address_is_the_persons_when_the_service_says_so(said: dict[str, Any], address: str | None) -> None:
    assert own_address(said, "https://login.example.fi") == address


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ({"email": "aino@example.org", "xms_edov": True}, "aino@example.org"),
        ({"email": "aino@example.org", "xms_edov": "1"}, "aino@example.org"),
        ({"email": "aino@example.org", "xms_edov": False}, None),
        ({"email": "aino@example.org", "xms_edov": "0"}, None),
        ({"email": "aino@example.org"}, None),
        ({"email": "aino@example.org", "email_verified": True}, None),
        ({"preferred_username": "aino@example.org", "upn": "aino@example.org", "xms_edov": True}, None),
    ],
)
def test_of_entra_it_is_the_persons_when_its_domain_is_verified(said: dict[str, Any], address: str | None) -> None:
    assert own_address(said, ENTRA) == address
