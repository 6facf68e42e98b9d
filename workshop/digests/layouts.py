"""The slides' ground: python-pptx's default template in 16:9, with the house's colours and seven of its layouts.

Everything that is the same on all slides stands here, in master and layouts, so that whoever edits the slides edits it
once; the slides themselves hold only placeholders, cards, charts and tables.
"""

from collections.abc import Iterable
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Pt

from workshop.digests.palette import colours

WIDTH, HEIGHT = 960.0, 540.0
"""Of a slide, in points: 16:9, as PowerPoint makes it."""
EDGE = 54.0
INNER = WIDTH - 2 * EDGE
TITLE_TOP, TITLE_HEIGHT = 30.0, 76.0
BODY_TOP, BODY_HEIGHT = 124.0, 352.0
FOOT_TOP, FOOT_HEIGHT = 492.0, 28.0
SIDE = 270.0
"""Width of the text beside a chart."""
UNDER = 96.0
"""Height of the text under a table."""
GAP = 24.0
COLUMN = (INNER - GAP) / 2
"""Width of each of two columns of text."""
LETTERS, SMALL = 18, 14
"""Sizes of text in points: what people said and the digest's own sentences; tables and feet."""

OPENING, TEXT, DIVIDER, CHART, COLUMNS, CARDS, TABLE = 0, 1, 2, 3, 4, 5, 8
"""The default template's layouts that are used, by their number in it."""
_NAMES = {CHART: "Title, Chart and Text", COLUMNS: "Title and Two Texts", TABLE: "Title, Table and Text"}
_THEME = {
    **{"dk1": "ink", "lt1": "surface", "dk2": "spruce", "lt2": "paper", "hlink": "lake", "folHlink": "heather"},
    **{f"accent{number}": f"series-{number}" for number in range(1, 7)},
}


def opened() -> tuple[Any, dict[int, Any]]:
    """A presentation without slides, and its layouts by the constants above."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(WIDTH), Pt(HEIGHT)
    layouts = {number: deck.slide_layouts[number] for number in (OPENING, TEXT, DIVIDER, CHART, COLUMNS, CARDS, TABLE)}
    for layout in list(deck.slide_layouts):
        if layout not in layouts.values():
            deck.slide_layouts.remove(layout)
    _colour_theme(deck.slide_master)
    _shape_master(deck.slide_master)
    for number, layout in layouts.items():
        _drop(layout.placeholders, {10})  # the day stands in the subtitle
        if number in _NAMES:
            layout.element.cSld.set("name", _NAMES[number])
    _shape_layouts(layouts)
    return deck, layouts


def _colour_theme(master: Any) -> None:
    part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme = etree.fromstring(part.blob)
    for name, token in _THEME.items():
        (holder,) = theme.iter(qn(f"a:{name}"))
        for old in list(holder):
            holder.remove(old)
        etree.SubElement(holder, qn("a:srgbClr"), val=colours()[token])
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)


def _shape_master(master: Any) -> None:
    _ground(master, "bg2")
    _drop(master.placeholders, set(), {"dt"})
    for shape in master.placeholders:
        match shape.element.ph.get("type"):
            case "title":
                place(shape, EDGE, TITLE_TOP, INNER, TITLE_HEIGHT)
                shape.text_frame._txBody.bodyPr.set("anchor", "b")
            case "body":
                place(shape, EDGE, BODY_TOP, INNER, BODY_HEIGHT)
            case "ftr":
                place(shape, EDGE, FOOT_TOP, INNER - 120, FOOT_HEIGHT)
                _level(shape, SMALL, colours()["quiet-ink"])
            case "sldNum":
                place(shape, WIDTH - EDGE - 100, FOOT_TOP, 100, FOOT_HEIGHT)
                _level(shape, SMALL, colours()["quiet-ink"], "r")
        for edge in ("lIns", "rIns"):
            shape.text_frame._txBody.bodyPr.set(edge, "0")
    styles = master.element.find(qn("p:txStyles"))
    title, body = (styles.find(qn(f"p:{name}")) for name in ("titleStyle", "bodyStyle"))
    _restyle(title, [_paragraph_style(1, 28, "accent1", 'b="1"', "")])
    bullet = f'<a:buClr><a:srgbClr val="{colours()["series-2"]}"/></a:buClr><a:buFont typeface="Arial"/>'
    levels = [
        _paragraph_style(level, LETTERS, "tx1", "", f'{bullet}<a:buChar char="{mark}"/>', 18 * level)
        for level, mark in ((1, "•"), (2, "–"))
    ]
    _restyle(body, levels)


def _restyle(style: Any, levels: list[Any]) -> None:
    for level, new in enumerate(levels, start=1):
        old = style.find(qn(f"a:lvl{level}pPr"))
        style.replace(old, new)


def _paragraph_style(level: int, size: int, colour: str, bold: str, bullet: str, indent: int = 0) -> Any:
    room = f'marL="{Pt(indent)}" indent="{-Pt(18)}"' if indent else 'marL="0" indent="0"'
    return parse_xml(
        f'<a:lvl{level}pPr {nsdecls("a")} {room} algn="l" defTabSz="914400" rtl="0" eaLnBrk="1" latinLnBrk="0" '
        'hangingPunct="1"><a:lnSpc><a:spcPct val="100000"/></a:lnSpc><a:spcBef><a:spcPts val="0"/></a:spcBef>'
        f'<a:spcAft><a:spcPts val="600"/></a:spcAft>{bullet or "<a:buNone/>"}'
        f'<a:defRPr sz="{size * 100}" kern="1200" {bold}><a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'
        '<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/></a:defRPr>'
        f"</a:lvl{level}pPr>"
    )


def _shape_layouts(layouts: dict[int, Any]) -> None:
    opening = layouts[OPENING]
    _ground(opening, "accent1")
    _strip(opening, 0, HEIGHT - 12, WIDTH, 12)
    title, subtitle = (_holder(opening, idx) for idx in (0, 1))
    place(title, EDGE + 24, 120, INNER - 48, 190)
    place(subtitle, EDGE + 24, 326, INNER - 48, 90)
    title.text_frame._txBody.bodyPr.set("anchor", "b")
    _level(title, 40, "FFFFFF")
    _level(subtitle, 24, "FFFFFF")
    _drop(opening.placeholders, {11, 12})

    divider = layouts[DIVIDER]
    _ground(divider, "accent1")
    _strip(divider, EDGE + 24, 330, 96, 6)
    title = _holder(divider, 0)
    place(title, EDGE + 24, 130, INNER - 48, 180)
    title.text_frame._txBody.bodyPr.set("anchor", "b")
    _level(title, 32, "FFFFFF")
    _drop(divider.placeholders, {1, 11, 12})

    for number in (TEXT, CHART, COLUMNS, CARDS, TABLE):
        _strip(layouts[number], EDGE, TITLE_TOP + TITLE_HEIGHT + 4, INNER, 2.5)
    for number in (CHART, COLUMNS, TABLE):
        title = _holder(layouts[number], 0)
        place(title, EDGE, TITLE_TOP, INNER, TITLE_HEIGHT)
        title.text_frame._txBody.bodyPr.set("anchor", "b")
        for style in title.text_frame._txBody.findall(qn("a:lstStyle")):
            style.clear()
    _drop(layouts[COLUMNS].placeholders, {3, 4})
    for idx, left in ((1, EDGE), (2, EDGE + COLUMN + GAP)):
        column = _holder(layouts[COLUMNS], idx)
        column.text_frame._txBody.find(qn("a:lstStyle")).clear()
        column.text_frame._txBody.bodyPr.set("anchor", "t")
        column.element.ph.set("type", "body")
        place(column, left, BODY_TOP, COLUMN, BODY_HEIGHT)
    chart, beside = (_holder(layouts[CHART], idx) for idx in (1, 2))
    chart.element.ph.set("type", "chart")
    place(chart, EDGE, BODY_TOP, INNER - SIDE - GAP, BODY_HEIGHT)
    table, under = (_holder(layouts[TABLE], idx) for idx in (1, 2))
    table.element.ph.set("type", "tbl")
    place(table, EDGE, BODY_TOP, INNER, BODY_HEIGHT - UNDER - 8)
    place(beside, WIDTH - EDGE - SIDE, BODY_TOP, SIDE, BODY_HEIGHT)
    place(under, EDGE, BODY_TOP + BODY_HEIGHT - UNDER, INNER, UNDER)
    for text in (beside, under):
        text.element.ph.set("type", "body")
        _level(text, SMALL, colours()["ink"])


def _holder(layout: Any, idx: int) -> Any:
    return next(shape for shape in layout.placeholders if shape.placeholder_format.idx == idx)


def _drop(holders: Iterable[Any], numbers: set[int], kinds: frozenset[str] | set[str] = frozenset()) -> None:
    for shape in list(holders):
        ph = shape.element.ph
        if int(ph.get("idx", 0)) in numbers or ph.get("type") in kinds:
            shape.element.getparent().remove(shape.element)


def place(shape: Any, left: float, top: float, width: float, height: float) -> None:
    """Put a shape somewhere, in points."""
    shape.left, shape.top, shape.width, shape.height = (Emu(int(Pt(1) * side)) for side in (left, top, width, height))


def _ground(page: Any, colour: str) -> None:
    fill = f'<p:bg {nsdecls("p", "a")}><p:bgPr><a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'
    shape_tree = page.element.cSld
    for old in shape_tree.findall(qn("p:bg")):
        shape_tree.remove(old)
    shape_tree.insert(0, parse_xml(f"{fill}<a:effectLst/></p:bgPr></p:bg>"))


def _level(shape: Any, size: int, colour: str, align: str = "l") -> None:
    """How the first level of a placeholder's text looks; it has no bullet."""
    style = shape.text_frame._txBody.find(qn("a:lstStyle"))
    style.clear()
    level = parse_xml(
        f'<a:lvl1pPr {nsdecls("a")} marL="0" indent="0" algn="{align}"><a:buNone/><a:defRPr sz="{size * 100}">'
        f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:defRPr></a:lvl1pPr>'
    )
    style.append(level)


def _strip(layout: Any, left: float, top: float, width: float, height: float) -> None:
    """A strip of cloudberry, on the layout only: it is an ornament, and no slide's content."""
    x, y, cx, cy = (int(Pt(1) * side) for side in (left, top, width, height))
    strip = parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="90" name="Strip"/>'
        '<p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f'<a:solidFill><a:srgbClr val="{colours()["cloudberry"]}"/></a:solidFill>'
        "<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
    )
    layout.shapes._spTree.insert(2, strip)
