"""The round's dashboard: its page, its figures, each of its tables as a file, and the notes behind its numbers."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required

from workshop.accounts.models import Role
from workshop.analysis.round_rows import Tag
from workshop.clock import now
from workshop.errors import NotAllowed, NotFound
from workshop.i18n.choose import current_language
from workshop.results import round_words as words
from workshop.results.files import figures_answer, table_answer
from workshop.results.round_notes import notes_of
from workshop.results.round_said import RoundAccount, round_account
from workshop.results.round_shapes import RoundPage, written
from workshop.results.round_statistics import PEOPLE, statistics_of
from workshop.results.round_view import choices_of, round_page
from workshop.rounds.models import Round
from workshop.rounds.queries import access_round

bp = Blueprint("dashboard", __name__)


@bp.get("/rounds/<key>/dashboard")
@login_required
def page(key: str) -> ResponseReturnValue:
    """The dashboard, of all or only of what has the tag `filter`."""
    round_ = access_round(key, current_user)
    shown, stale = _page(round_)
    only = written(shown.only.tag) if shown.only else None
    tables = f"{url_for('.table', key=key, filter=only)}{'&' if only else '?'}chart="
    figures = url_for(".figures", key=key, filter=only)
    return render_template(
        "results/round.html", round=round_, results=shown, stale=stale, only=only, tables=tables, figures=figures
    )


@bp.get("/rounds/<key>/dashboard/figures")
@login_required
def figures(key: str) -> ResponseReturnValue:
    """The figures by chart id, under the filter of the address, as those of a meeting."""
    shown, _stale = _page(access_round(key, current_user))
    return figures_answer(shown.all_charts)


@bp.get("/rounds/<key>/dashboard/table")
@login_required
def table(key: str) -> ResponseReturnValue:
    """One table of the page as a file, under the filter of the address: ?chart=id."""
    shown, _stale = _page(access_round(key, current_user))
    return table_answer([*shown.all_charts, *shown.pairs])


@bp.get("/rounds/<key>/dashboard/notes")
@login_required
def notes(key: str) -> ResponseReturnValue:
    """The notes of the round that have the tags `tag`, one or two; for organisers, who see every meeting."""
    round_ = access_round(key, current_user)
    if not current_user.may(Role.ORGANISER):
        raise NotAllowed
    account, language = round_account(round_), current_language()
    axes = words.axes_of(account, language)
    asked = tuple(dict.fromkeys(_tags(axes)))
    if len(asked) > 2 or len({tag.by for tag in asked}) < len(asked):
        raise NotFound
    listed = notes_of(account, asked, request.args.get("page", 1, type=int))
    return render_template(
        "results/round_notes.html",
        round=round_,
        asked=[words.full_name(tag, axes) for tag in asked],
        shown=[words.full_name(tag, axes) for tag in listed.tags],
        tags=[written(tag) for tag in asked],
        list=listed,
        rolled=listed.tags != asked,
        floor=account.summary.floor,
    )


def _page(round_: Round) -> tuple[RoundPage, bool]:
    """The page under the filter of the address, and whether that filter is one that does not exist (any more)."""
    language, account = current_language(), round_account(round_)
    wanted = request.args.get("filter", "").strip()
    only = _only(account, wanted, words.axes_of(account, language))
    leads = current_user.may(Role.ORGANISER)
    there = statistics_of(round_, now()).figures.get(PEOPLE)
    return round_page(round_, account, there, only, leads, language), bool(wanted) and only is None


def _only(account: RoundAccount, wanted: str, axes: words.Axes) -> Tag | None:
    by, _colon, value = wanted.partition(":")
    there = any(wanted == option for choice in choices_of(account, axes) for option, _name in choice.options)
    return Tag(by, value) if there else None


def _tags(axes: words.Axes) -> list[Tag]:
    """The tags of the address that have a name; NotFound when one has none."""
    found = [Tag(*one.partition(":")[::2]) for one in request.args.getlist("tag")]
    if any(tag.by not in axes or tag.value not in axes[tag.by].tags for tag in found):
        raise NotFound
    return found
