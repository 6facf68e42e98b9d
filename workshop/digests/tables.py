"""The results of surveys and statement votes as the document shows them: small tables, and open answers verbatim.

Nothing is counted here: the numbers are the summary's, which has hidden small groups already.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from flask_babel import gettext as _

from workshop.analysis.privacy import Cell
from workshop.analysis.questions import Choices, Dates, Numbers, Ratings
from workshop.analysis.rows import Ranks, Rows
from workshop.analysis.statements import StatementResult
from workshop.analysis.summary import Summary
from workshop.digests.document import HeadedList, Part, Row, Said, Section, Table
from workshop.digests.rows import ranks_table, rows_table, said_in_parts
from workshop.i18n.formats import number, percent
from workshop.meetings.models import Exercise
from workshop.results import words
from workshop.results.queries import Results
from workshop.results.statements import group_names, ranked_statements, stance_names, standing_words
from workshop.surveys.kinds import KINDS
from workshop.surveys.kinds.scale import offers_cannot_say
from workshop.surveys.models import Question


def survey_section(
    survey: Exercise,
    questions: Iterable[Question],
    summary: Summary,
    texts: Mapping[tuple[int, str], Sequence[Said]],
    language: str,
) -> Section:
    """One survey: every question in order. Words are in the forced language.

    `texts`: open answers by question id and part.
    """
    parts: list[Part] = []
    for number_, question in enumerate(questions, start=1):
        source = _("Source: %(step)s, question %(number)s.", step=survey.title.text(language), number=number_)
        parts += [
            replace(part, source=source, key=part.key or f"question:{question.id}")
            for part in _answers(question, summary, texts, language)
        ]
    return Section(_("Survey: %(title)s", title=survey.title.text(language)), tuple(parts), f"exercise:{survey.id}")


def _answers(
    question: Question, summary: Summary, texts: Mapping[tuple[int, str], Sequence[Said]], language: str
) -> Iterator[HeadedList | Table]:
    """The parts that tell one question."""
    heading, floor = question.text.text(language), summary.floor
    said = tuple(texts.get((question.id, ""), ()))
    match summary.questions.get(question.id):
        case None:
            pass  # it was only read
        case Choices() as choices:
            yield _choices_table(heading, question, choices, floor, language)
            if said and choices.counts is not None:
                own = _("%(question)s: in their own words", question=heading)
                yield HeadedList(own, said, "", key=f"question:{question.id}:words")
        case Ratings() as ratings:
            yield _ratings_table(heading, question, ratings, floor, language)
        case Numbers() as numbers:
            yield _numbers_table(heading, question, numbers, floor, language)
        case Dates() as dates:
            yield Table(heading, _base(dates.answered, floor, language), _columns(), (), ())
        case Rows() as rows:
            yield rows_table(heading, _base(rows.answered, floor, language), question, rows, floor, language)
            yield from said_in_parts(heading, question, texts, language)
        case Ranks() as ranks:
            yield ranks_table(heading, _base(ranks.answered, floor, language), question, ranks, language)
        case _:
            yield HeadedList(heading, said, _("No answers"))


def vote_section(vote: Exercise, results: Results, language: str) -> Section:
    """One statement vote: common ground first, then what divides. Words are in the forced language."""
    names, floor = group_names(language), results.summary.floor
    source = _("Source: %(step)s.", step=vote.title.text(language))
    parts = tuple(
        replace(
            _stances_table(statement.text.text(language), result, names, floor, language),
            source=source,
            key=f"statement:{statement.id}",
        )
        for statement, result in ranked_statements(results, vote)
    )
    return Section(_("Statements: %(title)s", title=vote.title.text(language)), parts, f"exercise:{vote.id}")


def _stances_table(heading: str, result: StatementResult, names: Mapping[str, str], floor: int, language: str) -> Table:
    base, said = _base(result.people, floor, language), result.whole
    if not said or not said.n:
        return Table(heading, base, _columns(), (), ())
    counts = zip(stance_names(), (said.agree, said.disagree, said.passed), strict=True)
    rows = tuple(_row(name, count, said.share(count), language) for name, count in counts)
    by_group = [
        _(
            "%(group)s: %(share)s agree (N = %(n)s)",
            group=names[group],
            share=percent(theirs.share(theirs.agree), language),
            n=number(theirs.n, language),
        )
        for group, theirs in sorted(result.told.items(), key=lambda one: list(names).index(one[0]))
        if len(result.told) > 1
    ]
    notes = (standing_words(result, names, language), "; ".join(by_group))
    return Table(heading, base, _columns(), rows, tuple(filter(None, notes)))


def _choices_table(heading: str, question: Question, result: Choices, floor: int, language: str) -> Table:
    names = KINDS[question.kind].names(question, language)
    counts = result.counts or {}
    rows = [_row(names[key].text(language), count, result.share(key), language) for key, count in counts.items()]
    told = [(row.label, count, row.share) for row, count in zip(rows, counts.values(), strict=True)]
    notes = [words.most_chosen(told, result, language)] if result.answered and any(counts.values()) else []
    if result.gathered:
        notes.append(words.gathered(result.gathered, floor, language))
    base = _base(result.answered, floor, language)
    return Table(heading, base, _columns(), tuple(rows) if result.answered else (), tuple(notes))


def _numbers_table(heading: str, question: Question, result: Numbers, floor: int, language: str) -> Table:
    notes = () if result.mean is None else (words.measured(result, floor, language),)
    decimals = bool(question.setting("decimals"))
    rows = tuple(
        _row(words.span(span, decimals, language), span.people, result.share(span), language) for span in result.spans
    )
    return Table(heading, _base(result.answered, floor, language), _columns(), rows, notes)


def _ratings_table(heading: str, question: Question, result: Ratings, floor: int, language: str) -> Table:
    base, counts = _base(result.rated, floor, language), result.counts
    if not counts or not result.rated:
        return Table(heading, base, _columns(), (), ())
    labels = {key: text.text(language) for key, text in question.option_texts().items()}
    rows = [
        _row(f"{step} {labels.get(str(step), '')}".strip(), counts[step], result.share(step), language)
        for step in result.steps
    ]
    notes = [words.rated(result, language)]
    if isinstance(result.cannot_say, int) and offers_cannot_say(question):
        rows.append(Row(_("Cannot say"), number(result.cannot_say, language), "", None))
        notes.append(_("“Cannot say” is not part of the shares nor of the mean."))
    return Table(heading, base, _columns(), tuple(rows), (" ".join(notes),))


def _columns() -> tuple[str, str, str]:
    return _("Answer"), _("Answers"), _("Share")


def _row(label: str, count: int, share: float, language: str) -> Row:
    return Row(label, number(count, language), percent(share, language), share)


def _base(people: Cell, floor: int, language: str) -> str:
    """How many answered, in words; too few are told as "< 5"."""
    if not isinstance(people, int):
        return _("N < %(floor)s. With so few answers the results are not shown.", floor=number(floor, language))
    return _("N = %(people)s", people=number(people, language)) if people else _("No answers")
