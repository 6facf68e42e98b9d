"""The colours and fonts of static/css/tokens.css, read from there, so that charts and pages cannot drift apart."""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from workshop.config import ROOT

_FILE = ROOT / "static" / "css" / "tokens.css"
_TOKEN = re.compile(r"--([a-z0-9-]+):\s*([^;]+);")


class Ground(StrEnum):
    """What a chart stands on: the reader's screen is light or dark."""

    DAY = "day"
    NIGHT = "night"


@cache
def tokens(ground: Ground) -> Mapping[str, str]:
    """Every token by name, without the two hyphens: those of the first :root block, and by night what changes then."""
    css = _FILE.read_text(encoding="utf-8")
    found = dict(_TOKEN.findall(_block(css, ":root {")))
    if ground is Ground.NIGHT:
        found |= dict(_TOKEN.findall(_block(css[css.index("prefers-color-scheme: dark") :], ":root.wall {")))
    return MappingProxyType(found)


def _block(css: str, opening: str) -> str:
    start = css.index(opening)
    return css[start : css.index("}", start)]
