"""The slide writer: 16:9, short neighbours together, board pages as cards, results as charts that can be edited."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count, groupby
from types import MappingProxyType

from workshop.digests import layouts
from workshop.digests.deck import LEAST, Deck, card_sides, has_room, title_size, write
from workshop.digests.document import (
    BoardPage,
    Document,
    HeadedList,
    Picture,
    Row,
    Section,
    Table,
)
from workshop.digests.flow import LINE, Box, Look, Paragraph, balanced, count_lines, parted
from workshop.digests.layouts import BODY_HEIGHT, BODY_TOP, EDGE, GAP, INNER, SIDE, TITLE_HEIGHT, UNDER, place
from workshop.digests.neighbours import SHORT, Unit, are_short, joined, shared, side_by_side
from workshop.digests.slide_pictures import add_logo, add_picture
from workshop.digests.spelling import spelled
from workshop.digests.units import units_of

SIZES, SIDE_SIZES = (24, 20, layouts.LETTERS), (18, 16, LEAST)
"""Sizes of text in points, of which the largest that fits on one slide is taken: alone, and beside figures."""
EVENER = (0.6, 0.7, 0.8, 0.9)
"""Shares of the room that is tried first, so that a table's last slide does not hold one row alone."""
CARDS_ACROSS = 5
BARS_A_SLIDE = 10
BAR = 76.0
"""The height of a bar and what is around it, at most."""
LONGEST_BAR_LABEL = 110
CELL_ROOM = 10.0
"""What a cell needs besides its lines, in points."""
FIGURE, LABEL = 120.0, 250.0
"""Widths: of a column of figures at most, and of the labels at least."""
COLUMN = Box(layouts.COLUMN - 18, BODY_HEIGHT, layouts.LETTERS)
"""Half a slide's width of text."""


def write_pptx(document: Document, pictures: Mapping[str, bytes] = MappingProxyType({})) -> bytes:
    """The document as a presentation. Pure: every word of it is the document's."""
    return _Writer(document.respelled(spelled), pictures).write()


class _Writer:
    def __init__(self, document: Document, pictures: Mapping[str, bytes]) -> None:
        self._document, self._language, self._pictures = document, document.language, pictures
        self._deck = Deck(document.title, document.subtitle or document.title, document.language)

    def write(self) -> bytes:
        document = self._document
        slide, _begins = self._deck.slide(layouts.OPENING, document.title)
        write(slide.placeholders[1].text_frame, [self._plain(document.subtitle)])
        if document.logo and document.logo.key in self._pictures:
            add_logo(slide, document.logo, self._pictures[document.logo.key])
        if document.cover:
            self._picture(document.cover, document.title)
        if len(document.blocks) > 1:
            self._text(document.contents, [self._plain(entry) for entry in document.entries])
        for block in document.blocks:
            match block:
                case HeadedList():
                    self._alone(next(units_of(block, self._language)), block.heading)
                case BoardPage():
                    self._board(block)
                case Section():
                    self._section(block)
        closing = [self._plain(one) for one in document.closing]
        self._text(document.closing_heading or document.title, closing)
        return self._deck.as_bytes()

    def _section(self, section: Section) -> None:
        """Its parts, short neighbours on one slide; its heading has a slide, too, if no first one of many has it."""
        height = _height_under(section.heading)
        dealt: list[Table | Picture | list[Unit]] = []
        for is_figure, parts in groupby(section.parts, key=lambda part: isinstance(part, Table | Picture)):
            if is_figure:
                dealt += parts
            else:
                units = (unit for part in parts for unit in units_of(part, self._language))
                dealt += shared(units, lambda text: _has_room(text, height))
        are_many = [isinstance(one, list) and len(one) > 1 for one in dealt]
        if section.is_headed and not any(are_many[:1]):
            self._deck.slide(layouts.DIVIDER, section.heading)
        numbers = (f"{number}/{sum(are_many)}" if sum(are_many) > 1 else "" for number in count(1))
        for one in dealt:
            match one:
                case Table():
                    self._table(one, one.heading or section.heading)
                case Picture():
                    self._picture(one, section.heading)
                case [unit]:
                    self._alone(unit, section.heading)
                case _:
                    sources = dict.fromkeys(unit.source for unit in one if unit.source)
                    self._text(section.heading, joined(one), "\n".join(sources), next(numbers))

    def _alone(self, unit: Unit, title: str) -> None:
        self._text(unit.heading or title, unit.paragraphs, unit.source)

    def _plain(self, words: str, look: Look = Look.PLAIN) -> Paragraph:
        return Paragraph(words, look, self._language)

    def _picture(self, picture: Picture, title: str) -> None:
        """A slide of its own, with the caption under the picture."""
        caption = [self._plain(picture.caption)] if picture.caption else []
        if picture.key not in self._pictures:
            self._text(title, [self._plain(picture.told), *caption])
            return
        slide, begins = self._deck.slide(layouts.CARDS, title)
        add_picture(slide, begins, picture, self._pictures[picture.key], caption)

    def _text(self, title: str, paragraphs: Sequence[Paragraph], source: str = "", part: str = "") -> None:
        """Slides of text, as many as it needs; short lines stand in two columns where that spares a slide."""
        height = _height_under(title)
        box, dealt = _largest(paragraphs, INNER - 18, height, SIZES)
        beside = _columns(paragraphs, height) if len(dealt) > 1 else []
        pages = beside if 0 < len(beside) < len(dealt) else [[page] for page in dealt]
        for number, columns in enumerate(pages, start=1):
            layout = layouts.COLUMNS if len(columns) > 1 else layouts.TEXT
            which = f"{number}/{len(pages)}" if len(pages) > 1 else part
            slide, begins = self._deck.slide(layout, title, source, which)
            for idx, column in enumerate(columns, start=1):
                body = slide.placeholders[idx]
                write(body.text_frame, column, size=box.letters)
                if begins > BODY_TOP:
                    place(body, body.left.pt, begins, body.width.pt, BODY_TOP + BODY_HEIGHT - begins)

    def _board(self, board: BoardPage) -> None:
        across, down = _arranged(board.cards, _height_under(board.heading))
        dealt = [board.cards[start : start + across * down] for start in range(0, len(board.cards), across * down)]
        for number, cards in enumerate(dealt or [()], start=1):
            part = f"{number}/{len(dealt)}" if len(dealt) > 1 else ""
            slide, begins = self._deck.slide(layouts.CARDS, board.heading, board.source, part)
            if cards:
                self._deck.cards(slide, begins, cards, min(across, len(cards)), down)

    def _table(self, table: Table, title: str) -> None:
        about = [self._plain(table.base, Look.STRONG), *map(self._plain, table.footnotes)]
        if not table.rows:
            self._text(title, about, table.source)
        elif table.has_bars and not table.is_wide and max(len(row.label) for row in table.rows) <= LONGEST_BAR_LABEL:
            self._chart(table, title, about)
        else:
            self._grid(table, title, about)

    def _chart(self, table: Table, title: str, about: Sequence[Paragraph]) -> None:
        drawn = [row for row in table.rows if row.bar is not None]
        dealt = [drawn[start : start + BARS_A_SLIDE] for start in range(0, len(drawn), BARS_A_SLIDE)]
        undrawn = [self._plain(f"{row.label}: {row.count}") for row in table.rows if row.bar is None]
        box, (first, *further) = _largest([*about, *undrawn], SIDE, _height_under(title), SIDE_SIZES)
        for number, rows in enumerate(dealt, start=1):
            part = f"{number}/{len(dealt)}" if len(dealt) > 1 else ""
            slide, begins = self._deck.slide(layouts.CHART, title, table.source, part)
            chart, beside = slide.placeholders[1], slide.placeholders[2]
            write(beside.text_frame, first, size=box.letters)
            room = BODY_TOP + BODY_HEIGHT - begins
            place(chart, EDGE, begins, INNER - SIDE - GAP, min(room, BAR * len(rows) + GAP))
            if begins > BODY_TOP:
                place(beside, EDGE + INNER - SIDE, begins, SIDE, room)
            # to whole hundredths, as the texts are: or the same share would be read as 32 here and as 33 there
            bars = [(f"{row.label} ({row.count})", round((row.bar or 0) * 100) / 100) for row in rows]
            told = "; ".join(f"{row.label}: {row.count} ({row.share})" for row in rows)
            self._deck.chart(chart, table.columns[-1], bars, _figures(rows[0]), f"{title} {told}")
        if further:
            self._text(title, [one for page in further for one in page], table.source)

    def _grid(self, table: Table, title: str, about: Sequence[Paragraph]) -> None:
        figures = len(table.columns) - 1
        width = min(FIGURE, (INNER - LABEL) / max(1, figures))
        widths = [INNER - figures * width, *[width] * figures]
        head, *lines = (
            cells[: len(table.columns)]
            for cells in (table.columns, *((row.label, row.count, row.share, *row.more) for row in table.rows))
        )
        letters = [Box(width - 16, 0, LEAST).per_line for width in widths]
        # what is told below the table is set smaller where all of it has room on one slide then
        for sizes in (SIDE_SIZES, SIDE_SIZES[1:], SIDE_SIZES[2:]):
            box, (first, *further) = _largest(about, INNER, UNDER, sizes)
            below = min(UNDER, sum(box.height_of(one.whole) for one in first))
            room = _height_under(title) - below - GAP
            whole = list(_dealt(head, lines, letters, room))
            if len(whole) == 1:
                break
        lower = (list(_dealt(head, lines, letters, room * share)) for share in EVENER)
        dealt = next((pages for pages in lower if len(pages) == len(whole)), whole)
        for number, rows in enumerate(dealt, start=1):
            part = f"{number}/{len(dealt)}" if len(dealt) > 1 else ""
            slide, begins = self._deck.slide(layouts.TABLE, title, table.source, part)
            grid, under = slide.placeholders[1], slide.placeholders[2]
            taken = sum(_tall(line, letters) for line in (head, *rows))
            place(grid, EDGE, begins, INNER, taken)
            place(under, EDGE, begins + taken + GAP / 2, INNER, below)
            write(under.text_frame, first, size=box.letters)
            self._deck.table(grid, title, [head, *rows], widths)
        if further:
            self._text(title, [one for page in further for one in page], table.source)


def _arranged(cards: Sequence[str], height: float) -> tuple[int, int]:
    """How many cards stand side by side, and how many rows of them: as many as leave every text its room."""
    few = min(CARDS_ACROSS, max(3, -(-len(cards) // 2)))
    wanted = [(few, 1 if len(cards) <= few else 2), (3, 1), (2, 1)]
    return next((one for one in wanted if all(has_room(card, *card_sides(*one, height)) for card in cards)), (1, 1))


def _largest(
    paragraphs: Sequence[Paragraph], width: float, height: float, sizes: Sequence[int]
) -> tuple[Box, list[list[Paragraph]]]:
    """The paragraphs on one page, in letters as large as it has room for; on several in the smallest of the sizes."""
    for size in sizes:
        box = Box(width, height, size)
        if (
            size == sizes[-1]
            or sum(box.height_of(one.whole) + one.before for one in paragraphs[: int(height)]) <= height
        ):
            break
    return box, balanced(paragraphs, box) or [[]]


def _has_room(paragraphs: Sequence[Paragraph], height: float) -> bool:
    """Have all of them room on one slide, in one column or in two?"""
    alone = Box(INNER - 18, height, SIZES[-1])
    whole = sum(alone.height_of(one.whole) + one.before for one in paragraphs)
    return whole <= height or bool(side_by_side(paragraphs, replace(COLUMN, height=height)))


def _columns(paragraphs: Sequence[Paragraph], height: float) -> list[list[list[Paragraph]]]:
    """The paragraphs for slides with two columns so high; nothing when one of them is too long for that."""
    column = replace(COLUMN, height=height)
    if not are_short(paragraphs, column):
        return []
    if whole := side_by_side(paragraphs, column):
        return [whole]
    # halves are even but for half a paragraph
    dealt = balanced(paragraphs, replace(column, height=2 * height - column.height_of("\n" * (SHORT - 1))))
    return [side_by_side(page, column) or [page] for page in dealt]


def _height_under(title: str) -> float:
    """What is left for the body, with room for the number of the part in the title."""
    _size, height = title_size(f"{title} 99/99")
    return BODY_HEIGHT - (height - TITLE_HEIGHT)


def _figures(row: Row) -> str:
    """How Excel writes a share as this row does: "41 %" or "41%"."""
    return "0%" if row.share[-2:-1].isdigit() else '0"\u00a0"%'


def _dealt(
    head: Sequence[str], lines: Sequence[Sequence[str]], letters: Sequence[int], room: float
) -> Iterator[list[Sequence[str]]]:
    """The lines of a table for slide after slide, each with the heading's room; a label without end is parted."""
    room -= _tall(head, letters)
    most = max(1, int((room - CELL_ROOM) / (LEAST * LINE)))
    page: list[Sequence[str]] = []
    used = 0.0
    for label, *cells in lines:
        for number, piece in enumerate(parted(label, letters[0], most)):
            line = [piece, *(cells if not number else [""] * len(cells))]
            height = _tall(line, letters)
            if page and used + height > room:
                yield page
                page, used = [], 0.0
            page.append(line)
            used += height
    yield page


def _tall(line: Sequence[str], letters: Sequence[int]) -> float:
    lines = max(count_lines(text, width) for text, width in zip(line, letters, strict=True))
    return lines * LEAST * LINE + CELL_ROOM
