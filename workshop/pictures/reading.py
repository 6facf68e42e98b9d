"""Reading a picture that somebody sent, by a process of its own (`decoding.py`), like the files that are printed.

A crafted file can cost much memory and time; here it costs neither the web process nor those who are served by it.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

LARGEST_FILE = 8_000_000
"""Bytes of a file that is sent."""
LARGEST_REQUEST = LARGEST_FILE + 500_000
"""Bytes of a form with such a file."""
MOST_PIXELS = 24_000_000
"""Width times height of a picture that is sent: a large camera's."""
PATIENCE_S = 20
JPEG, PNG, WEBP = "JPEG", "PNG", "WEBP"
KINDS = {JPEG: "image/jpeg", PNG: "image/png"}
"""How they are kept, which is what all five formats of a digest can show."""


class Fault(StrEnum):
    """Why a file is not taken."""

    NO_FILE = "no file"
    TOO_LARGE = "too large"
    TOO_MANY_PIXELS = "too many pixels"
    DRAWING = "an SVG drawing"
    NO_PICTURE = "no picture"
    BROKEN = "broken"
    MOVES = "it moves"


class BadPicture(ValueError):
    """The file is not taken; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True)
class Read:
    """A picture as it can be kept."""

    kind: str
    width: int
    height: int
    content: bytes


def read_picture(content: bytes, kinds: Sequence[str] = (PNG, JPEG, WEBP)) -> Read:
    """The picture in a file of one of these kinds, whatever the file is called. Raises BadPicture."""
    if not content:
        raise BadPicture(Fault.NO_FILE)
    if len(content) > LARGEST_FILE:
        raise BadPicture(Fault.TOO_LARGE)
    command = [sys.executable, "-m", "workshop.pictures.decoding", *kinds]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=PATIENCE_S)
        told, _line, picture = done.stdout.partition(b"\n")
        facts = json.loads(told)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        raise BadPicture(Fault.BROKEN) from None
    if "fault" in facts:
        raise BadPicture(Fault(facts["fault"]))
    return Read(content=picture, **facts)


def kind_of(content: bytes) -> str:
    """Which of the kinds a kept picture is."""
    return KINDS[PNG] if content.startswith(b"\x89PNG") else KINDS[JPEG]
