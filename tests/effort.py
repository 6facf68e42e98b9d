"""How much work something is, told so that a slow or busy machine changes nothing: tests compare efforts of one run."""

from collections.abc import Callable
from time import process_time


def effort(do: Callable[[], object], times: int = 3) -> float:
    """The processor's seconds that it takes: the least of some tries, for what goes on beside only ever adds to it."""
    return min(_once(do) for _time in range(times))


def _once(do: Callable[[], object]) -> float:
    began = process_time()
    do()
    return process_time() - began
