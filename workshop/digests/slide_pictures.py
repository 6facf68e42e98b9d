"""Pictures on slides, each with its words for those who do not see it."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Emu

from workshop.digests.deck import write
from workshop.digests.document import Picture
from workshop.digests.flow import LINE, Box, Paragraph
from workshop.digests.layouts import BODY_HEIGHT, BODY_TOP, EDGE, GAP, INNER, SMALL, place
from workshop.digests.palette import colours

LOGO_WIDTH, LOGO_HEIGHT, PLATE = 220.0, 64.0, 10.0
"""The most of a logo, and the white around it, in points."""
LOGO_TOP = 428.0
"""Under the subtitle: titles have the room above."""
LEAST_POINTS = 0.75
"""Of a pixel: a small picture is not blown up further."""


def add_picture(slide: Any, begins: float, picture: Picture, content: bytes, caption: Sequence[Paragraph]) -> None:
    """A picture in the room under the title, in its middle, and its caption under it."""
    room = BODY_TOP + BODY_HEIGHT - begins
    box = Box(INNER, room, SMALL)
    taken = min(room / 2, sum(box.height_of(one.whole) for one in caption) + LINE * SMALL) if caption else 0
    width, height = _fitted(picture, INNER, room - taken)
    _draw(slide, picture, content, (EDGE + (INNER - width) / 2, begins, width, height))
    if caption:
        under = slide.shapes.add_textbox(*(Emu(0),) * 4)
        place(under, EDGE, begins + height + GAP / 4, INNER, taken - GAP / 4)
        under.text_frame.word_wrap = True
        write(under.text_frame, caption, colours()["quiet-ink"], align="ctr", size=SMALL)


def add_logo(slide: Any, picture: Picture, content: bytes) -> None:
    """A logo on white, on the title's slide: logos are drawn for white paper."""
    width, height = _fitted(picture, LOGO_WIDTH, LOGO_HEIGHT)
    left, top = EDGE + 24, LOGO_TOP
    plate = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Emu(0),) * 4)
    place(plate, left, top, width + 2 * PLATE, height + 2 * PLATE)
    plate.name = "Plate"
    plate.fill.solid()
    plate.fill.fore_color.rgb = RGBColor(255, 255, 255)
    plate.line.fill.background()
    plate.shadow.inherit = False
    _draw(slide, picture, content, (left + PLATE, top + PLATE, width, height))


def _draw(slide: Any, picture: Picture, content: bytes, where: tuple[float, float, float, float]) -> None:
    shape = slide.shapes.add_picture(BytesIO(content), Emu(0), Emu(0))
    place(shape, *where)
    shape._element.nvPicPr.cNvPr.set("descr", picture.alt)


def _fitted(picture: Picture, width: float, height: float) -> tuple[float, float]:
    """As large as there is room for, in points."""
    scale = min(width / picture.width, height / picture.height, LEAST_POINTS)
    return max(1, picture.width * scale), max(1, picture.height * scale)
