"""Mail settings: said wrong, they are refused in one sentence before any letter is tried."""

import pytest

from workshop.config import BadSetting, Settings
from workshop.mail.outbox import check_mail_settings
from workshop.mail.transport import Relay, relay_from


@pytest.mark.parametrize(
    ("url", "relay"),
    [
        ("smtp://mail.example.fi", Relay("smtp", "mail.example.fi", 587, "", "")),
        ("smtps://u%40x:p%2Fw@mail.example.fi", Relay("smtps", "mail.example.fi", 465, "u@x", "p/w")),
        ("smtp+plain://localhost:2525", Relay("smtp+plain", "localhost", 2525, "", "")),
    ],
)
def test_smtp_url_says_where_letters_go(url: str, relay: Relay) -> None:
    assert relay_from(url) == relay


@pytest.mark.parametrize(
    "url", ["mail.example.fi", "http://mail.example.fi", "smtp://", "smtp://h:99999", "smtp+plain://u:salaisuus@h"]
)
def test_a_wrong_smtp_url_is_said_without_its_password(url: str) -> None:
    with pytest.raises(BadSetting) as told:
        check_mail_settings(Settings(SMTP_URL=url))
    assert "SMTP_URL" in str(told.value)
    assert "salaisuus" not in str(told.value)


@pytest.mark.parametrize("sender", ["Koonti", "", "Koonti <koonti@example.fi>\r\nBcc: a@example.fi", "äö@example.fi"])
def test_a_wrong_sender_is_said(sender: str) -> None:
    with pytest.raises(BadSetting, match="MAIL_FROM"):
        check_mail_settings(Settings(MAIL_FROM=sender))


def test_a_wrong_return_address_is_said() -> None:
    with pytest.raises(BadSetting, match="BOUNCE_ADDRESS"):
        check_mail_settings(Settings(BOUNCE_ADDRESS="Koonti <bounces@example.fi>"))


def test_right_settings_pass() -> None:
    sender, returns = "Koonti <koonti@example.fi>", "bounces@example.fi"
    check_mail_settings(Settings(SMTP_URL="smtp://u:p@mail.example.fi", MAIL_FROM=sender, BOUNCE_ADDRESS=returns))
