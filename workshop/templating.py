"""How templates find what all of them know (`url_for`, `gettext`, filters' helpers): quickly, many times a page."""

from collections import ChainMap
from collections.abc import KeysView, MutableMapping
from typing import Any

from flask.templating import Environment


class Globals(ChainMap[str, Any]):
    """A template's names above those of all templates."""

    def keys(self) -> KeysView[str]:
        # Jinja compares these at every import of a macro, and ChainMap answers in Python, name by name.
        return {**self.maps[1], **self.maps[0]}.keys()


class Templates(Environment):
    """Flask's environment of templates, with names that are compared at once."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return Globals({} if d is None else d, self.globals)
