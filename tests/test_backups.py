"""A backup is the house as it stood in one moment; brought back elsewhere, it is the same house."""

import io
import sqlite3
import tarfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from workshop import clock, create_app
from workshop.accounts.actions import make_user
from workshop.accounts.models import Role
from workshop.backups import BadBackup, make_backup, remove_older, restore
from workshop.cli import koonti
from workshop.extensions import db


def command(instance: Path, *words: str) -> Result:
    return CliRunner().invoke(koonti, words, env={"INSTANCE": str(instance)})


def dump(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        return list(connection.iterdump())


def back_up(app: Flask, folder: Path) -> Path:
    with app.app_context():
        return make_backup(db.engine, Path(app.instance_path), folder)


def unpacked(backup: Path, folder: Path) -> Path:
    with tarfile.open(backup) as archive:
        archive.extractall(folder, filter="data")
    return folder / "koonti.db"


def test_the_demo_comes_back_elsewhere_row_for_row_with_its_key(folder: Path, tmp_path: Path) -> None:
    made = command(folder, "backup", str(tmp_path / "kept"))
    (file,) = (tmp_path / "kept").iterdir()
    assert made.output == f"{file}\n"
    assert file.stat().st_mode & 0o777 == 0o600
    elsewhere = tmp_path / "elsewhere"
    back = command(elsewhere, "restore", str(file))
    assert (back.exit_code, back.exception) == (0, None), back.output
    assert dump(elsewhere / "koonti.db") == dump(folder / "koonti.db")
    assert (elsewhere / "secret.key").read_bytes() == (folder / "secret.key").read_bytes()
    assert (elsewhere / "secret.key").stat().st_mode & 0o777 == 0o600
    answer = create_app(INSTANCE=str(elsewhere)).test_client().get("/j/TRYMEET/tag")
    assert answer.status_code == 200, "and people get in by the code that they have"


def test_what_was_written_before_is_in_it_while_people_go_on_writing(app: Flask, tmp_path: Path) -> None:
    acknowledged, faults, first, enough = [], [], Event(), Event()

    def write() -> None:
        with app.app_context():
            try:
                while not enough.is_set():
                    number = len(acknowledged)
                    make_user(f"user{number}@example.org", "Somebody", Role.FACILITATOR, "fi")
                    acknowledged.append(number)
                    first.set()
            except Exception as fault:
                faults.append(fault)
                first.set()

    writer = Thread(target=write)
    writer.start()
    assert first.wait(30)
    before = len(acknowledged)
    backup = back_up(app, tmp_path / "kept")
    enough.set()
    writer.join(30)
    assert faults == []
    with closing(sqlite3.connect(unpacked(backup, tmp_path / "out"))) as connection:
        kept = connection.execute("SELECT count(*) FROM user").fetchone()[0]
    assert before <= kept <= len(acknowledged)


def test_what_was_removed_is_not_in_it(app: Flask, tmp_path: Path) -> None:
    canary = "removed-and-gone@example.org"
    with app.app_context():
        make_user(canary, "Somebody", Role.FACILITATOR, "fi")
    with closing(sqlite3.connect(tmp_path / "koonti.db")) as connection:
        connection.execute("PRAGMA secure_delete=OFF")  # as it is where Debian has not chosen otherwise
        connection.execute("DELETE FROM user")
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert canary.encode() in (tmp_path / "koonti.db").read_bytes(), "it lies there in a free page"
    assert canary.encode() not in unpacked(back_up(app, tmp_path / "kept"), tmp_path / "out").read_bytes()


def archive(content: bytes, name: str = "koonti.db") -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as into:
        member = tarfile.TarInfo(name)
        member.size = len(content)
        into.addfile(member, io.BytesIO(content))
    return packed.getvalue()


def loose_row() -> bytes:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(
            "CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (a REFERENCES a (id)); INSERT INTO b VALUES (7);"
        )
        return connection.serialize()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is no backup"),
        (b"no archive", "is no backup"),
        (archive(b"x" * 1_000_000)[:300], "is no backup"),
        (archive(b"x", "../koonti.db"), "is no backup"),
        (archive(b"no database " * 1000), "is damaged"),
        (archive(loose_row()), "a row of b points to nothing"),
        (None, "There is no file"),
    ],
)
def test_what_is_not_whole_is_not_brought_back(tmp_path: Path, content: bytes | None, said: str) -> None:
    file, instance = tmp_path / "kept.tar.gz", tmp_path / "new"
    if content is not None:
        file.write_bytes(content)
    told = command(instance, "restore", str(file))
    assert (told.exit_code, told.output.count("\n")) == (1, 1)
    assert said in told.output
    assert dump(instance / "koonti.db") == dump(Path(":memory:")), "nothing has changed"


def test_nothing_is_brought_back_over_what_is_there(app: Flask, tmp_path: Path) -> None:
    backup = back_up(app, tmp_path / "kept")
    with app.app_context(), pytest.raises(BadBackup, match="There is a database in"):
        restore(db.engine, Path(app.instance_path), backup)


def test_a_folder_that_cannot_be_written_is_said(app: Flask) -> None:
    with pytest.raises(BadBackup, match="cannot be written to /proc/kept"):
        back_up(app, Path("/proc/kept"))


def test_old_backups_are_removed_and_nothing_else(app: Flask, tmp_path: Path) -> None:
    kept, made = tmp_path / "kept", []
    for days in (40, 31, 29, 0):
        with clock.at(clock.now() - timedelta(days=days)):
            made.append(back_up(app, kept))
    (kept / "koonti-by-hand.tar.gz").touch()
    assert remove_older(kept, 30) == made[:2]
    assert sorted(kept.iterdir()) == sorted([*made[2:], kept / "koonti-by-hand.tar.gz"])
