"""Letters that come back: believed when they name a letter that was sent, and nothing else is."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.mail.conftest import House
from tests.mail.smtp_server import Postbox, smtp_server
from workshop.cli import koonti
from workshop.extensions import db
from workshop.mail import cli
from workshop.mail.actions import claim, note_handed, note_sent
from workshop.mail.bounces import MOST_BYTES, Outcome, read_report
from workshop.mail.models import Letter, LetterState
from workshop.mail.queries import find_letter

REPORT = """\
From: MAILER-DAEMON@relay.example.fi (Mail Delivery System)
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="9B095B5ADSN"

--9B095B5ADSN
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--9B095B5ADSN
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example.fi
Arrival-Date: Thu, 21 Jan 2022 13:00:00 +0200 (EET)

Final-Recipient: rfc822; a@example.fi
Action: {action}
Status: {status}
Remote-MTA: dns; mx.example.fi
Diagnostic-Code: smtp; {words}

--9B095B5ADSN
Content-Type: {kind}

Return-Path: <koonti@example.fi>
Message-ID: <{name}@localhost>
Subject: Koonti

{rest}
--9B095B5ADSN--
"""
NOBODY = "0" * 32


def report(
    to: str = "koonti@example.fi",
    name: str = NOBODY,
    action: str = "failed",
    words: str = "550 5.1.1 nobody here",
    status: str = "5.1.1",
    kind: str = "text/rfc822-headers",
    rest: str = "",
) -> bytes:
    """A report as Postfix writes it."""
    filled = REPORT.format(to=to, name=name, action=action, words=words, status=status, kind=kind, rest=rest)
    return filled.replace("\n", "\r\n").encode()


def sent(house: House, address: str = "a@example.fi") -> str:
    """A letter that was sent; its token."""
    house.put(address)
    with house.app.app_context():
        letter = db.session.scalars(select(Letter).where(Letter.address == address)).one()
        note_sent(claim(letter.id))
        return letter.token


def bring(house: House, content: bytes) -> tuple[int, str]:
    """Hand it over as a mail server does; exit status and what was said."""
    with house.app.app_context():
        told = CliRunner().invoke(cli.bounce, input=content)
    assert told.exception is None or isinstance(told.exception, SystemExit), told.exception
    return told.exit_code, told.output


def state(house: House) -> tuple[LetterState, str]:
    (letter,) = house.letters().values()
    return letter.state, letter.server_said


BY_ADDRESS, BY_NAME, WHOLE = "by its own address", "by its name", "by its name in the whole letter"


@pytest.mark.parametrize("how", [BY_ADDRESS, BY_NAME, WHOLE])
def test_a_letter_that_came_back_is_found_and_noted_with_the_reason(house: House, how: str) -> None:
    token = sent(house)
    content = {
        BY_ADDRESS: report(to=f"<bounces+b-{token}@example.fi>"),
        BY_NAME: report(name=token),
        WHOLE: report(name=token, kind="message/rfc822", rest="Hyvää päivää"),
    }[how]
    assert bring(house, content) == (0, "Noted.\n")
    assert state(house) == (LetterState.BOUNCED, "5.1.1 550 5.1.1 nobody here")
    assert bring(house, content)[1].startswith("This is no report")


def test_a_delay_is_noted_and_the_letter_has_still_been_sent(house: House) -> None:
    token = sent(house)
    bring(house, report(name=token, action="delayed", status="4.4.1", words="connection timed out"))
    assert state(house) == (LetterState.SENT, "4.4.1 connection timed out")
    bring(house, report(name=token))
    assert state(house)[0] is LetterState.BOUNCED


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded", "", "FAILED!"])
def test_a_report_of_anything_else_changes_nothing(house: House, action: str) -> None:
    token = sent(house)
    assert bring(house, report(name=token, action=action))[0] == 0
    assert state(house) == (LetterState.SENT, "")


def test_a_letter_in_hand_is_asked_for_again_and_one_that_waits_is_left_alone(house: House) -> None:
    house.put("a@example.fi")
    with house.app.app_context():
        letter = db.session.scalars(select(Letter)).one()
        token = letter.token
    assert bring(house, report(name=token))[0] == 0
    assert state(house)[0] is LetterState.QUEUED
    with house.app.app_context():
        note_handed(claim(find_letter(letter.id).id))
    assert bring(house, report(name=token))[0] == cli.COME_AGAIN
    assert state(house)[0] is LetterState.SENDING


def test_what_names_no_letter_of_ours_changes_nothing(house: House) -> None:
    token = sent(house)
    forged = [
        report(),
        report(name=token.upper()),
        report(name=token[:-1]),
        report(to=f"x+b-{NOBODY}@example.fi"),
        report(name=token).replace(b"multipart/report", b"multipart/mixed"),
        report(name=token).replace(b"message/delivery-status", b"text/plain"),
        f"To: bounces+b-{token}@example.fi\r\nSubject: I am on holiday\r\n\r\nBack on Monday.\r\n".encode(),
        b"",
        b"\0" * 1000,
        "ä".encode("latin-1") * 1000,
        b"Content-Type: multipart/report; boundary=x\r\n\r\n" + b"--x\r\n" * 10_000,
    ]
    for content in forged:
        assert bring(house, content)[0] == 0
    assert state(house) == (LetterState.SENT, "")


def nested(depth: int) -> bytes:
    """Parts inside of parts, far deeper than any reader of messages goes."""
    opened = (f"Content-Type: multipart/report; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(depth))
    return "".join(opened).encode()


@pytest.mark.parametrize("content", [nested(20_000), b"A: b\r\n" * 300_000, b"x" * (3 * MOST_BYTES)])
def test_what_is_huge_or_deep_is_read_through_and_refused(house: House, content: bytes) -> None:
    sent(house)
    assert bring(house, content)[0] == 0
    assert state(house) == (LetterState.SENT, "")


def test_a_report_with_a_large_letter_in_it_is_understood(house: House) -> None:
    token = sent(house)
    bring(house, report(name=token, kind="message/rfc822", rest=("x" * 76 + "\n") * 40_000))
    assert state(house)[0] is LetterState.BOUNCED


def test_the_reason_is_one_line_of_a_bounded_length(house: House) -> None:
    token = sent(house)
    bring(house, report(name=token, words=f"550 no\x1b[31m <script>\n  {'so ' * 500}"))
    said = state(house)[1]
    assert said.startswith("5.1.1 550 no [31m <script> so so")
    assert said.isprintable()
    assert len(said) <= 300


def test_only_so_many_names_are_looked_up() -> None:
    names = "".join(f"To: bounces+b-{number:032x}@example.fi\r\n" for number in range(9000))
    read = read_report(names.encode() + report(name="a" * 32))
    assert read
    assert read.tokens == tuple(f"{number:032x}" for number in range(20))


@given(st.binary(max_size=400), st.integers(0, 900))
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
def test_whatever_is_brought_is_read_without_a_fault(rubbish: bytes, place: int) -> None:
    whole = report(name="a" * 32)
    read_report(rubbish)
    read = read_report(whole[:place] + rubbish + whole[place:])
    assert read is None or read.outcome in set(Outcome)


def test_every_letter_comes_back_to_an_address_of_its_own(make_house: Callable[..., House]) -> None:
    house = make_house(BOUNCE_ADDRESS="bounces@example.fi")
    house.put("a@example.fi", "b@example.fi")
    with smtp_server(Postbox(), house.port) as postbox:
        house.deliver()
        tokens = {letter.token for letter in house.letters().values()}
        assert set(postbox.senders) == {f"bounces+b-{token}@example.fi" for token in tokens}
        assert len(tokens) == 2
        message = postbox.message()
    assert message["From"] == "Koonti <koonti@localhost>"
    assert bring(house, report(to=postbox.senders[0])) == (0, "Noted.\n")
    assert sorted(letter.state for letter in house.letters().values()) == [LetterState.BOUNCED, LetterState.SENT]


def test_without_the_setting_letters_come_back_to_the_sender(house: House, postbox: Postbox) -> None:
    house.put("a@example.fi")
    house.deliver()
    assert postbox.senders == ["koonti@localhost"]


def test_the_command_line_knows_it() -> None:
    assert koonti.commands["bounce"] is cli.bounce
