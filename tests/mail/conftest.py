"""A house with a mail server."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask

from tests.mail.smtp_server import Postbox, free_port, smtp_server
from tests.nursery import Process, bear
from workshop import create_app
from workshop.columns import Base
from workshop.extensions import db
from workshop.mail.actions import put_letter
from workshop.mail.models import Letter, LetterState
from workshop.mail.outbox import deliver_due
from workshop.mail.queries import letters_about


@dataclass
class House:
    """A house whose letters go to the server at `port`, and what its tests do with it."""

    app: Flask
    port: int
    folder: Path
    children: list[Process] = field(default_factory=list)

    def put(self, *addresses: str) -> None:
        with self.app.app_context():
            for address in addresses:
                put_letter(f"test:{address}", "test", address, "fi", "Koonti", "Hyvää päivää\n", "<p>Hyvää päivää</p>")

    def deliver(self) -> None:
        with self.app.app_context():
            deliver_due()

    def letters(self) -> dict[str, Letter]:
        with self.app.app_context():
            return {letter.address: letter for letter in letters_about("test")}

    def states(self) -> dict[str, LetterState]:
        return {address: letter.state for address, letter in self.letters().items()}

    def postman(self) -> Process:
        """Another process that delivers what is due."""
        settings = {
            "INSTANCE": str(self.folder),
            "SMTP_URL": f"smtp://127.0.0.1:{self.port}",
            "BASE_URL": "https://koonti.example.fi",
        }
        self.children.append(bear("postman", settings))
        return self.children[-1]


@pytest.fixture
def make_house(tmp_path: Path) -> Iterator[Callable[..., House]]:
    """make_house(**settings) → House."""
    made: list[House] = []

    def make(**settings: str) -> House:
        port = free_port()
        given = {"SMTP_URL": f"smtp://127.0.0.1:{port}", "BASE_URL": "https://koonti.example.fi"} | settings
        app = create_app(INSTANCE=str(tmp_path), SECRET_KEY="for tests only", **given)
        app.testing = True
        with app.app_context():
            Base.metadata.create_all(db.engine)
        made.append(House(app, port, tmp_path))
        return made[-1]

    yield make
    for house in made:
        for child in house.children:
            child.kill()
            child.wait()
        with house.app.app_context():
            db.engine.dispose()


@pytest.fixture
def house(make_house: Callable[..., House]) -> House:
    return make_house()


@pytest.fixture
def postbox(house: House) -> Iterator[Postbox]:
    with smtp_server(Postbox(), house.port) as postbox:
        yield postbox
