"""The letters as they are wanted, in three languages: golden files, written anew with GOLDEN=new and then read."""

import os

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.digests.reader import Reader
from tests.digests.scene import GOLDEN, simple_meeting
from workshop.clock import this_hour
from workshop.digests.actions import make_first_digest
from workshop.digests.confirmations import write_confirmation
from workshop.digests.letters import write_letter
from workshop.mail.envelope import head_bytes
from workshop.mail.models import Content, Letter
from workshop.mail.written import Written

LETTERS = GOLDEN / "letters"
LANGUAGES = ("fi", "sv", "en")


def is_wanted(name: str, letter: Written) -> None:
    """Assert that the letter is that of the golden files `<name>.txt` (subject, then text) and `<name>.html`."""
    said = {"txt": f"{letter.subject}\n\n{letter.text}\n", "html": f"{letter.html}\n"}
    for ending, text in said.items():
        file = LETTERS / f"{name}.{ending}"
        if os.environ.get("GOLDEN") == "new":
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, "utf-8")
        assert text == file.read_text("utf-8"), file.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_confirmation(app: Flask, language: str) -> None:
    with app.app_context():
        letter = write_confirmation(simple_meeting(), language, "TOKEN")
    is_wanted(f"confirmation-{language}", letter)
    link = f"http://localhost/confirmation/TOKEN?lang={language}"
    assert Reader(letter.html).links == [link]
    assert Reader(letter.html).loaded == []
    assert letter.text.count(link) == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["subscriber", "invited"])
def test_the_digest(app: Flask, kind: str, language: str) -> None:
    with app.app_context():
        digest = make_first_digest(simple_meeting(languages=[language]), language)
        letter = write_letter(digest, kind == "invited").opened()
        said = [part.replace(digest.key, "KEY") for part in (letter.subject, letter.text, letter.html)]
    is_wanted(f"digest-{kind}-{language}", Written(*said))


def letter_with(unsubscribe: str) -> Letter:
    return Letter(
        key="k", token="t" * 32, address="a@example.fi", language="fi", queued_at=this_hour(), unsubscribe=unsubscribe,
        content=Content(key="c", subject="Koonti – äö" * 9, text="x", html="<p>x</p>"),
    )  # fmt: skip


@settings(max_examples=20)
@given(st.from_regex(r"https://[a-z0-9.-]{1,200}/unsubscribe/[A-Za-z0-9_-]{22}\?lang=(fi|sv|en)", fullmatch=True))
def test_the_unsubscribe_header_is_one_line_however_long_the_address(link: str) -> None:
    lines = head_bytes(letter_with(link), "koonti@example.fi").split(b"\r\n")
    assert f"List-Unsubscribe: <{link}>".encode() in lines
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in lines


def test_a_letter_that_is_not_one_of_many_has_no_such_header() -> None:
    assert b"List-Unsubscribe" not in head_bytes(letter_with(""), "koonti@example.fi")


@pytest.mark.parametrize("link", ["https://x.example/\r\nBcc: b@example.fi", "https://x.example/\n\n<script>"])
def test_no_header_can_be_put_in_by_the_unsubscribe_address(link: str) -> None:
    with pytest.raises(ValueError, match="linefeed"):
        head_bytes(letter_with(link), "koonti@example.fi")
