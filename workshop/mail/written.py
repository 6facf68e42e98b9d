"""A letter being written from its templates: `templates/mail/<name>/` has its subject, its text and its HTML."""

from dataclasses import dataclass
from typing import Any

import css_inline
from flask import render_template
from flask_babel import force_locale

_inliner = css_inline.CSSInliner(load_remote_stylesheets=False)


@dataclass(frozen=True)
class Written:
    """A letter before it has an address."""

    subject: str
    text: str
    html: str
    unsubscribe: str = ""
    """As `Letter.unsubscribe`."""


def write(name: str, language: str, **given: Any) -> Written:
    """The letter `name` in a language, with its styles in its tags."""
    with force_locale(language):
        given = {"language": language, **given}
        return Written(
            subject=" ".join(render_template(f"mail/{name}/subject.txt", **given).split()),
            text=render_template(f"mail/{name}/body.txt", **given),
            html=_inliner.inline(render_template(f"mail/{name}/body.html", **given)),
        )
