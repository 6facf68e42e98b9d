"""What costs much to make and is asked for again: kept by a key that says all that it is made of."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Made = TypeVar("Made")


class Kept:
    """The things asked for last, at most so many, in one process. A key that says all leaves nothing to forget."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._things: OrderedDict[Hashable, Any] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What was made under this key before, or else is made now."""
        thing = self._things.pop(key) if key in self._things else make()
        self._things[key] = thing
        while len(self._things) > self._most:
            self._things.popitem(last=False)
        return thing
