"""What a text document needs besides python-docx: language, direction, shades, borders, tables that tell their name."""

import re
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from workshop.digests.document import Picture
from workshop.digests.palette import TAGS, colours
from workshop.digests.spelling import reads_from_right

LEAST_PER_INCH = 96
"""Pixels of a small picture: it is not blown up."""
SHORT = 14
"""Rows of a table that is kept on one page."""


def say(paragraph: Any, words: str, language: str = "", aside: str = "") -> None:
    """Put words into a paragraph; `language` when it is not the document's."""
    run = paragraph.add_run(words)
    if reads_from_right(words):
        paragraph._p.get_or_add_pPr().append(parse_xml(f"<w:bidi {nsdecls('w')}/>"))
        run._r.get_or_add_rPr().append(parse_xml(f"<w:rtl {nsdecls('w')}/>"))
    if language:
        speaks(run._r.get_or_add_rPr(), language)
    if aside:
        beside = paragraph.add_run(f" {aside}")
        beside.font.color.rgb = RGBColor.from_string(colours()["quiet-ink"])


def speaks(looks: Any, language: str) -> None:
    """Say the language of what has these looks (`w:rPr`)."""
    tag = TAGS.get(language, language)
    looks.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="{tag}" w:eastAsia="{tag}"/>'))


def describe(table: Any, words: str) -> None:
    """The table's name for those who do not see it."""
    told = re.sub(r"\s+", " ", words)
    element = parse_xml(f"<w:tblCaption {nsdecls('w')}/>")
    element.set(qn("w:val"), told)
    table._tbl.tblPr.append(element)


def columns(table: Any, widths_mm: Sequence[float]) -> None:
    """Fix the widths of a table's columns."""
    table.autofit = False
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths_mm, strict=True):
            cell.width = Mm(width)


def keep_rows(table: Any, has_head: bool) -> None:
    """No row is parted by the end of a page nor a short table either; a heading is repeated on the next page."""
    rows = list(table.rows)
    for number, row in enumerate(rows):
        if len(rows) <= SHORT and number < len(rows) - 1:
            for cell in row.cells:
                cell.paragraphs[0].paragraph_format.keep_with_next = True
        properties = row._tr.get_or_add_trPr()
        properties.append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
        if has_head and not number:
            properties.append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))


def shade(cell: Any, colour: str) -> None:
    """Fill a cell with a colour."""
    filled = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{colour}"/>'
    cell._tc.get_or_add_tcPr().append(parse_xml(filled))


def frame(table: Any, inside: tuple[int, str], above: tuple[int, str], room_mm: tuple[float, float]) -> None:
    """Lines between the rows and above them (eighths of a point, colour), none between columns, and room in cells
    (above and below, beside)."""
    lines = {"top": above, "left": (0, ""), "bottom": inside, "right": (0, "")}
    lines |= {"insideH": inside, "insideV": (0, "")}
    drawn = "".join(
        f'<w:{side} w:val="{"single" if width else "nil"}" w:sz="{width}" w:space="0" w:color="{colour or "auto"}"/>'
        for side, (width, colour) in lines.items()
    )
    down, beside = (int(Mm(one).twips) for one in room_mm)
    rooms = {"top": down, "left": beside, "bottom": down, "right": beside}
    inner = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in rooms.items())
    properties = table._tbl.tblPr
    before = ("w:tblLayout", "w:tblCellMar", "w:tblLook", "w:tblCaption", "w:tblDescription")
    properties.insert_element_before(parse_xml(f"<w:tblBorders {nsdecls('w')}>{drawn}</w:tblBorders>"), *before)
    properties.insert_element_before(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{inner}</w:tblCellMar>"), *before[2:])


def draw_picture(paragraph: Any, picture: Picture, content: bytes, most_mm: tuple[float, float]) -> None:
    """A picture in a paragraph of its own, as large as there is room for, and its words for those who do not see it."""
    width, height = most_mm
    scale = min(width / picture.width, height / picture.height, 25.4 / LEAST_PER_INCH)
    drawn = paragraph.add_run().add_picture(BytesIO(content), Mm(picture.width * scale), Mm(picture.height * scale))
    drawn._inline.docPr.set("descr", picture.alt)


def draw_bar(cell: Any, share: float, longest_mm: float) -> None:
    """A bar as a shaded line of its own, as long as the share: no picture, so nothing that would need words."""
    line = cell.add_paragraph()
    room = line.paragraph_format
    room.space_after, room.line_spacing = Pt(4), Pt(7)
    room.right_indent = Mm(longest_mm * (1 - max(0.01, share)))
    shade = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{colours()["spruce"]}"/>'
    line._p.get_or_add_pPr().insert_element_before(
        parse_xml(shade), "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )
