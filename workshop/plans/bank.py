"""Question banks: questions from the field by theme, from files of their own (`banks/`) and the templates' surveys."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from workshop.columns import Texts
from workshop.plans.plan import PlannedQuestion, built_in, read_question

OWN = ("strategy_values", "strategy_principles", "service_promise", "managers")
"""The banks that stand in no template, in order."""


@dataclass(frozen=True)
class Bank:
    """Questions on one theme, as they would stand in a survey of their own."""

    name: Texts
    questions: tuple[PlannedQuestion, ...]

    def choices(self, key: str) -> list[str]:
        """What can be chosen of a bank with this key: all of it, and each question."""
        return [key, *(f"{key}-{place}" for place in range(len(self.questions)))]

    def chosen(self, places: Collection[int]) -> list[PlannedQuestion]:
        """The questions at these places, from 0, as a survey of their own: pages without gaps, and each asked of
        everybody unless the question that its condition asks for was chosen too."""
        kept = [place for place in range(len(self.questions)) if place in places]
        pages = sorted({self.questions[place].page for place in kept})
        return [self._alone(self.questions[place], kept, pages) for place in kept]

    def _alone(self, question: PlannedQuestion, kept: list[int], pages: list[int]) -> PlannedQuestion:
        when = question.shown_when
        if when:
            asked = when["question"]
            when = {**when, "question": kept.index(asked)} if asked in kept else None
        return replace(question, page=pages.index(question.page) + 1, shown_when=when)


@cache
def banks() -> Mapping[str, Bank]:
    """The banks by key, in the order in which people should see them."""
    return MappingProxyType({**dict(_own()), **dict(_of_templates())})


def _own() -> Iterator[tuple[str, Bank]]:
    folder = files("workshop.plans") / "banks"
    for key in OWN:
        row = json.loads((folder / f"{key}.json").read_text("utf-8"))
        yield key, Bank(Texts(row["name"]), tuple(map(read_question, row["questions"])))


def _of_templates() -> Iterator[tuple[str, Bank]]:
    """Each survey of each template, named after both."""
    for key, plan in built_in().items():
        for place, step in enumerate(plan.exercises):
            if step.questions:
                name = Texts({code: f"{plan.name.text(code)} – {step.title.text(code)}" for code in plan.name})
                yield f"{key}.{place}", Bank(name, step.questions)
