"""The writer of text documents: built-in styles, so that whoever edits one finds headings and lists in their places."""

from collections.abc import Mapping
from io import BytesIO
from types import MappingProxyType
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from workshop.digests.document import BoardPage, Document, HeadedList, Part, Picture, Said, Section, Stack, Table, Words
from workshop.digests.docx_marks import columns, describe, draw_bar, draw_picture, frame, keep_rows, say, shade, speaks
from workshop.digests.findings import FactBox, Numbered, Quote
from workshop.digests.palette import LONGEST_PROPERTY, TAGS, colours
from workshop.digests.spelling import spelled

CARDS_ACROSS = 3
WIDTH_MM = 166.0
"""Of the text: A4 without its margins."""
HEIGHT_MM, LOGO_MM = 150.0, (60.0, 24.0)
"""The most of a picture, and of a logo (width, height)."""
LABEL_MM, FIGURE_MM = 40.0, 27.0
SHARE_MM = 62.0
_COLUMN_OF_BARS = 2


def write_docx(document: Document, pictures: Mapping[str, bytes] = MappingProxyType({})) -> bytes:
    """The document as a text document. Pure: every word of it is the document's."""
    return _Writer(document.respelled(spelled), pictures).write()


class _Writer:
    def __init__(self, document: Document, pictures: Mapping[str, bytes]) -> None:
        self._document, self._file, self._pictures = document, docx.Document(), pictures
        _dress(self._file, document)
        self._styles = {style.name: style for style in self._file.styles}

    def write(self) -> bytes:
        document = self._document
        if document.logo and document.logo.key in self._pictures:
            draw_picture(self._file.add_paragraph(), document.logo, self._pictures[document.logo.key], LOGO_MM)
        self._add(document.title, "Title")
        if document.subtitle:
            self._add(document.subtitle, "Subtitle")
        if document.cover:
            self._picture(document.cover)
        if len(document.blocks) > 1:
            self._contents()
        for number, block in enumerate(document.blocks, start=1):
            self._bookmark(self._add(block.heading, "Heading 1"), number)
            match block:
                case HeadedList():
                    self._list(block)
                case BoardPage():
                    self._cards(block)
                case Section():
                    for part in block.parts:
                        self._part(part)
        if document.closing_heading:
            self._add(document.closing_heading, "Heading 1")
        closing = [self._add(paragraph) for paragraph in document.closing]
        for paragraph in closing[:-1]:
            paragraph.paragraph_format.keep_with_next = True
        file = BytesIO()
        self._file.save(file)
        return file.getvalue()

    def _add(self, words: str, style: str = "Normal", language: str = "", aside: str = "") -> Any:
        paragraph = self._file.add_paragraph()
        paragraph._p.style = self._styles[style].style_id  # by itself the library would look it up each time
        say(paragraph, words, language if language != self._document.language else "", aside)
        return paragraph

    def _part(self, part: Part) -> None:
        if part.heading:
            self._add(part.heading, "Heading 2")
        match part:
            case HeadedList():
                self._list(part)
            case Words():
                for paragraph in part.paragraphs:
                    self._add(paragraph)
            case Table():
                self._table(part)
            case Picture():
                self._picture(part)
            case Numbered():
                self._numbered(part)
            case FactBox():
                for paragraph in part.paragraphs:
                    self._add(paragraph, "Normal", part.language)
                if part.credit:
                    self._quiet(part.credit)
            case Quote():
                self._add(part.words, "Quote", part.language)
                if part.credit:
                    self._quiet(f"— {part.credit}")

    def _picture(self, picture: Picture) -> None:
        if picture.key not in self._pictures:
            self._add(picture.told)
        else:
            paragraph = self._file.add_paragraph()
            draw_picture(paragraph, picture, self._pictures[picture.key], (WIDTH_MM, HEIGHT_MM))
            paragraph.paragraph_format.keep_with_next = bool(picture.caption)
        if picture.caption:
            self._quiet(picture.caption)

    def _numbered(self, part: Numbered) -> None:
        """Numbers are written out: those of a list would go on from one theme to the next."""
        if part.base:
            self._quiet(part.base).paragraph_format.keep_with_next = True
        for number, item in enumerate(part.items, start=1):
            said = self._add(f"{number}. {item.words}", "Normal", item.language)
            said.runs[0].bold = bool(item.points)
            said.paragraph_format.keep_with_next = bool(item.points or item.footnote)
            for point in item.points:
                self._add(point, "List Bullet", item.language)
            if item.footnote:
                self._quiet(item.footnote)

    def _list(self, block: HeadedList) -> None:
        for said in block.said:
            if isinstance(said, Stack):
                self._add(said.heading, "List Bullet").runs[0].bold = True
                for one in said.said:
                    self._item(one, "List Bullet 2")
            else:
                self._item(said, "List Bullet")
        if not block.said:
            self._quiet(block.when_empty)

    def _item(self, said: Said, style: str) -> None:
        self._add(said.words, style, said.language, said.aside)

    def _quiet(self, words: str) -> Any:
        paragraph = self._add(words)
        for run in paragraph.runs:
            run.font.color.rgb = RGBColor.from_string(colours()["quiet-ink"])
        return paragraph

    def _contents(self) -> None:
        """Links to the headings: a field would ask to be brought up to date when the file is opened."""
        heading = self._add(self._document.contents)
        heading.runs[0].bold = True
        heading.paragraph_format.keep_with_next = True
        for number, entry in enumerate(self._document.entries, start=1):
            paragraph = self._file.add_paragraph()
            paragraph.paragraph_format.space_after = Pt(3)
            link = parse_xml(f'<w:hyperlink {nsdecls("w")} w:anchor="part_{number}" w:history="1"/>')
            say(paragraph, entry)
            for run in paragraph.runs:
                run.font.color.rgb = RGBColor.from_string(colours()["lake"])
                link.append(run._r)
            paragraph._p.append(link)

    def _bookmark(self, paragraph: Any, number: int) -> None:
        ends = f'w:id="{number}"'
        properties = paragraph._p.get_or_add_pPr()
        properties.addnext(parse_xml(f'<w:bookmarkStart {nsdecls("w")} {ends} w:name="part_{number}"/>'))
        paragraph._p.append(parse_xml(f"<w:bookmarkEnd {nsdecls('w')} {ends}/>"))

    def _cards(self, board: BoardPage) -> None:
        """The cards side by side; no row of them is parted."""
        if not board.cards:
            return
        across = 2 if len(board.cards) in (2, 4) else min(CARDS_ACROSS, len(board.cards))
        table = self._file.add_table(-(-len(board.cards) // across), across)
        describe(table, board.heading)
        frame(table, (48, "FFFFFF"), (24, colours()["cloudberry"]), (2, 3))
        columns(table, [WIDTH_MM / CARDS_ACROSS] * across)
        keep_rows(table, has_head=False)
        cells = [cell for row in table.rows for cell in row.cells]
        for cell, card in zip(cells, board.cards, strict=False):
            shade(cell, colours()["note-birch"])
            say(cell.paragraphs[0], card)
            cell.paragraphs[0].runs[0].bold = True
        self._file.add_paragraph().paragraph_format.space_after = Pt(0)

    def _table(self, table: Table) -> None:
        base = self._quiet(table.base)
        if table.rows:
            base.paragraph_format.keep_with_next = True
            self._grid(table)
        for note in table.footnotes:
            self._quiet(note)

    def _grid(self, table: Table) -> None:
        count = len(table.columns)
        grid = self._file.add_table(0, count)
        grid.style = self._styles["Table Grid"]
        describe(grid, table.heading)
        figures = min(FIGURE_MM, (WIDTH_MM - LABEL_MM) / max(1, count - 1))
        widths = [SHARE_MM if not table.is_wide and number == _COLUMN_OF_BARS else figures for number in range(count)]
        widths[0] = WIDTH_MM - sum(widths[1:])
        for cell, words in zip(grid.add_row().cells, table.columns, strict=True):
            say(cell.paragraphs[0], words)
            shade(cell, colours()["spruce-tint"])
        for row in table.rows:
            cells = grid.add_row().cells
            for cell, words in zip(cells, (row.label, row.count, row.share, *row.more), strict=False):
                say(cell.paragraphs[0], words)
            if row.bar is not None and not table.is_wide and count > _COLUMN_OF_BARS:
                draw_bar(cells[_COLUMN_OF_BARS], row.bar, SHARE_MM - 4)
        for line in grid.rows:
            for number, cell in enumerate(line.cells):
                cell.paragraphs[0].paragraph_format.space_after = Pt(0)
                if number:
                    cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        line = (4, colours()["line"])
        frame(grid, line, line, (1, 1.5))
        columns(grid, widths)
        keep_rows(grid, has_head=True)
        self._file.add_paragraph().paragraph_format.space_after = Pt(0)


def _dress(file: Any, document: Document) -> None:
    """Page, styles, foot and properties of a new file."""
    about = file.core_properties
    about.title, about.subject = document.title[:LONGEST_PROPERTY], document.subtitle[:LONGEST_PROPERTY]
    about.language = TAGS[document.language]
    about.author = about.last_modified_by = about.keywords = about.comments = ""
    page = file.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(22)
    page.top_margin, page.bottom_margin = Mm(24), Mm(22)
    for style in (
        "Normal",
        "Title",
        "Subtitle",
        "Heading 1",
        "Heading 2",
        "List Bullet",
        "List Bullet 2",
        "Quote",
    ):
        _restyle(file.styles[style], *_STYLES[style])
    defaults = file.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    speaks(defaults, document.language)
    head = page.header.paragraphs[0]
    say(head, document.subtitle)
    foot = page.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for field, after in (("PAGE", "/"), ("NUMPAGES", "")):
        foot._p.append(
            parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" {field} "><w:r><w:t>1</w:t></w:r></w:fldSimple>')
        )
        if after:
            foot.add_run(after)
    for run in head.runs:
        run.font.color.rgb = RGBColor.from_string(colours()["quiet-ink"])


_STYLES: dict[str, tuple[float, str, bool, float, float]] = {
    "Normal": (12, "ink", False, 0, 6),
    "Title": (28, "spruce", True, 0, 6),
    "Subtitle": (15, "quiet-ink", False, 0, 24),
    "Heading 1": (18, "spruce", True, 24, 8),
    "Heading 2": (13, "ink", True, 16, 6),
    "List Bullet": (12, "ink", False, 0, 6),
    "List Bullet 2": (12, "ink", False, 0, 6),
    "Quote": (14, "spruce", False, 6, 4),
}
"""Size in points, colour, boldness, and room before and after."""


def _restyle(style: Any, size: float, colour: str, bold: bool, before: float, after: float) -> None:
    font, room = style.font, style.paragraph_format
    font.name, font.size, font.bold, font.italic = "Calibri", Pt(size), bold, False
    looks = style.element.get_or_add_rPr()
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        looks.rFonts.attrib.pop(qn(name), None)
    for old in looks.findall(qn("w:spacing")):
        looks.remove(old)
    font.color.rgb = RGBColor.from_string(colours()[colour])
    room.space_before, room.space_after, room.line_spacing = Pt(before), Pt(after), 1.2
    if style.name == "Title":
        for line in style.element.pPr.findall(qn("w:pBdr")):
            style.element.pPr.remove(line)
    for near in style.element.pPr.findall(qn("w:contextualSpacing")):
        style.element.pPr.remove(near)  # it would take the room between the items of a list away
