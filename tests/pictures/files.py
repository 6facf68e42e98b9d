"""Files that people send for pictures, good and bad."""

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms

SVG_BOMB = b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg"><text>&b;</text></svg>'
EXE = b"MZ\x90\x00\x03\x00\x00\x00" + b"\0" * 500
SECRET = b"65.0123N 25.4567E"


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40), colour: str = "teal", **how: Any) -> bytes:
    file = BytesIO()
    Image.new("RGBA" if how.pop("holes", False) else "RGB", size, colour).save(file, kind, **how)
    return file.getvalue()


def turned() -> bytes:
    """A picture that a phone took upright: it lies on its side, and its metadata says so, and where it was taken."""
    image = Image.new("RGB", (60, 40), "teal")
    about = Image.Exif()
    about[0x0112] = 6
    about[0x010E] = SECRET.decode()
    file = BytesIO()
    image.save(file, "JPEG", exif=about)
    return file.getvalue()


def of_a_phone() -> bytes:
    """A photograph with a smaller one beside it in the same file, as many phones write it."""
    file = BytesIO()
    small = Image.new("RGB", (6, 4), "teal")
    Image.new("RGB", (60, 40), "teal").save(file, "MPO", save_all=True, append_images=[small])
    return file.getvalue()


def deep(value: int) -> bytes:
    """A grey PNG of 16 bits."""
    file = BytesIO()
    Image.new("I;16", (20, 20), value).save(file, "PNG")
    return file.getvalue()


def swapped() -> bytes:
    """A colour profile in which red is said to be what green is, and the other way round."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"?XYZ").replace(b"gXYZ", b"rXYZ").replace(b"?XYZ", b"gXYZ")


def animated() -> bytes:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    file = BytesIO()
    frames[0].save(file, "WEBP", save_all=True, append_images=frames[1:])
    return file.getvalue()


def huge() -> bytes:
    """A PNG of 60 million pixels in a few bytes: only its head is true."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 10_000, 6_000, 8, 2, 0, 0, 0)
    packed = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
