"""A real SMTP server on a loopback port, which can be told to refuse, to hang and to hang up."""

import asyncio
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

PATIENCE_S = 60


class Postbox:
    """What the server was given, and how it is to behave. Give it to `smtp_server`."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, bytes]] = []
        """(address, content) of every letter that was answered with yes."""
        self.senders: list[str] = []
        """Where those letters come back to."""
        self.refuse: dict[str, str] = {}
        """Address → the answer to RCPT."""
        self.refuse_content: dict[str, str] = {}
        """Address → the answer to the content."""
        self.hang_at_address = ""
        self.hang_in_content = ""
        self.break_in_content = ""
        self.hang_up_after = 0
        """Letters in one connection; 0: as many as you like."""
        self.greets = True
        """Does it speak to who comes? A server that is paused takes the connection and says nothing."""
        self.hanging = threading.Event()
        self.connections = 0
        self._changed = threading.Condition()

    async def handle_RCPT(
        self, server: SMTP, session: Any, envelope: Any, address: str, rcpt_options: list[str]
    ) -> str:
        if address == self.hang_at_address:
            await self._hang()
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        address = envelope.rcpt_tos[0]
        if address == self.hang_in_content:
            await self._hang()
        if address == self.break_in_content:
            server.transport.abort()
            return "451 nobody hears this"
        if address in self.refuse_content:
            return self.refuse_content[address]
        with self._changed:
            self.taken.append((address, envelope.content))
            self.senders.append(envelope.mail_from)
            self._changed.notify_all()
        session.letters = getattr(session, "letters", 0) + 1
        if session.letters == self.hang_up_after:
            asyncio.get_running_loop().call_soon(server.transport.close)
        return f"250 taken as {len(self.taken)}"

    async def _hang(self) -> None:
        self.hanging.set()
        await asyncio.Event().wait()

    def wait_for(self, count: int) -> None:
        """Until `count` letters have been taken."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.taken) >= count, PATIENCE_S), self.taken

    def count(self) -> Counter[str]:
        """How many letters each address got."""
        return Counter(address for address, _content in self.taken)

    def message(self, number: int = 0) -> EmailMessage:
        return message_from_bytes(self.taken[number][1], policy=policy.default)


class _Paused(SMTP):
    async def _handle_client(self) -> None:
        await asyncio.Event().wait()


class _Server(Controller):
    def __init__(self, postbox: Postbox, port: int) -> None:
        super().__init__(postbox, hostname="127.0.0.1", port=port)
        self.postbox = postbox
        self._lines: list[SMTP] = []

    def factory(self) -> SMTP:
        self.postbox.connections += 1
        self._lines.append((SMTP if self.postbox.greets else _Paused)(self.handler, hostname="mail.example.fi"))
        return self._lines[-1]

    def hang_up(self) -> None:
        """Close what is still open: a line that hangs does not notice that the other side has gone."""
        for line in self._lines:
            if line.transport is not None:
                self.loop.call_soon_threadsafe(line.transport.abort)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def smtp_server(postbox: Postbox, port: int) -> Iterator[Postbox]:
    server = _Server(postbox, port)
    server.start()
    postbox.connections = 0  # the server tries its own door once
    try:
        yield postbox
    finally:
        server.hang_up()
        server.stop()
