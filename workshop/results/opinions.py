"""The map of opinion of a statement vote: where people stand, in which groups, and what each group is told by."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import ngettext

from workshop.analysis.opinions import (
    ENOUGH_STANCES,
    FEWEST_PEOPLE,
    FEWEST_STATEMENTS,
    SMALLEST_GROUP,
    NoGroups,
    OpinionGroup,
    Opinions,
    find_opinions,
)
from workshop.extensions import db
from workshop.i18n.formats import number, percent
from workshop.kept import aside
from workshop.meetings.models import Exercise
from workshop.results import words
from workshop.results.queries import Results, kept
from workshop.results.shapes import Chart, Row
from workshop.statements.models import Statement
from workshop.statements.queries import stances_in

MOST_TOLD = 5
"""So many statements tell a group."""


def opinions_of(results: Results, vote: Exercise) -> Opinions:
    """Where people stand on the statements of one vote. One query, when stances were taken since it was last asked."""
    asked = tuple(one.id for one in results.statements if one.exercise_id == vote.id)
    meeting, floor = results.meeting, results.summary.floor
    key = (db.engine.url, "opinions", vote.id, meeting.statements_seq, asked, floor)
    return kept(key, lambda: aside(find_opinions, stances_in(meeting), asked, floor))


def opinion_charts(results: Results, vote: Exercise, language: str) -> tuple[Chart, ...]:
    """The map, and after it the groups; a map without points says why there is none."""
    found = opinions_of(results, vote)
    statements = {one.id: one for one in results.statements}
    names = [group_name(place) for place in range(len(found.groups))]
    told = (
        _group(f"opinions-{vote.id}-{place}", name, group, found.people, statements, f"series-{place}", language)
        for place, (name, group) in enumerate(zip(names, found.groups, strict=True), start=1)
    )
    return (_map(f"opinions-{vote.id}", found, names, results.summary.floor, language), *told)


def group_name(place: int) -> str:
    """What the group at a place is called: A, B, C …"""
    return _("Opinion group %(letter)s", letter="ABCDE"[place])


def _map(id_: str, found: Opinions, names: list[str], floor: int, language: str) -> Chart:
    about = id_, _("Map of opinion"), language
    sentence = reason_words(found.reason) if found.reason else _grouped(found, language)
    if not found.places:
        return Chart(*about, "", sentence)
    rows = tuple(
        Row(
            name,
            language,
            group.people,
            number(group.people, language),
            percent(group.people / found.people, language),
        )
        for name, group in zip(names, found.groups, strict=True)
    )
    base = words.people_base(found.people, floor, language)
    if not rows:
        rows = (
            Row(
                _("Everybody on the map"), language, found.people, number(found.people, language), percent(1, language)
            ),
        )
    legend = tuple((f"series-{place}", row.label) for place, row in enumerate(rows, start=1)) if found.groups else ()
    heads = (_("Opinion group"), _("People"), _("Share"))
    return Chart(*about, base, sentence, heads, rows, legend=legend, points=found.places)


def reason_words(reason: NoGroups) -> str:
    """Why there are no groups, in words."""
    match reason:
        case NoGroups.FEW_STATEMENTS:
            return _("A map is drawn when there are at least %(n)s statements.", n=FEWEST_STATEMENTS)
        case NoGroups.FEW_PEOPLE:
            return _(
                "A map is drawn when at least %(people)s people have each taken a stance on at least %(statements)s "
                "statements, or on all where there are fewer.",
                people=FEWEST_PEOPLE,
                statements=ENOUGH_STANCES,
            )
        case NoGroups.ALIKE:
            return _("No opinion groups: stances on different statements do not go together more than by chance.")
        case NoGroups.NOT_APART:
            return _(
                "No opinion groups: views differ, but people do not fall into groups that are clearly apart and have "
                "at least %(people)s people and a tenth of all.",
                people=SMALLEST_GROUP,
            )


def _grouped(found: Opinions, language: str) -> str:
    sizes = ", ".join(
        _("%(group)s %(n)s people", group="ABCDE"[place], n=number(group.people, language))
        for place, group in enumerate(found.groups)
    )
    counted = ngettext(
        "People fall into %(num)s group by what they think: %(sizes)s.",
        "People fall into %(num)s groups by what they think: %(sizes)s.",
        len(found.groups),
        sizes=sizes,
    )
    near = _("Each mark is one person; those who stand near each other took like stances.")
    return f"{counted} {near}"


def _group(
    id_: str,
    name: str,
    group: OpinionGroup,
    people: int,
    statements: Mapping[int, Statement],
    colour: str,
    language: str,
) -> Chart:
    """The statements on which a group differs most from all others, with the share of those who agree."""
    share = percent(group.people / people, language)
    base = _("%(n)s people, %(share)s of the map", n=number(group.people, language), share=share)
    rows = []
    for statement_id, (inside, outside) in list(group.differs.items())[:MOST_TOLD]:
        text = statements[statement_id].text
        here, elsewhere = inside.share(inside.agree), outside.share(outside.agree)
        others = percent(elsewhere, language)
        rows.append(
            Row(
                text.text(language),
                text.language(language),
                round(100 * here),
                percent(here, language),
                more=(others,),
                part=here,
                beside=_("of others %(share)s", share=others),
                colour=colour,
            )
        )
    if not rows:
        return Chart(
            id_, name, language, base, _("Too few in each group spoke to the same statements to tell them apart.")
        )
    first = rows[0]
    sentence = _(
        "Differs most on “%(statement)s”: %(share)s agree, of others %(others)s.",
        statement=first.label,
        share=first.cell,
        others=first.more[0],
    )
    heads = (_("Statement"), _("Agree in the group"), _("Agree among others"))
    return Chart(id_, name, language, base, sentence, heads, tuple(rows), full=100)
