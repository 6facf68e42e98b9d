"""What was answered to questions that have more in them than one answer: rows, and orders of options."""

from collections.abc import Mapping
from dataclasses import dataclass

from workshop.analysis import questions
from workshop.analysis.contributions import Answers, Kind, QuestionAsked
from workshop.analysis.privacy import Cell, people_cell
from workshop.analysis.questions import count_answers


@dataclass(frozen=True)
class Rows:
    """A question with rows: each row's result by its key, in order, counted and protected as a question of its own."""

    answered: Cell
    """People who answered at least one row."""
    rows: Mapping[str, questions.Result]


@dataclass(frozen=True)
class Ranks:
    """Options in order. `places`: option key → how many people put it first, second …; None when too few have answered.

    N, the base of shares, is the number of people who put at least one option in its place.
    """

    answered: Cell
    places: Mapping[str, tuple[int, ...]] | None

    def chosen(self, option: str) -> int:
        """How many people gave the option any place."""
        return sum(self.places[option]) if self.places else 0

    def share(self, option: str) -> float:
        """Share (0–1) of those who answered: chosen(option) / N."""
        return self.chosen(option) / self.answered if isinstance(self.answered, int) and self.answered else 0.0

    def mean(self, option: str) -> float | None:
        """Mean place among those who gave the option one: Σ place · people / chosen; None when nobody did."""
        if not self.places or not self.chosen(option):
            return None
        return sum(place * people for place, people in enumerate(self.places[option], start=1)) / self.chosen(option)

    def in_order(self) -> list[str]:
        """The options, those chosen by most people first, and of as many people those with the lower mean."""
        return sorted(self.places or (), key=lambda option: (-self.chosen(option), self.mean(option) or 0))


Result = questions.Result | Rows | Ranks


def count_question(question: QuestionAsked, answers: Answers, floor: int) -> Result:
    """Count the answers to one question, whatever its kind. What the question does not know is left out.

    Small groups are hidden as `count_answers` tells: in rows, those who answered the row are the group.
    """
    match question.kind:
        case Kind.ROWS:
            return count_rows(question, answers_by_row(question, answers), floor)
        case Kind.RANKING:
            return _ranks(question, answers, floor)
        case _:
            return count_answers(question, answers, floor)


def answers_by_row(question: QuestionAsked, answers: Answers) -> dict[str, dict[str, object]]:
    """The answers to each row of a question, by the row's key."""
    known = {respondent: value for respondent, value in answers.items() if isinstance(value, dict)}
    return {
        row: {respondent: value[row] for respondent, value in known.items() if row in value}
        for row, _asked in question.rows
    }


def count_rows(question: QuestionAsked, by_row: Mapping[str, Answers], floor: int) -> Rows:
    """Count a question with rows, given what was answered to each."""
    people = set().union(*by_row.values())
    counted = {row: count_answers(asked, by_row[row], floor) for row, asked in question.rows}
    return Rows(people_cell(len(people), floor), counted)


def _ranks(question: QuestionAsked, answers: Answers, floor: int) -> Ranks:
    orders = [value for value in answers.values() if isinstance(value, list)]
    places = {option: [0] * len(question.options) for option in question.options}
    answered = 0
    for order in orders:
        told_places = enumerate(order[: len(places)])
        known = [(place, key) for place, key in told_places if isinstance(key, str) and key in places]
        answered += bool(known)
        for place, key in known:
            places[key][place] += 1
    told = people_cell(answered, floor)
    shown = {option: tuple(people) for option, people in places.items()}
    return Ranks(told, shown if isinstance(told, int) else None)
