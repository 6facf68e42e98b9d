"""How much work something is, told so that a slow or busy machine changes nothing.

Efforts of one run are compared, in turns and a few times: what goes on beside only ever adds to one, so the least of
each counts, and whoever passes once has passed. What is wrong by its nature, as work that grows with the square, never
does.
"""

from collections.abc import Callable
from time import process_time

TURNS = 5


def effort(do: Callable[[], object]) -> float:
    """The processor's seconds that it took this once."""
    began = process_time()
    do()
    return process_time() - began


def is_less_work(one: Callable[[], object], other: Callable[[], object], times: float = 1) -> bool:
    """Does `one` take less than so many times the work of `other`?"""
    least = [float("inf"), float("inf")]
    for _turn in range(TURNS):
        least = [min(before, effort(do)) for before, do in zip(least, (one, other), strict=True)]
        if least[0] < times * least[1]:
            return True
    return False


def grows_evenly(do: Callable[[int], object], size: int) -> bool:
    """Does the work of `do(size)` grow with the size, and not with its square?

    Sixteen times as much may take up to 64 times the work: growing evenly takes 16 times, growing with the square 256.
    """
    return is_less_work(lambda: do(size), lambda: do(size // 16), times=64)
