"""The county's logo on the round's edit page."""

from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask

from tests.pages import Visitor, check_page
from tests.pictures.files import EXE, SVG_BOMB, picture
from workshop.accounts.models import Role
from workshop.columns import LANGUAGES
from workshop.rounds.queries import round_by_key

AsRole = Callable[[Role], Visitor]
FILLED = {"title-fi": "Kierros", "county": "17"}


def send(visitor: Visitor, strategy: str, content: bytes = b"", language: str = "fi", **more: str) -> object:
    file = {"logo_file": (BytesIO(content), "logo.png")} if content else {}
    return visitor.post(f"/rounds/{strategy}/edit?lang={language}", {**FILLED, **more, **file})


def logo(app: Flask, strategy: str) -> str | None:
    with app.app_context():
        return round_by_key(strategy).logo_key


def test_a_logo_is_given_seen_kept_and_taken_away(app: Flask, as_role: AsRole, strategy: str) -> None:
    organiser = as_role(Role.ORGANISER)
    assert send(organiser, strategy, picture()).status_code == 302
    given = logo(app, strategy)
    assert given
    page = organiser.get(f"/rounds/{strategy}/edit")
    check_page(page, "fi")
    assert 'src="data:image/png;base64,' in page.text
    send(organiser, strategy)
    assert logo(app, strategy) == given, "a form without a file keeps the logo"
    send(organiser, strategy, remove_logo="y")
    assert logo(app, strategy) is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("bad", [SVG_BOMB, EXE, picture("WEBP")], ids=["svg", "exe", "webp"])
def test_a_bad_logo_is_refused_and_nothing_is_lost(
    app: Flask, as_role: AsRole, strategy: str, bad: bytes, language: str
) -> None:
    answer = send(as_role(Role.ORGANISER), strategy, bad, language, **{"title-sv": "Runda"})
    assert answer.status_code == 422
    check_page(answer, language)
    assert 'value="Runda"' in answer.text
    assert 'href="#logo_file"' in answer.text
    assert logo(app, strategy) is None
