"""A composed document with what its editor has put around the words: pure but for the words of the house's own.

What participants wrote is moved, quoted or left out as a whole, and never changed; in place of what is left out it is
said that it was.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from workshop.digests.document import (
    Block,
    BoardPage,
    Document,
    HeadedList,
    Part,
    Picture,
    Said,
    Section,
    Words,
    flat,
)
from workshop.digests.edits import COVER, INTRODUCTION, QUOTES, Edits, Illustration, in_order
from workshop.digests.quoting import mark_of, quoted
from workshop.i18n.choose import current_language
from workshop.i18n.formats import number


@dataclass(frozen=True)
class Lost:
    """How much of the edits has nothing to stand on any more."""

    quotes: int = 0
    """What was said is hidden, taken away or written anew."""
    places: int = 0
    """A block or list that was left out, or at whose end a picture stood, is gone."""

    def __bool__(self) -> bool:
        return bool(self.quotes or self.places)


def edited(document: Document, edits: Edits) -> Document:
    """The document as its readers get it. What has vanished from it is not quoted, and needs no leaving out."""
    if edits == Edits():
        return document
    with force_locale(document.language):
        blocks = [(block.key, _lasting(block, edits)) for block in document.blocks]
        blocks += [(QUOTES, block) for block in _quotes(document, edits)]
        standing = {key for key, block in blocks if not isinstance(block, BoardPage)}
        introduction = _introduction(edits, standing)
        shown = [_with_pictures(block, edits) for block in in_order(blocks, edits.whole_order)]
        return replace(
            document,
            blocks=(*introduction, *shown),
            cover=next((_picture(one) for one in edits.pictures if one.place == COVER), None),
        )


def lost(document: Document, edits: Edits) -> Lost:
    """What of the edits no longer has anything in the composed document to stand on."""
    lists = lists_of(document)
    said = {(key, mark_of(one.words)) for key, block in lists.items() for one in flat(block.said)}
    quotes = sum((quote.place, quote.mark) not in said for quote in edits.quotes)
    known = keys_of(document) | {COVER, INTRODUCTION, QUOTES}
    places = {*edits.left_out, *(one.place for one in edits.pictures)} - known
    return Lost(quotes, len(places))


def keys_of(document: Document) -> set[str]:
    """The keys of all blocks and of what is in them."""
    return {key for block in document.blocks for key in (block.key, *(part.key for part in _parts(block))) if key}


def lists_of(document: Document) -> dict[str, HeadedList]:
    """The lists of what people said, by their keys."""
    lists = (one for block in document.blocks for one in (block, *_parts(block)) if isinstance(one, HeadedList))
    return {one.key: one for one in lists if one.key}


def _parts(block: Block) -> tuple[Part, ...]:
    return block.parts if isinstance(block, Section) else ()


def _introduction(edits: Edits, standing: set[str]) -> Iterator[Section]:
    """The editor's own words, and the pictures that have no other place any more."""
    paragraphs = tuple(line.strip() for line in edits.introduction.splitlines() if line.strip())
    homes = {one.place for one in edits.pictures} - standing - {COVER}
    pictures = tuple(_picture(one) for one in edits.pictures if one.place in homes)
    if paragraphs or pictures:
        words = (Words("", paragraphs),) if paragraphs else ()
        yield Section(_("Introduction"), (*words, *pictures), INTRODUCTION)


def _lasting(block: Block, edits: Edits) -> Block:
    """The block with its lists in order; a sentence instead of what is left out."""
    if block.key and block.key in edits.left_out:
        return Section(block.heading, (Words("", (_left_out(block),)),), block.key)
    if not isinstance(block, Section):
        return block
    parts = in_order([(part.key, part) for part in block.parts], edits.order)
    return replace(block, parts=tuple(_kept(part, edits) for part in parts))


def _kept(part: Part, edits: Edits) -> Part:
    if part.key and part.key in edits.left_out:
        return Words(part.heading, (_left_out(part),), key=part.key)
    return part


def _left_out(thing: Block | Part) -> str:
    """What the document says in place of it: also how many contributions, so that nobody thinks there were none."""
    said = sum(1 for one in _lists(thing) for _said in flat(one.said))
    if isinstance(thing, HeadedList):
        return ngettext(
            "The organiser has left this list out of the digest: %(n)s contribution.",
            "The organiser has left this list out of the digest: %(n)s contributions.",
            said,
            n=number(said, current_language()),
        )
    if isinstance(thing, BoardPage):
        return _("The organiser has left the picture of this board out of the digest.")
    if said:
        return ngettext(
            "The organiser has left this part out of the digest: %(n)s contribution.",
            "The organiser has left this part out of the digest: %(n)s contributions.",
            said,
            n=number(said, current_language()),
        )
    return _("The organiser has left these results out of the digest.")


def _lists(thing: Block | Part) -> list[HeadedList]:
    return [one for one in (thing, *_parts(thing)) if isinstance(one, HeadedList)]


def _quotes(document: Document, edits: Edits) -> Iterator[Section]:
    """What was quoted, under the headings of its lists and in their order."""
    parts = []
    for key, block in lists_of(document).items():
        marked = edits.quotes_of(key)
        if not marked:
            continue
        said = tuple(
            Said(quoted(one.words, marked[mark].kept), one.language, one.aside)
            for one in once(block)
            if (mark := mark_of(one.words)) in marked
        )
        if said:
            parts.append(HeadedList(block.heading, said, "", block.source))
    if parts:
        yield Section(_("Quotes"), tuple(parts), QUOTES)


def once(block: HeadedList) -> list[Said]:
    """What was said in a list, each text once."""
    return list({one.words: one for one in reversed(list(flat(block.said)))}.values())[::-1]


def _with_pictures(block: Block, edits: Edits) -> Block:
    pictures = tuple(_picture(one) for one in edits.pictures if one.place == block.key)
    if not pictures:
        return block
    if isinstance(block, HeadedList):
        return Section(block.heading, (replace(block, heading="", key=""), *pictures), block.key)
    return replace(block, parts=(*block.parts, *pictures)) if isinstance(block, Section) else block


def _picture(one: Illustration) -> Picture:
    told = _("[Picture: %(alt)s]", alt=one.alt)
    return Picture(one.key, one.alt, one.caption, one.width, one.height, told)
