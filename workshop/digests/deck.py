"""Slides as they are put together: text in real placeholders, cards, charts that can be edited, tables, notes.

A deck knows nothing of digests; it is given titles, paragraphs and figures, and lets long ones flow over slides with
"1/2", "2/2" in the title.
"""

import copy
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from io import BytesIO
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Pt
from xlsxwriter import Workbook

from workshop.digests import layouts
from workshop.digests.flow import LINE, Box, Look, Paragraph, count_lines
from workshop.digests.layouts import BODY_HEIGHT, BODY_TOP, EDGE, INNER, TITLE_HEIGHT, TITLE_TOP, place
from workshop.digests.palette import LONGEST_PROPERTY, TAGS, colours
from workshop.digests.spelling import reads_from_right

TITLES = ((28, 2), (24, 2), (20, 3))
"""Sizes of titles in points, and how many lines of each a title has room for."""
BOLD = 1.1
"""How much wider bold letters are."""
LEAST = 14
LIGHT_STYLE = "{3B4B98B0-60AC-42C2-AFA5-B58CD77FA1E5}"
"""PowerPoint's "Light Style 1 – Accent 1"."""
CARD_SIZES = (20, 18, 16, LEAST)
WIDEST_CARD, HIGHEST_CARD, CARD_EDGE, CARD_GAP = 274.0, 250.0, 12.0, 14.0


class Deck:
    """A presentation in one language, made slide by slide."""

    def __init__(self, title: str, foot: str, language: str) -> None:
        self._deck, self._layouts = layouts.opened()
        self._foot, self._language = foot, language
        about = self._deck.core_properties
        about.title, about.subject, about.language = title[:LONGEST_PROPERTY], foot[:LONGEST_PROPERTY], TAGS[language]
        about.author = about.last_modified_by = about.keywords = ""

    def as_bytes(self) -> bytes:
        """The file."""
        file = BytesIO()
        self._deck.save(file)
        return file.getvalue()

    def slide(self, layout: int, title: str, source: str = "", part: str = "") -> tuple[Any, float]:
        """A new slide, and where the room under its title begins. `part` is "1/2", when it is one of several."""
        slide = self._deck.slides.add_slide(self._layouts[layout])
        words = f"{title} {part}" if part else title
        size, height = title_size(words)
        holder = slide.shapes.title
        is_usual = size == TITLES[0][0]  # then the layout says the size
        write(holder.text_frame, [Paragraph(words, Look.PLAIN, self._language)], size=0 if is_usual else size)
        begins = BODY_TOP
        if layout not in (layouts.OPENING, layouts.DIVIDER):
            self._add_foot(slide, layout)
            if height > TITLE_HEIGHT:
                place(holder, EDGE, TITLE_TOP, INNER, height)
                begins += height - TITLE_HEIGHT
        elif size == LEAST:
            place(holder, EDGE + 24, TITLE_TOP, INNER - 48, 290)
        if source:
            notes = slide.notes_slide.notes_text_frame
            write(notes, [Paragraph(source, Look.PLAIN, self._language)])
        return slide, begins

    def _add_foot(self, slide: Any, layout: int) -> None:
        for shape in self._layouts[layout].placeholders:
            kind = shape.element.ph.get("type")
            if kind not in ("ftr", "sldNum"):
                continue
            element = copy.deepcopy(shape.element)
            slide.shapes._spTree.append(element)
            if kind == "ftr":
                foot = next(one for one in slide.placeholders if one.element is element)
                write(foot.text_frame, [Paragraph(self._foot, Look.PLAIN, self._language)])

    def cards(self, slide: Any, begins: float, texts: Sequence[str], across: int, down: int) -> None:
        """Cards side by side, in the order in which they are read."""
        width, height = card_sides(across, down, BODY_TOP + BODY_HEIGHT - begins)
        size = min(card_size(text, width, height) for text in texts)  # the cards of a board look alike
        for number, text in enumerate(texts):
            row, column = divmod(number, across)
            card = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Emu(0),) * 4)
            place(card, EDGE + column * (width + CARD_GAP), begins + row * (height + CARD_GAP), width, height)
            card.name = f"Card {number + 1}"
            card.fill.solid()
            card.fill.fore_color.rgb = RGBColor.from_string(colours()["note-birch"])
            card.line.color.rgb = RGBColor.from_string(colours()["cloudberry"])
            card.line.width = Pt(1.5)
            card.shadow.inherit = False
            frame = card.text_frame
            frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
            frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Pt(CARD_EDGE)
            words = [Paragraph(text, Look.PLAIN, self._language)]
            write(frame, words, colours()["note-ink"], bold=True, size=size)

    def chart(self, holder: Any, name: str, bars: Sequence[tuple[str, float]], figures: str, told: str) -> None:
        """Shares as bars that can be edited, with their values; `figures` is how Excel writes one, `told` the text
        that stands for the picture."""
        data = _Figures(number_format=figures)
        data.categories = [label for label, _share in bars]
        data.add_series(name, [share for _label, share in bars])
        frame = holder.insert_chart(XL_CHART_TYPE.BAR_CLUSTERED, data)
        frame._element.nvGraphicFramePr.cNvPr.set("descr", told)
        chart = frame.chart
        chart.has_legend = chart.has_title = False
        chart.font.size = Pt(LEAST)
        chart.font.color.rgb = RGBColor.from_string(colours()["ink"])
        plot = chart.plots[0]
        plot.gap_width = 55
        plot.has_data_labels = True
        labels = plot.data_labels
        labels.number_format, labels.number_format_is_linked = figures, False
        labels.position, labels.show_value = XL_LABEL_POSITION.OUTSIDE_END, True
        plot.series[0].format.fill.solid()
        plot.series[0].format.fill.fore_color.rgb = RGBColor.from_string(colours()["series-1"])
        values, rows = chart.value_axis, chart.category_axis
        values.minimum_scale, values.maximum_scale = 0, 1.15
        values.has_major_gridlines = values.visible = False
        rows.reverse_order, rows.has_major_gridlines = True, False
        rows.major_tick_mark, rows.tick_label_position = XL_TICK_MARK.NONE, XL_TICK_LABEL_POSITION.LOW
        rows.format.line.color.rgb = RGBColor.from_string(colours()["line"])
        chart._chartSpace.insert(1, parse_xml(f'<c:lang {nsdecls("c")} val="{TAGS[self._language]}"/>'))

    def table(self, holder: Any, told: str, rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
        """A table whose first row is its heading."""
        frame = holder.insert_table(len(rows), len(rows[0]))
        frame._element.nvGraphicFramePr.cNvPr.set("descr", told)
        table = frame.table
        frame._element.graphic.graphicData.tbl.tblPr.find(qn("a:tableStyleId")).text = LIGHT_STYLE
        table.first_row, table.horz_banding = True, False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Emu(int(Pt(1) * width))
        for line, texts in zip(table.rows, rows, strict=True):
            line.height = Pt(24)
            for number, (cell, text) in enumerate(zip(line.cells, texts, strict=True)):
                words = [Paragraph(text, Look.PLAIN, self._language)]
                write(cell.text_frame, words, align="r" if number else "", size=LEAST)


class _Figures(CategoryChartData):
    """Figures of a chart, whose sheet takes every text as a text: "=cmd" is no formula there, and nothing a link."""

    @property
    def _workbook_writer(self) -> Any:
        return _PlainSheet(self)


class _PlainSheet(CategoryWorkbookWriter):
    def _open_worksheet(self, file: BytesIO) -> AbstractContextManager[tuple[Any, Any]]:
        return _Sheet(file)


class _Sheet(AbstractContextManager[tuple[Any, Any]]):
    def __init__(self, file: BytesIO) -> None:
        plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self._book = Workbook(file, {"in_memory": True, **plain})

    def __enter__(self) -> tuple[Any, Any]:
        return self._book, self._book.add_worksheet()

    def __exit__(self, *_fault: object) -> None:
        self._book.close()


def title_size(words: str) -> tuple[float, float]:
    """The size of a title's letters, the largest that it has room for, and the height that it takes then."""
    for size, lines in TITLES:
        if count_lines(words, _letters(INNER, size)) <= lines:
            return size, TITLE_HEIGHT
    return LEAST, max(TITLE_HEIGHT, (count_lines(words, _letters(INNER, LEAST)) + 0.5) * LEAST * LINE)


def card_sides(across: int, down: int, room: float) -> tuple[float, float]:
    """Width and height of each of so many cards, in a room so high."""
    width = (INNER - CARD_GAP * (across - 1)) / across
    usual = min(HIGHEST_CARD, (room - CARD_GAP * (down - 1)) / down)
    return (min(WIDEST_CARD, width), usual) if across > 2 or down > 1 else (width, room)


def card_size(words: str, width: float, height: float) -> float:
    """The size of a card's letters, the largest that it has room for."""
    return next((size for size in CARD_SIZES if _fits(words, width, height, size)), CARD_SIZES[-1])


def has_room(words: str, width: float, height: float) -> bool:
    """Has a card room for these words?"""
    return _fits(words, width, height, CARD_SIZES[-1])


def _fits(words: str, width: float, height: float, size: float) -> bool:
    return count_lines(words, _letters(width - 2 * CARD_EDGE, size)) * size * LINE <= height - 2 * CARD_EDGE


def _letters(width: float, size: float) -> int:
    return Box(width, 0, size * BOLD).per_line


def write(
    frame: Any, paragraphs: Sequence[Paragraph], colour: str = "", bold: bool = False, align: str = "", size: float = 0
) -> None:
    """Put paragraphs into a frame, each text in its language; nothing of what stood there stays.

    What is not given is as the layout has it: colour, boldness, side and size (points).
    """
    body = frame._txBody
    for old in body.findall(qn("a:p")):
        body.remove(old)
    for one in paragraphs:
        body.append(_paragraph(one, colour, bold, align, size))


def _paragraph(one: Paragraph, colour: str, bold: bool, align: str, size: float) -> Any:
    made = parse_xml(f"<a:p {nsdecls('a')}/>")
    how = made.get_or_add_pPr()
    if one.before:
        how.append(parse_xml(f'<a:spcBef {nsdecls("a")}><a:spcPts val="{int(one.before * 100)}"/></a:spcBef>'))
    is_bullet = one.look in (Look.BULLET, Look.INNER)
    if one.look is Look.INNER:
        how.set("lvl", "1")
    if reads_from_right(one.words):
        how.set("rtl", "1")
        align = align or "r"
    if align:
        how.set("algn", align)
    if not is_bullet:
        how.set("marL", "0")
    if not is_bullet or one.goes_on:
        how.set("indent", "0")
        how.append(parse_xml(f"<a:buNone {nsdecls('a')}/>"))
    own = {Look.QUIET: "quiet-ink", Look.HEADING: "spruce"}
    bold = bold or one.look in (Look.STRONG, Look.HEADING)
    _runs(made, one.words, one.language, colours()[own[one.look]] if one.look in own else colour, bold, size)
    if one.aside:
        _runs(made, f" {one.aside}", "", colours()["quiet-ink"], False, size)
    return made


def _runs(paragraph: Any, words: str, language: str, colour: str, bold: bool, size: float) -> None:
    add: Callable[[str], Any] = paragraph.add_r
    for number, line in enumerate(words.split("\n")):
        if number:
            paragraph.append(parse_xml(f"<a:br {nsdecls('a')}/>"))
        if not line:
            continue
        looks = add(line).get_or_add_rPr()
        if language:
            looks.set("lang", TAGS.get(language, language))
        if size:
            looks.set("sz", str(int(size * 100)))
        if bold:
            looks.set("b", "1")
        if colour:
            looks.append(parse_xml(f'<a:solidFill {nsdecls("a")}><a:srgbClr val="{colour}"/></a:solidFill>'))
