"""An editor's own pictures: what is taken, where they stand, and who sees them."""

from collections.abc import Callable
from io import BytesIO

import docx
import pytest
from flask import Flask

from tests.digests.editor import PAGE, digest_key, newest, seen, text_now
from tests.digests.scene import meeting_now, organiser
from tests.pages import Visitor, check_page
from tests.pictures.files import EXE, SVG_BOMB, picture
from workshop.digests.actions import approve_digest
from workshop.digests.edits import edits_from
from workshop.digests.files import file_of, print_file
from workshop.digests.queries import digests_of

LoggedIn = Callable[[str], Visitor]


def add(visitor: Visitor, content: bytes = b"", name: str = "joki.png", **filled: str) -> int:
    """Send a picture; the answer's status."""
    sent = {"alt": "Näkymä", "caption": "", "place": "introduction", **filled}
    file = (BytesIO(content or picture()), name)
    return visitor.post(f"{PAGE}/fi/pictures", {**sent, "file": file}).status_code


def picture_key(app: Flask) -> str:
    with app.app_context():
        return edits_from(newest().edits).pictures[0].key


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (SVG_BOMB, "logo.png", "SVG-tiedostoa ei voi käyttää"),
        (EXE, "kuva.png", "Tiedosto ei ole PNG-, JPEG- eikä WebP-kuva"),
        (picture()[:60], "kuva.png", "vioittunut tai vajaa"),
    ],
    ids=["svg", "exe", "cut"],
)
def test_a_bad_file_is_told_and_its_words_stay(
    ready: Flask, logged_in: LoggedIn, content: bytes, name: str, words: str
) -> None:
    desk = logged_in("leader")
    sent = {"alt": "Näkymä joelle", "caption": "Iissä", "place": "introduction", "file": (BytesIO(content), name)}
    answer = desk.post(f"{PAGE}/fi/pictures", sent)
    assert answer.status_code == 422
    check_page(answer, "fi")
    assert words in answer.text
    assert 'value="Näkymä joelle"' in answer.text
    with ready.app_context():
        assert newest().version == 1


@pytest.mark.parametrize(("language", "words"), [("fi", "liian suuri"), ("sv", "för stor"), ("en", "too large")])
def test_a_file_of_20_megabytes_is_not_even_read(ready: Flask, logged_in: LoggedIn, language: str, words: str) -> None:
    desk = logged_in("leader")
    sent = {"data": b"\0" * 20_000_000, "content_type": "multipart/form-data; boundary=x"}
    answer = desk.client.post(f"{PAGE}/fi/pictures?lang={language}", **sent)
    assert answer.status_code == 413
    assert words in answer.text.lower()


def test_other_doors_take_no_more_than_before(ready: Flask, logged_in: LoggedIn) -> None:
    desk = logged_in("leader")
    assert desk.client.post(f"{PAGE}/fi/edit", data={"introduction": "x" * 1_100_000}).status_code == 413


def test_a_picture_needs_its_words_and_a_place_that_is(ready: Flask, logged_in: LoggedIn) -> None:
    desk = logged_in("leader")
    assert [add(desk, alt=""), add(desk, alt=" \0 "), add(desk, alt="x" * 301), add(desk, place="forged")] == [422] * 4
    assert add(desk, alt="Kansi", place="cover") == 303
    assert add(desk, content=picture(colour="red"), place="cover") == 422, "there is one cover"
    key = picture_key(ready)
    at = f"{PAGE}/fi/pictures/{key}"
    changed = {"alt": "<b>=cmd", "caption": "**Ii**", "place": "introduction", "seen": seen(desk)}
    assert desk.post(at, changed).status_code == 303
    assert desk.post(at, changed).status_code == 409
    with ready.app_context():
        assert "[Kuva: <b>=cmd]\n**Ii**" in text_now()
    assert desk.post(at, {"remove": "1", "seen": seen(desk)}).status_code == 303
    assert desk.get(at).status_code == 404


def test_the_worker_prints_the_draft_with_its_picture_and_throws_away_what_it_was(
    ready: Flask, logged_in: LoggedIn
) -> None:
    desk = logged_in("leader")
    add(desk)
    with ready.app_context():
        old = file_of(newest(), "docx")
        old.parent.mkdir(exist_ok=True)
        old.write_bytes(b"as it was")
    add(desk, content=picture(colour="red"), alt="Punainen")
    with ready.app_context():
        print_file(newest(), "docx")
        (printed,) = old.parent.iterdir()
    drawn = docx.Document(printed).inline_shapes
    assert [shape._inline.docPr.get("descr") for shape in drawn] == ["Näkymä", "Punainen"]


def test_a_picture_is_served_to_those_who_may_read_its_digest(
    app: Flask, ready: Flask, logged_in: LoggedIn, visitor: Visitor
) -> None:
    desk = logged_in("leader")
    add(desk)
    key = picture_key(ready)
    with app.app_context():
        digest, first = newest(), digests_of(meeting_now())[1].key
        address = f"/koonti/{digest.key}/pictures/{key}"
    assert visitor.get(address).status_code == 404
    assert desk.get(f"/koonti/{first}/pictures/{key}").status_code == 404, "that version has no picture"
    with app.app_context():
        approve_digest(newest(), organiser())
    answer = visitor.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert f'src="{address}"' in visitor.get(f"/koonti/{digest_key(app)}").text
    alone = visitor.get(f"/koonti/{digest_key(app)}/koonti.html")
    assert 'src="data:image/png;base64,' in alone.text
    assert "img-src data:" in alone.headers["Content-Security-Policy"]
