"""A real house for the journeys: the web process and the worker as they run for people, a mail server, a browser."""

import os
import re
import sqlite3
import subprocess
import sys
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from tests.nursery import Process
from tests.serving import free_port, start, stop
from workshop import create_app
from workshop.accounts.actions import issue_login_link
from workshop.accounts.cli import LOGIN_LINK_LIFETIME
from workshop.accounts.links import enter_address
from workshop.accounts.queries import user_by_email
from workshop.extensions import db


class Mailbox:
    """A real SMTP server that keeps what it is given."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self._server = Controller(self, hostname="127.0.0.1", port=free_port())
        self._server.start()
        self.url = f"smtp+plain://127.0.0.1:{self._server.port}"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 kept"

    def stop(self) -> None:
        self._server.stop()


@dataclass
class Served:
    """A served house in a folder of its own."""

    folder: Path
    mailbox: Mailbox
    port: int = field(default_factory=free_port)
    base_url: str = ""
    processes: dict[str, Process] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _settings(self) -> dict[str, str]:
        mine = {"INSTANCE": str(self.folder), "PORT": str(self.port), "SMTP_URL": self.mailbox.url}
        return {**mine, "BASE_URL": self.base_url or self.url, "MAIL_FROM": "Koonti <koonti@county.example>"}

    def command(self, *words: str) -> str:
        """What a `koonti` command prints."""
        done = subprocess.run(
            [sys.executable, "-m", "workshop.cli", *words],
            env={**os.environ, **self._settings()},
            check=True,
            capture_output=True,
            text=True,
            timeout=60,
        )
        return done.stdout

    def start(self, *parts: str) -> None:
        """Start the web process ("serve") and the worker, and wait until pages are answered."""
        for part in parts:
            self.processes[part] = start(part, self._settings())

    def kill(self, part: str) -> None:
        """End a part as a power cut does."""
        process = self.processes.pop(part)
        process.kill()
        process.wait()

    def stop(self) -> None:
        for process in self.processes.values():
            stop(process)
        self.mailbox.stop()

    def link(self, *words: str) -> str:
        """The link that a command prints."""
        found = re.search(r"http://\S+", self.command(*words))
        assert found
        return found[0]

    def login_link(self, email: str) -> str:
        """What `koonti login-link` prints, without the three seconds that a command takes."""
        app = create_app(INSTANCE=str(self.folder), BASE_URL=self.base_url or self.url)
        with app.app_context():
            user = user_by_email(email)
            assert user
            link = enter_address(issue_login_link(user, LOGIN_LINK_LIFETIME))
            db.engine.dispose()
        return link

    def rows(self, question: str, *values: Any) -> list[tuple[Any, ...]]:
        """What the database holds, asked past the house."""
        with sqlite3.connect(self.folder / "koonti.db") as database:
            return database.execute(question, values).fetchall()
