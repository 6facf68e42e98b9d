"""A letter being written from its templates: `templates/mail/<name>/` has its subject, its text and its HTML."""

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import css_inline
from flask import render_template
from flask_babel import force_locale

_inliner = css_inline.CSSInliner(load_remote_stylesheets=False)


OWN_LINK = "https://koonti.invalid/unsubscribe"
"""Stands once in the foot of text and HTML, where each letter has its own link; so many letters share their words."""


@dataclass(frozen=True)
class Written:
    """A letter before it has an address."""

    subject: str
    text: str
    html: str
    enclosure_name: str = ""
    enclosure: bytes | None = None
    """A PDF file that goes with it."""
    unsubscribe: str = ""
    """As `Letter.unsubscribe`."""

    @cached_property
    def content(self) -> dict[str, Any]:
        """What it says, as it is kept: the same for everybody but for the own link."""
        said = {each: getattr(self, each) for each in ("subject", "text", "html", "enclosure_name", "enclosure")}
        return {"key": _content_key(**said), **said}

    def stopped_at(self, link: str) -> "Written":
        """The same words with another own link. What they are is not worked out anew: many get one letter, with a PDF
        file of megabytes."""
        other = replace(self, unsubscribe=link)
        vars(other)["content"] = self.content
        return other

    def opened(self) -> "Written":
        """As it is read: with its own link."""
        text, html = (with_own_link(words, self.unsubscribe) for words in (self.text, self.html))
        return replace(self, text=text, html=html)


def _content_key(subject: str, text: str, html: str, enclosure_name: str, enclosure: bytes | None) -> str:
    """Made of all that letters say."""
    told = hashlib.sha256()
    for part in (subject, text, html, enclosure_name):
        told.update(f"{len(part)}:{part}".encode())
    told.update(enclosure or b"")
    return told.hexdigest()


def with_own_link(words: str, own: str) -> str:
    """The words of a letter with its own link. What people wrote stays: only the last mark is ours."""
    return own.join(words.rsplit(OWN_LINK, 1)) if own else words


def write(name: str, language: str, **given: Any) -> Written:
    """The letter `name` in a language, with its styles in its tags."""
    with force_locale(language):
        given = {"language": language, **given}
        return Written(
            subject=" ".join(render_template(f"mail/{name}/subject.txt", **given).split()),
            text=render_template(f"mail/{name}/body.txt", **given),
            html=_inliner.inline(render_template(f"mail/{name}/body.html", **given)),
        )
