"""Meeting codes: seven characters that people can read aloud and type."""

import secrets

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""No 0 and O, no 1, I and L."""
LENGTH = 7


def new_code() -> str:
    """A random code; 31^7 ≈ 2.8 · 10^10 of them."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def tidy_code(typed: str) -> str:
    """What somebody typed, as a code is written: capitals, without spaces and hyphens."""
    return "".join(typed.upper().split()).replace("-", "")


def is_code(text: str) -> bool:
    """Could this be a code?"""
    return len(text) == LENGTH and set(text) <= set(ALPHABET)
