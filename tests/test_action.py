"""One deed, one transaction: all of it or nothing, and what follows comes after it."""

import threading
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from workshop import create_app
from workshop.accounts.actions import make_user
from workshop.accounts.models import Role, User
from workshop.action import action, after_commit, few_at_once, short_action
from workshop.errors import Busy, NotFound
from workshop.extensions import db


def count_users() -> int:
    return db.session.scalar(select(func.count()).select_from(User)) or 0


def make(number: int) -> User:
    return make_user(f"user{number}@county.example", "Somebody", Role.SCRIBE, "en")


@action
def make_two_and_fail() -> None:
    make(1)
    after_commit(pytest.fail, "what follows a failed deed must not happen")
    make(2)
    raise RuntimeError("a fault in the middle")


def test_a_deed_that_fails_changes_nothing_and_nothing_follows(app: Flask) -> None:
    with app.app_context():
        with pytest.raises(RuntimeError):
            make_two_and_fail()
        assert count_users() == 0
        make(1)
        assert count_users() == 1


def test_what_follows_comes_after_the_commit_and_once(app: Flask) -> None:
    seen: list[int] = []

    def look() -> None:
        db.session.rollback()
        seen.append(count_users())

    @action
    def make_and_ask_twice() -> None:
        make(1)
        after_commit(look)
        after_commit(look)
        assert seen == []

    with app.app_context():
        make_and_ask_twice()
    assert seen == [1]


def rename_all(name: str) -> None:
    db.connection.execute(update(User).values(name=name))


@pytest.mark.parametrize("has_read", [False, True])
def test_a_short_action_is_an_action_too(app: Flask, has_read: bool) -> None:
    """All or nothing, followers after the commit, whether rows were read before or not; what was read is read anew."""
    seen: list[str] = []

    @short_action
    def rename_and_fail() -> None:
        rename_all("Half")
        after_commit(seen.append, "what follows a failed deed must not happen")
        raise RuntimeError("a fault in the middle")

    @short_action
    def rename() -> None:
        rename_all("Anew")
        after_commit(seen.append, "followed")
        assert seen == []

    with app.app_context():
        made_id = make(1).id
    with app.app_context():
        user = db.session.get_one(User, made_id) if has_read else None
        with pytest.raises(RuntimeError, match="middle"):
            rename_and_fail()
        rename()
        assert seen == ["followed"]
        assert (user or db.session.get_one(User, made_id)).name == "Anew"
    with app.app_context():
        assert db.session.get_one(User, made_id).name == "Anew"


def test_a_short_action_has_no_session(app: Flask) -> None:
    """A session would stand beside what the deed has written, and wait for its lock."""

    @short_action
    def look_while_writing() -> None:
        rename_all("Anew")
        count_users()

    with app.app_context():
        made_id = make(1).id
    with app.app_context():
        with pytest.raises(RuntimeError, match="A short action"):
            look_while_writing()
        assert db.session.get_one(User, made_id).name == "Somebody"


def test_a_session_takes_the_place_of_a_connection(app: Flask) -> None:
    """One context holds one connection of the pool, not two."""
    with app.app_context():
        db.connection.execute(select(User.id))
        assert db.engine.pool.checkedout() == 1
        count_users()
        assert db.connection is db.session.connection()
        assert db.engine.pool.checkedout() == 1
    with app.app_context():
        assert db.engine.pool.checkedout() == 0


def test_a_rule_judges_what_is_true_now(app: Flask) -> None:
    """A row that another connection has changed since it was read is read anew inside the deed."""
    seen: list[str] = []

    @action
    def judge(user: User) -> None:
        seen.append(user.name)

    @action
    def rename(user_id: int) -> None:
        db.session.get_one(User, user_id).name = "Anew"

    with app.app_context():
        user = make(1)
        assert user.name == "Somebody"
        with app.app_context():
            rename(user.id)
        judge(user)
    assert seen == ["Anew"]


def test_what_somebody_has_removed_meanwhile_is_not_found(app: Flask) -> None:
    @action
    def remove(user: User) -> None:
        db.session.delete(user)

    @action
    def rename(user: User) -> None:
        user.name = "Anew"

    for deed in (remove, rename):
        with app.app_context():
            user = make(1)
            with app.app_context():
                remove(db.session.get_one(User, user.id))
            with pytest.raises(NotFound):
                deed(user)


def test_two_houses_on_one_file_write_in_turn(tmp_path: Path) -> None:
    """The web process and the worker, each with threads: nobody is told that the database is locked."""
    houses = [create_app(INSTANCE=str(tmp_path), SECRET_KEY="for tests only") for _time in range(2)]
    with houses[0].app_context():
        db.session.connection()
        User.metadata.create_all(db.engine)
    faults: list[BaseException] = []

    def write(app: Flask, first: int) -> None:
        try:
            for number in range(first, first + 20):
                with app.app_context():
                    make(number)
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=write, args=(houses[n % 2], n * 100)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with houses[1].app_context():
        assert count_users() == 120
    for house in houses:
        with house.app_context():
            db.engine.dispose()


def test_what_was_acknowledged_is_on_the_disk(app: Flask) -> None:
    """FULL (2): a commit answers when the system has written it through, so a power cut takes nothing back."""
    with app.app_context(), db.engine.connect() as connection:
        told = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("synchronous", "journal_mode")}
        assert told == {"synchronous": 2, "journal_mode": "wal"}
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_a_busy_database_refuses_in_time_and_lets_others_read(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process holds the database while forty people write: each is told, and nobody's reading is stopped."""
    monkeypatch.setattr("workshop.action.PATIENCE_S", 0.5)
    with app.app_context():
        blocker = db.engine.connect().execution_options(writes=True)
        blocker.begin()
        said: list[str] = []

        def write(number: int) -> None:
            with app.app_context():
                count_users()
                try:
                    make(number)
                except Busy:
                    said.append("busy")
                count_users()

        threads = [threading.Thread(target=write, args=(number,)) for number in range(40)]
        for thread in threads:
            thread.start()
        assert app.test_client().get("/healthz").status_code == 200
        for thread in threads:
            thread.join()
        blocker.close()
        assert said == ["busy"] * 40
        make(1)
        assert count_users() == 1


def test_few_at_once_lets_others_wait_and_refuses_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    inside, most, go, told = threading.Semaphore(0), [], threading.Event(), []
    now_in: list[int] = []

    @few_at_once(2)
    def deed(number: int) -> None:
        now_in.append(number)
        most.append(len(now_in))
        inside.release()
        go.wait(30)
        now_in.remove(number)

    def come(number: int) -> None:
        try:
            deed(number)
            told.append("done")
        except Busy:
            told.append("busy")

    first = [threading.Thread(target=come, args=[number]) for number in range(2)]
    for thread in first:
        thread.start()
        assert inside.acquire(timeout=30)
    monkeypatch.setattr("workshop.action.PATIENCE_S", 0.01)
    come(2)
    assert told == ["busy"]
    go.set()
    for thread in first:
        thread.join(30)
    come(3)
    assert told == ["busy", "done", "done", "done"]
    assert max(most) == 2
