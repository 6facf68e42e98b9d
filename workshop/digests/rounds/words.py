"""The sentences of the round digest. Words are in the forced language."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import ngettext

from workshop.analysis.privacy import Count
from workshop.digests.rounds.evidence import Rests
from workshop.digests.rounds.guarded import Fault, Phrase, say_count, say_phrase
from workshop.digests.rounds.models import Chapter, PieceKind, Stage
from workshop.i18n.formats import number
from workshop.results.round_statistics import MEETINGS, PEOPLE
from workshop.vocabulary.terms import event_types


def chapter_names() -> dict[Chapter, str]:
    """The headings of the chapters."""
    return {
        Chapter.STATISTICS: _("The round in numbers"),
        Chapter.TIMELINE: _("How the round went"),
        Chapter.COVERAGE: _("Who has been heard"),
        Chapter.THEMES: _("What was brought up"),
        Chapter.PRACTICES: _("Good practices of participation"),
        Chapter.RECOMMENDATIONS: _("Recommendations"),
        Chapter.QUOTES: _("In their own words"),
        Chapter.FACTS: _("Good to know"),
    }


def stage_names() -> dict[Stage, str]:
    """What a digest is called by its stage."""
    return {Stage.INTERIM: _("Interim digest"), Stage.FINAL: _("Final digest")}


def kind_names() -> dict[PieceKind, str]:
    """What one piece of each kind is called."""
    return {
        PieceKind.ITEM: _("Item under a theme"),
        PieceKind.PRACTICE: _("Good practice"),
        PieceKind.RECOMMENDATION: _("Recommendation"),
        PieceKind.QUOTE: _("Quote"),
        PieceKind.FACT: _("Fact box"),
    }


def figure_name(figure: str, language: str) -> str:
    """What a figure counts."""
    if figure == MEETINGS:
        return _("Meetings held")
    if figure == PEOPLE:
        return _("People who took part")
    return _("People, %(type)s", type=event_types()[figure.removeprefix(f"{PEOPLE}:")].name(language))


def held(told: str, n: int) -> str:
    """How many meetings have been held; `told` is the number in words, `n` what its noun goes by."""
    return ngettext("%(told)s meeting has been held.", "%(told)s meetings have been held.", n, told=told)


def took_part(told: str, n: int) -> str:
    """How many people took part."""
    return ngettext("%(told)s person took part in them.", "%(told)s people took part in them.", n, told=told)


def false_phrase(phrase: Phrase, fault: Fault, count: Count, language: str) -> str:
    """Why a phrase may not be said, and what the count is."""
    facts = {"phrase": say_phrase(phrase, language), "count": say_count(count, language)}
    return {
        Fault.NOT_THE_COUNT: _("“%(phrase)s” is not true: the count is %(count)s.", **facts),
        Fault.TOO_FAR: _("“%(phrase)s” is too far from the count, which is %(count)s.", **facts),
        Fault.NOT_OVER: _("“%(phrase)s” is not true: the count is %(count)s, which is not more.", **facts),
        Fault.NOT_BELOW: _("“%(phrase)s” is not true: the count is %(count)s, which is not below it.", **facts),
        Fault.TOO_MANY: _("“%(phrase)s” is not true: the count is only %(count)s.", **facts),
        Fault.NOT_ALL_KNOWN: _(
            "“%(phrase)s” cannot be known: of some meetings it is not known how many were there. The count is "
            "%(count)s; say “at least” or “over”.",
            **facts,
        ),
    }[fault]


def footnote(rests: Rests, must_rest: bool) -> str:
    """What a piece rests on: its meetings by event type. Of what must rest on something it is said when it does not."""
    if rests.types:
        order = list(event_types())
        named = sorted(rests.types.items(), key=lambda one: (-one[1], order.index(one[0])))
        return _("Based on: %(meetings)s.", meetings=", ".join(meetings_of(kind, n) for kind, n in named))
    if must_rest:
        return _("Nothing that was said by this day has been named as its basis.")
    return ""


def meetings_of(kind: str, n: int) -> str:
    """So many meetings of an event type, as in running text: "3 johtoryhmän tapaamista"."""
    named: Mapping[str, str] = {
        "open_participation": ngettext("%(num)s event open to all", "%(num)s events open to all", n),
        "staff_regional": ngettext("%(num)s regional staff meeting", "%(num)s regional staff meetings", n),
        "political_monitoring_group": ngettext(
            "%(num)s meeting of a political monitoring group", "%(num)s meetings of political monitoring groups", n
        ),
        "municipal_leadership_team": ngettext(
            "%(num)s meeting with a leadership team", "%(num)s meetings with leadership teams", n
        ),
        "municipal_managers_interview": ngettext(
            "%(num)s group interview with municipal managers", "%(num)s group interviews with municipal managers", n
        ),
        "association": ngettext("%(num)s event for associations", "%(num)s events for associations", n),
        "entrepreneur_network": ngettext("%(num)s event for entrepreneurs", "%(num)s events for entrepreneurs", n),
        "advisory_council": ngettext(
            "%(num)s meeting with an advisory council", "%(num)s meetings with advisory councils", n
        ),
        "provider_workshop": ngettext(
            "%(num)s workshop for service providers", "%(num)s workshops for service providers", n
        ),
        "youth_workshop": ngettext("%(num)s workshop for young people", "%(num)s workshops for young people", n),
        "sign_language_workshop": ngettext(
            "%(num)s workshop in sign language", "%(num)s workshops in sign language", n
        ),
        "themed_workshop": ngettext("%(num)s themed workshop", "%(num)s themed workshops", n),
        "interface_workshop": ngettext("%(num)s workshop on interfaces", "%(num)s workshops on interfaces", n),
        "information_discussion": ngettext(
            "%(num)s information and discussion event", "%(num)s information and discussion events", n
        ),
        "forum_webinar": ngettext("%(num)s forum or webinar", "%(num)s forums or webinars", n),
        "negotiation": ngettext("%(num)s negotiation", "%(num)s negotiations", n),
    }
    return named.get(kind) or ngettext("%(num)s other meeting", "%(num)s other meetings", n)


def notes_told(n: int, language: str) -> str:
    """How many notes were given a theme."""
    return ngettext("%(n)s note", "%(n)s notes", n, n=number(n, language))
