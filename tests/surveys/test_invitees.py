"""The list of invited people on its page: read first, imported when it is confirmed."""

from functools import partial
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from tests.effort import is_less_work
from tests.pages import form_fields
from tests.surveys.conftest import Scene, put_in
from tests.surveys.inviting import crowd, invite
from tests.surveys.page import check_quality
from tests.surveys.test_builder import builder
from workshop.columns import LANGUAGES
from workshop.errors import NotNow
from workshop.extensions import db
from workshop.mail.models import Letter
from workshop.meetings.models import State
from workshop.surveys.actions import list_invitees
from workshop.surveys.lists import MOST_ROWS, Invited
from workshop.surveys.models import Invitee

LIST = "address,kieli,kunta,asema\r\nanna@example.fi,fi,Oulu,johto\r\nbo@example.fi,sv,,\r\nno address,,,\r\n"


def page_of(scene: Scene) -> str:
    return f"{builder(scene)}/invitees"


def sent(desk: FlaskClient, address: str, seen: TestResponse | None = None, **data: Any) -> TestResponse:
    """Send the page's form, as it stands on the page that was `seen`, with what is given changed."""
    return in_parts(desk, address, form_fields(seen or desk.get(address)).to_dict() | data)


def in_parts(desk: FlaskClient, address: str, form: dict[str, Any]) -> TestResponse:
    """Send a form as browsers send files."""
    named = {name: FileStorage(*value) if isinstance(value, tuple) else value for name, value in form.items()}
    boundary, body = encode_multipart(named)
    return desk.post(address, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def listed(app: Flask) -> dict[str, Invitee]:
    with app.app_context():
        return {one.address: one for one in db.session.scalars(select(Invitee))}


def letters(app: Flask) -> dict[str, Letter]:
    with app.app_context():
        return {letter.key: letter for letter in db.session.scalars(select(Letter))}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("way", ["file", "text"])
def test_a_list_is_read_first_and_imported_when_it_is_confirmed(
    app: Flask, scene: Scene, desk: FlaskClient, language: str, way: str
) -> None:
    address = f"{page_of(scene)}?lang={language}"
    check_quality(desk.get(address), language)
    given = {"file": (BytesIO(LIST.encode("utf-8-sig")), "lista.csv")} if way == "file" else {"text": LIST}
    read = sent(desk, address, **given)
    check_quality(read, language)
    assert {"fi": "2 riviä voidaan tuoda", "sv": "2 rader kan importeras", "en": "2 rows can be imported"}[
        language
    ] in read.text
    assert {"fi": "Rivi 4", "sv": "Rad 4", "en": "Row 4"}[language] in read.text
    assert listed(app) == {}
    done = sent(desk, address, read, confirm="1")
    assert done.status_code == 303
    people = listed(app)
    assert people.keys() == {"anna@example.fi", "bo@example.fi"}
    assert (people["anna@example.fi"].municipality, people["anna@example.fi"].background) == ("564", {"asema": "johto"})
    assert people["bo@example.fi"].language == "sv"
    assert letters(app) == {}
    check_quality(desk.get(address), language)


def test_a_list_that_was_changed_after_it_was_read_is_read_again(app: Flask, scene: Scene, desk: FlaskClient) -> None:
    address = page_of(scene)
    read = sent(desk, address, text=LIST)
    again = sent(desk, address, read, text=LIST + "cecilia@example.fi,,,\r\n", confirm="1")
    assert "3 riviä voidaan tuoda" in again.text
    assert listed(app) == {}
    assert sent(desk, address, again, confirm="1").status_code == 303
    assert len(listed(app)) == 3


@pytest.mark.parametrize(
    ("given", "status", "words"),
    [
        ({"text": ""}, 422, "tyhjä"),
        ({"file": (BytesIO("sähköposti\na@x.fi".encode("cp1252")), "a.csv")}, 422, "Windows-1252"),
        ({"file": (BytesIO(b"\x00" * 100), "a.csv")}, 422, "NUL"),
        ({"text": "address\na@x.fi\x00"}, 422, "NUL"),
        ({"text": "address\n" + "a@x.fi\n" * 6000}, 422, "5000"),
        ({"file": (BytesIO(b"a@x.fi\n" * 100_000), "a.csv")}, 422, "400"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(
    app: Flask, scene: Scene, desk: FlaskClient, given: dict[str, Any], status: int, words: str
) -> None:
    given = {
        name: (BytesIO(value[0].getvalue()), value[1]) if isinstance(value, tuple) else value
        for name, value in given.items()
    }
    told = sent(desk, page_of(scene), **given)
    assert (told.status_code, words in told.text) == (status, True)
    check_quality(told, "fi")
    assert listed(app) == {}


@pytest.mark.parametrize("way", ["file", "text"])
def test_what_is_larger_than_any_list_is_not_even_looked_at(
    app: Flask, scene: Scene, desk: FlaskClient, way: str
) -> None:
    def send() -> TestResponse:
        form = {"file": (BytesIO(b"a@x.fi\n" * 800_000), "a.csv")} if way == "file" else {"text": "a@x.fi\n" * 100_000}
        return in_parts(desk, page_of(scene), form)

    listing = {"text": "".join(f"somebody{number}@example.fi\n" for number in range(MOST_ROWS))}
    assert is_less_work(send, partial(sent, desk, page_of(scene), **listing))
    told = send()
    assert (told.status_code, "jaa tiedosto osiin" in told.text) == (413, True)
    check_quality(told, "fi")


def test_importing_again_changes_what_is_known_and_adds_who_is_new(app: Flask, scene: Scene) -> None:
    invite(app, scene, [Invited("Anna@example.fi", "fi"), *crowd(2)])
    with app.app_context():
        rows = [Invited("anna@example.fi", "sv", background={"asema": "johto"}), Invited("uusi@example.fi", "fi")]
        assert list_invitees(scene.exercise, rows) == (1, 1)
        assert list_invitees(scene.exercise, rows) == (0, 0)
    assert listed(app)["Anna@example.fi"].language == "sv"
    assert len(listed(app)) == 4


def test_when_the_meeting_is_over_nobody_is_listed(app: Flask, scene: Scene) -> None:
    for state in State:
        with app.app_context():
            put_in(scene.exercise.meeting, state)
            if state is State.CLOSED:
                with pytest.raises(NotNow):
                    list_invitees(scene.exercise, crowd(1))
            else:
                list_invitees(scene.exercise, crowd(1, state))
    assert len(listed(app)) == 4
