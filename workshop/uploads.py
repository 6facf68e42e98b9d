"""Doors that take files take more at once than others do."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request

View = TypeVar("View", bound=Callable[..., Any])
_MOST = "most_bytes"


def takes(most_bytes: int) -> Callable[[View], View]:
    """Let a door take so many bytes; stands under the door's other decorators."""

    def mark(view: View) -> View:
        setattr(view, _MOST, most_bytes)
        return view

    return mark


def init_app(app: Flask) -> None:
    """Before any form is read, which is when its token is asked for, say how much may come."""

    @app.url_value_preprocessor
    def allow(endpoint: str | None, _values: dict[str, Any] | None) -> None:
        most = getattr(current_app.view_functions.get(endpoint or ""), _MOST, None)
        if most:
            request.max_content_length = most
            request.max_form_memory_size = most  # what was read from a file may come back as a field
