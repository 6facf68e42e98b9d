"""The words that the organisers have chosen for a round's figures on one day, as far as they are true of the counts."""

from collections.abc import Mapping

from workshop.analysis.privacy import Count
from workshop.digests.rounds.guarded import Fault, Phrase, fault_of, read_phrase, say_count, say_phrase


class Wording:
    """What is said of each figure: the chosen phrase where it is true, and otherwise the count itself."""

    def __init__(self, chosen: Mapping[str, str], figures: Mapping[str, Count], language: str) -> None:
        self._phrases = {figure: read_phrase(typed) for figure, typed in chosen.items() if figure in figures}
        self._figures, self._language = figures, language

    @property
    def false(self) -> dict[str, tuple[Phrase, Fault]]:
        """The chosen phrases that are not true (any more), and why."""
        faults = {figure: fault_of(phrase, self._figures[figure]) for figure, phrase in self._phrases.items()}
        return {figure: (self._phrases[figure], fault) for figure, fault in faults.items() if fault}

    def say(self, figure: str) -> str:
        """The figure in words."""
        if figure in self._phrases and figure not in self.false:
            return say_phrase(self._phrases[figure], self._language)
        return say_count(self._figures[figure], self._language)

    def number(self, figure: str) -> int:
        """The number that is said, which its noun goes by."""
        if figure in self._phrases and figure not in self.false:
            return self._phrases[figure].number
        return self._figures[figure].n
