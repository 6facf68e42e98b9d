"""Backups of an installation on SQLite: all that cannot be made anew, in one file that is whole or not there.

In it are the database as it stood in one moment, while people write; the key by which cookies and links are known; and
the settings of the instance folder. What was removed from the database is not in it, not even in pages that lie free.
"""

import os
import shutil
import sqlite3
import tarfile
import zlib
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine

from workshop.clock import now

DATABASE = "koonti.db"
BESIDE = ("secret.key", "config.py")
"""Files of the instance folder that a backup has where they are there; all others are made anew."""
_NAME = "koonti-%Y-%m-%dT%H-%M-%SZ.tar.gz"


class BadBackup(Exception):
    """A backup cannot be made, or cannot be brought back; the message says why, for the person who asked for it."""


def make_backup(engine: Engine, instance: Path, folder: Path) -> Path:
    """Write a backup into the folder, named by the moment (UTC) and readable by its owner alone; answers with the file.

    People may go on writing meanwhile: what was acknowledged before is in it. Raises BadBackup.
    """
    _require_sqlite(engine)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder, prefix=".backup-") as name:  # nobody else can look into it
            aside = Path(name)
            connection = engine.raw_connection()
            try:
                connection.cursor().execute("VACUUM INTO ?", (str(aside / DATABASE),))
            finally:
                connection.close()
            _require_whole(aside / DATABASE)
            packed = aside / "packed"
            with tarfile.open(packed, "w:gz", compresslevel=6) as archive:
                archive.add(aside / DATABASE, DATABASE)
                for beside in BESIDE:
                    if (instance / beside).exists():
                        archive.add(instance / beside, beside)
            packed.chmod(0o600)
            with packed.open("rb") as written:
                os.fsync(written.fileno())
            return packed.rename(folder / now().strftime(_NAME))
    except OSError as fault:
        raise BadBackup(f"The backup cannot be written to {folder}: {fault.strerror}.") from None


def remove_older(folder: Path, days: int) -> list[Path]:
    """Remove the backups in the folder that were made more than so many days ago; answers with what was removed."""
    removed = []
    for file in sorted(folder.iterdir()):
        try:
            made_at = datetime.strptime(file.name, _NAME).replace(tzinfo=UTC)
        except ValueError:
            continue  # not ours
        if made_at < now() - timedelta(days=days):
            file.unlink()
            removed.append(file)
    return removed


def restore(engine: Engine, instance: Path, file: Path) -> None:
    """Bring a backup back into an installation in which there is nothing yet.

    Raises BadBackup, and then nothing has changed: when there are tables already, and when the file is not whole.
    """
    _require_sqlite(engine)
    connection = engine.raw_connection()
    try:
        if connection.cursor().execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            raise BadBackup(
                f"There is a database in {instance} already. Choose an empty folder: INSTANCE=… koonti restore"
            )
        with TemporaryDirectory(dir=instance, prefix=".restore-") as name:
            aside = Path(name)
            _unpack(file, aside)
            _require_whole(aside / DATABASE)
            with closing(sqlite3.connect(aside / DATABASE)) as kept:
                kept.backup(connection.driver_connection)  # type: ignore[arg-type]
            for beside in BESIDE:
                if (aside / beside).exists():
                    (aside / beside).replace(instance / beside)
    finally:
        connection.close()
        engine.dispose()  # no connection that knows the empty database is left in the pool


def _unpack(file: Path, aside: Path) -> None:
    """Only the files that a backup has, by their own names."""
    try:
        with tarfile.open(file, "r:gz") as archive:
            for member in archive:
                content = archive.extractfile(member) if member.name in (DATABASE, *BESIDE) else None
                if content:
                    with (aside / member.name).open("xb") as written:
                        shutil.copyfileobj(content, written)
                    (aside / member.name).chmod(0o600)
    except FileNotFoundError:
        raise BadBackup(f"There is no file {file}.") from None
    except (tarfile.TarError, EOFError, zlib.error, OSError):
        raise BadBackup(f"{file} is no backup of Koonti, or it is damaged.") from None
    if not (aside / DATABASE).exists():
        raise BadBackup(f"{file} is no backup of Koonti, or it is damaged.")


def _require_whole(database: Path) -> None:
    """Is every page of the database in order, and does every row that is pointed to stand there?"""
    with closing(sqlite3.connect(database)) as connection:
        try:
            said = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            loose = connection.execute("PRAGMA foreign_key_check").fetchone()
        except sqlite3.DatabaseError as fault:
            raise BadBackup(f"The database is damaged: {fault}.") from None
    if said != "ok" or loose:
        raise BadBackup(
            f"The database is damaged: {said if said != 'ok' else f'a row of {loose[0]} points to nothing'}."
        )


def _require_sqlite(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        raise BadBackup(
            "The data is in PostgreSQL: back it up with pg_dump, and keep secret.key of the instance folder."
        )
