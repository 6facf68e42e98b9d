"""The sentences and names of the round's dashboard."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from workshop.analysis.contributions import NOT_SAID
from workshop.analysis.heard import unheard_groups, unheard_places
from workshop.analysis.privacy import Cell, Count, Hidden
from workshop.analysis.round_rows import AREA, EVENT, GROUP, PLACE, SIZE, THEME, TOPIC, WHEN, Tag, kind_of
from workshop.analysis.round_summary import Counted
from workshop.i18n.formats import day, number
from workshop.results.round_said import RoundAccount, Themes
from workshop.results.round_shapes import Chosen
from workshop.results.statements import group_names
from workshop.results.surveys import AFTERWARDS, ELSEWHERE, LIVE
from workshop.results.words import cell as cell
from workshop.results.words import hidden_rows
from workshop.vocabulary.groups import groups, top_groups
from workshop.vocabulary.places import areas, municipality_choices
from workshop.vocabulary.sizes import SIZE_CLASSES
from workshop.vocabulary.terms import event_types, topics


@dataclass(frozen=True)
class Axis:
    """What the round is told by."""

    name: str
    title: str
    """The heading of its chart."""
    tags: Mapping[str, str]
    """What its tags are called by their values, in the order in which they are shown."""
    frame: str = ""
    """Of themes, where there are several frames: which one."""


Axes = Mapping[str, Axis]
"""By `by`."""


def axes_of(account: RoundAccount, language: str) -> dict[str, Axis]:
    """All that the round is told by, in the order of the page."""
    tops = [group.key for group in top_groups()]
    grouped = group_names(language)
    no_place = {NOT_SAID: _("No municipality named")}
    sizes = (
        _("under 2,000 inhabitants"),
        _("2,000–4,999 inhabitants"),
        _("5,000–9,999 inhabitants"),
        _("10,000–49,999 inhabitants"),
        _("50,000 inhabitants or more"),
    )
    kinds = {key: term.capitalised(language) for key, term in event_types().items()}
    around = {**{key: area.name(language) for key, area in areas().items()}, ELSEWHERE: _("Elsewhere"), **no_place}
    return {
        EVENT: Axis(_("Event type"), _("In which meetings?"), kinds),
        AREA: Axis(_("Area"), _("From which areas?"), around),
        PLACE: Axis(
            _("Municipality"), _("From which municipalities?"), {**dict(municipality_choices(language)), **no_place}
        ),
        SIZE: Axis(
            _("Size of the municipality"),
            _("From how large municipalities?"),
            {**dict(zip(SIZE_CLASSES, sizes, strict=True)), **no_place},
        ),
        GROUP: Axis(_("Stakeholder group"), _("Who was heard?"), {key: grouped[key] for key in (*tops, NOT_SAID)}),
        TOPIC: Axis(_("Topic"), _("About what?"), {key: term.capitalised(language) for key, term in topics().items()}),
        WHEN: Axis(
            _("On the spot or afterwards"),
            _("On the spot or afterwards?"),
            {LIVE: _("On the spot"), AFTERWARDS: _("Afterwards")},
        ),
        **{themes.by: _theme_axis(themes, len(account.themes) > 1, language) for themes in account.themes},
    }


def _theme_axis(themes: Themes, is_one_of_several: bool, language: str) -> Axis:
    frame = themes.name.text(language) if is_one_of_several else ""
    names = {key: name.text(language) for key, name in themes.codes.items()}
    tags = {**names, NOT_SAID: _("Not coded")}
    return Axis(_with(_("Theme"), frame), _with(_("Which themes came up?"), frame), tags, frame)


def _with(text: str, frame: str) -> str:
    return f"{text} ({frame})" if frame else text


def pair_title(by: str, across: str, axes: Axes) -> str:
    """The heading of a table of two things."""
    title = {
        (TOPIC, GROUP): _("Notes by topic and stakeholder group"),
        (TOPIC, AREA): _("Notes by topic and area"),
        (GROUP, AREA): _("Notes by stakeholder group and area"),
        (THEME, GROUP): _("Notes by theme and stakeholder group"),
        (THEME, AREA): _("Notes by theme and area"),
    }[kind_of(by), across]
    return _with(title, axes[by].frame)


def full_name(tag: Tag, axes: Axes) -> str:
    """Area – Oulunkaari."""
    return f"{axes[tag.by].name} – {axes[tag.by].tags[tag.value]}"


def heads(name: str, notes_first: bool, people: bool, meetings: bool, inhabitants: bool) -> tuple[str, ...]:
    """The headings of a chart's table, by what it tells."""
    counted = [_("People"), _("Notes")] if people else [_("Notes")]
    if notes_first:
        counted.reverse()
    held = [_("Meetings")] if meetings else []
    lives = [_("Inhabitants"), _("People per 10,000")] if inhabitants else []
    return (name, *counted, *held, *lives)


def opening(account: RoundAccount, there: Count | None, only: Chosen | None, language: str) -> tuple[str, ...]:
    """The sentences that the page starts with; none when nothing was said. `there`: how many people were in the
    meetings, as the round's digest tells it; it is told beside those who joined when it is another number."""
    summary, under = account.summary, (only.tag,) if only else ()
    people, notes = summary.people.at(*under), summary.notes.at(*under)
    if not people and not notes:
        return (_("Nobody has said anything under this filter."),) if only else ()
    heard = _("a hidden number of people") if isinstance(people, Hidden) else _people(people, language)
    said = _("a hidden number of notes") if isinstance(notes, Hidden) else _notes(notes, language)
    if only and kind_of(only.tag.by) == THEME:
        return (_("%(filter)s: %(notes)s.", filter=only.name, notes=said),)
    if only:
        return (_("%(filter)s: %(people)s, %(notes)s.", filter=only.name, people=heard, notes=said),)
    sentences = [
        _("How many took part in all is hidden, since it would tell of a few people.")
        if isinstance(people, Hidden) or isinstance(notes, Hidden)
        else _("%(people)s took part on the platform and left %(notes)s.", people=heard, notes=said)
    ]
    more_were_there = there and isinstance(people, int) and people < there.n
    if there and more_were_there:
        sentences.insert(0, _in_meetings(there, language))
    if summary.responses:
        sent = summary.responses
        sentences.append(
            _("Fewer than %(floor)s people answered surveys.", floor=summary.floor)
            if isinstance(sent, Hidden)
            else ngettext(
                "%(n)s response was given to surveys.",
                "%(n)s responses were given to surveys.",
                sent,
                n=number(sent, language),
            )
        )
    if account.meetings:
        first, last = account.meetings[0].began_at, account.meetings[-1].began_at
        count = len(account.meetings)
        sentences.append(
            ngettext(
                "%(n)s meeting has been held, the first on %(first)s and the latest on %(last)s.",
                "%(n)s meetings have been held, the first on %(first)s and the latest on %(last)s.",
                count,
                n=number(count, language),
                first=day(first, language),
                last=day(last, language),
            )
            if day(first, language) != day(last, language)
            else ngettext(
                "%(n)s meeting has been held, on %(day)s.",
                "%(n)s meetings have been held, on %(day)s.",
                count,
                n=number(count, language),
                day=day(first, language),
            )
        )
        sentences.append(_kinds(account, language))
    if more_were_there:
        sentences.append(_("Counted below are those who took part on the platform."))
    return tuple(sentences)


def _kinds(account: RoundAccount, language: str) -> str:
    kinds = [meeting.event_type for meeting in account.meetings]
    counts = sorted({kind: kinds.count(kind) for kind in kinds}.items(), key=lambda kind: (-kind[1], kind[0]))
    names = event_types()
    return _(
        "By event type: %(kinds)s.",
        kinds=", ".join(f"{names[kind].name(language)} ({number(count, language)})" for kind, count in counts),
    )


def _in_meetings(there: Count, language: str) -> str:
    n = number(there.n, language)
    return (
        _("At least %(n)s people took part in the meetings.", n=n)
        if there.is_least
        else _("%(n)s people took part in the meetings.", n=n)
    )


def on_platform(people: int, language: str) -> str:
    """How many joined, where it stands beside how many were in the meetings."""
    return ngettext(
        "%(n)s person took part on the platform.",
        "%(n)s people took part on the platform.",
        people,
        n=number(people, language),
    )


def _people(people: int, language: str) -> str:
    return ngettext("%(n)s person", "%(n)s people", people, n=number(people, language))


def _notes(notes: int, language: str) -> str:
    return ngettext("%(n)s note", "%(n)s notes", notes, n=number(notes, language))


def most(rows: Mapping[str, Cell], hidden: int, of_notes: bool, floor: int, language: str) -> str:
    """Where most people or notes are, and how many rows have a hidden number."""
    shown = {name: count for name, count in rows.items() if isinstance(count, int) and count}
    sentences = []
    if shown:
        largest = max(shown.values())
        facts = {
            "names": ", ".join(name for name, count in shown.items() if count == largest),
            "count": number(largest, language),
        }
        sentences.append(
            _("Most notes: %(names)s (%(count)s).", **facts)
            if of_notes
            else _("Most people: %(names)s (%(count)s).", **facts)
        )
    if hidden:
        sentences.append(hidden_rows(hidden, floor))
    return " ".join(sentences) or _("Nobody yet.")


def hidden_numbers(hidden: int, floor: int) -> str:
    """How many numbers of a table of two things are hidden."""
    if not hidden:
        return _("All numbers are of enough people to be shown.")
    return ngettext(
        "%(num)s number is hidden to protect groups of fewer than %(floor)s people.",
        "%(num)s numbers are hidden to protect groups of fewer than %(floor)s people.",
        hidden,
        floor=floor,
    )


def unheard(people: Counted, inhabitants: Mapping[str, int], axes: Axes, language: str) -> tuple[str, ...]:
    """Who has not been heard, in sentences."""
    ordered = {code: inhabitants[code] for code in axes[PLACE].tags if code in inhabitants}
    places = unheard_places(people.by(PLACE), ordered)
    missing = unheard_groups(people.by(GROUP), (key for key in axes[GROUP].tags if key != NOT_SAID))
    sentences = []
    if missing.nobody:
        listed = ", ".join(groups()[key].name(language) for key in missing.nobody)
        sentences.append(_("Nobody speaks for these stakeholder groups: %(names)s.", names=listed))
    if places.nobody:
        listed = ", ".join(axes[PLACE].tags[code] for code in places.nobody)
        sentences.append(_("Nobody speaks for these municipalities: %(names)s.", names=listed))
    if places.far_below:
        listed = ", ".join(axes[PLACE].tags[code] for code in places.far_below)
        sentences.append(
            _(
                "Fewer than half as many people as the share of inhabitants would bring came from: %(names)s.",
                names=listed,
            )
        )
    return tuple(sentences) or (_("Every stakeholder group and every municipality has been heard."),)
