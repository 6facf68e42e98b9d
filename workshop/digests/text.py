"""The plain-text writer: for files, and for the letter's plain part."""

from collections.abc import Iterator
from textwrap import TextWrapper

from workshop.digests.document import Block, BoardPage, Document, HeadedList, Table

WIDTH = 76
BULLET = "• "


def write_text(document: Document) -> str:
    """The document as plain text, lines of at most 76 characters unless one word is longer.

    Lines break only where the words have a space, so every contribution keeps its words and their order.
    """
    return "\n".join(_lines(document)) + "\n"


def _lines(document: Document) -> Iterator[str]:
    yield from _underlined(document.title, "=")
    if document.subtitle:
        yield from _wrapped(document.subtitle)
    for block in document.blocks:
        yield ""
        yield from _block(block)
    yield ""
    yield ""
    for paragraph in document.closing:
        yield from _wrapped(paragraph)


def _block(block: Block) -> Iterator[str]:
    yield ""
    match block:
        case HeadedList():
            yield from _underlined(block.heading, "-")
            yield from _said(block)
        case BoardPage():
            yield from _underlined(block.heading, "-")
            for number, card in enumerate(block.cards, start=1):
                yield from _wrapped(card, f"{number}. ")
        case _:
            yield from _underlined(block.heading, "-")
            for part in block.parts:
                yield ""
                yield from _wrapped(part.heading)
                yield from (_table(part) if isinstance(part, Table) else _said(part))


def _said(block: HeadedList) -> Iterator[str]:
    for said in block.said:
        yield from _wrapped(f"{said.words} {said.aside}" if said.aside else said.words, BULLET)
    if not block.said:
        yield block.when_empty


def _table(table: Table) -> Iterator[str]:
    yield from _wrapped(table.base)
    widest_label = min(44, max((len(row.label) for row in table.rows), default=0))
    widest_count = max((len(row.count) for row in table.rows), default=0)
    for row in table.rows:
        *above, last = _wrapped(row.label, width=widest_label + 2) or [""]
        yield from above
        yield f"{last:<{widest_label}}  {row.count:>{widest_count}}  {row.share:>7}".rstrip()
    for note in table.footnotes:
        yield from _wrapped(note)


def _underlined(heading: str, mark: str) -> Iterator[str]:
    lines = _wrapped(heading)
    yield from lines
    yield mark * min(WIDTH, max(map(len, lines), default=0))


def _wrapped(words: str, lead: str = "", width: int = WIDTH) -> list[str]:
    """Lines with `lead` before the first and the same room before the others; the words' own line breaks stay."""
    hang = " " * len(lead)
    wrapper = TextWrapper(
        width,
        expand_tabs=False,
        replace_whitespace=False,
        break_long_words=False,
        break_on_hyphens=False,
        subsequent_indent=hang,
    )
    lines: list[str] = []
    for own_line in words.split("\n"):
        wrapper.initial_indent = hang if lines else lead
        lines += wrapper.wrap(own_line) or [""]
    return lines
