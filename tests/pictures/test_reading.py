"""Reading pictures: what is taken is written anew, what is not is told apart."""

from io import BytesIO

import pytest
from flask import Flask
from PIL import Image, ImageColor

from tests.pictures.files import EXE, SECRET, SVG_BOMB, animated, deep, huge, of_a_phone, picture, swapped, turned
from workshop.pictures.actions import keep_picture
from workshop.pictures.queries import contents
from workshop.pictures.reading import JPEG, LARGEST_FILE, PNG, BadPicture, Fault, read_picture


def test_a_photograph_is_turned_upright_and_tells_nothing_but_its_pixels() -> None:
    sent = turned()
    assert SECRET in sent
    read = read_picture(sent)
    assert (read.kind, read.width, read.height) == ("image/jpeg", 40, 60)
    assert SECRET not in read.content
    assert not Image.open(BytesIO(read.content)).getexif()


@pytest.mark.parametrize(
    ("sent", "kind"),
    [
        (picture("WEBP"), "image/jpeg"),
        (picture("WEBP", holes=True, colour="#00808080", lossless=True), "image/png"),
        (picture("PNG"), "image/png"),
    ],
    ids=["photograph", "with holes", "drawing"],
)
def test_what_is_kept_is_a_picture_that_all_formats_know(sent: bytes, kind: str) -> None:
    assert read_picture(sent).kind == kind


def test_a_phones_photograph_with_more_in_it_stands_still() -> None:
    read = read_picture(of_a_phone())
    assert (read.kind, read.width, read.height) == ("image/jpeg", 60, 40)


def test_greys_of_16_bits_are_told_apart() -> None:
    kept = Image.open(BytesIO(read_picture(deep(0x8000)).content))
    assert kept.convert("RGB").getpixel((5, 5)) == (128, 128, 128)


@pytest.mark.parametrize(
    ("profile", "seen"),
    [(swapped(), "#00ff00"), (swapped()[:200], "#ff0000"), (b"none", "#ff0000")],
    ids=["a profile", "cut", "none"],
)
def test_colours_are_as_their_profile_says(profile: bytes, seen: str) -> None:
    kept = Image.open(BytesIO(read_picture(picture(colour="#ff0000", icc_profile=profile)).content))
    assert "icc_profile" not in kept.info
    there = kept.convert("RGB").getpixel((5, 5))
    assert max(abs(a - b) for a, b in zip(there, ImageColor.getrgb(seen), strict=True)) < 4


def test_a_large_picture_is_made_as_large_as_a_page_needs() -> None:
    read = read_picture(picture("JPEG", (4000, 1000)))
    assert (read.width, read.height) == (2000, 500)


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        (b"", Fault.NO_FILE),
        (SVG_BOMB, Fault.DRAWING),
        (EXE, Fault.NO_PICTURE),
        (picture("GIF"), Fault.NO_PICTURE),
        (picture("PNG")[:60], Fault.BROKEN),
        (picture("JPEG", (200, 200))[:400], Fault.BROKEN),
        (animated(), Fault.MOVES),
        (huge(), Fault.TOO_MANY_PIXELS),
        (b"\x89PNG" + b"\0" * LARGEST_FILE, Fault.TOO_LARGE),
    ],
    ids=["none", "svg", "exe", "gif", "cut png", "cut jpeg", "animated", "60 megapixels", "9 MB"],
)
def test_what_is_no_good_picture_is_told_apart(sent: bytes, fault: Fault) -> None:
    with pytest.raises(BadPicture) as told:
        read_picture(sent)
    assert told.value.fault is fault


def test_a_kind_that_is_not_asked_for_is_not_read() -> None:
    with pytest.raises(BadPicture):
        read_picture(picture("WEBP"), (PNG, JPEG))


def test_the_same_picture_is_kept_once(app: Flask) -> None:
    read = read_picture(picture())
    with app.app_context():
        keys = {keep_picture(read).key for _time in range(2)}
        assert contents([*keys, "none"]) == {keys.pop(): read.content}
