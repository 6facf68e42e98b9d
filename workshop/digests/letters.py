"""The digest as a letter: the whole of it in the mail, its page's link first."""

from dataclasses import dataclass

import css_inline
from flask import current_app, render_template
from flask_babel import force_locale

from workshop.digests.document import document_from
from workshop.digests.models import Digest
from workshop.digests.text import write_text
from workshop.mail.actions import put_letter

_inliner = css_inline.CSSInliner(load_remote_stylesheets=False)


@dataclass(frozen=True)
class Written:
    """A letter before it has an address: the same for everybody who gets this digest."""

    subject: str
    text: str
    html: str


def about(digest: Digest) -> str:
    """What the outbox calls the letters of this digest."""
    return f"digest:{digest.id}"


def reading_address(digest: Digest) -> str:
    """Where the digest is read; of BASE_URL, whatever the request says."""
    return f"{current_app.config['SETTINGS'].base_url}/koonti/{digest.key}"


def write_letter(digest: Digest) -> Written:
    """The digest's letter, in the digest's language."""
    document = document_from(digest.document)
    given = {"document": document, "link": reading_address(digest), "supplemented": digest.version > 1}
    with force_locale(digest.language):
        return Written(
            subject=" ".join(render_template("mail/digest/subject.txt", **given).split()),
            text=render_template("mail/digest/body.txt", **given, digest_text=write_text(document)),
            html=_inliner.inline(render_template("mail/digest/body.html", **given)),
        )


def put_digest_letter(digest: Digest, written: Written, address: str) -> None:
    """Put the letter for one address in the outbox; once for each digest and address."""
    put_letter(
        key=f"{about(digest)}:{address}",
        about=about(digest),
        address=address,
        language=digest.language,
        subject=written.subject,
        text=written.text,
        html=written.html,
    )
