"""The page where contributions are coded, its history, and how far two coders agree."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user, login_required

from workshop.accounts.queries import staff
from workshop.analysis.agreement import agreement
from workshop.coding import actions
from workshop.coding.deeds import Done, do
from workshop.coding.doors import bp
from workshop.coding.forms import ThemeForm
from workshop.coding.listing import Listing
from workshop.coding.models import Frame, Given
from workshop.coding.queries import Room, access_frame, access_room, codes_in, given_codes, history_of
from workshop.coding.routes.frames import FRAME
from workshop.coding.texts import Contribution, Target, contributions_in
from workshop.i18n.choose import current_language
from workshop.vocabulary.terms import topics

LATEST = 200
"""How much of the history is shown."""


def _listing(key: str, frame_id: int) -> Listing:
    room = access_room(key, current_user)
    return Listing(room, access_frame(room, frame_id), current_user, request.args)


def _theme_form(listing: Listing) -> ThemeForm:
    language = current_language()
    return ThemeForm([(code.key, code.name.text(language)) for code in listing.codes])


@bp.get(FRAME)
@login_required
def page(key: str, frame_id: int) -> ResponseReturnValue:
    """The contributions that the address asks for, a hundred on a page."""
    listing = _listing(key, frame_id)
    return _drawn("coding/page.html", listing, listing.shown, theme_form=_theme_form(listing))


def _drawn(template: str, listing: Listing, contributions: Sequence[Contribution], **more: object) -> str:
    return render_template(
        template,
        listing=listing,
        room=listing.room,
        round=listing.room.round,
        frame=listing.frame,
        filters=listing.filters,
        lines=listing.lines(contributions),
        meetings={meeting.id: meeting for meeting in listing.room.meetings},
        topics=topics(),
        **more,
    )


@bp.post(FRAME)
@login_required
def code(key: str, frame_id: int) -> ResponseReturnValue:
    """Give or take codes: of the contributions that were chosen (`pick`), or of one whose button was pressed.

    With `part` the answer is what has changed, for the page's script.
    """
    listing = _listing(key, frame_id)
    return _answer(listing, do(listing, request.form, current_user))


def _answer(listing: Listing, done: Done) -> ResponseReturnValue:
    if "part" in request.form:
        room = access_room(listing.room.round.key, current_user)
        fresh = Listing(room, listing.frame, current_user, request.args)
        touched = set(done.targets)
        return _drawn("coding/part.html", fresh, [said for said in fresh.all if said.target in touched], done=done)
    if done.words:
        flash(done.words, done.category)
    return _to_page(listing, listing.after(done.targets))


def _to_page(listing: Listing, name: str | None = None) -> ResponseReturnValue:
    round_, frame = listing.room.round, listing.frame
    asked = listing.filters.address()
    anchor = f"c-{name}" if name else "list"
    return redirect(url_for(".page", key=round_.key, frame_id=frame.id, _anchor=anchor, **asked), 303)


@bp.post(f"{FRAME}/undo")
@login_required
def undo(key: str, frame_id: int) -> ResponseReturnValue:
    """Put back what one did last."""
    listing = _listing(key, frame_id)
    targets = actions.undo_coding(listing.frame, current_user)
    if not targets:
        return _answer(listing, Done([], _("There is nothing to undo: only what you did in the last hour can be.")))
    return _answer(listing, Done(targets, _("Undone.")))


@bp.post(f"{FRAME}/theme")
@login_required
def theme(key: str, frame_id: int) -> ResponseReturnValue:
    """Accept all suggestions of one code that are far enough ahead, in the filter's meeting and topic."""
    listing = _listing(key, frame_id)
    form = _theme_form(listing)
    if not form.validate_on_submit():
        flash(_("Choose a code and a lead from the lists."), "error")
        return _to_page(listing)
    chosen = listing.code(form.theme.data)
    found = listing.of_theme(chosen, int(form.margin.data) / 100)
    given = actions.give_codes([(chosen, said.target) for said in found], current_user, Given.ACCEPTED)
    name = chosen.name.text(current_language())
    flash(
        ngettext(
            "%(num)s contribution got the code “%(code)s”.",
            "%(num)s contributions got the code “%(code)s”.",
            given,
            code=name,
        )
    )
    return _to_page(listing)


@bp.post(f"{FRAME}/suggest")
@login_required
def suggest(key: str, frame_id: int) -> ResponseReturnValue:
    """Ask for suggestions anew: for what has come since, and learning from what has been coded."""
    listing = _listing(key, frame_id)
    actions.ask_for_suggestions(listing.frame)
    flash(_("Suggestions are being made. Reload the page in a moment."))
    return _to_page(listing)


@bp.get(f"{FRAME}/history")
@login_required
def history(key: str, frame_id: int) -> ResponseReturnValue:
    """What was given and taken back last, and by whom."""
    room = access_room(key, current_user)
    frame = access_frame(room, frame_id)
    texts = {said.target: said for said in contributions_in(room.meetings)}
    return render_template(
        "coding/history.html",
        round=room.round,
        frame=frame,
        codings=history_of(frame, LATEST),
        texts=texts,
        most=LATEST,
    )


@bp.get(f"{FRAME}/agreement")
@login_required
def agreed(key: str, frame_id: int) -> ResponseReturnValue:
    """How far each two coders agree on what both have coded."""
    room = access_room(key, current_user)
    frame = access_frame(room, frame_id)
    codes = codes_in(frame)
    by_coder = _by_coder(room, frame)
    coders = {user.id: user.name for user in staff()}
    keys = [code.key for code in codes]
    pairs = [
        (coders[one], coders[other], agreement(by_coder[one], by_coder[other], keys))
        for one, other in combinations(sorted(by_coder), 2)
    ]
    shared = [pair for pair in pairs if pair[2].texts]
    return render_template("coding/agreement.html", round=room.round, frame=frame, codes=codes, pairs=shared)


def _by_coder(room: Room, frame: Frame) -> dict[int, dict[Target, set[str]]]:
    """What each coder gave, by coder, of what the reader may see."""
    seen = {said.target for said in contributions_in(room.meetings)}
    found: dict[int, dict[Target, set[str]]] = defaultdict(lambda: defaultdict(set))
    for target, codes in given_codes(frame).items():
        for code_key, users in codes.items() if target in seen else ():
            for user_id in users:
                found[user_id][target].add(code_key)
    return found
