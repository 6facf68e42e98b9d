"""What goes over the wire: words shared by many letters, each with its own link, and the file that goes with them."""

import sys
from email.message import EmailMessage

import pytest
from sqlalchemy import func, select

from tests.mail.conftest import House
from tests.mail.smtp_server import Postbox
from workshop.config import BadSetting
from workshop.extensions import db
from workshop.mail.actions import note_unsure, put_letters, resend
from workshop.mail.envelope import message_bytes, return_address
from workshop.mail.models import Content, Letter
from workshop.mail.written import OWN_LINK, Written

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 40


def said_in(message: EmailMessage, kind: str) -> str:
    """What the letter says as text or HTML, with the ends of lines as they were written."""
    part = message.get_body((kind,))
    assert part
    return part.get_content().replace("\r\n", "\n")


def put(house: House, says: Written, *links: str) -> None:
    with house.app.app_context():
        put_letters(
            "test",
            [(f"test:{n}", f"a{n}@example.fi", "fi", says.stopped_at(link)) for n, link in enumerate(links)],
        )


def test_the_file_goes_with_the_letter_and_is_kept_once(house: House, postbox: Postbox) -> None:
    put(house, Written("Koonti", "Teksti\n", "<p>Teksti</p>", "koonti-SEURAN7.pdf", PDF), "", "", "")
    with house.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Content)) == 1
    house.deliver()
    assert len(postbox.taken) == 3
    message = postbox.message()
    (file,) = message.iter_attachments()
    assert (file.get_content_type(), file.get_filename()) == ("application/pdf", "koonti-SEURAN7.pdf")
    assert file.get_content() == PDF
    assert said_in(message, "plain") == "Teksti\n"
    assert said_in(message, "html") == "<p>Teksti</p>\n"
    assert message.get_content_type() == "multipart/mixed"
    assert max(map(len, postbox.taken[0][1].splitlines())) <= 998


def test_it_is_the_same_bytes_at_every_try(house: House, postbox: Postbox) -> None:
    put(house, Written("Koonti", f"Teksti {OWN_LINK}", f"<p>{OWN_LINK}</p>", "koonti.pdf", PDF), "https://k.fi/u/1")
    house.deliver()
    with house.app.app_context():
        letter = db.session.scalars(select(Letter)).one()
        note_unsure(letter, "the line broke")
        resend(letter)
    house.deliver()
    assert postbox.taken[0] == postbox.taken[1]


@pytest.mark.parametrize("before", range(0, 80, 7))
def test_each_letter_has_its_own_link_wherever_its_lines_are_broken(
    house: House, postbox: Postbox, before: int
) -> None:
    links = ["https://koonti.example.fi/unsubscribe/ab=cd", "https://koonti.example.fi/" + "y" * 90]
    words = f"{'ä' * before} {{}} loppu\n"
    said = f"Joku kirjoitti: {OWN_LINK}\n{words}"
    put(house, Written("Koonti", said.format(OWN_LINK), f'<a href="{OWN_LINK}">pois</a>'), *links)
    house.deliver()
    sent = {address: n for n, (address, _content) in enumerate(postbox.taken)}
    for number, link in enumerate(links):
        message = postbox.message(sent[f"a{number}@example.fi"])
        assert said_in(message, "plain") == said.format(link)
        assert said_in(message, "html") == f'<a href="{link}">pois</a>\n'
    with house.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Content)) == 1
        assert [letter.text for letter in db.session.scalars(select(Letter).order_by(Letter.address))] == [
            said.format(link) for link in links
        ]


def test_a_letter_without_a_link_of_its_own_is_as_it_was_written(house: House) -> None:
    put(house, Written("Koonti", f"Joku kirjoitti: {OWN_LINK}", "<p></p>"), "")
    with house.app.app_context():
        letter = db.session.scalars(select(Letter)).one()
        assert letter.text == f"Joku kirjoitti: {OWN_LINK}"
        assert OWN_LINK.encode() in message_bytes(letter, "koonti@example.fi").replace(b"=\r\n", b"")


@pytest.mark.parametrize(
    "address",
    [
        "bounces",
        "@example.fi",
        "bounces@",
        "Koonti <b@example.fi>",
        "a b@example.fi",
        "ä@example.fi",
        "b" * 30 + "@x.fi",
    ],
)
def test_a_return_address_that_cannot_be_is_said(address: str) -> None:
    with pytest.raises(BadSetting, match="BOUNCE_ADDRESS must"):
        return_address(address, "0" * 32)


def test_what_many_letters_say_is_worked_out_once_and_not_kept_after_them() -> None:
    file = PDF + b"own"
    held = sys.getrefcount(file)
    says = Written("Koonti", "Teksti", "<p>Teksti</p>", "koonti-SEURAN7.pdf", file)
    one = says.stopped_at("https://koonti.example.fi/unsubscribe/a")
    assert (one.unsubscribe, one.text) == ("https://koonti.example.fi/unsubscribe/a", "Teksti")
    assert one.content is says.content
    assert one.content == Written("Koonti", "Teksti", "<p>Teksti</p>", "koonti-SEURAN7.pdf", file).content
    del says, one
    assert sys.getrefcount(file) == held
