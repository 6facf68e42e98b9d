"""Password hashes: Argon2id as OWASP's Password Storage Cheat Sheet advises (19 MiB, 2 passes, 1 lane).

One takes some 20 ms, so that a login does not hold up a meeting that the same process serves.
"""

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hash_password(password: str) -> str:
    """The hash that an account keeps."""
    return _hasher.hash(_same_signs(password))


def is_password(kept: str | None, typed: str) -> bool:
    """Does what was typed match the hash? Where there is no hash (`kept` is None) the answer takes as long."""
    try:
        return _hasher.verify(kept or _nobodys_hash(), _same_signs(typed)) and kept is not None
    except VerificationError:
        return False


@cache
def _nobodys_hash() -> str:
    return hash_password("nobody has this password")


def _same_signs(password: str) -> str:
    # An ä typed on one keyboard is the ä of another.
    return unicodedata.normalize("NFC", password)
