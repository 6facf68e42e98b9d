"""What keeps Koonti from starting is said in one sentence, and nothing is left behind."""

import resource
from pathlib import Path

import pytest

from tests.serving import free_port, refused


@pytest.mark.parametrize("part", ["run", "worker"])
def test_a_folder_that_cannot_be_written_is_said(part: str) -> None:
    settings = {"INSTANCE": "/proc", "SECRET_KEY": "for tests only"}
    assert "Koonti keeps its data in /proc, which cannot be written" in refused(part, settings)


def test_a_full_disk_is_said(folder: Path) -> None:
    """No file may grow: what a process sees of a full disk, but for the name of the fault."""
    full = refused("serve", {"INSTANCE": str(folder)}, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)))
    assert full == f"Error: Koonti keeps its data in {folder}, which cannot be written: File too large.\n"


def test_a_database_that_cannot_be_written_is_said(folder: Path) -> None:
    settings = {"INSTANCE": str(folder), "DATABASE_URL": f"sqlite:///file:{folder}/koonti.db?mode=ro&uri=true"}
    assert refused("serve", settings) == ("Error: The database cannot be used: attempt to write a readonly database.\n")


def test_a_file_that_is_no_database_is_said(folder: Path) -> None:
    (folder / "koonti.db").write_text("no database " * 1000)
    assert refused("run", {"INSTANCE": str(folder)}) == (
        "Error: The database cannot be used: file is not a database.\n"
    )


def test_a_database_server_that_does_not_answer_is_said(folder: Path) -> None:
    url = f"postgresql://koonti:hidden@127.0.0.1:{free_port()}/koonti"
    sentence = refused("run", {"INSTANCE": str(folder), "DATABASE_URL": url})
    assert sentence.startswith("Error: The database cannot be used: ")
    assert "hidden" not in sentence


def test_a_database_without_tables_is_said(tmp_path: Path) -> None:
    assert refused("first-admin", {"INSTANCE": str(tmp_path)}) == (
        "Error: The database failed: no such table: user. If it is new or old: koonti migrate\n"
    )


def test_a_mail_server_that_cannot_be_named_is_said(folder: Path) -> None:
    sentence = refused("run", {"INSTANCE": str(folder), "SMTP_URL": "nonsense"})
    assert sentence.startswith("Error: SMTP_URL must begin with smtp://")


def test_a_port_in_use_is_said(folder: Path, address: str) -> None:
    port = address.rsplit(":", 1)[1]
    assert f"Port {port} on 127.0.0.1 cannot be used" in refused("run", {"INSTANCE": str(folder), "PORT": port})
