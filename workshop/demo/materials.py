"""What the demo is made of, as it is written down in `material/`."""

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def material_of(name: str) -> dict[str, Any]:
    """The material with this name."""
    return json.loads((files("workshop.demo") / "material" / f"{name}.json").read_text("utf-8"))
