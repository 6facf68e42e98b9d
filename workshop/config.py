"""Every setting: its default and one line of meaning. The environment wins over instance/config.py."""

import os
import re
import runpy
import secrets
from dataclasses import dataclass, fields
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

ROOT = Path(__file__).resolve().parent.parent
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
TRANSPORTS = ("thin", "stock")
_THIS_MACHINE = {"127.0.0.1", "::1", "localhost"}
_MICROSOFT = (".microsoftonline.com", ".microsoftonline.us", ".microsoftonline.cn", ".microsoft.com", ".windows.net")
_TENANT = re.compile(r"/(?!9188040d-6c67-4c5b-b112-36a304b66dad)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/v2\.0")
"""The path of one organisation's tenant; not that of all personal accounts, which has an id as well."""


class BadSetting(Exception):
    """A setting cannot be used; the message says which and why, for the person who set it."""


@dataclass(frozen=True)
class Settings:
    """How this installation runs. Each field is read from the environment variable of the same name."""

    INSTANCE: str = str(ROOT / "instance")
    """Folder for the database, the secret key and other things that belong to this machine alone."""
    DATABASE_URL: str = ""
    """SQLAlchemy URL; empty: SQLite in the instance folder."""
    REDIS_URL: str = ""
    """Redis for the worker's queue, and for pokes between several web processes; empty: none."""
    SMTP_URL: str = ""
    """smtp://user:password@host:587 (STARTTLS), smtps://… (TLS) or smtp+plain://… (a relay on this machine);
    empty: letters are not sent, only readable in the app."""
    MAIL_FROM: str = "Koonti <koonti@localhost>"
    """The sender of every letter."""
    BOUNCE_ADDRESS: str = ""
    """Where letters come back to that cannot be delivered, as in bounces@example.fi: each has an address of its own,
    bounces+b-…@example.fi; empty: to the sender, and nobody reads it by machine."""
    CONTACT_ADDRESS: str = ""
    """A mail address that those who take part are told: for what is not accessible, and for questions about their data;
    empty: none."""
    PRIVACY_URL: str = ""
    """The organisation's own privacy notice, which the notice of each round leads to; empty: none."""
    BASE_URL: str = ""
    """The one address that links, letters and QR codes carry; empty: http://HOST:PORT."""
    HOST: str = "127.0.0.1"
    """Address that the web process listens on."""
    PORT: int = 5000
    """Port that the web process listens on."""
    METRICS_PORT: int = 0
    """Port on 127.0.0.1 where the web process tells numbers for monitoring (Prometheus); 0: none."""
    TRUSTED_PROXIES: int = 0
    """How many proxies stand before the web process: the reader's address is taken from what they say; 0: none."""
    TRANSPORT: str = "thin"
    """How sockets are served: thin (our own WebSocket) or stock (python-engineio's, if the thin one should fail)."""
    MAX_LISTENERS: int = 10_000
    """Screens that one web process lets listen; further ones are told that the house is full and ask by themselves."""
    LANGUAGE_MODEL_URL: str = ""
    """A language model that reads texts to be coded a second time: the address of its chat interface, as in
    https://model.example.fi/v1; empty: none is asked."""
    LANGUAGE_MODEL_KEY: str = ""
    """What lets us in there."""
    LANGUAGE_MODEL_NAME: str = ""
    """Which of its models is asked."""
    OIDC_ISSUER: str = ""
    """The organisation's login service (OpenID Connect), with whose accounts staff may log in: its name for itself, as
    in https://login.microsoftonline.com/TENANT/v2.0; empty: none."""
    OIDC_CLIENT_ID: str = ""
    """What Koonti is called there."""
    OIDC_CLIENT_SECRET: str = ""
    """By which it is known there."""
    SECRET_KEY: str = ""
    """Signs cookies and tokens; empty: made once and kept in the instance folder."""
    SMALL_GROUP_FLOOR: int = 5
    """How many people a group must have before its numbers are shown: 4–10."""
    LOG_LEVEL: str = "WARNING"
    """How much is logged: DEBUG, INFO, WARNING, ERROR."""

    @property
    def base_url(self) -> str:
        """BASE_URL without a slash at its end."""
        return (self.BASE_URL or f"http://{self.HOST}:{self.PORT}").rstrip("/")

    @property
    def database_url(self) -> str:
        """Where the database is. Plain postgresql:// means psycopg 3, the only driver in use."""
        url = self.DATABASE_URL or f"sqlite:///{Path(self.INSTANCE) / 'koonti.db'}"
        for plain in ("postgresql://", "postgres://"):
            if url.startswith(plain):
                return "postgresql+psycopg://" + url.removeprefix(plain)
        return url

    @property
    def is_https(self) -> bool:
        return urlsplit(self.base_url).scheme == "https"


def load(**given: Any) -> Settings:
    """The settings: `given` (tests), then the environment, then instance/config.py, then the defaults.

    Raises BadSetting with a sentence for the person who set it.
    """
    instance = given.get("INSTANCE") or os.environ.get("INSTANCE") or Settings.INSTANCE
    from_file = _from_file(Path(instance) / "config.py")
    values: dict[str, Any] = {"INSTANCE": str(instance)}
    for field in fields(Settings):
        for source in (given, os.environ, from_file):
            if field.name in source:
                values[field.name] = _typed(field.name, source[field.name], type(field.default))
                break
    settings = Settings(**values)
    _check(settings)
    return settings


def _from_file(file: Path) -> dict[str, Any]:
    try:
        return runpy.run_path(str(file)) if file.exists() else {}
    except SyntaxError as fault:
        raise BadSetting(f"{file} cannot be read: line {fault.lineno}: {fault.msg}.") from None
    except Exception as fault:
        # The file is a program of its own, so whatever it raises is a fault of the setting.
        raise BadSetting(f"{file} cannot be read: {type(fault).__name__}: {fault}.") from None


def _typed(name: str, value: Any, wanted: type) -> Any:
    try:
        return wanted(value)
    except (ValueError, TypeError):
        raise BadSetting(f"{name} must be a whole number, not {value!r}.") from None


def _check(settings: Settings) -> None:
    """Raise BadSetting for what cannot be used. Addresses that may carry a password are never repeated."""
    if not 1 <= settings.PORT <= 65535:
        raise BadSetting(f"PORT must be between 1 and 65535, not {settings.PORT}.")
    if not 0 <= settings.METRICS_PORT <= 65535:
        raise BadSetting(f"METRICS_PORT must be between 0 and 65535, not {settings.METRICS_PORT}.")
    if settings.LOG_LEVEL not in LOG_LEVELS:
        raise BadSetting(f"LOG_LEVEL must be one of {', '.join(LOG_LEVELS)}, not {settings.LOG_LEVEL!r}.")
    if _scheme(settings.base_url) not in {"http", "https"}:
        raise BadSetting(f"BASE_URL must begin with http:// or https://, not {settings.BASE_URL!r}.")
    if settings.REDIS_URL and _scheme(settings.REDIS_URL) not in {"redis", "rediss"}:
        raise BadSetting("REDIS_URL must begin with redis:// or rediss://, as in redis://host:6379/0.")
    if _driver(settings.database_url) not in {"sqlite", "postgresql+psycopg"}:
        raise BadSetting(
            "DATABASE_URL must read like postgresql://user:password@host/name or sqlite:////folder/file.db."
        )
    if settings.CONTACT_ADDRESS and not re.fullmatch(r"[^\s@<>]+@[^\s@<>]+", settings.CONTACT_ADDRESS):
        raise BadSetting(f"CONTACT_ADDRESS must be a mail address alone, not {settings.CONTACT_ADDRESS!r}.")
    if settings.PRIVACY_URL and _scheme(settings.PRIVACY_URL) not in {"http", "https"}:
        raise BadSetting(f"PRIVACY_URL must begin with http:// or https://, not {settings.PRIVACY_URL!r}.")
    if settings.LANGUAGE_MODEL_URL and _scheme(settings.LANGUAGE_MODEL_URL) not in {"http", "https"}:
        raise BadSetting("LANGUAGE_MODEL_URL must begin with http:// or https://, as in https://model.example.fi/v1.")
    _check_login_service(settings)
    if settings.TRANSPORT not in TRANSPORTS:
        raise BadSetting(f"TRANSPORT must be one of {', '.join(TRANSPORTS)}, not {settings.TRANSPORT!r}.")
    if settings.MAX_LISTENERS < 1:
        raise BadSetting(f"MAX_LISTENERS must be 1 or more, not {settings.MAX_LISTENERS}.")
    if not 4 <= settings.SMALL_GROUP_FLOOR <= 10:
        raise BadSetting(f"SMALL_GROUP_FLOOR must be between 4 and 10, not {settings.SMALL_GROUP_FLOOR}.")
    if settings.TRUSTED_PROXIES < 0:
        raise BadSetting(f"TRUSTED_PROXIES must be 0 or more, not {settings.TRUSTED_PROXIES}.")


def _check_login_service(settings: Settings) -> None:
    """Raise BadSetting unless there is none, or all is said of it."""
    names = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
    missing = [name for name in names if not getattr(settings, name)]
    if len(missing) == len(names):
        return
    issuer = settings.OIDC_ISSUER
    if issuer and not is_safe(issuer, issuer):
        raise BadSetting("OIDC_ISSUER must be an address that begins with https://, as in https://login.example.fi.")
    if is_entra(issuer) and not _TENANT.fullmatch(urlsplit(issuer).path):
        raise BadSetting(
            "OIDC_ISSUER must name your own tenant by its id, as in "
            "https://login.microsoftonline.com/12345678-90ab-cdef-1234-567890abcdef/v2.0: "
            "common, organizations and consumers would let anybody's accounts in."
        )
    if missing:
        given = next(name for name in names if name not in missing)
        raise BadSetting(f"{given} must be set together with {' and '.join(missing)}.")


def is_entra(issuer: str) -> bool:
    """Is this login service Microsoft's Entra ID?"""
    return (urlsplit(issuer).hostname or "").endswith(_MICROSOFT)


def is_safe(address: str, issuer: str) -> bool:
    """May what is secret be sent to this address of the login service? In plain text only within this machine."""
    try:
        at, service = urlsplit(address), urlsplit(issuer)
        if at.username or at.fragment or not at.hostname or at.port == 0:
            return False
    except ValueError:
        return False
    return at.scheme == "https" or (at.scheme == service.scheme == "http" and at.hostname in _THIS_MACHINE)


def _scheme(url: str) -> str:
    """What the address begins with; nothing when it cannot be read, its port included."""
    try:
        parts = urlsplit(url)
        return parts.scheme if parts.port != 0 else ""
    except ValueError:
        return ""


def _driver(url: str) -> str:
    try:
        return make_url(url).drivername
    except (ArgumentError, ValueError):
        return ""


def check_writable(folder: Path) -> None:
    """Raise BadSetting with a sentence when the instance folder cannot be made or written, or its disk is full."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder, buffering=0) as probe:
            probe.write(bytes(64 * 1024))
    except OSError as fault:
        raise BadSetting(f"Koonti keeps its data in {folder}, which cannot be written: {fault.strerror}.") from None


def secret_key(settings: Settings) -> str:
    """The key that signs cookies; made and kept in the instance folder when the settings name none.

    Raises BadSetting when the folder cannot be written.
    """
    if settings.SECRET_KEY:
        return settings.SECRET_KEY
    folder = Path(settings.INSTANCE)
    file = folder / "secret.key"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            # Written aside and linked into place, so that two processes starting at once agree on one key.
            aside = folder / f"secret.{secrets.token_hex(4)}"
            aside.touch(mode=0o600)
            aside.write_text(secrets.token_urlsafe(32))
            try:
                os.link(aside, file)
            except FileExistsError:
                pass
            finally:
                aside.unlink()
        return file.read_text()
    except OSError as fault:
        raise BadSetting(f"Koonti keeps its data in {folder}, which cannot be written: {fault.strerror}.") from fault
