"""Column types that every feature shares: moments, texts in several languages, lists of keys."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, DateTime, Enum, MetaData, TypeDecorator
from sqlalchemy.orm import DeclarativeBase

LANGUAGES = ("fi", "sv", "en")


class Base(DeclarativeBase):
    """The parent of every model. Unnamed constraints get a name, so that migrations can speak of them."""

    # States are kept as words and checked in Python: with an enum type of the database every new one is a migration.
    type_annotation_map = {
        StrEnum: Enum(StrEnum, native_enum=False, length=20, values_callable=lambda kind: [one.value for one in kind])
    }
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Texts(dict[str, str]):
    """One text in up to three languages, {"fi": …, "sv": …, "en": …}; empty ones are left out."""

    def __init__(self, texts: Mapping[str, str] | Iterable[tuple[str, str]] = (), **by_language: str) -> None:
        given = {**dict(texts), **by_language}
        super().__init__({code: text for code, text in given.items() if text})

    def text(self, language: str) -> str:
        """The text in `language`; failing that in fi, sv, en, in this order; "" when there is none."""
        for code in (language, *LANGUAGES):
            if code in self:
                return self[code]
        return ""

    def language(self, language: str) -> str:
        """The language that `text(language)` answers in, for the lang attribute."""
        return next((code for code in (language, *LANGUAGES) if code in self), language)


class TextsColumn(TypeDecorator[Texts]):
    """Stores Texts as JSON. Give a new Texts to change it; changes inside one are not noticed."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Mapping[str, str] | None, dialect: Any) -> dict[str, str] | None:
        return None if value is None else dict(Texts(value))

    def process_result_value(self, value: dict[str, str] | None, dialect: Any) -> Texts:
        return Texts(value or {})


class KeysColumn(TypeDecorator[list[str]]):
    """Stores a list of keys (vocabulary keys, language codes, municipality codes) as JSON."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Iterable[str] | None, dialect: Any) -> list[str]:
        return list(value or [])

    def process_result_value(self, value: list[str] | None, dialect: Any) -> list[str]:
        return list(value or [])


class Moment(TypeDecorator[datetime]):
    """An aware datetime, stored in UTC. SQLite keeps no time zone, so it is put back when read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
