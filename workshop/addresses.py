"""What may stand in an address (URL) of ours."""

from typing import Any

from werkzeug.routing import IntegerConverter, Map


class RowNumber(IntegerConverter):
    """A whole number that a database can hold as a row's number; a larger one is no page of ours."""

    def __init__(self, map_: Map, *args: Any, **kwargs: Any) -> None:
        super().__init__(map_, *args, **{"max": 2**31 - 1, **kwargs})
