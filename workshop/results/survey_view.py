"""What the page of one survey's results shows, in the reader's words."""

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import ngettext

from workshop.analysis.privacy import Hidden
from workshop.i18n.formats import number
from workshop.results import words
from workshop.results.answers import question_chart
from workshop.results.breakdowns import background_names, breakdown_chart, respondents_chart, tag_names
from workshop.results.shapes import Asked, Chart, SurveyPage, Words
from workshop.results.surveys import Arrivals, SurveyResults
from workshop.surveys.kinds import KINDS
from workshop.surveys.models import Question


def survey_page(results: SurveyResults, language: str) -> SurveyPage:
    """The page for those who lead: how many and how they answered, each question, told apart when asked for."""
    account = results.account
    named = background_names(results, language)
    sentences = (arrivals(account.arrivals, language),)
    if not account.arrivals.responses:
        return SurveyPage(sentences)
    by = account.breakdown.by if account.breakdown else ""
    respondents = None
    if account.breakdown:
        tags = tag_names(results, by, language)
        respondents = respondents_chart(named[by], account.breakdown.respondents, tags, account.floor, language)
    questions = tuple(
        Asked(
            question_chart(question, account.results[question.id], account.floor, language),
            tuple(_apart(results, question, named, language)),
            tuple(_words(results, question, language)),
        )
        for question in results.questions
        if question.id in account.results
    )
    return SurveyPage(sentences, questions, tuple(named.items()), by, respondents)


def shown_page(results: SurveyResults, language: str) -> SurveyPage:
    """The page for those who have answered: numbers only, and of all together."""
    account = results.account
    people = account.respondents
    if isinstance(people, Hidden):
        return SurveyPage((words.not_yet(people, account.floor),))
    charts = (
        question_chart(question, account.results[question.id], account.floor, language)
        for question in results.questions
        if question.id in account.results
    )
    return SurveyPage((arrivals(Arrivals(people), language),), tuple(Asked(chart) for chart in charts))


def arrivals(came: Arrivals, language: str) -> str:
    """How many responses there are, and how many of them came on paper, late, afterwards or from a file."""
    if not came.responses:
        return _("Nobody has answered yet.")
    counted = (
        (came.on_paper, _("%(n)s on paper", n=number(came.on_paper, language))),
        (came.late, _("%(n)s after the closing time", n=number(came.late, language))),
        (came.afterwards, _("%(n)s afterwards", n=number(came.afterwards, language))),
        (came.imported, _("%(n)s from a file", n=number(came.imported, language))),
    )
    parts = [part for count, part in counted if count]
    responses = ngettext("%(n)s response", "%(n)s responses", came.responses, n=number(came.responses, language))
    return (
        _("%(responses)s, of which %(parts)s.", responses=responses, parts=", ".join(parts))
        if parts
        else f"{responses}."
    )


def _apart(results: SurveyResults, question: Question, named: dict[str, str], language: str) -> Iterator[Chart]:
    """The question's items by the background that was asked for."""
    account = results.account
    if account.breakdown is None:
        return
    by, tags = account.breakdown.by, tag_names(results, account.breakdown.by, language)
    rows = KINDS[question.kind].row_names(question, language)
    for (question_id, row), told in account.breakdown.items.items():
        if question_id == question.id and told != {}:
            title = rows[row] if row else _("By: %(background)s", background=named[by])
            about = f"question-{question.id}-by{f'-{row}' if row else ''}", title, language
            yield breakdown_chart(about, named[by], question, told, tags, account.floor, language)


def _words(results: SurveyResults, question: Question, language: str) -> Iterator[Words]:
    """What was answered in own words, under the question's own heading or that of its part."""
    headings = KINDS[question.kind].text_headings(question, language)
    for part in ("", *headings):
        said = results.account.said.get((question.id, part))
        if said:
            shown = len(said.words)
            note = (
                ""
                if shown == said.total
                else _(
                    "The first %(shown)s of %(total)s; the digest has all of them.",
                    shown=number(shown, language),
                    total=number(said.total, language),
                )
            )
            yield Words(headings.get(part) or _("In their own words"), said.words, note)
