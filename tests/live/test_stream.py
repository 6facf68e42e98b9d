"""The broadcaster: one message per room and window, nothing lost, and nothing to those who may not know it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

import pytest
from flask import Flask
from flask_socketio import SocketIOTestClient

from tests.houses import led
from tests.live.conftest import Scene, key, planned
from workshop.boards.actions import add_note, hide_note, show_note
from workshop.boards.queries import prompts_of
from workshop.extensions import socketio
from workshop.live.presence import presence
from workshop.live.stream import (
    BUSY_WINDOW_S,
    LONGEST_WINDOW_S,
    RESULTS_EVERY_S,
    RIPE_S,
    Screen,
    room,
    stream,
)
from workshop.live.tickets import Ticket, issue
from workshop.meetings.actions import go_live, move_path, open_meeting
from workshop.meetings.models import Meeting
from workshop.meetings.queries import heads, meeting_peaks
from workshop.participants.actions import join_meeting
from workshop.participants.guests import alias
from workshop.participants.sockets import Crowd, tell_untold

CANARY = "a word that was hidden from everybody"


@dataclass
class Later:
    """What was asked to run in the background, run by hand and in order; `slept` holds how long each would wait."""

    tasks: list[Callable[[], Any]] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)

    def run(self) -> None:
        while self.tasks:
            self.tasks.pop(0)()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """The scheduler, by hand: nothing runs before the test says so."""
    later = Later()
    monkeypatch.setattr(socketio, "start_background_task", lambda task, *told: later.tasks.append(lambda: task(*told)))
    monkeypatch.setattr(socketio, "sleep", later.slept.append)
    return later


@pytest.fixture
def listen(app: Flask, scene: Scene, later: Later) -> Iterator[Callable[..., SocketIOTestClient]]:
    """Open a socket with a ticket: (screen, meeting, whose phone) → the client."""
    opened = []

    def open_one(screen: Screen, meeting: Meeting | None = None, who: str | None = None) -> SocketIOTestClient:
        client = socketio.test_client(app)
        login = None if screen is Screen.PHONE else scene.login
        ticket = issue(Ticket((meeting or scene.meeting).id, screen, who, login))
        answer = client.emit("join", {"ticket": ticket}, callback=True)
        assert answer["seq"] == (meeting or scene.meeting).seq
        opened.append(client)
        return client

    yield open_one
    for client in opened:
        if client.is_connected():
            client.disconnect()


def heard(client: SocketIOTestClient, name: str) -> list[dict[str, Any]]:
    return [event["args"][0] for event in client.get_received() if event["name"] == name]


def write(scene: Scene, text: str = "A thought") -> int:
    return add_note(scene.prompts[0], scene.guests[0], key(), text).id


def test_changes_within_one_window_come_in_one_message(
    scene: Scene, later: Later, listen: Callable[..., SocketIOTestClient]
) -> None:
    phone = listen(Screen.PHONE)
    after = scene.meeting.seq
    notes = [write(scene) for _time in range(5)]
    later.run()
    (news,) = heard(phone, "changes")
    assert (news["after"], news["seq"]) == (after, after + 5)
    assert [change["id"] for change in news["changes"]] == notes


def test_a_hidden_note_reaches_no_phone_and_no_wall_and_stays_on_the_desk(
    scene: Scene, later: Later, listen: Callable[..., SocketIOTestClient]
) -> None:
    phone, wall, desk = (listen(screen) for screen in (Screen.PHONE, Screen.WALL, Screen.DESK))
    note = add_note(scene.prompts[0], scene.guests[0], key(), CANARY)
    led(hide_note, note)
    later.run()
    for screen in (phone, wall):
        received = str(screen.get_received())
        assert CANARY not in received
        assert "'gone': True" in received
    assert CANARY in str(desk.get_received())
    led(show_note, note)
    later.run()
    assert CANARY in str(phone.get_received())


def test_one_meeting_hears_nothing_of_another(
    scene: Scene, later: Later, listen: Callable[..., SocketIOTestClient]
) -> None:
    other = planned(scene.leader, "OTHERAA")
    open_meeting(other)
    go_live(other)
    stranger = listen(Screen.PHONE, other)
    dashboard = listen(Screen.RESULTS, other)
    write(scene, CANARY)
    later.run()
    assert stranger.get_received() == []
    assert dashboard.get_received() == []
    guest = join_meeting(other, "en")
    add_note(prompts_of(other.exercises[0])[0], guest, key(), "Here")
    later.run()
    assert len(heard(stranger, "changes")) == 1


def test_a_lost_poke_is_told_by_the_heartbeat(
    scene: Scene, later: Later, listen: Callable[..., SocketIOTestClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = listen(Screen.PHONE)
    with monkeypatch.context() as deaf:
        deaf.setattr(stream, "poke", lambda _meeting_id: None)
        note = write(scene)
    later.run()
    assert heard(phone, "changes") == []
    stream.beat()
    later.run()
    (news,) = heard(phone, "changes")
    assert [change["id"] for change in news["changes"]] == [note]
    stream.beat()
    later.run()
    assert phone.get_received() == []


def test_a_window_is_closed_by_the_first_change_after_most_of_it(
    scene: Scene, later: Later, listen: Callable[..., SocketIOTestClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    listen(Screen.PHONE)
    told = stream._told[scene.meeting.id]
    told.telling, told.at = True, monotonic()
    moment = told.at + RIPE_S / 2
    monkeypatch.setattr("workshop.live.stream.monotonic", lambda: moment)
    write(scene)
    assert not told.ripened.is_set()
    assert told.rest_s == pytest.approx(BUSY_WINDOW_S - RIPE_S / 2)
    moment = told.at + RIPE_S + 0.001
    write(scene)
    assert told.ripened.is_set()
    told.last_fan_out_s = 10.0  # a hall that takes so long to tell waits longer, but not for ever
    assert not told.is_ripe
    assert told.rest_s == LONGEST_WINDOW_S


def test_dashboards_are_told_once_a_second_and_always_after_the_last_change(
    scene: Scene, later: Later, listen: Callable[..., SocketIOTestClient]
) -> None:
    dashboard = listen(Screen.RESULTS)
    write(scene)
    later.tasks.pop(0)()  # the changes are told; the word to dashboards waits
    write(scene)
    later.tasks.pop()()  # the second change is told within the second that is waited for
    later.run()
    moved = heard(dashboard, "results moved")
    assert moved == [{"seq": heads([scene.meeting.id])[scene.meeting.id]}]
    assert later.slept.count(RESULTS_EVERY_S) == 1
    assert heard(dashboard, "changes") == []


def test_a_change_between_two_audiences_is_told_to_both(
    scene: Scene, later: Later, listen: Callable[..., SocketIOTestClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A note committed after the participants' question and before the facilitators' is told again, not skipped."""
    phone = listen(Screen.PHONE)
    write(scene)
    asked = stream._news
    late: list[int] = []

    def news_with_a_note_in_between(*asking: Any) -> Any:
        answer = asked(*asking)
        if not late:
            late.append(write(scene, "In between"))
        return answer

    monkeypatch.setattr(stream, "_news", news_with_a_note_in_between)
    later.run()
    told = [change["id"] for news in heard(phone, "changes") for change in news["changes"]]
    assert late[0] in told


def test_a_forged_ticket_lets_nobody_in(app: Flask, scene: Scene) -> None:
    for asked in ({"ticket": "forged"}, {"ticket": None}, {}, None, "text", [1], {"ticket": {"a": 1}}):
        client = socketio.test_client(app)
        assert client.emit("join", asked, callback=True) == {"error": "ticket"}
        client.disconnect()


def test_sockets_take_in_joining_and_leaving_and_nothing_else(
    app: Flask, scene: Scene, listen: Callable[..., SocketIOTestClient]
) -> None:
    """A new event needs its rights decided: it stands here first. What a client shouts reaches no screen."""
    desk, shouting = listen(Screen.DESK), listen(Screen.PHONE)
    assert set(socketio.server.handlers["/"]) == {"join", "disconnect"}
    for event in ("changes", "results moved", "presence", "message", "hide"):
        shouting.emit(event, {"after": 0, "seq": 99, "changes": [], "to": room(scene.meeting.id, Screen.DESK)})
    assert desk.get_received() == shouting.get_received() == []


def test_a_socket_listens_to_one_meeting(scene: Scene, listen: Callable[..., SocketIOTestClient]) -> None:
    phone = listen(Screen.PHONE)
    ticket = issue(Ticket(scene.meeting.id, Screen.DESK, login=scene.login))
    again = phone.emit("join", {"ticket": ticket}, callback=True)
    assert again == {"error": "ticket"}


def test_a_person_with_two_tabs_is_one_and_the_peak_is_kept(
    scene: Scene, listen: Callable[..., SocketIOTestClient]
) -> None:
    desk = listen(Screen.DESK)
    first, second = (alias(guest) for guest in scene.guests)
    one, tab, other = (listen(Screen.PHONE, None, who) for who in (first, first, second))
    tell_untold(Crowd())
    assert heard(desk, "presence") == [{"now": 2, "peak": 2}]
    one.disconnect()
    other.disconnect()
    tell_untold(Crowd())
    assert heard(desk, "presence") == [{"now": 1, "peak": 2}]
    assert meeting_peaks([scene.meeting.id]) == {scene.meeting.id: 2}
    tab.disconnect()
    assert presence.now(scene.meeting.id) == 0


def test_the_step_that_the_facilitator_shows_reaches_the_phones(
    scene: Scene, later: Later, listen: Callable[..., SocketIOTestClient]
) -> None:
    phone = listen(Screen.PHONE)
    led(move_path, scene.meeting, 3)
    later.run()
    (news,) = heard(phone, "changes")
    assert {change["kind"] for change in news["changes"]} == {"meeting", "exercise", "hands"}
    assert next(change for change in news["changes"] if change["kind"] == "meeting")["position"] == 3
