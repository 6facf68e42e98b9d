"""The chapters that the organisers write: themes, practices, recommendations, quotes, facts."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from workshop.analysis.round_rows import GROUP, Tag
from workshop.boards.models import Note
from workshop.coding.models import Code
from workshop.digests.document import Part
from workshop.digests.findings import FactBox, Item, Numbered, Quote
from workshop.digests.quoting import NotVerbatim, quoted_as
from workshop.digests.rounds import words
from workshop.digests.rounds.account import Account, under
from workshop.digests.rounds.models import EvidenceKind, Piece, PieceKind
from workshop.extensions import db
from workshop.results.statements import group_names
from workshop.vocabulary.groups import groups, top_of
from workshop.vocabulary.terms import ladder


def themes(account: Account) -> Sequence[Part]:
    """Under each heading of the frame what was brought up, and how many notes are about it."""
    codes, language = account.themes(), account.language
    pieces = under(account.pieces(PieceKind.ITEM), (code.key for code in codes))
    parts = [
        Numbered(code.name.text(language), _items(account, pieces[code.key]), _notes(account, code)) for code in codes
    ]
    if pieces[""]:
        parts.append(Numbered(_("Other") if codes else "", _items(account, pieces[""])))
    return [part for part in parts if part.items or part.base]


def practices(account: Account) -> Sequence[Part]:
    """Good practices, step by step of the ladder of participation, the lightest first."""
    steps, codes = ladder(), {code.key: code for code in account.ladder()}
    pieces = under(account.pieces(PieceKind.PRACTICE), steps)
    parts = [
        Numbered(
            step.capitalised(account.language),
            _items(account, pieces[key]),
            _notes(account, codes[key]) if key in codes and pieces[key] else "",
        )
        for key, step in steps.items()
    ]
    parts.append(Numbered(_("Other"), _items(account, pieces[""])))
    return [part for part in parts if part.items]


def recommendations(account: Account) -> Sequence[Part]:
    """Numbered, each with its sub-points and what it rests on."""
    items = _items(account, account.pieces(PieceKind.RECOMMENDATION), must_rest=True)
    return [Numbered("", items)] if items else []


def quotes(account: Account) -> Sequence[Part]:
    """What people said. A quote whose note is not shown any more, or has other words now, is left out."""
    return [quote for piece in account.pieces(PieceKind.QUOTE) if (quote := _quote(account, piece))]


def facts(account: Account) -> Sequence[Part]:
    """Boxes with a title, a text and a source."""
    language = account.language
    return [
        FactBox(
            piece.title.text(language),
            tuple(piece.text.text(language).split("\n")) if piece.text else (),
            piece.title.language(language),
            _("Source: %(source)s", source=piece.source.text(language)) if piece.source else "",
        )
        for piece in account.pieces(PieceKind.FACT)
    ]


def _items(account: Account, pieces: Sequence[Piece], must_rest: bool = False) -> tuple[Item, ...]:
    language = account.language
    return tuple(
        Item(
            piece.title.text(language),
            piece.title.language(language),
            tuple(line for line in piece.text.text(language).split("\n") if line),
            words.footnote(account.grounds.rests(piece), must_rest),
        )
        for piece in pieces
    )


def _notes(account: Account, code: Code) -> str:
    told = account.coded(code)
    return words.notes_told(told, account.language) if isinstance(told, int) and told else ""


def _quote(account: Account, piece: Piece) -> Quote | None:
    note = next((one for one in piece.evidence if one.kind is EvidenceKind.NOTE), None)
    found = account.grounds.found(note) if note else None
    if note is None or found is None or not found.meetings:
        return None
    [(language, said)] = found.words.items()
    chosen = piece.text.text(language)
    try:
        told = quoted_as(said, chosen)
    except NotVerbatim:
        return None
    if chosen and told.split() != chosen.split():
        return None  # its writer has gone on since, and the organisers have not read that
    return Quote(" ".join(told.split()), language, _speaks_for(account, note.target_id))


def _speaks_for(account: Account, note_id: int) -> str:
    """The stakeholder group for which the note speaks, when the number of its people is told."""
    keys = db.session.scalar(select(Note.groups).where(Note.id == note_id)) or []
    names = group_names(account.language)
    tops = dict.fromkeys(top_of(key).key for key in keys if key in groups())
    return next((names[key] for key in tops if isinstance(account.people(Tag(GROUP, key)), int)), "")
