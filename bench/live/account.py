"""The account of one run: what every listener saw, against what was acknowledged. Pure.

Lost: a note that was acknowledged and that a listener never saw; a listener that was cut off misses all that followed.
Doubled: the same body of a note (its id and seq) told to one listener once more. The protocol allows it after a
reconnect; here nobody reconnects, so every one counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass

Body = tuple[int, int]
"""Id and seq of a note as it was told."""
Heard = list[tuple[tuple[Body, ...], float]]
"""What one listener heard: the bodies in one piece of the stream, and when it was read."""


@dataclass(frozen=True)
class Account:
    acknowledged: int
    seen: int
    """Notes seen, summed over listeners; each note counts once for each."""
    lost: int
    doubled: int
    waits_s: list[float]
    """From sending to seen, in order of length, one for each of `seen`."""


def account_of(sent_at: dict[int, float], listeners: Iterable[Heard]) -> Account:
    """The account of the notes in `sent_at`: acknowledged ids with the moment of their sending."""
    seen = lost = doubled = 0
    waits: list[float] = []
    for heard in listeners:
        bodies: set[Body] = set()
        ids: set[int] = set()
        for told, at in heard:
            for body in told:
                if body[0] not in sent_at:
                    continue
                if body in bodies:
                    doubled += 1
                    continue
                bodies.add(body)
                if body[0] not in ids:
                    ids.add(body[0])
                    waits.append(at - sent_at[body[0]])
        seen += len(ids)
        lost += len(sent_at) - len(ids)
    return Account(len(sent_at), seen, lost, doubled, sorted(waits))


def percentile(ordered: list[float], percent: float) -> float | None:
    """The smallest value that is not less than `percent` of all (nearest rank); None of nothing."""
    if not ordered:
        return None
    rank = -(-len(ordered) * percent // 100)  # rounded up
    return ordered[max(0, int(rank) - 1)]
