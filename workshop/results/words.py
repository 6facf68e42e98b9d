"""The sentences of the dashboard: what each chart says, for those who read and those who listen."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from workshop.analysis.privacy import Cell, Hidden
from workshop.analysis.questions import Choices, Dates, Numbers, Ratings, Span, Texts
from workshop.analysis.summary import Summary
from workshop.i18n.formats import number, percent
from workshop.surveys.kinds import figures


def opening(summary: Summary, language: str, with_joined: bool = True) -> tuple[str, ...]:
    """The sentences that the dashboard starts with; none when nothing was said. `with_joined`: how many joined, too."""
    sentences = []
    count = summary.notes - summary.scribed - summary.imported
    if count:
        people = summary.writers
        notes = ngettext("%(n)s note", "%(n)s notes", count, n=number(count, language))
        sentences.append(
            ngettext(
                "%(n)s person left %(notes)s.",
                "%(n)s people left %(notes)s.",
                people,
                n=number(people, language),
                notes=notes,
            )
            if isinstance(people, int)
            else _("Fewer than %(floor)s people left %(notes)s.", floor=summary.floor, notes=notes)
        )
    if summary.scribed:
        shown = number(summary.scribed, language)
        sentences.append(
            ngettext(
                "The scribe wrote down %(n)s note.", "The scribe wrote down %(n)s notes.", summary.scribed, n=shown
            )
        )
    if summary.imported:
        shown = number(summary.imported, language)
        sentences.append(
            ngettext(
                "%(n)s note was brought in from a file; how many people wrote it is not known.",
                "%(n)s notes were brought in from files; how many people wrote them is not known.",
                summary.imported,
                n=shown,
            )
        )
    if summary.respondents:
        sentences.append(_answered(summary.respondents, summary.floor, language))
    if summary.voters:
        sentences.append(_voted(summary.voters, summary.floor, language))
    if with_joined and sentences and summary.joined:
        sentences.append(_joined(summary, language))
    return tuple(sentences)


def _answered(people: Cell, floor: int, language: str) -> str:
    if isinstance(people, Hidden):
        return _("Fewer than %(floor)s people answered questions.", floor=floor)
    return ngettext(
        "%(n)s person answered questions.", "%(n)s people answered questions.", people, n=number(people, language)
    )


def _voted(people: Cell, floor: int, language: str) -> str:
    if isinstance(people, Hidden):
        return _("Fewer than %(floor)s people voted on statements.", floor=floor)
    return ngettext(
        "%(n)s person voted on statements.", "%(n)s people voted on statements.", people, n=number(people, language)
    )


def _joined(summary: Summary, language: str) -> str:
    joined, live, afterwards = summary.joined, summary.joined_live, summary.joined_afterwards
    if isinstance(joined, Hidden):
        return _("Fewer than %(floor)s people have joined.", floor=summary.floor)
    if isinstance(live, int) and isinstance(afterwards, int) and afterwards:
        return _(
            "%(joined)s people have joined: %(live)s during the meeting and %(afterwards)s afterwards.",
            joined=number(joined, language),
            live=number(live, language),
            afterwards=number(afterwards, language),
        )
    return ngettext("%(n)s person has joined.", "%(n)s people have joined.", joined, n=number(joined, language))


def panel(notes: int, prompts: int, questions: int, language: str) -> str:
    """What a topic has, under its heading."""
    if not prompts and not questions:
        return _("Nothing in this meeting was asked about this.")
    if not prompts:
        return ngettext("%(num)s survey question", "%(num)s survey questions", questions)
    return ngettext("%(n)s note", "%(n)s notes", notes, n=number(notes, language))


def notes_base(total: int, language: str) -> str:
    """N in notes."""
    return ngettext("N = %(n)s note", "N = %(n)s notes", total, n=number(total, language))


def people_base(people: Cell, floor: int, language: str) -> str:
    """N in people."""
    if isinstance(people, Hidden):
        return _("N < %(floor)s people", floor=floor)
    return ngettext("N = %(n)s person", "N = %(n)s people", people, n=number(people, language))


def cell(told: Cell, floor: int, language: str) -> str:
    """A number of a table, or why there is none."""
    if told is Hidden.SMALL:
        return _("< %(floor)s people", floor=floor)
    if told is Hidden.COVER:
        return _("hidden")
    return number(told, language)


def withheld(floor: int, language: str) -> str:
    """Instead of a whole table."""
    return _(
        "Not shown: some groups have fewer than %(floor)s people, and the other numbers would tell theirs.",
        floor=number(floor, language),
    )


def most_notes(rows: Sequence[tuple[str, int | None]], total: int, language: str) -> str:
    """Where most notes are."""
    if not total:
        return _("No notes yet.")
    name, count = max(rows, key=lambda row: row[1] or 0)
    name = name.rstrip(" :")  # a question that ends so would break the sentence
    if len(rows) == 1 or count == total:
        return _("All notes are under “%(name)s”.", name=name)
    if sum(row[1] == count for row in rows) > 1:
        return _("No question has more notes than all the others.")
    return _(
        "Most notes, %(count)s of %(total)s, are under “%(name)s”.",
        count=number(count or 0, language),
        total=number(total, language),
        name=name,
    )


def mentioned(terms: Sequence[tuple[str, int]], language: str) -> str:
    """Which terms most notes have. There must be some."""
    most = max(count for _name, count in terms)
    names = ", ".join(_("“%(label)s”", label=name) for name, count in terms if count == most)
    return ngettext(
        "Mentioned most often, in %(n)s note: %(names)s.",
        "Mentioned most often, in %(n)s notes: %(names)s.",
        most,
        n=number(most, language),
        names=names,
    )


def tags(shown: Sequence[tuple[str, int]], hidden: int, total: int, floor: int, language: str) -> str:
    """Who wrote most, and how many rows are hidden. `total`: notes in all."""
    if not shown and not hidden:
        return _("No notes yet.")
    sentences = []
    if shown:
        most = max(count for _name, count in shown)
        names = ", ".join(name for name, count in shown if count == most)
        count = number(most, language)
        sentences.append(
            _("Of the rows that are shown, the largest is: %(names)s (%(count)s).", names=names, count=count)
            if hidden
            else _("Most notes come from: %(names)s (%(count)s).", names=names, count=count)
        )
    if sum(count for _name, count in shown) > total:
        sentences.append(_("A note that speaks for several groups counts in each of them."))
    if hidden:
        sentences.append(hidden_rows(hidden, floor))
    return " ".join(sentences)


def not_yet(answered: Cell, floor: int) -> str:
    """Instead of a question's chart."""
    if isinstance(answered, Hidden):
        return _("The results are shown once at least %(floor)s people have answered.", floor=floor)
    return _("Nobody has answered yet.")


def written(result: Texts, floor: int, language: str) -> str:
    """An open question."""
    if not isinstance(result.answered, int) or not result.answered:
        return not_yet(result.answered, floor)
    return ngettext(
        "%(n)s person answered in their own words.",
        "%(n)s people answered in their own words.",
        result.answered,
        n=number(result.answered, language),
    )


def dated(result: Dates, floor: int, language: str) -> str:
    """A date."""
    if not isinstance(result.answered, int) or not result.answered:
        return not_yet(result.answered, floor)
    people = number(result.answered, language)
    return ngettext("%(n)s person gave a date.", "%(n)s people gave a date.", result.answered, n=people)


def measured(result: Numbers, floor: int, language: str) -> str:
    """A number: its middle, and where its ends are without telling anybody's own."""
    mean, median = number(result.mean or 0, language, 1), figures.written(result.median or 0, language)
    sentence = _("The mean is %(mean)s and the median %(median)s.", mean=mean, median=median)
    if result.low is None or result.high is None:
        return sentence
    ends = _(
        "At least %(floor)s people gave %(low)s or less, and at least %(floor)s gave %(high)s or more.",
        floor=floor,
        low=figures.written(result.low, language),
        high=figures.written(result.high, language),
    )
    return f"{sentence} {ends}"


def span(span: Span, decimals: bool, language: str) -> str:
    """The numbers of a span; of whole numbers the last one that is in it is named."""
    start, end = (None if edge is None else figures.written(edge, language) for edge in (span.start, span.end))
    if span.start is None:
        return _("under %(end)s", end=end)
    if span.end is None:
        return _("%(start)s or more", start=start)
    if decimals:
        return _("from %(start)s to under %(end)s", start=start, end=end)
    last = figures.written(span.end - 1, language)
    return f"{start}–{last}" if last != start else str(start)


def hidden_rows(hidden: int, floor: int) -> str:
    """Why rows are hidden; "" when none are."""
    if not hidden:
        return ""
    return ngettext(
        "%(num)s row is hidden to protect groups of fewer than %(floor)s people.",
        "%(num)s rows are hidden to protect groups of fewer than %(floor)s people.",
        hidden,
        floor=floor,
    )


def gathered(choices: int, floor: int, language: str) -> str:
    """Options that are not told one by one."""
    return ngettext(
        "%(n)s answer named what fewer than %(floor)s people named; it is not shown one by one.",
        "%(n)s answers named what fewer than %(floor)s people named; they are not shown one by one.",
        choices,
        n=number(choices, language),
        floor=floor,
    )


def most_chosen(rows: Sequence[tuple[str, int, str]], result: Choices, language: str) -> str:
    """What was chosen most often."""
    most = max(count for _label, count, _share in rows)
    names = [_("“%(label)s”", label=label) for label, count, _share in rows if count == most]
    share = next(share for _label, count, share in rows if count == most)
    answered = number(result.answered if isinstance(result.answered, int) else 0, language)
    facts = {"count": number(most, language), "answered": answered, "share": share, "names": ", ".join(names)}
    if len(names) > 1:
        return _("Chosen most often, by %(count)s of %(answered)s people each (%(share)s): %(names)s.", **facts)
    return _("Chosen most often, by %(count)s of %(answered)s people (%(share)s): %(names)s.", **facts)


def rated(result: Ratings, language: str) -> str:
    """Mean, both ends, and those who could not say."""
    sentences = []
    if result.mean is not None:
        last = result.steps[-1]
        facts = {
            "mean": number(result.mean, language, 1),
            "high": percent(result.top, language),
            "low": percent(result.bottom, language),
            "last": last,
            "nearly": last - 1,
        }
        sentences.append(
            _("The mean is %(mean)s. %(high)s gave %(nearly)s or %(last)s, and %(low)s gave 1 or 2.", **facts)
            if result.box > 1
            else _("The mean is %(mean)s. %(high)s gave %(last)s, and %(low)s gave 1.", **facts)
        )
    if isinstance(result.cannot_say, int) and result.cannot_say:
        sentences.append(
            ngettext(
                "%(n)s person could not say.",
                "%(n)s people could not say.",
                result.cannot_say,
                n=number(result.cannot_say, language),
            )
        )
    return " ".join(sentences)
