"""The database itself, asked past the app: what is kept is compared with what was acknowledged and what is shown."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from bench.faults.screen import Row
from bench.faults.writer import Book


class Ledger:
    """The rows of one meeting."""

    def __init__(self, url: str, meeting_id: int) -> None:
        plain = url.replace("postgresql://", "postgresql+psycopg://")
        self._engine = create_engine(plain, poolclass=NullPool)
        self._meeting = {"meeting": meeting_id}

    def notes(self) -> dict[str, Row]:
        """Every note, by the key under which it was sent."""
        asked = "SELECT client_key, id, seq, prompt_id, text, language FROM note WHERE meeting_id = :meeting"
        with self._engine.connect() as connection:
            rows = connection.execute(text(asked), self._meeting).all()
        keys = Counter(row[0] for row in rows)
        if len(keys) < len(rows):
            raise AssertionError(f"more than one row under one key: {keys.most_common(1)}")
        return {key: tuple(row) for key, *row in rows}

    def likes(self, note: int) -> tuple[int, int]:
        """How many likes a note has: as it says, and as rows."""
        with self._engine.connect() as connection:
            said = connection.scalar(text("SELECT likes FROM note WHERE id = :note"), {"note": note})
            rows = connection.scalar(text('SELECT count(*) FROM "like" WHERE note_id = :note'), {"note": note})
        return said, rows


@dataclass(frozen=True)
class Balance:
    acknowledged: int
    lost: int
    """Acknowledged, and not in the database under its key with its text and the id that was told."""
    doubled: int
    """Texts that the database has more than once; each was written once."""
    unwritten: int
    """Rows whose key nobody used."""


def balance(book: Book, kept: dict[str, Row]) -> Balance:
    """What writers were told, against what is kept. Pure."""

    def is_kept(key: str, note: int) -> bool:
        row = kept.get(key)
        return row is not None and row[0] == note and row[3] == book.written[key]

    return Balance(
        acknowledged=len(book.acknowledged),
        lost=sum(not is_kept(key, told.id) for key, told in book.acknowledged.items()),
        doubled=_repeated(row[3] for row in kept.values()),
        unwritten=sum(key not in book.written for key in kept),
    )


def _repeated(texts: Iterable[str]) -> int:
    return sum(count - 1 for count in Counter(texts).values())
