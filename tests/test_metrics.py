"""Numbers for those who watch over the house: on a port of this machine alone, and of nobody who takes part."""

import re
from datetime import timedelta
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from flask import Flask
from sqlalchemy import text, update

from tests.digests.scene import made_digest
from tests.houses import build_house
from tests.live.hall import build
from tests.serving import free_port
from workshop.clock import now
from workshop.extensions import db
from workshop.mail.models import Letter, LetterState
from workshop.metrics import numbers, written


def told(app: Flask) -> dict[str, float]:
    with app.app_context():
        return {name: value for name, _meaning, value in numbers(app)}


def test_a_house_that_stands_says_so(app: Flask) -> None:
    build_house(app)
    before = told(app)
    assert (before["koonti_database_up"], before["koonti_meetings_live"], before["koonti_sockets"]) == (1, 2, 0)
    assert "koonti_worker_looked_seconds" not in before, "no worker has looked yet"
    app.extensions["look_around"].call_local()
    assert 0 <= told(app)["koonti_worker_looked_seconds"] < 60


def test_letters_are_told_when_they_are_overdue_or_in_trouble_and_not_while_they_wait(app: Flask) -> None:
    made_digest(app, True, "a@example.fi", "b@example.fi", "c@example.fi")
    assert {told(app)[name] for name in told(app) if name.startswith("koonti_letters")} == {0}
    with app.app_context(), db.engine.execution_options(writes=True).begin() as connection:
        numbers_of = [number for (number,) in connection.execute(text("SELECT id FROM letter ORDER BY address"))]
        late, failed, *_rest = numbers_of
        of = update(Letter).where
        connection.execute(of(Letter.id == late).values(next_try_at=now() - timedelta(hours=2)))
        connection.execute(of(Letter.id == failed).values(state=LetterState.FAILED))
    now_told = told(app)
    assert now_told["koonti_letters_overdue"] == 1
    assert now_told['koonti_letters_troubled{state="failed"}'] == 1
    assert now_told['koonti_letters_troubled{state="bounced"}'] == 0


def test_a_database_that_fails_is_told(app: Flask) -> None:
    with app.app_context(), db.engine.execution_options(writes=True).begin() as connection:
        connection.execute(text("ALTER TABLE meeting RENAME TO elsewhere"))
    assert told(app)["koonti_database_up"] == 0


def test_prometheus_can_read_them(app: Flask) -> None:
    with app.app_context():
        text_of_all = written(list(numbers(app)))
    line = re.compile(r'# (HELP|TYPE) koonti_\w+ .+|koonti_\w+(\{state="\w+"\})? [-+.\de]+')
    assert [said for said in text_of_all.splitlines() if not line.fullmatch(said)] == []
    named = re.findall(r"# TYPE (\w+)", text_of_all)
    assert len(named) == len(set(named)) >= 5


def test_they_have_a_port_of_their_own_and_the_public_one_has_none(tmp_path: Path) -> None:
    port = free_port()
    served = build(tmp_path).serve(METRICS_PORT=str(port))
    try:
        assert b"koonti_database_up 1" in urlopen(f"http://127.0.0.1:{port}/metrics").read()
        with pytest.raises(HTTPError, match="404"):
            urlopen(f"http://127.0.0.1:{port}/")
        assert served.get("/metrics")[0] == 404
    finally:
        served.stop()
