"""Decoding a picture: judged before it is decoded, and written anew without what is not picture.

`python -m workshop.pictures.decoding KIND…` reads a file from its input and writes the picture to its output.
"""

import json
import sys
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms, ImageOps

from workshop.pictures.reading import JPEG, KINDS, MOST_PIXELS, PNG, WEBP, BadPicture, Fault

_BEGINNINGS = {JPEG: b"\xff\xd8\xff", PNG: b"\x89PNG", WEBP: b"RIFF"}
_WITH_OTHERS = "MPO"
"""What the library calls a JPEG with more pictures in it: smaller ones, or depths."""
LONGEST_SIDE = 2000
"""Pixels of the longer side, as it is kept: sharp on a whole page and a whole slide."""
LARGEST_PNG = 1_500_000
"""A photograph that comes as PNG is kept as JPEG when it would take more."""


def _decoded(content: bytes, kinds: Sequence[str]) -> tuple[Any, str]:
    """The picture as it is seen, and the kind that it came as. Raises BadPicture."""
    try:
        image = Image.open(BytesIO(content), formats=kinds)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise BadPicture(Fault.TOO_MANY_PIXELS) from None
    except Exception:  # what a crafted file does to a decoder is not for us to list
        raise BadPicture(_what_else(content, kinds)) from None
    if image.width * image.height > MOST_PIXELS:
        raise BadPicture(Fault.TOO_MANY_PIXELS)
    try:
        came_as = image.format
        # a phone's photograph has more pictures beside the one that is seen; they are no frames
        if came_as != _WITH_OTHERS and getattr(image, "n_frames", 1) > 1:
            raise BadPicture(Fault.MOVES)
        image.load()
        seen = _seen(ImageOps.exif_transpose(image))
    except BadPicture:
        raise
    except Exception:
        raise BadPicture(Fault.BROKEN) from None
    return seen, came_as


def _seen(image: Any) -> Any:
    """The picture as RGB or RGBA, as large as it is kept, in the colours that every screen takes it to have."""
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I"):  # 16 bits, of which the upper eight are seen
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    mode = "RGBA" if image.has_transparency_data else "RGB"
    if mode == "RGBA" or image.mode not in ("L", "CMYK"):  # those two have profiles of their own
        image = image.convert(mode)
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return _in_srgb(image, profile).convert(mode)


def _in_srgb(image: Any, profile: bytes | None) -> Any:
    """The picture without need of its colour profile; as it is when it has none, or a bad one."""
    if not profile:
        return image
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        known = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(image, known, ImageCms.createProfile("sRGB"), outputMode=mode)
    except Exception:  # a profile is a file in the file, and as little to be trusted
        return image


def _what_else(content: bytes, kinds: Sequence[str]) -> Fault:
    """What a file is that cannot be opened as a picture of these kinds."""
    if b"<svg" in content[:4000].lower():
        return Fault.DRAWING
    begins_well = content.startswith(tuple(_BEGINNINGS[kind] for kind in kinds))
    return Fault.BROKEN if begins_well else Fault.NO_PICTURE


def _written(image: Any, came_as: str) -> tuple[str, bytes]:
    """The picture in the kind that suits it, with its pixels and nothing else: no place, no camera, no words."""
    image.info = {}
    if image.mode == "RGBA" or came_as == PNG:
        content = _saved(image, PNG, optimize=True)
        if image.mode == "RGBA" or len(content) <= LARGEST_PNG:
            return PNG, content
    return JPEG, _saved(image, JPEG, quality=85)


def _saved(image: Any, kind: str, **how: Any) -> bytes:
    file = BytesIO()
    image.save(file, kind, **how)
    return file.getvalue()


def main(kinds: Sequence[str]) -> None:
    """Read one file from standard input; write a line of JSON to standard output, and the picture after it."""
    try:
        image, came_as = _decoded(sys.stdin.buffer.read(), kinds)
        kind, content = _written(image, came_as)
    except BadPicture as bad:
        facts, content = {"fault": bad.fault.value}, b""
    else:
        facts = {"kind": KINDS[kind], "width": image.width, "height": image.height}
    sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n" + content)


if __name__ == "__main__":
    main(sys.argv[1:])
