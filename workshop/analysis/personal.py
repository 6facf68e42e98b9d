"""Personal data that people write by mistake: for a warning before sending and a mark on the facilitator's desk.

Nothing is refused for it, so what is looked for is what can be known for certain or nearly so: a Finnish personal
identity code and a bank account by their check characters, a mail address and a telephone number by their form. Names,
addresses, number plates and what tells of somebody's health are not found. Service numbers (0800, 020, 116 117) belong
to no person and are no personal data.

The time taken grows with the length of the text and no faster: every pattern has a bounded length.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from functools import lru_cache


class Personal(StrEnum):
    """What a text seems to hold."""

    IDENTITY_CODE = "identity_code"
    EMAIL = "email"
    PHONE = "phone"
    BANK_ACCOUNT = "bank_account"


_PLAIN = str.maketrans(dict.fromkeys("‐‑‒–—−", "-") | dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff"))
"""Dashes of all kinds are hyphens, and signs that nobody sees are nothing."""

_IDENTITY_CODE = re.compile(
    r"(?<![^\W_])([0-9]{2})([0-9]{2})([0-9]{2}) ?([-+A-FU-Y]) ?([0-9]{3})([0-9A-FHJ-NPR-Y])(?![^\W_])", re.IGNORECASE
)
_CENTURIES = {"+": 1800} | dict.fromkeys("-YXWVU", 1900) | dict.fromkeys("ABCDEF", 2000)
_CHECK_CHARACTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY"

_EMAIL = re.compile(r"[\w%+-](?:@| ?[(\[] ?(?:at|ät|@) ?[)\]] ?)([\w.-]{1,253})", re.IGNORECASE)
"""The last sign before the at sign, which some write in brackets, and the domain."""

_SEPARATED_DIGIT = r"(?:[ -]?[0-9])"
_PHONE = re.compile(
    r"(?<![^\W_])(?<![0-9][.,/:-])(?:"
    # international: +358 40 …, 00358 (0)40 …
    rf"(?:\+|00)358[ -]?(?:\(0\)|0)?[ -]?[1-9]{_SEPARATED_DIGIT}{{5,9}}"
    # mobile: 040 …, 050 …, 0400 …, 0457 …
    rf"|0(?:4[0-9]|50){_SEPARATED_DIGIT}{{6,8}}"
    # at home: (08) 123 4567, 016-123456
    r"|(?:\(0(?:[235689]|1[3-9])\) ?|0(?:[235689]|1[3-9])[ -])(?:[1-9][0-9]{4,7}|[1-9][0-9]{2,3}[ -][0-9]{3,4})"
    r")(?!-?[0-9])(?![^\W_])"
)
_YEARS = re.compile(r"(?:19|20)[0-9]{2} ?- ?(?:19|20)[0-9]{2}")

_ACCOUNT_LENGTHS = {
    **{"AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24, "FI": 18},
    **{"FR": 27, "GB": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LT": 20, "LU": 20, "LV": 21},
    **{"MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SE": 24, "SI": 19, "SK": 24},
}
"""Signs of an account number (IBAN) in Europe, by country."""
_ANY_ACCOUNT = "|".join(rf"{land}[0-9]{{2}}(?:[ -]?[0-9A-Z]){{{size - 4}}}" for land, size in _ACCOUNT_LENGTHS.items())
_ACCOUNT = re.compile(rf"\b(?:{_ANY_ACCOUNT})\b", re.IGNORECASE | re.ASCII)


LONGEST = 4000
"""Signs that are looked through, unless the text itself is longer."""


@lru_cache(maxsize=2048)
def personal_data(text: str) -> frozenset[Personal]:
    """What kinds of personal data the text seems to hold; empty when none is found."""
    # One sign can become eighteen; what is longer than a note can be is cut.
    plain = unicodedata.normalize("NFKC", text)[: max(len(text), LONGEST)].translate(_PLAIN)
    codes, accounts = list(_identity_codes(plain)), list(_accounts(plain))
    found = {
        Personal.IDENTITY_CODE: bool(codes),
        Personal.BANK_ACCOUNT: bool(accounts),
        Personal.EMAIL: any(_is_domain(address[1]) for address in _EMAIL.finditer(plain)),
        Personal.PHONE: _has_phone(_without([*codes, *accounts], plain)),
    }
    return frozenset(kind for kind, is_there in found.items() if is_there)


def _identity_codes(text: str) -> Iterator[tuple[int, int]]:
    """Where they begin and end. The check is the rest of date and number by 31, as the Digital and Population Data
    Services Agency (dvv.fi) gives it; its signs of the century are those in use since 2023."""
    for code in _IDENTITY_CODE.finditer(text):
        day, month, year, sign, number, check = code.groups()
        rest = int(day + month + year + number) % 31
        if check.upper() == _CHECK_CHARACTERS[rest] and number >= "002":
            try:
                date(_CENTURIES[sign.upper()] + int(year), int(month), int(day))
            except ValueError:
                continue
            yield code.span()


def _accounts(text: str) -> Iterator[tuple[int, int]]:
    """Where account numbers begin and end: as long as their country has them, and 1 by 97 as ISO 13616 wants."""
    for account in _ACCOUNT.finditer(text):
        signs = re.sub("[ -]", "", account[0])
        if int("".join(str(int(sign, 36)) for sign in signs[4:] + signs[:4])) % 97 == 1:
            yield account.span()


def _is_domain(domain: str) -> bool:
    """Whether it has a dot, and letters behind the last one."""
    labels = domain.strip(".-").split(".")
    return len(labels) > 1 and all(labels) and len(labels[-1]) > 1 and labels[-1].isalpha()


def _has_phone(text: str) -> bool:
    """Whether there is a telephone number that is no range of years behind some other number."""
    return any(not _YEARS.search(phone[0]) for phone in _PHONE.finditer(text))


def _without(spans: list[tuple[int, int]], text: str) -> str:
    """The text without these parts of it, so that no part is taken for two things."""
    pieces, done = [], 0
    for start, end in sorted(spans):
        pieces.append(text[done:start])
        done = max(done, end)
    return " ; ".join([*pieces, text[done:]])
