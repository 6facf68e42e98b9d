"""What costs much to make and is asked for again: kept by a key that says all that it is made of."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import RLock
from typing import Any, TypeVar

from gevent import get_hub
from gevent.monkey import is_module_patched

Made = TypeVar("Made")


class Kept:
    """The things asked for last, at most so many, in one process. A key that says all leaves nothing to forget.

    One thing is made at a time, so that many who ask for the same wait for the first of them.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._things: OrderedDict[Hashable, Any] = OrderedDict()
        self._making = RLock()

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What was made under this key before, or else is made now."""
        if key not in self._things:
            with self._making:
                if key not in self._things:
                    self._things[key] = make()
                return self._asked_last(key)
        return self._asked_last(key)

    def _asked_last(self, key: Hashable) -> Any:
        self._things.move_to_end(key)
        while len(self._things) > self._most:
            self._things.popitem(last=False)
        return self._things[key]


def aside(reckon: Callable[..., Made], *given: Any) -> Made:
    """What `reckon` gives, reckoned in a thread of the system: where light threads serve sockets, they go on meanwhile.

    It must be pure: no database, no request, nothing that others change.
    """
    if not is_module_patched("threading"):
        return reckon(*given)
    return get_hub().threadpool.apply(reckon, given)
