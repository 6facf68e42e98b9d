"""What fields look like, kept: most people see the same empty questions, and drawing them is what a page costs most."""

from collections import OrderedDict
from collections.abc import Callable, Hashable

from markupsafe import Markup

KEPT = 2000
"""Fields that one process keeps, the latest seen; each is some kilobytes."""

_kept: OrderedDict[Hashable, Markup] = OrderedDict()


def drawn_once(key: Hashable, draw: Callable[[], Markup]) -> Markup:
    """What was drawn for this key, which says all that a field is drawn from."""
    drawn = _kept.pop(key, None) or draw()
    _kept[key] = drawn
    while len(_kept) > KEPT:
        _kept.popitem(last=False)
    return drawn
