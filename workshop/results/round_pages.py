"""The round's dashboard: its page, each of its tables as a file, and the notes behind its numbers."""

import csv
import io
from urllib.parse import quote

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required

from workshop.accounts.models import Role
from workshop.analysis.round_rows import Tag
from workshop.errors import NotAllowed, NotFound
from workshop.i18n.choose import current_language
from workshop.results import round_words as words
from workshop.results.round_notes import notes_of
from workshop.results.round_said import RoundAccount, round_account
from workshop.results.round_shapes import RoundPage, RoundTable, written
from workshop.results.round_view import Names, choices_of, round_page
from workshop.rounds.models import Round
from workshop.rounds.queries import access_round

bp = Blueprint("dashboard", __name__)

FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet would reckon with when a cell begins with it."""


@bp.get("/rounds/<key>/dashboard")
@login_required
def page(key: str) -> ResponseReturnValue:
    """The dashboard, of all or only of what has the tag `filter`."""
    round_ = access_round(key, current_user)
    shown, stale = _page(round_)
    return render_template("results/round.html", round=round_, results=shown, stale=stale, written=written)


@bp.get("/rounds/<key>/dashboard/<table>.csv")
@login_required
def table(key: str, table: str) -> ResponseReturnValue:
    """One table of the page as a file for a spreadsheet, in the reader's language; NotFound when there is none."""
    round_ = access_round(key, current_user)
    shown, _stale = _page(round_)
    found = next((one for one in shown.all_tables if one.id == table), None)
    if found is None:
        raise NotFound
    name = quote(f"{round_.key}-{found.id}.csv")
    headers = {"Content-Disposition": f"attachment; filename={name}"}
    return Response(table_csv(found), mimetype="text/csv", headers=headers)


@bp.get("/rounds/<key>/dashboard/notes")
@login_required
def notes(key: str) -> ResponseReturnValue:
    """The notes of the round that have the tags `tag`, one or two; for organisers, who see every meeting."""
    round_ = access_round(key, current_user)
    if not current_user.may(Role.ORGANISER):
        raise NotAllowed
    account, names = round_account(round_), words.tag_names(current_language())
    asked = tuple(dict.fromkeys(_tags(names)))
    if len(asked) > 2 or len({tag.by for tag in asked}) < len(asked):
        raise NotFound
    listed = notes_of(account, asked, request.args.get("page", 1, type=int))
    return render_template(
        "results/round_notes.html",
        round=round_,
        asked=[words.full_name(tag, names) for tag in asked],
        shown=[words.full_name(tag, names) for tag in listed.tags],
        tags=[written(tag) for tag in asked],
        list=listed,
        rolled=listed.tags != asked,
        floor=account.summary.floor,
    )


def _page(round_: Round) -> tuple[RoundPage, bool]:
    """The page under the filter of the address, and whether that filter is one that does not exist (any more)."""
    language, account = current_language(), round_account(round_)
    wanted = request.args.get("filter", "").strip()
    only = _only(account, wanted, words.tag_names(language))
    leads = current_user.may(Role.ORGANISER)
    return round_page(round_, account, only, leads, language), bool(wanted) and only is None


def _only(account: RoundAccount, wanted: str, names: Names) -> Tag | None:
    by, _colon, value = wanted.partition(":")
    there = any(wanted == option for choice in choices_of(account, names) for option, _name in choice.options)
    return Tag(by, value) if there else None


def _tags(names: Names) -> list[Tag]:
    """The tags of the address that have a name; NotFound when one has none."""
    found = [Tag(*one.partition(":")[::2]) for one in request.args.getlist("tag")]
    if any(tag.value not in names.get(tag.by, {}) for tag in found):
        raise NotFound
    return found


def table_csv(table: RoundTable) -> str:
    """A table as a spreadsheet opens it in Finland: semicolons, a decimal comma, a mark that says it is UTF-8. What is
    hidden is a word, and what could be read as a formula begins with an apostrophe."""
    file = io.StringIO()
    file.write("\ufeff")
    rows = csv.writer(file, delimiter=";")
    rows.writerow([_safe(head) for head in table.heads])
    for line in table.lines:
        cells = (one.text if one.number is None else str(one.number).replace(".", ",") for one in line.cells)
        rows.writerow([_safe(line.label), *map(_safe, cells)])
    return file.getvalue()


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULAS) else text
