"""What organisers write into the digest of a round, and what that rests on."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_required

from workshop.clock import today
from workshop.coding.models import Code
from workshop.coding.queries import codes_in, frames_of
from workshop.coding.texts import Contribution, contributions_in
from workshop.columns import Texts
from workshop.digests.quoting import NotVerbatim
from workshop.digests.rounds import actions, words
from workshop.digests.rounds.doors import HERE, REFUSED, STALE, bp
from workshop.digests.rounds.evidence import Grounds
from workshop.digests.rounds.forms import PieceForm, QuoteForm
from workshop.digests.rounds.models import CHAPTER_OF, EvidenceKind, Piece, PieceKind
from workshop.digests.rounds.queries import (
    access_evidence,
    access_piece,
    access_synthesis,
    counted_until,
    synthesis_of,
)
from workshop.digests.rounds.seen import of_piece
from workshop.errors import ChangedMeanwhile, NotFound
from workshop.i18n.choose import current_language
from workshop.meetings.queries import meetings_in
from workshop.rounds.models import Round
from workshop.vocabulary.terms import ladder

_PIECE = f"{HERE}/pieces/<int:piece_id>"
_WRITTEN = [kind for kind in PieceKind if kind is not PieceKind.QUOTE]
MOST_FOUND = 50
"""Contributions shown of a search."""


@bp.route(f"{HERE}/pieces/new/<any({', '.join(_WRITTEN)}):kind>", methods=["GET", "POST"])
@login_required
def new(key: str, kind: str) -> ResponseReturnValue:
    """Write a new piece."""
    round_, named = access_synthesis(key, current_user), PieceKind(kind)
    form = PieceForm(named, _headings(round_, named), None)
    if form.validate_on_submit():
        made = actions.add_piece(round_, named, form.facts(), current_user)
        return _back(made)
    return _piece_page(round_, named, form)


@bp.route(_PIECE, methods=["GET", "POST"])
@login_required
def edit(key: str, piece_id: int) -> ResponseReturnValue:
    """Change what a piece says."""
    piece = access_piece(access_synthesis(key, current_user), piece_id)
    if piece.kind is PieceKind.QUOTE:
        return _edit_quote(piece)
    form = PieceForm(piece.kind, _headings(piece.round, piece.kind), piece)
    if form.validate_on_submit():
        try:
            actions.edit_piece(piece, form.facts(), current_user, form.seen.data)
            return _back(piece)
        except ChangedMeanwhile:
            return _stale_page(piece, form)
    return _piece_page(piece.round, piece.kind, form)


def _edit_quote(piece: Piece) -> ResponseReturnValue:
    language = next(iter(piece.text), current_language())
    form = QuoteForm(data={"words": piece.text.text(language), "seen": of_piece(piece)})
    if form.validate_on_submit():
        try:
            facts = actions.PieceFacts(text=Texts({language: form.words.data}))
            actions.edit_piece(piece, facts, current_user, form.seen.data)
            return _back(piece)
        except ChangedMeanwhile:
            return _stale_page(piece, form)
        except NotVerbatim:
            form.complain()
    return _piece_page(piece.round, piece.kind, form)


def _piece_page(
    round_: Round, kind: PieceKind, form: PieceForm | QuoteForm, theirs: Sequence[tuple[str, str]] | None = None
) -> tuple[str, int]:
    title = words.kind_names()[kind]
    page = render_template("digests/round/piece.html", round=round_, form=form, title=title, theirs=theirs)
    return page, REFUSED if form.errors else 200


def _stale_page(piece: Piece, form: PieceForm | QuoteForm) -> ResponseReturnValue:
    """What was typed, with the other's words beside it; sent again, it is saved over them."""
    form.seen.data = of_piece(piece)
    theirs = [one for texts in (piece.title, piece.text, piece.source) for one in texts.items()]
    page, _status = _piece_page(piece.round, piece.kind, form, theirs)
    return page, STALE


def _headings(round_: Round, kind: PieceKind) -> Sequence[tuple[str, str]]:
    """Under what a piece of this kind can stand: keys and names."""
    language = current_language()
    if kind is PieceKind.PRACTICE:
        return [(key, step.capitalised(language)) for key, step in ladder().items()]
    chosen = synthesis_of(round_).frame_id
    codes = (codes_in(frame) for frame in frames_of(round_) if frame.id == chosen and kind is PieceKind.ITEM)
    return [(code.key, code.name.text(language)) for listed in codes for code in listed]


@bp.post(f"{_PIECE}/<any(earlier, later, remove):deed>")
@login_required
def arrange(key: str, piece_id: int, deed: str) -> ResponseReturnValue:
    """Move a piece among its kind, or take it away."""
    piece = access_piece(access_synthesis(key, current_user), piece_id)
    if deed == "remove":
        actions.remove_piece(piece, current_user)
        flash(_("Removed."))
    else:
        actions.shift_piece(piece, -1 if deed == "earlier" else 1, current_user)
    return redirect(url_for(".page", key=key, _anchor=f"chapter-{CHAPTER_OF[piece.kind]}"), 303)


@bp.route(f"{_PIECE}/evidence", methods=["GET", "POST"])
@login_required
def evidence(key: str, piece_id: int) -> ResponseReturnValue:
    """What a piece rests on: shown, found by words, added."""
    piece = access_piece(access_synthesis(key, current_user), piece_id)
    if request.method == "POST":
        actions.rest_on(piece, [_thing(one) for one in request.form.getlist("thing")], current_user)
        flash(_("Saved."))
        return redirect(url_for(".evidence", key=key, piece_id=piece.id, q=request.args.get("q")), 303)
    grounds = Grounds(piece.round, [piece], counted_until(today()))
    meetings = meetings_in(piece.round, current_user)
    return render_template(
        "digests/round/evidence.html",
        round=piece.round,
        piece=piece,
        rests=[(one, grounds.found(one)) for one in piece.evidence],
        footnote=words.footnote(grounds.rests(piece), must_rest=piece.kind is PieceKind.RECOMMENDATION),
        asked=request.args.get("q", "").strip(),
        found=_search(piece.round),
        meetings=meetings,
        titles={meeting.id: meeting.title for meeting in meetings},
        codes=_codes(piece.round),
        there={(one.kind, one.target_id) for one in piece.evidence},
    )


@bp.post(f"{_PIECE}/evidence/<int:evidence_id>/removal")
@login_required
def drop(key: str, piece_id: int, evidence_id: int) -> ResponseReturnValue:
    """Let a piece not rest on this any more."""
    piece = access_piece(access_synthesis(key, current_user), piece_id)
    actions.drop_evidence(access_evidence(piece, evidence_id), current_user)
    return redirect(url_for(".evidence", key=key, piece_id=piece_id), 303)


@bp.route(f"{HERE}/quotes/new", methods=["GET", "POST"])
@login_required
def quote(key: str) -> ResponseReturnValue:
    """Find what somebody said, and quote it."""
    round_ = access_synthesis(key, current_user)
    if request.method == "POST":
        kind, note_id = _thing(request.form.get("thing", ""))
        if kind is not EvidenceKind.NOTE:
            raise NotFound
        return redirect(url_for(".edit", key=key, piece_id=actions.quote_note(round_, note_id, current_user).id), 303)
    return render_template(
        "digests/round/quote.html",
        round=round_,
        asked=request.args.get("q", "").strip(),
        found=_search(round_),
        titles={meeting.id: meeting.title for meeting in meetings_in(round_, current_user)},
    )


def _thing(typed: str) -> tuple[EvidenceKind, int]:
    """ "note:12" as what it names; NotFound for anything else."""
    kind, _colon, number = typed.partition(":")
    if kind not in set(EvidenceKind) or not number.isascii() or not number.isdigit() or len(number) > 9:
        raise NotFound
    return EvidenceKind(kind), int(number)


def _search(round_: Round) -> Sequence[Contribution]:
    """The notes that have the words of the address."""
    asked = request.args.get("q", "").strip().lower()
    if not asked:
        return ()
    notes = (said for said in contributions_in(meetings_in(round_, current_user)) if len(said.target) == 1)
    return [said for said in notes if asked in said.text.lower()][:MOST_FOUND]


def _codes(round_: Round) -> Sequence[Code]:
    return [code for frame in frames_of(round_) for code in codes_in(frame)]


def _back(piece: Piece) -> ResponseReturnValue:
    flash(_("Saved."))
    chapter = CHAPTER_OF[piece.kind]
    return redirect(url_for(".page", key=piece.round.key, _anchor=f"chapter-{chapter}"), 303)
