"""How far two coders agree: Cohen's kappa.

For one code each coder says of each text whether it has the code or not. With p the share of texts of which both say
the same, and e the share in which they would by chance (each saying yes as often as they did, of texts drawn by lot),

    kappa = (p − e) / (1 − e),    e = a·b + (1 − a)·(1 − b)

where a and b are the shares of texts that the one and the other gave the code. 1: they always agree; 0: no more than by
chance; below 0: less.

A text may have several codes, so no single kappa says it all: each code has its own, and a frame's is the mean of its
codes' (macro average).

Source: Jacob Cohen: A coefficient of agreement for nominal scales. Educational and Psychological Measurement 20 (1),
1960, 37–46.
"""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from statistics import fmean

Coded = Mapping[Hashable, Collection[str]]
"""What one coder gave: text → the keys of its codes."""


@dataclass(frozen=True)
class CodeAgreement:
    """How two coders used one code on the texts that both have coded."""

    both: int
    """How many texts both gave it."""
    one_only: int
    """How many only the first coder, or only the second."""
    other_only: int
    kappa: float | None
    """None: cannot be told."""


@dataclass(frozen=True)
class Agreement:
    """How two coders agree over a frame."""

    texts: int
    """How many texts both have coded: only those are compared."""
    codes: Mapping[str, CodeAgreement]
    """Every code of the frame, by key and in its order."""

    @property
    def kappa(self) -> float | None:
        """The mean of the codes' kappas; those that cannot be told are left out. None when none can."""
        told = [code.kappa for code in self.codes.values() if code.kappa is not None]
        return fmean(told) if told else None


def kappa(both: int, one_only: int, other_only: int, neither: int) -> float | None:
    """Cohen's kappa of two coders and one code, from how many texts got it from both, from one, from neither.

    None when it cannot be told: there is no text, or the two said the same of all texts, always yes or always no, so
    that they could not but agree (e = 1).
    """
    texts = both + one_only + other_only + neither
    if not texts:
        return None
    first, second = (both + one_only) / texts, (both + other_only) / texts
    agreed = (both + neither) / texts
    if texts in (both, neither):
        return None
    by_chance = first * second + (1 - first) * (1 - second)
    return (agreed - by_chance) / (1 - by_chance)


def agreement(one: Coded, other: Coded, codes: Collection[str]) -> Agreement:
    """How two coders agree on the texts to which both gave at least one of these codes.

    Who has not coded a text has said nothing of it, so it is not compared; "none of these codes" cannot be said.
    """
    known = frozenset(codes)
    first, second = ({text: known & set(given) for text, given in coded.items()} for coded in (one, other))
    shared = [text for text, given in first.items() if given and second.get(text)]
    return Agreement(
        len(shared), {code: _of_code(code, [(first[text], second[text]) for text in shared]) for code in codes}
    )


def _of_code(code: str, pairs: Collection[tuple[frozenset[str], frozenset[str]]]) -> CodeAgreement:
    said = [(code in first, code in second) for first, second in pairs]
    both, one_only, other_only, neither = (
        said.count(pair) for pair in ((True, True), (True, False), (False, True), (False, False))
    )
    return CodeAgreement(both, one_only, other_only, kappa(both, one_only, other_only, neither))
