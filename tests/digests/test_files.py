"""The printed files: made by the worker one by one, whole or not at all, and downloaded by those who may read."""

import os
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests.digests.papers import slides_of, text_of_docx
from tests.digests.scene import CODE, made_digest, meeting_now, organiser, simple_meeting
from tests.pages import Visitor, check_page
from workshop import clock
from workshop.digests.actions import approve_digest, make_digest
from workshop.digests.document import Document
from workshop.digests.files import Printing, file_of, next_to_print, printing
from workshop.digests.jobs import look_around
from workshop.digests.models import Digest
from workshop.digests.press import PRINTED, Lacking, NotPrinted, printed
from workshop.digests.queries import newest_digest

LoggedIn = Callable[[str], Visitor]
PAGE = f"/meetings/{CODE}/digest"
READY, WAITING, LACKING = Printing.READY, Printing.WAITING, Printing.LACKING
LANGUAGES = ["fi", "sv", "en"]


def made() -> Digest:
    found = newest_digest(meeting_now(), "fi")
    assert found
    return found


def put(app: Flask, name: str, content: bytes = b"made before") -> None:
    """The worker has printed this one."""
    with app.app_context():
        file = file_of(made(), name)
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(content)


@pytest.fixture
def without_pango(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which WeasyPrint says what it says where Pango is missing."""
    (tmp_path / "lacking").mkdir()
    (tmp_path / "lacking" / "weasyprint.py").write_text("raise OSError('cannot load library libpango-1.0-0')")
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path / 'lacking'}:{os.environ.get('PYTHONPATH', '')}")


def test_the_worker_prints_one_file_at_a_look_until_all_are_there(app: Flask) -> None:
    made_digest(app)
    put(app, "pdf")  # the command line's test prints one
    for there in (2, 3):
        with app.app_context():
            look_around()
            assert list(printing(made()).values()).count(READY) == there
    with app.app_context():
        assert next_to_print() is None
        files = {name: file_of(made(), name).read_bytes() for name in PRINTED}
        assert {file.name for file in file_of(made(), "pdf").parent.iterdir()} == {
            file_of(made(), name).name for name in PRINTED
        }
    assert files["pdf"] == b"made before"
    assert "Rohkeus" in text_of_docx(files["docx"])
    assert len(slides_of(files["pptx"])) > 3


def test_without_pango_the_others_are_printed_and_it_is_said(
    app: Flask, logged_in: LoggedIn, without_pango: None, caplog: pytest.LogCaptureFixture
) -> None:
    made_digest(app)
    for name in ("pptx", "docx"):
        put(app, name)
    with app.app_context():
        look_around()
        assert printing(made()) == {"pdf": LACKING, "pptx": READY, "docx": READY}
        assert next_to_print() is None
    assert "install libpango-1.0-0" in caplog.text
    page = logged_in("leader").get(PAGE)
    check_page(page, "fi")
    assert "PDF-tiedosto: palvelimelta puuttuu" in page.text
    with app.app_context(), clock.at(clock.now() + timedelta(hours=2)):
        assert printing(made())["pdf"] is WAITING


def test_a_file_that_is_gone_is_due_again_and_that_of_a_new_version_first(app: Flask) -> None:
    made_digest(app)
    for name in PRINTED:
        put(app, name)
    with app.app_context():
        first = made()
        second = make_digest(meeting_now(), "fi")
        assert next_to_print() == (second, "pdf")
        assert set(printing(first).values()) == {READY}
        file_of(first, "docx").unlink()
    for name in PRINTED:
        put(app, name)
    with app.app_context():
        due = next_to_print()
        assert due
        assert (due[0].version, due[1]) == (1, "docx")


def test_what_breaks_down_is_told_and_leaves_nothing(app: Flask) -> None:
    broken = Document("Otsikko", "", "xx", "", (), ())
    with pytest.raises(NotPrinted, match="xx"):
        printed(broken, "docx")


def test_a_format_without_its_libraries_is_told_apart(without_pango: None) -> None:
    with pytest.raises(Lacking, match="libpango"):
        printed(Document("Otsikko", "", "fi", "", (), ()), "pdf")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_tells_how_far_the_files_are(app: Flask, logged_in: LoggedIn, language: str) -> None:
    key = made_digest(app)
    leader = logged_in("leader")
    put(app, "pdf")
    page = leader.get(f"{PAGE}?lang={language}")
    check_page(page, language)
    assert "1/3" in page.text
    assert 'data-again="soon"' in page.text
    assert f"/koonti/{key}/koonti.pdf" in page.text
    assert f"/koonti/{key}/koonti.docx" not in page.text
    check_page(leader.get(f"/koonti/{key}"), language)
    for name in PRINTED:
        put(app, name)
    page = leader.get(PAGE)
    assert not re.search(r"\d/3\.", page.text)
    assert 'data-again=""' in page.text


def test_the_page_does_not_look_again_for_ever(app: Flask, logged_in: LoggedIn) -> None:
    made_digest(app)
    leader = logged_in("leader")
    with clock.at(clock.now() + timedelta(minutes=3)):
        page = leader.get(PAGE)
    assert "0/3" in page.text
    assert 'data-again=""' in page.text


@pytest.mark.parametrize("name", PRINTED)
def test_those_who_may_read_the_digest_may_take_its_files(
    app: Flask, logged_in: LoggedIn, visitor: Visitor, name: str
) -> None:
    path = f"/koonti/{made_digest(app)}/koonti.{name}"
    put(app, name)
    leader = logged_in("leader")
    assert visitor.get(path).status_code == 404
    answer = leader.get(path)
    assert (answer.data, answer.mimetype) == (b"made before", PRINTED[name])
    assert answer.headers["Content-Disposition"] == f'attachment; filename="koonti-{CODE}.{name}"'
    assert answer.headers["Cache-Control"] == "no-store"
    with app.app_context():
        approve_digest(made(), organiser())
    assert visitor.get(path).data == b"made before"
    assert visitor.get(f"{path}x").status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_that_is_being_made_says_so(app: Flask, visitor: Visitor, language: str) -> None:
    path = f"/koonti/{made_digest(app, True)}/koonti.pptx"
    answer = visitor.get(f"{path}?lang={language}")
    check_page(answer, language)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


def test_a_digest_of_another_meeting_has_files_of_its_own(app: Flask) -> None:
    made_digest(app)
    put(app, "pdf")
    with app.app_context():
        other = make_digest(simple_meeting("GNTTAAB", "other"), "fi")
        assert printing(other)["pdf"] is WAITING


def test_files_of_an_old_digest_are_printed_when_they_are_asked_for(app: Flask, logged_in: LoggedIn) -> None:
    key = made_digest(app)
    leader = logged_in("leader")
    with clock.at(clock.now() + timedelta(days=15)):
        with app.app_context():
            assert set(printing(made()).values()) == {Printing.ON_DEMAND}
            assert next_to_print() is None
        page = leader.get(PAGE)
        check_page(page, "fi")
        assert f'href="/koonti/{key}/koonti.docx"' in page.text
        assert "tehdään" not in page.text
        assert leader.get(f"/koonti/{key}/koonti.docx").status_code == 503
        with app.app_context():
            due = next_to_print()
            assert due
            assert due[1] == "docx"
            look_around()
            assert printing(made()) == {"pdf": Printing.ON_DEMAND, "pptx": Printing.ON_DEMAND, "docx": READY}
            assert next_to_print() is None
        assert leader.get(f"/koonti/{key}/koonti.docx").status_code == 200
