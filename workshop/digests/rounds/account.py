"""All that a round digest is written from: the counts as of its day, the synthesis, and what pieces rest on."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from workshop.analysis.privacy import Cell
from workshop.analysis.round_rows import Key, Published, Tag, theme_by
from workshop.analysis.round_summary import EVERYTHING, Counted
from workshop.coding.models import Code, Frame, FrameKind
from workshop.coding.queries import codes_in, frames_of
from workshop.digests.rounds.evidence import Grounds
from workshop.digests.rounds.models import Piece, PieceKind
from workshop.digests.rounds.queries import counted_until, pieces_of, synthesis_of
from workshop.digests.rounds.wording import Wording
from workshop.results.publications import told_plainly
from workshop.results.round_said import RoundAccount, round_account
from workshop.results.round_statistics import statistics_of
from workshop.results.round_words import Axes, axes_of
from workshop.rounds.models import Round


class Account:
    """What a round says as of a day, in one language. It remembers which numbers were asked of it: those are told."""

    def __init__(self, round_: Round, language: str, as_of: date) -> None:
        self.round, self.language, self.as_of = round_, language, as_of
        self.until = counted_until(as_of)
        self.synthesis = synthesis_of(round_)
        self.statistics = statistics_of(round_, self.until)
        chosen = self.synthesis.wording.get(as_of.isoformat(), {})
        self.wording = Wording(chosen, self.statistics.figures, language)
        self._people: set[Key] = set()
        self._notes: set[Key] = set()

    @cached_property
    def said(self) -> RoundAccount:
        """The round's account as of the day."""
        return round_account(self.round, self.until)

    @cached_property
    def axes(self) -> Axes:
        """What the round is told by."""
        return axes_of(self.said, self.language)

    @cached_property
    def _pieces(self) -> Sequence[Piece]:
        return pieces_of(self.round)

    @cached_property
    def grounds(self) -> Grounds:
        """What the pieces rest on."""
        return Grounds(self.round, self._pieces, self.until)

    def pieces(self, kind: PieceKind) -> Sequence[Piece]:
        """The pieces of one kind, in order."""
        return [piece for piece in self._pieces if piece.kind is kind]

    @cached_property
    def _frames(self) -> Sequence[Frame]:
        return frames_of(self.round)

    def themes(self) -> Sequence[Code]:
        """The codes of the frame whose headings the themes have; none when no frame was chosen."""
        frame = next((frame for frame in self._frames if frame.id == self.synthesis.frame_id), None)
        return codes_in(frame) if frame else ()

    def ladder(self) -> Sequence[Code]:
        """The codes of the round's frame that was made from the ladder of participation, if it has one."""
        frame = next((frame for frame in self._frames if frame.kind is FrameKind.LADDER), None)
        return codes_in(frame) if frame else ()

    def coded(self, code: Code) -> Cell:
        """How many notes have the code, when that may be told."""
        return self._ask(self.said.summary.notes, self._notes, Tag(theme_by(code.frame_id), code.key))

    def people(self, *tags: Tag) -> Cell:
        """How many people have the tags, when that may be told."""
        return self._ask(self.said.summary.people, self._people, *tags)

    def people_by(self, by: str) -> dict[str, Cell]:
        """A table of people, by value."""
        return {value: self.people(Tag(by, value)) for value in self.said.summary.people.by(by)}

    def _ask(self, counted: Counted, asked: set[Key], *tags: Tag) -> Cell:
        cell = counted.at(*tags)
        if isinstance(cell, int):
            asked.add(frozenset(tags) or EVERYTHING)
        return cell

    def told(self) -> dict[str, Any]:
        """Of what numbers were told, for the publication."""
        return told_plainly(Published(frozenset(self._people), frozenset(self._notes)), self.statistics.parts)


def under(pieces: Iterable[Piece], headings: Iterable[str]) -> dict[str, list[Piece]]:
    """The pieces by their heading; under "" those whose heading is none of these."""
    found: dict[str, list[Piece]] = {heading: [] for heading in (*headings, "")}
    for piece in pieces:
        found[piece.heading if piece.heading in found else ""].append(piece)
    return found
