"""Slows down guessing the codes of meetings.

Only wrong codes are counted, so a full hall comes in through one address; and who has joined is never stopped. Somebody
who guesses from the hall's own address can keep others out for the rest of a minute, and no longer.
"""

from collections.abc import Callable
from functools import wraps

from flask import abort, request
from flask.typing import ResponseReturnValue
from limits import RateLimitItemPerMinute
from limits.strategies import FixedWindowRateLimiter

from workshop.errors import UnknownCode
from workshop.meetings.queries import meeting_by_code
from workshop.participants.guests import guest_of
from workshop.tries import tries

WRONG_CODES = RateLimitItemPerMinute(40)

View = Callable[..., ResponseReturnValue]


def slow_guessing(view: View) -> View:
    """Refuse (429) what a view with a code in its address would show to somebody who has tried too many wrong ones."""

    @wraps(view)
    def slowed(**address: str) -> ResponseReturnValue:
        counter, here = FixedWindowRateLimiter(tries()), ("wrong codes", request.remote_addr or "")
        if not counter.test(WRONG_CODES, *here) and guest_of(meeting_by_code(address.get("code", ""))) is None:
            abort(429)
        try:
            return view(**address)
        except UnknownCode:
            counter.hit(WRONG_CODES, *here)
            raise

    return slowed
