"""The editor: what those who lead the meeting put around the words. Every button saves what has been typed."""

from dataclasses import dataclass, replace

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_required

from workshop.digests.document import Document, document_from
from workshop.digests.doors import ALONE_POLICY, bp
from workshop.digests.edited import keys_of, lists_of, lost, once
from workshop.digests.editing import composed, save_edits, take_up
from workshop.digests.editing_forms import EditForm, NewPictureForm, PictureForm, QuotesSent, keys_sent, shortened
from workshop.digests.edits import COVER, Edits, edits_from, moved, with_one_cover
from workshop.digests.html import write_html
from workshop.digests.models import Digest
from workshop.digests.outline import Entry, outline_of, picture_places
from workshop.digests.pictures import addresses, contents_of
from workshop.digests.queries import access_digest, newest_digest
from workshop.digests.quoting import mark_of
from workshop.errors import ChangedMeanwhile, NotFound
from workshop.headers import FRAMING
from workshop.i18n.choose import NAMES
from workshop.meetings.queries import access_meeting
from workshop.pictures.actions import keep_picture
from workshop.pictures.reading import LARGEST_REQUEST
from workshop.uploads import takes

REFUSED, STALE = 422, 409
AT = "/meetings/<code>/digest/<any(fi, sv, en):language>"
"""Where the newest version in a language is edited."""


@dataclass(frozen=True)
class Opened:
    """The newest version, its edits, and the document as it would be made now without them."""

    digest: Digest
    edits: Edits
    document: Document

    @property
    def stamp(self) -> str:
        """What a form says of the version that its reader has seen."""
        return f"{self.digest.id}.{self.digest.edition}"

    def save(self, edits: Edits, seen: str | None = None) -> None:
        """Save the edits over what was seen. Raises ChangedMeanwhile."""
        if seen is not None and seen != self.stamp:
            raise ChangedMeanwhile
        save_edits(self.digest, self.digest.edition, edits, current_user)


def _opened(code: str, language: str) -> Opened:
    meeting = access_meeting(code, current_user)
    digest = newest_digest(meeting, language)
    if digest is None:
        raise NotFound
    return Opened(digest, edits_from(digest.edits), composed(digest))


@bp.route(f"{AT}/edit", methods=["GET", "POST"])
@login_required
def edit(code: str, language: str) -> ResponseReturnValue:
    """The editor: introduction, order, what is left out, and the ways to quotes and pictures."""
    here = _opened(code, language)
    form = EditForm(data={"introduction": here.edits.introduction, "seen": here.stamp})
    edits, status = here.edits, 200
    if form.is_submitted():
        edits, status = _sent(here, form), REFUSED
        if form.validate():
            try:
                here.save(edits, form.seen.data)
                return _onward(code, language)
            except ChangedMeanwhile:
                # what was typed is shown with the other's words beside it; sent again, it is saved over them
                form.seen.data, status = here.stamp, STALE
    return _editor(here, form, edits, status)


def _sent(here: Opened, form: EditForm) -> Edits:
    """The edits with what the form says; a button with an arrow moves something too."""
    entries = outline_of(here.document, here.edits)
    usual = _keys(outline_of(here.document, replace(here.edits, order=())))
    order = keys_sent("order", usual) or _keys(entries)
    way, _space, key = request.form.get("deed", "").partition(" ")
    if way in ("up", "down"):
        siblings = next((group for group in _siblings(entries) if key in group), ())
        order = moved(order, siblings, key, down=way == "down")
    order = _keys(outline_of(here.document, replace(here.edits, order=order)))
    return replace(
        here.edits,
        introduction=form.introduction.data or "",
        order=() if order == usual else order,
        left_out=keys_sent("left_out", keys_of(here.document)),
    )


def _keys(entries: list[Entry]) -> tuple[str, ...]:
    return tuple(key for entry in entries for key in (entry.key, *(part.key for part in entry.parts)))


def _siblings(entries: list[Entry]) -> list[list[str]]:
    return [[entry.key for entry in entries], *([part.key for part in entry.parts] for entry in entries)]


def _onward(code: str, language: str) -> ResponseReturnValue:
    """Where the button that was pressed leads."""
    way, _space, key = request.form.get("deed", "").partition(" ")
    match way:
        case "quotes":
            return redirect(url_for(".quotes", code=code, language=language, place=key), 303)
        case "picture":
            return redirect(url_for(".edit_picture", code=code, language=language, picture=key), 303)
        case "add":
            return redirect(url_for(".add_picture", code=code, language=language), 303)
        case "up" | "down":
            return redirect(url_for(".edit", code=code, language=language, _anchor=f"row-{key}"), 303)
    flash(_("Saved."))
    return redirect(url_for(".edit", code=code, language=language), 303)


def _editor(here: Opened, form: EditForm, edits: Edits, status: int) -> ResponseReturnValue:
    answer = make_response(
        render_template(
            "digests/edit.html",
            meeting=here.digest.meeting,
            digest=here.digest,
            form=form,
            entries=outline_of(here.document, edits),
            edits=edits,
            kept=here.edits,
            lost=lost(here.document, here.edits),
            sources=addresses(here.digest, document_from(here.digest.document)),
            stale=status == STALE,
            names=NAMES,
        ),
        status,
    )
    answer.headers["Content-Security-Policy"] = FRAMING
    return answer


@bp.get(f"{AT}/preview")
@login_required
def preview(code: str, language: str) -> ResponseReturnValue:
    """The draft as its readers would get it, alone, for the frame in the editor."""
    digest = newest_digest(access_meeting(code, current_user), language)
    if digest is None:
        raise NotFound
    document = document_from(digest.document)
    answer = Response(write_html(document, contents_of(document)), mimetype="text/html")
    answer.headers["Content-Security-Policy"] = f"{ALONE_POLICY}; sandbox"
    return answer


@bp.route(f"{AT}/quotes/<place>", methods=["GET", "POST"])
@login_required
def quotes(code: str, language: str, place: str) -> ResponseReturnValue:
    """Choose quotes of one list, and shorten them."""
    here = _opened(code, language)
    block = lists_of(here.document).get(place)
    if block is None:
        raise NotFound
    words = {mark_of(one.words): one.words for one in once(block)}
    sent, status, seen = None, 200, here.stamp
    if request.method == "POST":
        sent, status = QuotesSent(place, words), REFUSED
        if not sent.errors:
            others = tuple(quote for quote in here.edits.quotes if quote.place != place)
            try:
                here.save(replace(here.edits, quotes=(*others, *sent.quotes)), request.form.get("seen", ""))
                flash(_("Saved."))
                return redirect(url_for(".quotes", code=code, language=language, place=place), 303)
            except ChangedMeanwhile:
                status = STALE
    kept = here.edits.quotes_of(place)
    chosen = sent.chosen if sent else [mark for mark in words if mark in kept]
    typed = {mark: shortened(text, kept.get(mark)) for mark, text in words.items()} | (sent.typed if sent else {})
    page = render_template(
        "digests/quotes.html",
        meeting=here.digest.meeting,
        digest=here.digest,
        block=block,
        words=words,
        chosen=set(chosen),
        editable={*chosen} & ({*kept} | {*(sent.typed if sent else ())}),
        typed=typed,
        errors=sent.errors if sent else {},
        stale=status == STALE,
        seen=seen,
    )
    return page, status


@bp.route(f"{AT}/pictures", methods=["GET", "POST"])
@login_required
@takes(LARGEST_REQUEST)
def add_picture(code: str, language: str) -> ResponseReturnValue:
    """Add a picture of one's own."""
    here = _opened(code, language)
    has_cover = any(one.place == COVER for one in here.edits.pictures)
    form = NewPictureForm(language, picture_places(here.document), has_cover)
    if form.validate_on_submit() and form.file.read:
        kept = keep_picture(form.file.read)
        one = form.illustrates(kept.key, kept.width, kept.height)
        here = _opened(code, language)  # an addition takes nothing from what somebody has saved meanwhile
        others = tuple(other for other in here.edits.pictures if other.key != kept.key)
        here.save(replace(here.edits, pictures=with_one_cover((*others, one))))
        flash(_("Saved."))
        return redirect(url_for(".edit", code=code, language=language, _anchor="pictures"), 303)
    return _picture_page(here, form), REFUSED if form.errors else 200


@bp.route(f"{AT}/pictures/<picture>", methods=["GET", "POST"])
@login_required
def edit_picture(code: str, language: str, picture: str) -> ResponseReturnValue:
    """Change a picture's words and place, or take it away."""
    here = _opened(code, language)
    one = next((one for one in here.edits.pictures if one.key == picture), None)
    if one is None:
        raise NotFound
    others = [other for other in here.edits.pictures if other is not one]
    has_cover = any(other.place == COVER for other in others)
    form = PictureForm(language, picture_places(here.document), has_cover, obj=one, data={"seen": here.stamp})
    status = 200
    if form.is_submitted():
        status, takes_away = REFUSED, "remove" in request.form
        if takes_away or form.validate():
            new = form.illustrates(one.key, one.width, one.height)
            changed = () if takes_away else (new,)
            pictures = tuple(each for old in here.edits.pictures for each in (changed if old is one else (old,)))
            try:
                here.save(replace(here.edits, pictures=pictures), form.seen.data)
                flash(_("Saved."))
                return redirect(url_for(".edit", code=code, language=language, _anchor="pictures"), 303)
            except ChangedMeanwhile:
                form.seen.data, status = here.stamp, STALE
    return _picture_page(here, form, picture, status == STALE), status


def _picture_page(here: Opened, form: PictureForm, picture: str = "", stale: bool = False) -> str:
    shown = addresses(here.digest, document_from(here.digest.document)).get(picture, "")
    return render_template(
        "digests/picture.html",
        meeting=here.digest.meeting,
        digest=here.digest,
        form=form,
        picture=picture,
        shown=shown,
        stale=stale,
    )


@bp.post("/meetings/<code>/digest/<int:digest_id>/edits")
@login_required
def take_up_edits(code: str, digest_id: int) -> ResponseReturnValue:
    """Go on from the edits of an earlier version, as a new version."""
    old = access_digest(code, digest_id, current_user)
    newest = newest_digest(old.meeting, old.language)
    if newest is None:
        raise NotFound
    made = take_up(old, newest, newest.edition, current_user)
    flash(_("Version %(version)s has the edits of version %(old)s.", version=made.version, old=old.version))
    return redirect(url_for(".edit", code=code, language=old.language), 303)
