"""The plain-text writer: for files, and for the letter's plain part."""

from collections.abc import Iterator

from workshop.digests.document import Block, BoardPage, Document, HeadedList, Part, Picture, Said, Stack, Table, Words
from workshop.digests.findings import FactBox, Numbered, Quote

LONGEST_RULE = 76
LONGEST_LABEL = 44
LEAST_FIGURE = 7
BULLET = "• "
IN_STACK = "  – "
FACT = "| "
"""Before each line of what stands apart: a box of facts, a quote."""


def write_text(document: Document) -> str:
    """The document as plain text. A contribution is a line, as long as it is: nothing is put into its words."""
    return "\n".join(_lines(document)) + "\n"


def _lines(document: Document) -> Iterator[str]:
    yield from _underlined(document.title, "=")
    if document.subtitle:
        yield from _hanging(document.subtitle)
    if document.cover:
        yield from ("", *_picture(document.cover))
    for block in document.blocks:
        yield ""
        yield from _block(block)
    yield ""
    yield ""
    for paragraph in document.closing:
        yield from _hanging(paragraph)


def _block(block: Block) -> Iterator[str]:
    yield ""
    match block:
        case HeadedList():
            yield from _underlined(block.heading, "-")
            yield from _said(block)
        case BoardPage():
            yield from _underlined(block.heading, "-")
            for number, card in enumerate(block.cards, start=1):
                yield from _hanging(card, f"{number}. ")
        case _:
            yield from _underlined(block.heading, "-")
            for part in block.parts:
                yield ""
                if part.heading:
                    yield from _hanging(part.heading)
                yield from _part(part)


def _part(part: Part) -> Iterator[str]:
    match part:
        case Table():
            yield from _table(part)
        case Words():
            for paragraph in part.paragraphs:
                yield from _hanging(paragraph)
        case Picture():
            yield from _picture(part)
        case Numbered():
            yield from _numbered(part)
        case FactBox():
            for line in (*part.paragraphs, *filter(None, [part.credit])):
                yield from _hanging(line, FACT)
        case Quote():
            yield from _hanging(part.words, FACT)
            if part.credit:
                yield from _hanging(part.credit, f"{FACT}— ")
        case _:
            yield from _said(part)


def _picture(picture: Picture) -> Iterator[str]:
    yield from _hanging(picture.told)
    if picture.caption:
        yield from _hanging(picture.caption)


def _numbered(part: Numbered) -> Iterator[str]:
    if part.base:
        yield from _hanging(part.base)
    for number, item in enumerate(part.items, start=1):
        lead = f"{number}. "
        yield from _hanging(item.words, lead)
        for point in item.points:
            yield from _hanging(point, f"{' ' * len(lead)}– ")
        if item.footnote:
            yield from _hanging(item.footnote, " " * len(lead))


def _said(block: HeadedList) -> Iterator[str]:
    for said in block.said:
        if isinstance(said, Stack):
            yield from _hanging(said.heading, BULLET)
            for one in said.said:
                yield from _item(one, IN_STACK)
        else:
            yield from _item(said, BULLET)
    if not block.said:
        yield block.when_empty


def _item(said: Said, lead: str) -> list[str]:
    return _hanging(f"{said.words} {said.aside}" if said.aside else said.words, lead)


def _table(table: Table) -> Iterator[str]:
    yield from _hanging(table.base)
    lines = [(row.label, row.count, row.share, *row.more) for row in table.rows]
    if table.is_wide:  # label, count and share are understood without headings
        lines.insert(0, table.columns)
    widest_label = min(LONGEST_LABEL, max((len(line[0]) for line in lines), default=0))
    least = (0, *(LEAST_FIGURE for _cell in table.columns))
    columns = zip(*(line[1:] for line in lines), strict=True)
    widths = [max(width, *map(len, cells), 0) for cells, width in zip(columns, least, strict=False)]
    for label, *cells in lines:
        is_long = len(label) > LONGEST_LABEL  # it has a line of its own, so that the numbers stand under each other
        if is_long:
            yield label
        figures = "".join(f"  {cell:>{width}}" for cell, width in zip(cells, widths, strict=True))
        yield f"{'' if is_long else label:<{widest_label}}{figures}".rstrip()
    for note in table.footnotes:
        yield from _hanging(note)


def _underlined(heading: str, mark: str) -> Iterator[str]:
    lines = _hanging(heading)
    yield from lines
    yield mark * min(LONGEST_RULE, max(map(len, lines), default=0))


def _hanging(words: str, lead: str = "") -> list[str]:
    """The words with `lead` before them; their own line breaks stay, with the same room before each line."""
    hang = " " * len(lead)
    return [f"{hang if number else lead}{line}" for number, line in enumerate(words.split("\n"))]
