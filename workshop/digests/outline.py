"""The outline of a digest as its editor sees it: blocks and what is in them, by their keys, as edited. Pure."""

from dataclasses import dataclass

from workshop.digests.document import Block, BoardPage, Document, HeadedList, Part, Section, flat
from workshop.digests.edits import QUOTES, Edits, in_order


@dataclass(frozen=True)
class Entry:
    """A line of the outline. `said`: how many contributions stand in it, None where none can; `quoted`: how many of
    them are quoted. A heading of "" is that of the quotes, which the page names."""

    key: str
    heading: str
    said: int | None
    quoted: int
    left_out: bool
    parts: tuple["Entry", ...] = ()


def outline_of(document: Document, edits: Edits) -> list[Entry]:
    """What can be moved and left out, in the edited order; the quotes among it when there are any."""
    blocks = [(block.key, _entry(block, edits)) for block in document.blocks if block.key]
    if edits.quotes:
        blocks.append((QUOTES, Entry(QUOTES, "", None, len(edits.quotes), False)))
    return in_order(blocks, edits.whole_order)


def _entry(thing: Block | Part, edits: Edits) -> Entry:
    parts: list[tuple[str, Entry]] = []
    if isinstance(thing, Section):
        parts = [(part.key, _entry(part, edits)) for part in thing.parts if part.key and part.heading]
    return Entry(
        thing.key,
        thing.heading,
        sum(1 for _said in flat(thing.said)) if isinstance(thing, HeadedList) else None,
        sum(quote.place == thing.key for quote in edits.quotes),
        thing.key in edits.left_out,
        tuple(in_order(parts, edits.order)),
    )


def picture_places(document: Document) -> dict[str, str]:
    """The blocks at whose end a picture can stand: their headings by their keys. The picture of a board has no end."""
    return {block.key: block.heading for block in document.blocks if block.key and not isinstance(block, BoardPage)}
