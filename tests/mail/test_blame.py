"""Whether a refusal speaks of the address, so that later letters leave it out, or of anything else."""

import pytest
from sqlalchemy import select

from tests.mail.conftest import House
from tests.mail.smtp_server import Postbox
from tests.mail.test_bounces import bring, report, sent
from workshop.extensions import db
from workshop.mail.actions import resend
from workshop.mail.blame import blames_address
from workshop.mail.models import Letter
from workshop.mail.queries import unreachable

ADDRESS = "a@example.fi"


@pytest.mark.parametrize(
    ("said", "is_blamed"),
    [
        ("550 5.1.1 <a@example.fi>: Recipient address rejected: User unknown", True),
        ("550 5.1.10 null MX", True),
        ("550 no such person", True),
        ("553 5.1.3 bad syntax", True),
        ("550 5.2.1 the mailbox is disabled", True),
        ("550 5.4.1 Recipient address rejected: Access denied", True),
        ("550 5.0.0 nobody", True),
        ("5.0.0 550-5.1.1 The email account that you tried to reach does not exist", True),
        ("5.0.0", True),
        ("552 5.2.2 the mailbox is full", False),
        ("5.2.2", False),
        ("550 5.7.1 your server is on a list of senders of unwanted mail", False),
        ("554 5.7.1 relay access denied", False),
        ("550 5.1.8 the sender's domain does not exist", False),
        ("552 5.3.4 the letter is too large", False),
        ("554 transaction failed", False),
        ("5.0.0 554 we do not like it", False),
        ("4.4.7 delivery time expired", False),
        ("5.0.0 451 4.7.1 come back later", False),
        ("no header can hold it", False),
        ("", False),
        ("554 5.7.1 blocked: 5.1.1.20 is listed", False),
        ("554 blocked: 5.1.1.20 is listed", False),
        ("554 not to user5.1.1@example.fi", False),
    ],
)
def test_only_what_is_said_of_the_address_counts_against_it(said: str, is_blamed: bool) -> None:
    assert blames_address(said) is is_blamed


def test_an_answer_without_a_status_counts_only_when_the_address_alone_was_asked_about() -> None:
    assert not blames_address("550 we do not like your letter", of_address=False)
    assert blames_address("550 5.1.1 no such person", of_address=False)


def given_up(house: House) -> dict[str, str]:
    with house.app.app_context():
        return unreachable(["test"])


def test_a_refused_address_is_remembered_with_the_servers_words(house: House, postbox: Postbox) -> None:
    postbox.refuse |= {"a@example.fi": "550 5.1.1 nobody", "b@example.fi": "550 5.7.1 your server is on a list"}
    postbox.refuse |= {"d@example.fi": "451 4.2.1 come back later"}
    postbox.refuse_content["c@example.fi"] = "550 we do not like your letter"
    house.put("a@example.fi", "b@example.fi", "c@example.fi", "d@example.fi", "e@example.fi")
    house.deliver()
    assert given_up(house) == {"a@example.fi": "550 5.1.1 nobody"}
    with house.app.app_context():
        resend(db.session.scalars(select(Letter).where(Letter.address == ADDRESS)).one())
    assert given_up(house) == {}
    house.deliver()
    assert given_up(house) == {"a@example.fi": "550 5.1.1 nobody"}, "tried again in vain"


@pytest.mark.parametrize(("status", "is_given_up"), [("5.1.1", True), ("5.7.1", False), ("4.4.7", False)])
def test_a_report_tells_too(house: House, status: str, is_given_up: bool) -> None:
    bring(house, report(name=sent(house), status=status, words=f"550 {status} no"))
    assert given_up(house) == ({ADDRESS: f"{status} 550 {status} no"} if is_given_up else {})
