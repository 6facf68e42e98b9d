"""Addresses as people type them."""

import pytest

from workshop.mail.addresses import BadAddress, tidy_address


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("anna.virtanen@example.fi", "anna.virtanen@example.fi"),
        ("  Anna.Virtanen@EXAMPLE.fi ", "Anna.Virtanen@example.fi"),
        ("anna@hyvä.fi", "anna@xn--hyv-sla.fi"),
        ("anna@xn--hyv-sla.fi", "anna@xn--hyv-sla.fi"),
        ("anna+koonti@example.fi", "anna+koonti@example.fi"),
    ],
)
def test_an_address_has_one_form(typed: str, kept: str) -> None:
    assert tidy_address(typed) == kept
    assert tidy_address(kept) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "anna",
        "anna@",
        "@example.fi",
        "anna@example",
        "a@example.fi, b@example.fi",
        "a@example.fi\r\nBcc: b@example.fi",
        "a@example.fi\n",
        "a\0@example.fi",
        "äiti@example.fi",
        "Anna <anna@example.fi>",
        '"anna virtanen"@example.fi',
        "anna@[127.0.0.1]",
        "anna@example.fi\u2028",
        "x" * 260 + "@example.fi",
        "a@" + "b" * 250 + ".fi",
        "\ud800@example.fi",
    ],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(BadAddress):
        tidy_address(typed)
