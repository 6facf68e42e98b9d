"""What the stream asks of the database: once for each audience that is there, and nothing for a hall that returns."""

from collections.abc import Callable, Iterator

import pytest
from flask_socketio import SocketIOTestClient
from sqlalchemy import event

from tests.live.conftest import Scene
from tests.live.test_stream import Later, heard, later, listen, write
from workshop.extensions import db, socketio
from workshop.live.stream import Audience, Screen, stream
from workshop.live.tickets import Ticket, issue
from workshop.participants import sockets

__all__ = ["later", "listen"]  # fixtures
Listen = Callable[..., SocketIOTestClient]


@pytest.fixture
def questions(scene: Scene) -> Iterator[list[str]]:
    """Every question that the database is asked from now on."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if "SELECT" in statement.upper():
            asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield asked
    event.remove(db.engine, "before_cursor_execute", note)


@pytest.fixture
def audiences(monkeypatch: pytest.MonkeyPatch) -> list[Audience]:
    """The audiences for which news were asked."""
    asked: list[Audience] = []
    ask = stream._news

    def noting(*asking: object) -> object:
        asked.append(asking[-1])
        return ask(*asking)

    monkeypatch.setattr(stream, "_news", noting)
    return asked


@pytest.mark.parametrize(
    ("screens", "expected"),
    [
        ([Screen.PHONE], [Audience.PARTICIPANTS]),
        ([Screen.PHONE, Screen.WALL, Screen.PHONE], [Audience.PARTICIPANTS]),
        ([Screen.DESK], [Audience.FACILITATORS]),
        ([Screen.DESK, Screen.WALL], [Audience.PARTICIPANTS, Audience.FACILITATORS]),
        ([Screen.RESULTS], []),
    ],
)
def test_only_for_those_who_are_there_is_anything_asked(
    scene: Scene,
    later: Later,
    listen: Listen,
    audiences: list[Audience],
    screens: list[Screen],
    expected: list[Audience],
) -> None:
    for screen in screens:
        listen(screen)
    write(scene)
    later.run()
    assert audiences == expected


def test_a_poke_without_a_change_asks_for_the_head_and_tells_nothing(
    scene: Scene, later: Later, listen: Listen, questions: list[str]
) -> None:
    phone = listen(Screen.PHONE)
    questions.clear()
    stream.hear_poke(scene.meeting.id)
    later.run()
    assert len(questions) == 1
    assert phone.get_received() == []
    stream.hear_poke(scene.meeting.id + 1)
    later.run()
    assert len(questions) == 1


def test_a_note_is_told_with_few_questions(scene: Scene, later: Later, listen: Listen, questions: list[str]) -> None:
    listen(Screen.PHONE)
    listen(Screen.DESK)
    write(scene)
    questions.clear()
    later.run()
    assert len(questions) <= 5


def test_a_hall_that_returns_asks_once(scene: Scene, listen: Listen, questions: list[str]) -> None:
    questions.clear()
    for _screen in range(20):
        listen(Screen.PHONE)
    assert len(questions) == 1


def test_logins_are_looked_at_with_one_question_and_only_where_the_staff_listens(
    scene: Scene, listen: Listen, questions: list[str]
) -> None:
    listen(Screen.PHONE)
    questions.clear()
    sockets.close_ended()
    assert questions == []
    for screen in (Screen.DESK, Screen.WALL, Screen.RESULTS):
        listen(screen)
    questions.clear()
    sockets.close_ended()
    assert len(questions) == 1


def test_a_desk_that_comes_while_phones_are_told_misses_nothing(
    scene: Scene, later: Later, listen: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    listen(Screen.PHONE)
    note = write(scene)
    came: list[SocketIOTestClient] = []
    ask = stream._news

    def come_meanwhile(*asking: object) -> object:
        if not came:
            came.append(socketio.test_client(stream._app))
            ticket = issue(Ticket(scene.meeting.id, Screen.DESK, login=scene.login))
            assert came[0].emit("join", {"ticket": ticket}, callback=True)["seq"] < asking[2][0]
        return ask(*asking)

    monkeypatch.setattr(stream, "_news", come_meanwhile)
    later.run()
    assert [change["id"] for news in heard(came[0], "changes") for change in news["changes"]] == [note]
    came[0].disconnect()


def test_whoever_comes_during_a_fan_out_is_told_to_ask_for_it(
    scene: Scene, later: Later, listen: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    listen(Screen.PHONE)
    write(scene)
    answers = []

    def come_meanwhile(*_telling: object, **_more: object) -> None:
        answers.append(stream.listen(scene.meeting.id))

    with monkeypatch.context() as slow:
        slow.setattr(socketio, "emit", come_meanwhile)
        later.run()
    assert answers[0] == stream._heads([scene.meeting.id])[scene.meeting.id]


def test_news_that_could_not_be_told_are_told_by_the_heartbeat(
    scene: Scene, later: Later, listen: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = listen(Screen.PHONE)
    note = write(scene)

    def fail(*_telling: object, **_more: object) -> None:
        raise OSError

    with monkeypatch.context() as broken:
        broken.setattr(socketio, "emit", fail)
        later.run()
    assert heard(phone, "changes") == []
    stream.beat()
    later.run()
    assert [change["id"] for news in heard(phone, "changes") for change in news["changes"]] == [note]


def test_pokes_during_a_telling_make_one_more_and_never_two_at_once(
    scene: Scene, later: Later, listen: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = listen(Screen.PHONE)
    write(scene)
    emit, more = socketio.emit, [3, 2, 1]

    def write_meanwhile(*telling: object, **rest: object) -> None:
        if more:
            for _note in range(more.pop()):
                write(scene)
            assert later.tasks == []
        emit(*telling, **rest)

    monkeypatch.setattr(socketio, "emit", write_meanwhile)
    later.tasks.pop(0)()
    told = [(news["after"], news["seq"]) for news in heard(phone, "changes")]
    assert len(told) == 4
    assert [after for after, _seq in told[1:]] == [seq for _after, seq in told[:-1]]


def test_a_large_hall_is_given_time_to_come_back(scene: Scene, listen: Listen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets.presence, "screens", {1: 1, 2: 150, 3: 500, 4: 2000, 5: 100_000}.__getitem__)
    assert [sockets.spread(meeting) for meeting in range(1, 6)] == [0, 0, 1400, 7400, 15_000]
