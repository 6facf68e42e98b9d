"""What the dashboard shows: the Summary in the reader's words, as charts that page, table and figure are drawn from."""

from collections.abc import Callable, Mapping, Sequence

from flask_babel import gettext as _

from workshop.analysis.contributions import NOT_SAID
from workshop.analysis.privacy import Cell, Table
from workshop.analysis.summary import Summary
from workshop.boards.models import Prompt
from workshop.i18n.formats import number
from workshop.meetings.models import Exercise
from workshop.results import words
from workshop.results.answers import question_chart
from workshop.results.notes import OTHERS, group_address, notes_address
from workshop.results.queries import Results
from workshop.results.shapes import Chart, Page, Panel, Row
from workshop.results.statements import group_names, statement_charts, votes_of
from workshop.results.terms import EVERYTHING, Found, terms_in
from workshop.surveys.models import Question
from workshop.vocabulary.places import municipalities
from workshop.vocabulary.terms import topics

PANELS = ("values", "strategic_principles", "service_promise")
"""The topics that stand side by side."""


def page_of(results: Results, language: str) -> Page:
    """The dashboard of a meeting in `language`."""
    summary = results.summary
    sentences = words.opening(summary, language)
    if not summary.notes and not summary.respondents and not summary.voters:
        return Page(sentences)
    asked = {prompt.topic for prompt in results.prompts} | {question.topic for question in _counted(results)}
    terms = terms_in(results.meeting)
    panels = (
        tuple(_panel(results, topic, terms.get(topic, ()), language) for topic in PANELS) if asked & set(PANELS) else ()
    )
    others = [question for question in _counted(results) if question.topic not in PANELS]
    groups_named, places_named = group_names(language), _municipality_names(language)
    code = results.meeting.code
    by_group, by_place = summary.by_group.whole, summary.by_municipality.whole
    charts = (
        _prompts("prompts", results.prompts, summary.by_prompt, language, code),
        _tags(
            ("groups", _("Notes by stakeholder group")),
            by_group,
            groups_named,
            summary.notes,
            summary.floor,
            language,
            lambda group, is_told: group_address(code, group if is_told else OTHERS),
        ),
        _tags(
            ("municipalities", _("Notes by municipality")),
            by_place,
            places_named,
            summary.notes,
            summary.floor,
            language,
        ),
        *_terms("terms", code, EVERYTHING, terms.get(EVERYTHING, ()), summary.notes, language),
    )
    return Page(
        sentences,
        panels,
        votes_of(results, groups_named, language),
        charts if results.prompts else (),
        tuple(_chart(results.summary, question, language) for question in others),
    )


def _counted(results: Results) -> list[Question]:
    """The questions whose answers are counted: not what is only read."""
    return [question for question in results.questions if question.id in results.summary.questions]


def _chart(summary: Summary, question: Question, language: str) -> Chart:
    return question_chart(question, summary.questions[question.id], summary.floor, language)


def step_charts(results: Results, step: Exercise, language: str) -> tuple[Chart, ...]:
    """What was said in one step: notes by question of a board, every question of a survey, every statement."""
    prompts = [prompt for prompt in results.prompts if prompt.exercise_id == step.id]
    questions = [question for question in _counted(results) if question.exercise_id == step.id]
    counted = [_prompts("prompts", prompts, results.summary.by_prompt, language)] if prompts else []
    asked = (_chart(results.summary, question, language) for question in questions)
    return (*counted, *asked, *statement_charts(results, step, language))


def _panel(results: Results, topic: str, terms: Sequence[Found], language: str) -> Panel:
    summary = results.summary
    prompts = [prompt for prompt in results.prompts if prompt.topic == topic]
    questions = [question for question in _counted(results) if question.topic == topic]
    notes = summary.by_topic.get(topic, 0)
    charts = [_chart(results.summary, question, language) for question in questions]
    if prompts:
        table = None if summary.by_group.in_topic is None else summary.by_group.in_topic.get(topic, {})
        about = f"groups-{topic}", _("Notes by stakeholder group")
        code = results.meeting.code
        charts = [
            _prompts(f"prompts-{topic}", prompts, summary.by_prompt, language, code),
            _tags(
                about,
                table,
                group_names(language),
                notes,
                summary.floor,
                language,
                lambda group, is_told: group_address(code, group, topic) if is_told else "",
            ),
            *_terms(f"terms-{topic}", code, topic, terms, notes, language),
            *charts,
        ]
    sentence = words.panel(notes, len(prompts), len(questions), language)
    return Panel(topic, topics()[topic].capitalised(language), sentence, tuple(charts))


def _prompts(id_: str, prompts: Sequence[Prompt], counts: Mapping[int, int], language: str, code: str = "") -> Chart:
    """Notes by question; with the meeting's `code` each bar leads to its notes."""
    rows = tuple(
        Row(
            prompt.text.text(language),
            prompt.text.language(language),
            counts[prompt.id],
            number(counts[prompt.id], language),
            href=notes_address(code, prompt=prompt.id) if code and counts[prompt.id] else "",
        )
        for prompt in prompts
    )
    total = sum(counts[prompt.id] for prompt in prompts)
    return Chart(
        id_,
        _("Notes by question"),
        language,
        words.notes_base(total, language),
        words.most_notes([(row.label, row.count) for row in rows], total, language),
        (_("Question"), _("Notes")),
        rows,
    )


def _tags(
    about: tuple[str, str],
    table: Table | None,
    names: Mapping[str, str],
    total: int,
    floor: int,
    language: str,
    address: Callable[[str, bool], str] = lambda _tag, _is_told: "",
) -> Chart:
    """Notes by what their writers speak for; `names` also gives the order of hidden rows, `address` the page of a row's
    notes, by its tag and whether its number is told."""
    if table is None:
        return Chart(*about, language, words.notes_base(total, language), words.withheld(floor, language))
    tags = sorted(table, key=lambda tag: _tag_order(tag, table[tag], names))
    rows = tuple(
        Row(
            names.get(tag, tag),
            language,
            _number_of(table[tag]),
            words.cell(table[tag], floor, language),
            href=address(tag, isinstance(table[tag], int)),
        )
        for tag in tags
    )
    shown = [(row.label, row.count) for row in rows if row.count is not None]
    sentence = words.tags(shown, len(rows) - len(shown), total, floor, language)
    return Chart(*about, language, words.notes_base(total, language), sentence, (_("Speaks for"), _("Notes")), rows)


def _number_of(cell: Cell) -> int | None:
    return cell if isinstance(cell, int) else None


def _tag_order(tag: str, cell: Cell, names: Mapping[str, str]) -> tuple[bool, int, int]:
    """Those who named nothing come last, hidden rows before them in the order of names, the others by their number."""
    place = list(names).index(tag) if tag in names else len(names)
    return tag == NOT_SAID, -cell if isinstance(cell, int) else 0, place


def _terms(id_: str, code: str, topic: str, found: Sequence[Found], total: int, language: str) -> tuple[Chart, ...]:
    """The terms that most notes of a topic have, when the worker has found any; each leads to its notes."""
    rows = tuple(
        Row(
            term.name,
            language,
            len(term.notes),
            number(len(term.notes), language),
            href=notes_address(code, topic=topic or None, term=term.name),
        )
        for term in found
    )
    if not rows:
        return ()
    sentence = words.mentioned([(row.label, row.count or 0) for row in rows], language)
    base = words.notes_base(total, language)
    return (Chart(id_, _("Frequent terms"), language, base, sentence, (_("Term"), _("Notes")), rows),)


def _municipality_names(language: str) -> dict[str, str]:
    names = {code: place.name(language) for code, place in municipalities().items()}
    return {**names, NOT_SAID: _("No municipality named")}
