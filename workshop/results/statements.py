"""Statement votes as the dashboard, the wall and the digest tell them: common ground first, then what divides."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import ngettext

from workshop.analysis.contributions import CANNOT_SAY, NOT_SAID
from workshop.analysis.privacy import Hidden
from workshop.analysis.statements import Stances, Standing, StatementResult, ranked
from workshop.i18n.formats import number, percent
from workshop.meetings.models import Exercise, ExerciseKind
from workshop.results import words
from workshop.results.opinions import opinion_charts
from workshop.results.queries import Results
from workshop.results.shapes import Chart, Row, Vote
from workshop.statements.models import Statement
from workshop.vocabulary.groups import groups

AGREES, DISAGREES = 5, 1
"""The steps of the scale whose colours the two sides have."""


def group_names(language: str) -> dict[str, str]:
    """What a group's row is called, by its key, in the order of the vocabulary."""
    return {**{key: group.capitalised(language) for key, group in groups().items()}, NOT_SAID: _("No group named")}


def votes_of(results: Results, names: Mapping[str, str], language: str) -> tuple[Vote, ...]:
    """Every statement vote of the meeting on which somebody took a stance; `names` of the groups, in order."""
    votes = (step for step in results.meeting.exercises if step.kind is ExerciseKind.STATEMENTS)
    return tuple(_vote(results, step, names, language) for step in votes if _has_stances(results, step))


def _has_stances(results: Results, step: Exercise) -> bool:
    return any(results.summary.statements[one.id].people for one in results.statements if one.exercise_id == step.id)


def ranked_statements(results: Results, step: Exercise) -> list[tuple[Statement, StatementResult]]:
    """The statements of a vote with their results, common ground first."""
    here = {one.id: one for one in results.statements if one.exercise_id == step.id}
    told = {statement_id: results.summary.statements[statement_id] for statement_id in here}
    return [(here[statement_id], told[statement_id]) for statement_id in ranked(told)]


def statement_charts(results: Results, step: Exercise, language: str) -> tuple[Chart, ...]:
    """How all stand on each statement of a vote, common ground first; for the wall."""
    floor = results.summary.floor
    return tuple(_whole(*told, {}, floor, language) for told in ranked_statements(results, step))


def _vote(results: Results, step: Exercise, names: Mapping[str, str], language: str) -> Vote:
    order, floor = ranked_statements(results, step), results.summary.floor
    parts = []
    for standing, heading in standing_names().items():
        here = [told for told in order if told[1].standing is standing]
        if here:
            parts.append((heading, tuple(_charts(*told, names, floor, language) for told in here)))
    counts = {standing: sum(told[1].standing is standing for told in order) for standing in Standing}
    return Vote(
        f"vote-{step.id}",
        step.title.text(language),
        step.title.language(language),
        _counted(len(order), counts, language),
        tuple(parts),
        opinion_charts(results, step, language),
    )


def standing_names() -> dict[Standing, str]:
    """The headings under which statements are told, in order."""
    return {
        Standing.COMMON: _("Common ground"),
        Standing.DIVIDING: _("Dividing statements"),
        Standing.OPEN: _("No clear view"),
        Standing.TOO_FEW: _("Too few answers"),
    }


def _counted(total: int, counts: Mapping[Standing, int], language: str) -> str:
    statements = ngettext("%(n)s statement", "%(n)s statements", total, n=number(total, language))
    return _(
        "%(statements)s: common ground in %(common)s, dividing %(dividing)s.",
        statements=statements,
        common=number(counts[Standing.COMMON], language),
        dividing=number(counts[Standing.DIVIDING], language),
    )


def _charts(
    statement: Statement, result: StatementResult, names: Mapping[str, str], floor: int, language: str
) -> tuple[Chart, ...]:
    whole = _whole(statement, result, names, floor, language)
    groups = _groups(statement, result, names, floor, language)
    return (whole, groups) if groups else (whole,)


def stance_names() -> tuple[str, str, str]:
    """Agree, disagree and pass, in words."""
    return _("Agree"), _("Disagree"), _("Passed")


def _whole(statement: Statement, result: StatementResult, names: Mapping[str, str], floor: int, language: str) -> Chart:
    about = f"statement-{statement.id}", statement.text.text(language), statement.text.language(language)
    base = words.people_base(result.people, floor, language)
    said = result.whole
    if said is None or not said.n:
        return Chart(*about, base, words.not_yet(result.people, floor))
    counted = zip(
        stance_names(), (said.agree, said.disagree, said.passed), (AGREES, DISAGREES, CANNOT_SAY), strict=True
    )
    rows = tuple(
        Row(
            name,
            language,
            count,
            number(count, language),
            percent(said.share(count), language),
            step,
            part=said.share(count),
        )
        for name, count, step in counted
    )
    heads = (_("Stance"), _("People"), _("Share"))
    return Chart(*about, base, standing_words(result, names, language), heads, rows)


def standing_words(result: StatementResult, names: Mapping[str, str], language: str) -> str:
    """Where the statement stands, in a sentence."""
    said = list(result.told.values())
    if result.standing is Standing.COMMON:
        if len(said) < 2 or not names:
            return _("Common ground: most agree.") if result.agrees else _("Common ground: most disagree.")
        least = min(one.share(one.agree if result.agrees else one.disagree) for one in said)
        facts = {"share": percent(least, language)}
        if result.agrees:
            return _("Common ground: in every group that is shown at least %(share)s agree.", **facts)
        return _("Common ground: in every group that is shown at least %(share)s disagree.", **facts)
    if result.standing is Standing.DIVIDING and names:
        by_agreement = sorted(result.told, key=lambda group: result.told[group].agreement)
        least_of, most_of = by_agreement[0], by_agreement[-1]
        return _(
            "Divides most: %(most)s (%(high)s agree) and %(least)s (%(low)s agree).",
            most=names.get(most_of, most_of),
            high=_agree(result.told[most_of], language),
            least=names.get(least_of, least_of),
            low=_agree(result.told[least_of], language),
        )
    if result.standing is Standing.DIVIDING:
        return _("Groups see this differently.")
    return _("No side has every group behind it, and groups do not differ much.")


def _agree(said: Stances, language: str) -> str:
    return percent(said.share(said.agree), language)


def _groups(
    statement: Statement, result: StatementResult, names: Mapping[str, str], floor: int, language: str
) -> Chart | None:
    """Who agrees by group; None where there is nothing to compare."""
    if result.whole is None or set(result.by_group or ()) == {NOT_SAID}:
        return None
    about = f"statement-{statement.id}-groups", _("Who agrees, by stakeholder group"), language, ""
    if result.by_group is None:
        return Chart(*about, words.withheld(floor, language))
    order = list(names)
    groups = sorted(
        result.by_group, key=lambda group: (group == NOT_SAID, order.index(group) if group in names else len(order))
    )
    rows = tuple(_group_row(names.get(one, one), result.by_group[one], floor, language) for one in groups)
    hidden = sum(row.count is None for row in rows)
    sentence = words.hidden_rows(hidden, floor) or _(
        "The share of those in each group who agree, of all in it who took a stance."
    )
    return Chart(*about, sentence, (_("Speaks for"), _("Agree")), rows, full=100)


def _group_row(name: str, said: Stances | Hidden, floor: int, language: str) -> Row:
    if isinstance(said, Hidden):
        return Row(name, language, None, words.cell(said, floor, language))
    label = _("%(group)s (N = %(n)s)", group=name, n=number(said.n, language))
    share = said.share(said.agree)
    return Row(label, language, round(100 * share), _agree(said, language), part=share)
