"""Slows down guessing: only wrong passwords are counted, by account and by where they come from.

A one-time login link works also while the password is refused, so nobody can be shut out of their account for long.
"""

from hashlib import sha256
from ipaddress import IPv6Address, ip_address

from limits import RateLimitItemPerHour
from limits.strategies import MovingWindowRateLimiter

from workshop.tries import tries

PER_ACCOUNT = RateLimitItemPerHour(20)
PER_PLACE = RateLimitItemPerHour(100)


def may_guess(email: str, remote: str | None) -> bool:
    """May one more password be tried for this address (`email`, as typed) from this place (`remote`, an IP address)?"""
    counter = MovingWindowRateLimiter(tries())
    return counter.test(PER_ACCOUNT, *_account(email)) and counter.test(PER_PLACE, *_place(remote))


def count_wrong(email: str, remote: str | None) -> None:
    """Remember a wrong guess for an hour."""
    counter = MovingWindowRateLimiter(tries())
    counter.hit(PER_ACCOUNT, *_account(email))
    counter.hit(PER_PLACE, *_place(remote))


def _account(email: str) -> tuple[str, str]:
    # Hashed, so that the counter's store keeps no addresses and no endless keys.
    return "wrong password", sha256(email.strip().lower().encode()).hexdigest()


def _place(remote: str | None) -> tuple[str, str]:
    place = ip_address(remote or "127.0.0.1")
    # One household or attacker has a whole /64 of IPv6.
    return "wrong passwords", str(int(place) >> 64) if isinstance(place, IPv6Address) else str(place)
