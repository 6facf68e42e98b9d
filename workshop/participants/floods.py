"""Floods: one device that sends without end is slowed, whoever shares its address is not.

Each participant has a bucket of sendings that fills again at a steady rate. It is looked at before anything is read
from the database, so that a flood costs little; each web process has buckets of its own. What is saved is counted
besides in the database, over all processes (`boards/writing.py`).
"""

from time import monotonic

from flask import request

from workshop.errors import TooFast
from workshop.participants.guests import guest_key

AT_ONCE = 30
"""How many things one can send in a burst: faster than a hand that likes note after note."""
A_SECOND = 2.0
"""How many more with every second."""
MOST_KNOWN = 10_000
"""Buckets that are kept; when there are more, those that are full again are forgotten."""


class Buckets:
    """What each sender may still send."""

    def __init__(self) -> None:
        self._left: dict[str, tuple[float, float]] = {}

    def take(self, sender: str, moment: float) -> bool:
        """Take one sending at `moment` (seconds); False when none is left."""
        left, since = self._left.get(sender, (float(AT_ONCE), moment))
        left = min(AT_ONCE, left + (moment - since) * A_SECOND)
        may = left >= 1
        self._left[sender] = (left - may, moment)
        if len(self._left) > MOST_KNOWN:
            self._forget(moment)
        return may

    def forget_all(self) -> None:
        """Let everybody begin anew."""
        self._left.clear()

    def _forget(self, moment: float) -> None:
        full_since = moment - AT_ONCE / A_SECOND
        self._left = {sender: bucket for sender, bucket in self._left.items() if bucket[1] > full_since}


buckets = Buckets()


def slow_down() -> None:
    """Refuse (TooFast) what a participant's device sends faster than any person. Asked before every request."""
    if request.method == "POST" and request.path.startswith("/j/"):
        sender = guest_key()
        if sender and not buckets.take(sender, monotonic()):
            raise TooFast
