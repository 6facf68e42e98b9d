"""The colours of slides and text documents: those of `static/css/tokens.css`, as hexadecimal figures without #."""

import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
"""The project's folder, as `config.ROOT` has it; who prints one file does not load all settings for that."""
TAGS = {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}
"""Language and country, as office documents name them."""

LONGEST_PROPERTY = 255
"""How long the title of an office file may be where it is listed; on its pages it is whole."""


@cache
def colours() -> dict[str, str]:
    """By the token's name, those of the day: {"spruce": "0F4C4A", …}."""
    sheet = (ROOT / "static" / "css" / "tokens.css").read_text()
    day = sheet[: sheet.index(":root.desk")]
    return {name: value.upper() for name, value in re.findall(r"--([\w-]+): #([0-9a-f]{6});", day)}
