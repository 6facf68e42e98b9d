"""The digest's pages: for the staff, for readers, for those who leave an address; and the letters."""

from datetime import timedelta

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_required
from limits import RateLimitItemPerMinute
from limits.strategies import FixedWindowRateLimiter

from workshop.accounts.models import Role, User
from workshop.clock import now
from workshop.digests.actions import approve_digest, make_digest, subscribe
from workshop.digests.document import document_from
from workshop.digests.files import Printing, file_of, printing
from workshop.digests.forms import SubscribeForm
from workshop.digests.html import write_html
from workshop.digests.letters import about
from workshop.digests.models import Digest
from workshop.digests.press import PRINTED
from workshop.digests.queries import (
    access_digest,
    digests_of,
    letter_language,
    posted_digest,
    readable_digest,
    recipients,
    subscriber_count,
)
from workshop.digests.text import write_text
from workshop.errors import NotAllowed, NotFound, UnknownCode
from workshop.headers import POLICY
from workshop.i18n.choose import NAMES, current_language
from workshop.mail.actions import resend
from workshop.mail.envelope import headers
from workshop.mail.models import MOST_LETTERS
from workshop.mail.queries import find_letter, letters_about, newest_letters
from workshop.meetings.codes import tidy_code
from workshop.meetings.models import Deed, Meeting
from workshop.meetings.queries import access_meeting, meeting_by_code
from workshop.participants.guesses import slow_guessing
from workshop.tries import tries

bp = Blueprint("digests", __name__)

LETTERS_A_PAGE = 100
LOOKS_AGAIN = timedelta(minutes=2)
"""How long the page of a new digest looks again by itself for its files."""
ALONE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
"""For a document that stands alone: its own styles and nothing else; only our own pages may frame it."""
LETTER = f"<int(max={MOST_LETTERS}):letter_id>"
"""A letter in an address: its number may be larger than a row's."""
LEAVING = RateLimitItemPerMinute(600)
"""How many addresses are taken from one place: a full hall leaves them together, through one door."""


@bp.get("/meetings/<code>/digest")
@login_required
def page(code: str) -> ResponseReturnValue:
    """The digest's state: being made, to be approved, on its way."""
    meeting = access_meeting(code, current_user)
    versions = digests_of(meeting)
    newest = {made.language: made for made in reversed(versions)}
    files = {made.id: printing(made) for made in versions}
    answer = make_response(
        render_template(
            "digests/digest.html",
            meeting=meeting,
            newest=[newest[language] for language in meeting.languages if language in newest],
            missing=[NAMES[language] for language in meeting.languages if language not in newest],
            earlier=[made for made in versions if made is not newest[made.language]],
            recipients={made.id: len(recipients(made)) for made in newest.values()},
            subscribers=subscriber_count(meeting),
            letters={made.id: letters_about(about(made)) for made in versions if made.posted_at},
            files=files,
            names=NAMES,
            has_server=_has_server(),
            may_approve=current_user.may(Role.ORGANISER),
        )
    )
    is_printing = any(
        Printing.WAITING in files[made.id].values() and now() - made.made_at < LOOKS_AGAIN for made in newest.values()
    )
    if meeting.ended_at and (len(newest) < len(meeting.languages) or is_printing):
        answer.headers["Refresh"] = "3"  # it is made within seconds
    return answer


@bp.post("/meetings/<code>/digest/<int:digest_id>/versions")
@login_required
def make_again(code: str, digest_id: int) -> ResponseReturnValue:
    """Write the digest up anew, as a new version."""
    old = access_digest(code, digest_id, current_user)
    made = make_digest(old.meeting, old.language)
    flash(_("Version %(version)s of the digest is ready.", version=made.version))
    return redirect(url_for(".page", code=code), 303)


@bp.post("/meetings/<code>/digest/<int:digest_id>/approval")
@login_required
def approve(code: str, digest_id: int) -> ResponseReturnValue:
    """Publish the digest and send it to those who left their address."""
    approved = access_digest(code, digest_id, current_user)
    approve_digest(approved, current_user)
    flash(_("The digest has been approved. Its letters are on their way."))
    return redirect(url_for(".page", code=code), 303)


@bp.post(f"/meetings/<code>/digest/<int:digest_id>/letters/{LETTER}")
@login_required
def send_again(code: str, digest_id: int, letter_id: int) -> ResponseReturnValue:
    """Send a failed or unsure letter once more."""
    letter = find_letter(letter_id)
    if letter.about != about(access_digest(code, digest_id, current_user)):
        raise NotFound
    resend(letter)
    flash(_("The letter is sent again."))
    return redirect(url_for(".page", code=code), 303)


def _has_server() -> bool:
    """Is there a mail server, or are letters only read here?"""
    return bool(current_app.config["SETTINGS"].SMTP_URL)


def _reader() -> User | None:
    return current_user if current_user.is_authenticated else None


@bp.get("/koonti/<key>")
def reading(key: str) -> ResponseReturnValue:
    """The digest at its stable address."""
    read = readable_digest(key, _reader())
    return render_template(
        "digests/reading.html", digest=read, document=document_from(read.document), printing=printing(read)
    )


@bp.get("/koonti/<key>/koonti.txt")
def text_file(key: str) -> ResponseReturnValue:
    read = readable_digest(key, _reader())
    return _download(read, write_text(document_from(read.document)), "txt", "text/plain")


@bp.get("/koonti/<key>/koonti.html")
def html_file(key: str) -> ResponseReturnValue:
    read = readable_digest(key, _reader())
    return _download(read, write_html(document_from(read.document)), "html", "text/html")


@bp.get(f"/koonti/<key>/koonti.<any({', '.join(PRINTED)}):name>")
def printed_file(key: str, name: str) -> ResponseReturnValue:
    """The digest as the worker has printed it; until then a page that says how far it is."""
    read = readable_digest(key, _reader())
    state = printing(read)[name]
    if state is Printing.READY:
        return _download(read, file_of(read, name).read_bytes(), name, PRINTED[name])
    answer = make_response(render_template("digests/making.html", digest=read, name=name, state=state), 503)
    if state is Printing.WAITING:
        answer.headers["Refresh"] = answer.headers["Retry-After"] = "5"
    return answer


def _download(read: Digest, content: str | bytes, ending: str, mimetype: str) -> Response:
    answer = Response(content, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="koonti-{read.meeting.code}.{ending}"'
    answer.headers["Content-Security-Policy"] = ALONE_POLICY
    return answer


def _meeting_for_addresses(code: str) -> Meeting:
    meeting = meeting_by_code(tidy_code(code))
    if meeting is None or not meeting.allows(Deed.SUBSCRIBE):
        raise UnknownCode
    return meeting


@bp.route("/digest-by-mail/<code>", methods=["GET", "POST"])
@slow_guessing
def subscribe_page(code: str) -> ResponseReturnValue:
    """Leave an address for the digest, apart from the answers: the participant's cookie is not sent here."""
    meeting = _meeting_for_addresses(code)
    form = SubscribeForm()
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        if FixedWindowRateLimiter(tries()).hit(LEAVING, "addresses left", request.remote_addr or ""):
            subscribe(meeting, form.address.data, current_language())
            return redirect(url_for(".thanks", code=code), 303)
        form.address.errors = [_("Wait a moment and try again.")]
        status = 429
    return render_template("digests/subscribe.html", meeting=meeting, form=form), status


@bp.get("/digest-by-mail/<code>/thanks")
@slow_guessing
def thanks(code: str) -> ResponseReturnValue:
    """The same words whether the address was here already or not."""
    return render_template("digests/thanks.html", meeting=_meeting_for_addresses(code))


def _require_organiser() -> None:
    if not current_user.may(Role.ORGANISER):
        raise NotAllowed


@bp.app_template_global("public_digest")
def public_digest(meeting: Meeting) -> Digest | None:
    """The digest that everybody may read, in the reader's language or else in the meeting's first; None before."""
    return posted_digest(meeting, letter_language(meeting, current_language()))


@bp.get("/letters")
@login_required
def letters() -> ResponseReturnValue:
    """The outbox, newest first."""
    _require_organiser()
    found = newest_letters(request.args.get("before", type=int), LETTERS_A_PAGE + 1)
    shown, more = found[:LETTERS_A_PAGE], len(found) > LETTERS_A_PAGE
    return render_template("digests/letters.html", letters=shown, more=more, has_server=_has_server())


@bp.get(f"/letters/{LETTER}")
@login_required
def letter(letter_id: int) -> ResponseReturnValue:
    """One letter: its headers, its text, and how it looks."""
    _require_organiser()
    found = find_letter(letter_id)
    told = headers(found, current_app.config["SETTINGS"].MAIL_FROM)
    page = render_template("digests/letter.html", letter=found, headers=told, has_server=_has_server())
    answer = make_response(page)
    answer.headers["Content-Security-Policy"] = f"{POLICY}; frame-src 'self'"
    return answer


@bp.get(f"/letters/{LETTER}/letter.html")
@login_required
def letter_html(letter_id: int) -> ResponseReturnValue:
    """The letter's HTML alone, for the frame in its page."""
    _require_organiser()
    answer = Response(find_letter(letter_id).html, mimetype="text/html")
    answer.headers["Content-Security-Policy"] = f"{ALONE_POLICY}; sandbox"
    return answer
