"""Writers: at Koonti each is a browser that posts the note form, at the reference a socket that emits an event."""

import json
import uuid
from time import perf_counter
from urllib.parse import urlencode

from bench.live.listeners import Line, Loop, SocketLine
from bench.wire import event, heard_answer, masked

WORDS = (
    "Lähipalvelut pysyvät lähellä, ja niihin pääsee bussilla myös koulujen lomien aikana, myös iltaisin.",
    "Omaishoitajan vapaapäivä ei saa riippua siitä, kuka sattuu olemaan töissä sinä päivänä, eikä kunnasta.",
    "Nuoret kysyvät apua puhelimella. Vastauksen pitää tulla samana päivänä, muuten he eivät kysy enää.",
)


class Desk:
    """What all writers of one run have been told: which note was acknowledged, and when it had been sent."""

    def __init__(self) -> None:
        self.sent_at: dict[int, float] = {}
        self.answered_after_s: list[float] = []
        self.refused: list[str] = []

    def acknowledged(self, note: int, sent_at: float) -> None:
        self.sent_at[note] = sent_at
        self.answered_after_s.append(perf_counter() - sent_at)


class FormWriter(Line):
    """Posts the note form as the board's script does, on a connection that is kept."""

    def __init__(
        self, loop: Loop, address: tuple[str, int], desk: Desk, path: str, cookie: str, csrf_token: str
    ) -> None:
        super().__init__(loop, address)
        self._desk, self._csrf_token = desk, csrf_token
        self._head = (
            f"POST {path} HTTP/1.1\r\nHost: {address[0]}:{address[1]}\r\nCookie: {cookie}\r\n"
            "Accept: application/json\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
        )
        self._answer = b""
        self._sent_at = 0.0
        self.is_idle = True

    def write(self, number: int, sent_at: float) -> None:
        form = {"csrf_token": self._csrf_token, "client_key": uuid.uuid4(), "text": WORDS[number % len(WORDS)]}
        body = urlencode(form)
        self.is_idle, self._sent_at = False, sent_at
        self.send(f"{self._head}{len(body)}\r\n\r\n{body}".encode())

    def hear(self, data: bytes) -> None:
        if not data:
            self._desk.refused.append("the line was closed")
            self.close()
            return
        self._answer += data
        head, end, body = self._answer.partition(b"\r\n\r\n")
        if not end or len(body) < _length(head):
            return
        self._answer, self.is_idle = b"", True
        if b" 201 " in head.split(b"\r\n")[0]:
            self._desk.acknowledged(json.loads(body)["mine"], self._sent_at)
        else:
            self._desk.refused.append(f"{head.splitlines()[0].decode()}: {body[:200].decode(errors='replace')}")


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    raise ValueError(f"an answer without a length: {head!r}")


class EventWriter(SocketLine):
    """Emits `note` and waits for its answer, which the reference gives after its commit."""

    def __init__(self, loop: Loop, address: tuple[str, int], desk: Desk, origin: str) -> None:
        super().__init__(loop, address, origin)
        self._desk = desk
        self._sent_at = 0.0
        self.is_idle = False

    def opened(self) -> None:
        super().opened()
        self.is_idle = True

    def write(self, number: int, sent_at: float) -> None:
        self.is_idle, self._sent_at = False, sent_at
        note = {"client_key": str(uuid.uuid4()), "text": WORDS[number % len(WORDS)]}
        self.send(masked(event("note", note, ack=1)))

    def message(self, payload: bytes) -> None:
        answer = heard_answer(payload)
        if answer:
            self.is_idle = True
            self._desk.acknowledged(answer[1]["id"], self._sent_at)


Writer = FormWriter | EventWriter
