"""Which question a column of another service's survey answers, and what its cells say to it, in the words of any of our
languages."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from workshop.clock import in_finland
from workshop.columns import LANGUAGES
from workshop.exchange.bounds import Row
from workshop.exchange.matching import HEADINGS, Reading, Role, guess_headings, headings_of, plain
from workshop.exchange.moments import moment_in
from workshop.surveys.actions.importing import with_choice
from workshop.surveys.kinds import KINDS
from workshop.surveys.kinds.kind import BadAnswer, Sent
from workshop.surveys.kinds.own_words import OTHER, takes_other
from workshop.surveys.lists import BadRow, read_groups
from workshop.surveys.models import Question, QuestionKind
from workshop.typed import one_line

TAGS = (Role.GROUP, Role.MUNICIPALITY, Role.LANGUAGE, Role.TIME)
_TAGS = {heading: role for role in TAGS for heading in HEADINGS[role]}
_YES = {"1", "x", "k", "kyllä", "ja", "yes", "true", "valittu", "vald", "selected"}
_NO = {"0", "ei", "nej", "no", "false", "-"}
_CANNOT_SAY = {"en osaa sanoa", "eos", "ei osaa sanoa", "kan inte säga", "vet inte", "cannot say", "i don't know"}
_STEP = re.compile(r"(\d{1,2})(?:\s*[–=:.-].*|\s.*)?", re.DOTALL)


@dataclass(frozen=True)
class Target:
    """What a column can answer: a question, or a part of one; `label` names it."""

    question: Question
    """As one that need not be answered: whether it had to be was decided where it was asked."""
    part: str
    label: str
    names: Mapping[str, str]
    """The keys of the question's options by their texts in any language, plain."""

    @property
    def role(self) -> str:
        return f"q{self.question.id}.{self.part}" if self.part else f"q{self.question.id}"


def targets_of(questions: Sequence[Question], language: str) -> dict[str, Target]:
    """All that columns can answer, by their role and in order."""
    found = []
    for question in map(with_choice, questions):
        kind = KINDS[question.kind]
        if not kind.answered:
            continue
        texts = question.option_texts().items()
        names = {plain(text): key for key, by_language in texts for text in by_language.values()}
        if question.kind is QuestionKind.MULTIPLE:
            found.append(Target(question, "", question.text.text(language), names))
        found += [Target(question, part, label, names) for part, label in kind.columns(question, language).items()]
    return {one.role: one for one in found}


def guess_answers(
    rows: Sequence[Row], questions: Sequence[Question], language: str, headings: int | None = None
) -> Reading:
    """What the table of a survey seems to be: columns are known by the texts of questions and of their parts."""
    count = guess_headings(rows, ()) if headings is None else headings
    names: dict[str, str] = {}
    for spoken in LANGUAGES:
        for role, target in targets_of(questions, spoken).items():
            asked = target.question.text.text(spoken)
            names.setdefault(plain(target.label), role)
            names.setdefault(plain(target.label.replace(f"{asked}: ", f"{asked} – ", 1)), role)
            names.setdefault(plain(f"{asked}{target.label.removeprefix(asked).replace(': ', ' – ', 1)}"), role)
    whole = {plain(one.text.get(spoken, "")): one for one in questions for spoken in LANGUAGES}
    roles: list[str] = []
    for heading in headings_of(rows, count):
        role = names.get(plain(heading)) or _TAGS.get(heading.casefold(), "")
        asked = whole.get(plain(heading.rpartition(" – ")[0]))
        if not role and asked and not KINDS[asked.kind].columns(asked, language).keys() - {"", OTHER}:
            role = f"q{asked.id}"
        roles.append("" if role in roles else str(role))
    return Reading(count, tuple(roles), None, language)


def sent_of(told: Sequence[tuple[Target, str]]) -> Sent:
    """What a browser would have sent for these cells, which all answer the same question. Raises BadAnswer."""
    own: list[str] = []
    parts: dict[str, tuple[str, ...]] = {}
    has_words = any(target.part == OTHER and cell.casefold() not in _NO for target, cell in told)
    for target, cell in told:
        kind, part = target.question.kind, target.part
        if kind in (QuestionKind.SINGLE, QuestionKind.DROP_DOWN, QuestionKind.MULTIPLE):
            keys, words = _chosen(target, cell, has_words)
            own += keys
            if words:
                own.append(OTHER)
                parts[OTHER] = (words,)
        elif kind is QuestionKind.SCALE:
            own.append(_step(target, cell))
        elif kind is QuestionKind.MATRIX:
            parts[part] = (_step(target, cell),)
        elif kind is QuestionKind.DATE:
            day = _day(cell)
            parts |= {"day": (str(day.day),), "month": (str(day.month),), "year": (str(day.year),)}
        elif kind is QuestionKind.GROUP:
            own += _group(cell)
        elif part:
            parts[part] = (cell,)
        else:
            own.append(cell)
    return Sent(tuple(dict.fromkeys(own)), parts)


def _chosen(target: Target, cell: str, has_words: bool) -> tuple[list[str], str]:
    """The options that a cell chooses, and what it says besides in words of its own."""
    key = target.names.get(plain(cell))
    if target.part == OTHER:
        return [], "" if cell.casefold() in _NO else one_line(cell)
    if target.part:
        if cell.casefold() in _YES or key == target.part:
            return [target.part], ""
        if cell.casefold() in _NO:
            return [], ""
        raise _no_option(cell)
    said = [cell]
    if target.question.kind is QuestionKind.MULTIPLE and key is None:
        said = [one.strip() for one in re.split(r"[;|\n]" if re.search(r"[;|\n]", cell) else ",", cell)]
    keys = {one: target.names.get(plain(one)) for one in said if one}
    known, unknown = [key for key in keys.values() if key], [one for one, key in keys.items() if not key]
    if unknown and not takes_other(target.question):
        raise _no_option(unknown[0])
    return known, "" if has_words else one_line(", ".join(unknown))


def _no_option(cell: str) -> BadAnswer:
    return BadAnswer(_("“%(cell)s” is none of the options.", cell=cell[:60]))


def _step(target: Target, cell: str) -> str:
    """The step of a scale that a cell names, by its number or by what it means."""
    if plain(cell) in _CANNOT_SAY:
        return "0"
    numbered = _STEP.fullmatch(cell)
    return target.names.get(plain(cell)) or (str(int(numbered[1])) if numbered else cell)


def _day(cell: str) -> date:
    moment = moment_in(cell)
    if moment is None:
        raise BadAnswer(_("“%(cell)s” is no time that we can read.", cell=cell[:60]))
    return in_finland(moment).date()


def _group(cell: str) -> list[str]:
    try:
        return read_groups(cell)
    except BadRow as fault:
        raise BadAnswer(str(fault)) from None
