"""One letter over one SMTP line, in steps small enough to know afterwards what a broken line means."""

import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from workshop.config import BadSetting
from workshop.mail.blame import blames_address

PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
LINE_S = 30
"""How long a connection and each command may take."""
CONTENT_S = 120
"""How long the server may think about a letter's content."""


class Delayed(Exception):
    """The letter certainly was not taken; it may be later. `broken`: the line can carry no other letter now."""

    def __init__(self, answer: str, broken: bool) -> None:
        super().__init__(answer)
        self.broken = broken


class Refused(Exception):
    """The server refused this letter for good. `blames_address`: because of the address, so any other one too."""

    def __init__(self, answer: str, blames_address: bool = False) -> None:
        super().__init__(answer)
        self.blames_address = blames_address


class Unsure(Exception):
    """The line broke while the content was going over it: the letter may have arrived."""


@dataclass(frozen=True)
class Relay:
    """Where letters are handed over: what SMTP_URL says."""

    scheme: str
    host: str
    port: int
    user: str
    password: str


def relay_from(url: str) -> Relay:
    """Read SMTP_URL. Raises BadSetting with a sentence that does not show the password."""
    try:
        parts = urlsplit(url)
        relay = Relay(
            parts.scheme,
            parts.hostname or "",
            parts.port or PORTS.get(parts.scheme, 0),
            unquote(parts.username or ""),
            unquote(parts.password or ""),
        )
    except ValueError:
        raise BadSetting("SMTP_URL cannot be read: write it as smtp://user:password@host:587.") from None
    if relay.scheme not in PORTS or not relay.host:
        raise BadSetting("SMTP_URL must begin with smtp://, smtps:// or smtp+plain:// and name a host.")
    if relay.scheme == "smtp+plain" and relay.user:
        raise BadSetting("SMTP_URL has a password, which smtp+plain:// would send unprotected: use smtp://.")
    return relay


class Line:
    """A line to the relay, opened at the first letter and kept for the next ones."""

    def __init__(self, relay: Relay, own_name: str) -> None:
        """`own_name` is what this machine calls itself towards the relay."""
        self._relay, self._own_name = relay, own_name
        self._smtp: smtplib.SMTP | None = None

    def send(self, sender: str, address: str, content: bytes, before_content: Callable[[], None]) -> None:
        """Hand one letter over.

        `content` is the whole message with CRLF line ends. `before_content` is called when the server has taken
        sender and address, just before the content goes out. Raises Delayed, Refused or Unsure.
        """
        kept = self._smtp is not None
        try:
            smtp = self._envelope(sender, address)
        except Delayed as delay:
            # A line that was kept may have been closed meanwhile; that says nothing about this letter.
            if not (kept and delay.broken):
                raise
            smtp = self._envelope(sender, address)
        before_content()
        self._content(smtp, content)

    def close(self) -> None:
        """Say goodbye. The next letter opens a new line."""
        smtp, self._smtp = self._smtp, None
        if smtp:
            with suppress(smtplib.SMTPException, OSError):
                smtp.quit()

    def _drop(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp:
            smtp.close()

    def _envelope(self, sender: str, address: str) -> smtplib.SMTP:
        try:
            smtp = self._smtp = self._smtp or self._open()
            _expect(smtp.mail(sender))
            _expect(smtp.rcpt(address), of_address=True)
        except (smtplib.SMTPException, OSError) as fault:
            self._drop()
            raise Delayed(_said(fault), broken=True) from fault
        except Delayed as delay:
            if delay.broken:
                self._drop()
            else:
                self._reset(smtp)
            raise
        except Refused:
            self._reset(smtp)
            raise
        return smtp

    def _open(self) -> smtplib.SMTP:
        relay, safe = self._relay, ssl.create_default_context()
        if relay.scheme == "smtps":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                relay.host, relay.port, local_hostname=self._own_name, timeout=LINE_S, context=safe
            )
        else:
            smtp = smtplib.SMTP(relay.host, relay.port, local_hostname=self._own_name, timeout=LINE_S)
        try:
            smtp.ehlo_or_helo_if_needed()
            if relay.scheme == "smtp" and smtp.has_extn("starttls"):
                smtp.starttls(context=safe)
                smtp.ehlo()
            if relay.user:
                if not isinstance(smtp.sock, ssl.SSLSocket):
                    raise smtplib.SMTPNotSupportedError("The server offers no TLS, so the password was not sent.")
                smtp.login(relay.user, relay.password)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _reset(self, smtp: smtplib.SMTP) -> None:
        """Make the line ready for the next letter after a refused one."""
        try:
            smtp.rset()
        except (smtplib.SMTPException, OSError):
            self._drop()

    def _content(self, smtp: smtplib.SMTP, content: bytes) -> None:
        try:
            code, words = smtp.docmd("DATA")
        except (smtplib.SMTPException, OSError) as fault:
            self._drop()
            raise Delayed(_said(fault), broken=True) from fault
        if code != 354:
            self._reset(smtp)
            _expect((code, words), wanted=354)
        try:
            if smtp.sock:
                smtp.sock.settimeout(CONTENT_S)
            smtp.send(_dotted(content))
            answer = smtp.getreply()
            if smtp.sock:
                smtp.sock.settimeout(LINE_S)
        except (smtplib.SMTPException, OSError) as fault:
            self._drop()
            raise Unsure(_said(fault)) from fault
        try:
            _expect(answer)
        except Delayed as delay:
            if delay.broken:
                self._drop()
            raise


def _expect(answer: tuple[int, bytes], wanted: int = 250, of_address: bool = False) -> None:
    """Raise unless the answer, which may be about the address alone, says yes: Refused for a 5xx, Delayed for anything
    else."""
    code, words = answer
    if code == wanted or (wanted == 250 and code == 251):
        return
    text = f"{code} {words.decode('utf-8', 'replace')}"
    if 500 <= code < 600:
        raise Refused(text, blames_address(text, of_address))
    raise Delayed(text, broken=code == 421)


def _said(fault: Exception) -> str:
    """What a fault of the line says, for people."""
    if isinstance(fault, smtplib.SMTPResponseException):
        error = fault.smtp_error
        return f"{fault.smtp_code} {error.decode('utf-8', 'replace') if isinstance(error, bytes) else error}"
    return str(fault) or type(fault).__name__


def _dotted(content: bytes) -> bytes:
    """The content with its full stops doubled at line starts and the closing one added (RFC 5321, 4.5.2)."""
    body = (b"." if content.startswith(b".") else b"") + content.replace(b"\r\n.", b"\r\n..")
    return body + (b"" if body.endswith(b"\r\n") else b"\r\n") + b".\r\n"
