"""A survey being filled: what was typed, the pages that are asked, and the one that is looked at."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from typing import Any

from werkzeug.datastructures import CombinedMultiDict, MultiDict

from workshop.surveys.conditions import asked
from workshop.surveys.forms import AnswersForm, answers_form
from workshop.surveys.kinds import KINDS
from workshop.surveys.kinds.kind import BadAnswer, Sent
from workshop.surveys.models import Question

Typed = Mapping[str, list[str]]
"""What a browser sent for questions, right or wrong, by the field's name: q7, or q7.a for a part."""


class Filling:
    """Pages are numbered as they are asked: one whose questions are all left out by conditions is none."""

    def __init__(self, questions: Sequence[Question], typed: Typed, seed: str = "") -> None:
        """`seed` as in `answers_form`."""
        self.questions, self._seed = questions, seed
        self.typed = dict(typed)
        self.pages = _pages(questions, self.typed)
        self.page = self.nearest(1)

    def turn_to(self, page: int) -> None:
        """Look at a page, or at the nearest that there is, with what has been typed there."""
        self.page = self.nearest(page)
        self.__dict__.pop("form", None)

    @cached_property
    def form(self) -> AnswersForm:
        """The page's form, with what has been typed there."""
        return self._filled(self._here())

    def nearest(self, page: int) -> int:
        return min(max(page, 1), max(len(self.pages), 1))

    def take(self, page: int, form: MultiDict[str, str], files: MultiDict[str, Any]) -> None:
        """What was sent for a page stands in the place of what had been typed there."""
        self.turn_to(page)
        here = self._here()
        mine = _of(here, self.typed)
        others = {name: texts for name, texts in self.typed.items() if name not in mine}
        self.typed = {**others, **_of(here, dict(form.lists()))}
        self.pages = _pages(self.questions, self.typed)
        self.form = answers_form(here, CombinedMultiDict([files, form]), self._seed)

    def whole(self) -> AnswersForm:
        """All that is asked, as one form; where that is one page, the page's own."""
        asked = [question for page in self.pages for question in page]
        return self.form if asked == self._here() else self._filled(asked)

    def _filled(self, questions: Sequence[Question]) -> AnswersForm:
        return answers_form(questions, MultiDict(_of(questions, self.typed)) or None, self._seed)

    def first_wrong(self, whole: AnswersForm) -> int | None:
        """The first page where something is wrong."""
        wrong = (
            number
            for number, page in enumerate(self.pages, start=1)
            if any(whole[f"q{question.id}"].errors for question in page)
        )
        return next(wrong, None)

    def has_easy(self, language: str) -> bool:
        """Is there any question in this language made easy?"""
        return any(language in (question.easy or {}) for question in self.questions)

    @property
    def is_last(self) -> bool:
        return self.page >= len(self.pages)

    def _here(self) -> Sequence[Question]:
        return self.pages[self.page - 1] if self.pages else []


def _of(questions: Iterable[Question], typed: Typed) -> dict[str, list[str]]:
    """What was typed for these questions, and for parts of them."""
    names = {f"q{question.id}" for question in questions}
    return {name: texts for name, texts in typed.items() if name.partition(".")[0] in names}


def _pages(questions: Sequence[Question], typed: Typed) -> list[list[Question]]:
    """The questions that are asked, page by page."""
    here = asked(questions, _values(questions, typed)) if any(one.shown_when for one in questions) else questions
    numbers = sorted({question.page for question in here})
    return [[question for question in here if question.page == number] for number in numbers]


def _values(questions: Sequence[Question], typed: Typed) -> dict[int, Any]:
    """What can be understood of what was typed, as it would be stored."""
    form, values = MultiDict(typed), {}
    for question in questions:
        with suppress(BadAnswer):
            values[question.id] = KINDS[question.kind].take(question, Sent.read(f"q{question.id}", form))
    return values
