"""What a password and an address must be like."""

import pytest

from workshop.accounts.rules import Weakness, WeakPassword, mail_address, require_strong
from workshop.mail.addresses import BadAddress

ABOUT = ("aino.esimerkki@example.org", "Aino Esimerkki")


@pytest.mark.parametrize(
    ("password", "weakness"),
    [
        ("", Weakness.SHORT),
        ("lehmä hyppi", Weakness.SHORT),
        ("x" * 201, Weakness.LONG),
        ("a" * 12, Weakness.SIMPLE),
        ("abababababab", Weakness.SIMPLE),
        ("            ", Weakness.SIMPLE),
        ("123456789012", Weakness.SIMPLE),
        ("098765432109", Weakness.SIMPLE),
        ("abcdefghijkl", Weakness.SIMPLE),
        ("QWERTYUIOPÅA", Weakness.SIMPLE),
        ("mnbvcxzäölkj", Weakness.SIMPLE),
        ("koontikoonti", Weakness.KNOWN),
        ("Koonti-2026!!", Weakness.KNOWN),
        ("Salasana1234", Weakness.KNOWN),
        ("Password123!", Weakness.KNOWN),
        ("passwordpassword", Weakness.KNOWN),
        ("Tervetuloa123", Weakness.KNOWN),
        ("aino.esimerkki@example.org", Weakness.KNOWN),
        ("AINOESIMERKKI", Weakness.KNOWN),
        ("EsimerkkiAino99", Weakness.KNOWN),
    ],
)
def test_what_would_be_guessed_is_refused(password: str, weakness: Weakness) -> None:
    with pytest.raises(WeakPassword) as no:
        require_strong(password, *ABOUT)
    assert no.value.weakness is weakness


@pytest.mark.parametrize(
    "password",
    [
        "neljä lehmää hyppi",
        "correct horse battery",
        "Aino ja kolme karhua",
        "x9$kQ2!vLm7p",
        "суп на плите 7",
        "y" * 190 + "abcdef",
    ],
)
def test_what_is_ones_own_is_taken(password: str) -> None:
    require_strong(password, *ABOUT)


def test_a_shared_word_is_no_password_for_the_one_it_names() -> None:
    require_strong("esimerkkilaskuja", "muu@example.org", "Muu Nimi")
    with pytest.raises(WeakPassword):
        require_strong("esimerkki1234", *ABOUT)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Aino@Example.ORG", "aino@example.org"),
        ("  aino@example.org ", "aino@example.org"),
        ("aino+koonti@example.org", "aino+koonti@example.org"),
        ("Aino@JÄRVI.example.org", "aino@xn--jrvi-loa.example.org"),
        ("aino@xn--jrvi-loa.example.org", "aino@xn--jrvi-loa.example.org"),
    ],
)
def test_an_address_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert mail_address(typed) == kept


def test_a_very_long_address_is_refused_quickly() -> None:
    with pytest.raises(BadAddress):
        mail_address("a" * 100_000 + "@example.org")
