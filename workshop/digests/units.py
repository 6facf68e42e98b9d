"""What stands under one heading each, as paragraphs of a slide. Pure: every word is the document's."""

from collections.abc import Iterator
from dataclasses import dataclass

from workshop.digests.document import HeadedList, Said, Stack, Words
from workshop.digests.findings import FactBox, Finding, Item, Numbered, Quote
from workshop.digests.flow import Look, Paragraph


@dataclass(frozen=True)
class Unit:
    """A heading in its language, which may be "", what stands under it, and where that comes from."""

    heading: str
    language: str
    paragraphs: tuple[Paragraph, ...]
    source: str


def units_of(part: HeadedList | Words | Finding, language: str) -> Iterator[Unit]:
    """The units of a part of a document in `language`: one, but for numbered things without a heading, which are
    headings themselves."""
    if isinstance(part, Numbered) and not part.heading:
        for number, item in enumerate(part.items, start=1):
            yield Unit(f"{number}. {item.words}", item.language, tuple(_under(item, language)), part.source)
    else:
        own = part.language if isinstance(part, FactBox) else language
        yield Unit(part.heading, own, tuple(_paragraphs(part, language)), part.source)


def _paragraphs(part: HeadedList | Words | Finding, language: str) -> Iterator[Paragraph]:
    match part:
        case HeadedList():
            yield from _list(part, language)
        case Words():
            yield from (Paragraph(one, Look.PLAIN, language) for one in part.paragraphs)
        case Numbered():
            yield from _quiet(part.base, language)
            for number, item in enumerate(part.items, start=1):
                look = Look.STRONG if item.points else Look.PLAIN
                yield Paragraph(f"{number}. {item.words}", look, item.language)
                yield from _under(item, language)
        case FactBox():
            yield from (Paragraph(one, Look.PLAIN, part.language) for one in part.paragraphs)
            yield from _quiet(part.credit, language)
        case Quote():
            yield Paragraph(part.words, Look.STRONG, part.language)
            yield from _quiet(part.credit, language)


def _list(block: HeadedList, language: str) -> Iterator[Paragraph]:
    for one in block.said:
        if isinstance(one, Stack):
            yield Paragraph(one.heading, Look.STRONG, language)
            yield from (_bullet(said, Look.INNER) for said in one.said)
        else:
            yield _bullet(one, Look.BULLET)
    if not block.said:
        yield Paragraph(block.when_empty, Look.QUIET, language)


def _bullet(said: Said, look: Look) -> Paragraph:
    return Paragraph(said.words, look, said.language, said.aside)


def _under(item: Item, language: str) -> Iterator[Paragraph]:
    yield from (Paragraph(point, Look.BULLET, item.language) for point in item.points)
    yield from _quiet(item.footnote, language)


def _quiet(words: str, language: str) -> Iterator[Paragraph]:
    if words:
        yield Paragraph(words, Look.QUIET, language)
