"""A digest's letters at the desk of those who may send them, whichever digest it is: to whom it goes, how its letters
leave and look, and what became of them."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from flask import Response, abort, current_app, flash, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from workshop.columns import LANGUAGES
from workshop.digests.abouts import AnyDigest, about
from workshop.digests.addressees import (
    addressee_counts,
    addressees,
    invited_counts,
    invited_to,
    rest_counts,
    unreached,
    wanted_invited,
)
from workshop.digests.doors import ALONE_POLICY, has_server
from workshop.digests.due import Course, Stage, course_of, is_out
from workshop.digests.files import printing
from workshop.digests.forms import InvitedForm
from workshop.digests.invited import edition_of, keep_list, write_addresses
from workshop.digests.leaving_forms import LeavingForm
from workshop.digests.letters import write_letter
from workshop.digests.models import Recipients
from workshop.digests.posting import let_go, send_now, send_to_rest, stop_digest, write_again
from workshop.digests.queries import languages_of
from workshop.errors import ChangedMeanwhile, NotFound
from workshop.headers import FRAMING
from workshop.i18n.choose import NAMES
from workshop.mail.actions import resend, resend_all
from workshop.mail.models import MOST_LETTERS, LetterState
from workshop.mail.queries import TROUBLED, find_letter, letters_about
from workshop.mail.written import Written
from workshop.meetings.models import Meeting
from workshop.rounds.models import Round
from workshop.surveys.lists import MOST_ROWS

LETTER = f"<int(max={MOST_LETTERS}):letter_id>"
"""A letter in an address: its number may be larger than a row's."""
TO = "<any(present, invited):to>"
"""In an address: whose letter."""


def leaving_form(digest: AnyDigest, formdata: Any = None) -> LeavingForm:
    """When the digest's letters leave. Each digest's form has names of its own, for one page may have several."""
    return LeavingForm(formdata=formdata, prefix=f"d{digest.id}")


def chosen_recipients() -> Recipients:
    """Whom the approver has chosen in the form that was sent; everybody when it offered no choice."""
    try:
        return Recipients(request.form.get("to", Recipients.BOTH))
    except ValueError:
        abort(400)


def drawn_with(
    of: Meeting | Round, versions: Sequence[AnyDigest], newest: Collection[AnyDigest], refused: LeavingForm | None
) -> dict[str, Any]:
    """What a page of the digests of a meeting or a round shows of their letters; with a form that has been refused in
    place of the fresh one of the same name."""
    forms = {made.id: leaving_form(made) for made in newest if not made.approved_at}
    for digest_id, form in forms.items():
        if refused and refused.when.name == form.when.name:
            forms[digest_id] = refused
    return {
        "recipients": {made.id: addressee_counts(made) for made in newest if not made.approved_at},
        "invited": invited_counts(of),
        "letters": {made.id: letters_about(about(made)) for made in versions if made.approved_at},
        "courses": {made.id: course_of(made) for made in versions},
        "rest": {made.id: rest_counts(made) for made in versions if is_out(made)},
        "unreached": unreached(of),
        "forms": forms,
        "files": {made.id: printing(made) for made in versions},
        "names": NAMES,
        "has_server": has_server(),
    }


def is_leaving(courses: Iterable[Course]) -> bool:
    """Is something being posted, so that the page looks different within seconds?"""
    return any(one.stage is Stage.LEAVES_SOON and not one.is_paused for one in courses)


def steer_letters(digest: AnyDigest, deed: str) -> None:
    """Stop what would happen by itself ("stop"), let the letters go on ("go"), or send now what was to leave later."""
    if deed == "stop":
        stop_digest(digest, current_user)
        flash(_("Stopped. Nothing more of this digest leaves before an organiser lets it."))
    elif deed == "go":
        let_go(digest, current_user)
        flash(_("The letters go on."))
    else:
        send_now(digest, current_user)
        flash(_("The letters leave now."))


def send_one_again(digest: AnyDigest, letter_id: int) -> None:
    """Send a failed or unsure letter of the digest once more."""
    letter = find_letter(letter_id)
    if letter.about != about(digest):
        raise NotFound
    resend(letter)
    flash(_("The letter is sent again."))


def send_troubled_again(digest: AnyDigest) -> None:
    """Send all letters of the digest that are in the troubled state of the form once more."""
    state = request.form.get("state")
    if state not in TROUBLED:
        raise NotFound
    count = resend_all(about(digest), LetterState(state))
    flash(ngettext("%(num)s letter is sent again.", "%(num)s letters are sent again.", count))


def send_to_the_rest(digest: AnyDigest) -> None:
    """Send the digest that is out to those who have not got it: of the invited, or of those who left their address."""
    count = send_to_rest(digest, chosen_recipients(), current_user)
    flash(ngettext("%(num)s more letter leaves now.", "%(num)s more letters leave now.", count))


def try_addresses_again(of: Meeting | Round) -> None:
    """Let letters go again to the form's addresses, that they have not reached."""
    count = write_again(of, request.form.getlist("address"), current_user)
    flash(
        ngettext(
            "Letters go to %(num)s address again. It gets the next digest.",
            "Letters go to %(num)s addresses again. They get the next digest.",
            count,
        )
    )


def edit_list(of: Meeting | Round, usual: str, saved: Response, **shown: str) -> ResponseReturnValue:
    """The organisers' list, edited as a whole: the page, or `saved` once it is kept. With a line that cannot be read
    nothing is kept, and nothing is lost.

    `usual`: the language of lines that name none. `shown`: its `place` among the pages, and its way `back`.
    """
    listed = invited_to(of)
    form = InvitedForm(text=write_addresses(listed, usual), edition=edition_of(listed))
    if form.validate_on_submit() and form.read_in(usual):
        try:
            keep_list(of, form.listed, form.edition.data, current_user)
        except ChangedMeanwhile:
            form.tell_changed(edition_of(invited_to(of)), write_addresses(invited_to(of), usual))
        else:
            count = len(form.listed.languages)
            flash(ngettext("%(num)s address is on the list.", "%(num)s addresses are on the list.", count))
            return saved
    wanted = {one.address for one in wanted_invited(of)}
    lost = unreached(of)
    page = render_template(
        "digests/invited.html",
        of=of,
        is_of_round=isinstance(of, Round),
        form=form,
        count=len(listed),
        unwilling=[one.address for one in listed if one.address not in wanted],
        unreached={one.address: lost[one.address] for one in listed if one.address in lost},
        most=MOST_ROWS,
        **shown,
    )
    return page, 422 if form.errors else 200


def letter_page(digest: AnyDigest, to: str, **doors: Any) -> Response:
    """The letter as it leaves, but for the unsubscribe link, of which everybody gets their own. `doors`: the name of
    its `desk`, and what stands `at` its address."""
    answer = make_response(
        render_template(
            "digests/letter_preview.html",
            digest=digest,
            letter=_letter(digest, to),
            to=to,
            speaks=_spoken(digest),
            spoken=sorted({digest.language, *(one.language for one in addressees(digest, Recipients(to)))}),
            names=NAMES,
            sender=current_app.config["SETTINGS"].MAIL_FROM,
            **doors,
        )
    )
    answer.headers["Content-Security-Policy"] = FRAMING
    return answer


def letter_alone(digest: AnyDigest, to: str) -> Response:
    """The letter's HTML alone, for the frame in its page."""
    answer = Response(_letter(digest, to).html, mimetype="text/html")
    answer.headers["Content-Security-Policy"] = f"{ALONE_POLICY}; sandbox"
    return answer


def _letter(digest: AnyDigest, to: str) -> Written:
    return write_letter(digest, to == Recipients.INVITED, _spoken(digest)).opened()


def _spoken(digest: AnyDigest) -> str:
    """In which language the letter speaks that is looked at: the digest's, unless another one was asked for."""
    asked = request.args.get("speaks", "")
    return asked if asked in LANGUAGES and asked not in languages_of(digest) else digest.language
