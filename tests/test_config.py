"""The settings: what cannot be used is said in one sentence, before anything is served."""

from pathlib import Path

import pytest

from workshop import create_app
from workshop.config import BadSetting, Settings, check_writable, load

UNUSABLE = {
    "PORT": ["99999", "-1", "0", "http"],
    "METRICS_PORT": ["-1", "70000", "many"],
    "LOG_LEVEL": ["foo", "", "debug "],
    "DATABASE_URL": ["nonsense", "mysql://host/name", "postgresql://user:hidden@host:port/name"],
    "REDIS_URL": ["foo", "http://:hidden@host", "redis://:hidden@host:port/0"],
    "BASE_URL": ["koonti.example", "http://["],
    "TRUSTED_PROXIES": ["-1"],
    "SMALL_GROUP_FLOOR": ["3", "11"],
    "TRANSPORT": ["thick", ""],
    "MAX_LISTENERS": ["0", "-1", "many"],
    "CONTACT_ADDRESS": ["nobody", "A <a@b.fi>", "a@b.fi, c@d.fi"],
    "PRIVACY_URL": ["example.fi/privacy", "javascript:alert(1)"],
    "LANGUAGE_MODEL_URL": ["model.example.fi/v1", "ftp://hidden@host/v1"],
    "OIDC_ISSUER": [
        *("login.example.fi", "http://login.example.fi", "https://me:hidden@login.example.fi", "https://", "http://["),
        *("https://login.example.fi", "https://login.microsoftonline.com/common/v2.0"),
        *("https://login.microsoftonline.com/organizations/v2.0", "https://login.microsoftonline.com/example.fi/v2.0"),
        "https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0",
        "https://login.microsoftonline.com/12345678-90ab-cdef-1234-567890abcdef",
        "https://sts.windows.net/12345678-90ab-cdef-1234-567890abcdef/",
    ],
    "OIDC_CLIENT_ID": ["koonti"],
    "OIDC_CLIENT_SECRET": ["hidden"],
}


def said(folder: Path, **given: str) -> str:
    """The one sentence that the settings are refused with."""
    with pytest.raises(BadSetting) as refusal:
        load(INSTANCE=str(folder), **given)
    sentence = str(refusal.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in UNUSABLE.items() for value in values])
def test_a_setting_that_cannot_be_used_is_named_without_its_password(name: str, value: str, tmp_path: Path) -> None:
    sentence = said(tmp_path, **{name: value})
    assert sentence.startswith(f"{name} must ")
    assert "hidden" not in sentence


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "65535"),
        ("LOG_LEVEL", "DEBUG"),
        ("DATABASE_URL", "postgres://user:password@host:5432/name"),
        ("DATABASE_URL", "sqlite:////somewhere/koonti.db"),
        ("REDIS_URL", "rediss://:password@host:6379/1"),
        ("BASE_URL", "https://koonti.example:8443/"),
        ("CONTACT_ADDRESS", "palaute@county.example"),
        ("PRIVACY_URL", "https://county.example/privacy"),
        ("LANGUAGE_MODEL_URL", "http://127.0.0.1:8080/v1"),
    ],
)
def test_a_setting_that_can_be_used_is_taken(name: str, value: str, tmp_path: Path) -> None:
    assert str(getattr(load(INSTANCE=str(tmp_path), **{name: value}), name)) == value


@pytest.mark.parametrize(
    "issuer",
    [
        "https://login.microsoftonline.com/12345678-90ab-cdef-1234-567890abcdef/v2.0",
        *("https://login.example.fi/", "https://login.example.fi/realms/staff", "http://127.0.0.1:8080"),
    ],
)
def test_a_login_service_of_ones_own_can_be_named(issuer: str, tmp_path: Path) -> None:
    given = {"OIDC_ISSUER": issuer, "OIDC_CLIENT_ID": "koonti", "OIDC_CLIENT_SECRET": "hidden"}
    assert issuer == load(INSTANCE=str(tmp_path), **given).OIDC_ISSUER
    del given["OIDC_CLIENT_SECRET"]
    assert said(tmp_path, **given) == "OIDC_ISSUER must be set together with OIDC_CLIENT_SECRET."
    given["OIDC_ISSUER"] = "https://login.microsoftonline.com/common/v2.0"
    assert "common" in said(tmp_path, **given)


def test_the_defaults_can_be_used(tmp_path: Path) -> None:
    assert load(INSTANCE=str(tmp_path)).database_url == f"sqlite:///{tmp_path}/koonti.db"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("PORT = 5000\nBASE_URL = 'http", "line 2: unterminated string literal"),
        ("PORT = port", "NameError: name 'port' is not defined"),
        ("PORT = None", "PORT must be a whole number, not None"),
    ],
)
def test_a_fault_in_the_settings_file_is_said_with_its_place(text: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "config.py").write_text(text)
    assert why in said(tmp_path)


def test_the_settings_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config.py").write_text("PORT = 5017\nMAIL_FROM = 'file@koonti.example'")
    monkeypatch.setenv("MAIL_FROM", "environment@koonti.example")
    settings = load(INSTANCE=str(tmp_path))
    assert (settings.PORT, settings.MAIL_FROM) == (5017, "environment@koonti.example")


def test_an_instance_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BadSetting, match=r"data in .*/file/instance, which cannot be written: Not a directory\.$"):
        check_writable(tmp_path / "file" / "instance")


def test_an_instance_that_can_be_written_is_left_as_it_was(tmp_path: Path) -> None:
    check_writable(tmp_path / "instance")
    assert list((tmp_path / "instance").iterdir()) == []


def test_a_queue_that_is_no_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "jobs.db").write_text("no database " * 100)
    with pytest.raises(BadSetting, match=r"queue .*/jobs\.db cannot be used: file is not a database\.$"):
        create_app(INSTANCE=str(tmp_path))


def test_every_setting_has_a_test_of_its_bounds_or_takes_any_text() -> None:
    any_text = {
        "INSTANCE",
        "SMTP_URL",
        "MAIL_FROM",
        "BOUNCE_ADDRESS",
        "HOST",
        "SECRET_KEY",
        "LANGUAGE_MODEL_KEY",
        "LANGUAGE_MODEL_NAME",
    }
    assert set(Settings.__dataclass_fields__) == any_text | set(UNUSABLE)
