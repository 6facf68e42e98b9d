"""`koonti digest` says in one sentence what is wrong."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from tests.digests.scene import CODE, begin, board, meeting_now, planned, simple_meeting, staff
from workshop.digests.cli import digest, worker
from workshop.digests.queries import digests_of


def call(app: Flask, *words: str) -> Result:
    with app.app_context():
        return CliRunner().invoke(digest, list(words))


def test_without_a_digest_one_is_made_first_and_then_kept(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        simple_meeting(languages=["fi", "sv"])
    told = call(app, CODE.lower(), "--format", " HTML ,txt", "--out", str(tmp_path))
    assert told.output.split() == [str(tmp_path / f"koonti-{CODE}.{ending}") for ending in ("html", "txt")]
    call(app, CODE, "--format", "txt", "--out", str(tmp_path), "--language", "sv")
    assert (tmp_path / f"koonti-{CODE}.txt").read_text().startswith("Värderingarna vägs")
    with app.app_context():
        assert [(made.language, made.version) for made in digests_of(meeting_now())] == [("fi", 1), ("sv", 1)]


def test_every_format_is_written(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        simple_meeting()
    told = call(app, CODE, "--format", "html,txt,pdf,pptx,docx", "--out", str(tmp_path / "new"))
    assert told.exit_code == 0, told.output
    beginnings = {file.suffix: file.read_bytes()[:4] for file in (tmp_path / "new").iterdir()}
    assert beginnings == {".html": b"<!do", ".txt": b"Arvo", ".pdf": b"%PDF", ".pptx": b"PK\3\4", ".docx": b"PK\3\4"}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["AAAAAAA"], "There is no meeting with the code AAAAAAA."),
        ([CODE, "--format", "html,docx2"], "There is no format 'docx2'; choose from html, txt, pdf, pptx, docx."),
        ([CODE, "--format", ","], "Name at least one format: html, txt, pdf, pptx, docx."),
        ([CODE, "--language", "sv"], f"The meeting {CODE} has no digest in 'sv', only in fi."),
        (
            [CODE, "--out", "/proc/koonti"],
            f"/proc/koonti/koonti-{CODE}.html cannot be written: No such file or directory.",
        ),
        ([CODE, "--out", __file__], f"{__file__}/koonti-{CODE}.html cannot be written: File exists."),
    ],
)
def test_what_is_wrong_is_one_sentence(app: Flask, words: list[str], sentence: str) -> None:
    with app.app_context():
        simple_meeting()
    told = call(app, *words)
    assert told.exit_code == 1
    assert told.output == f"Error: {sentence}\n"


def test_a_meeting_that_goes_on_has_no_files(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        meeting = planned(staff("leader"))
        board(meeting, "Mikä on tärkeää?")
        begin(meeting)
    told = call(app, CODE, "--out", str(tmp_path / "new"))
    assert told.output == f"Error: The meeting {CODE} has not ended, so it has no digest yet.\n"
    assert not (tmp_path / "new").exists()


def test_a_worker_does_not_start_with_mail_settings_that_cannot_work(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], SMTP_URL="http://mail.example.fi"))
    with app.app_context():
        told = CliRunner().invoke(worker)
    assert told.exit_code == 1
    assert told.output.startswith("Error: SMTP_URL must begin with smtp://")
