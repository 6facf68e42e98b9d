"""A language model as a second reader: a real server that answers, errs or is away."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from flask import Flask

from tests.coding.conftest import TEXTS, Desk
from tests.coding.test_suggestions import EXPECTED
from tests.pages import check_page
from workshop.coding.jobs import suggest_due
from workshop.coding.queries import frames_awaiting, suggestions_of
from workshop.config import Settings

Says = Callable[[dict[str, str]], Any]
"""What the model answers to texts by number."""


class Model:
    """A model server on this machine."""

    def __init__(self) -> None:
        self.says: Says = lambda texts: {}
        self.asked: list[dict[str, Any]] = []
        model = self

        class Door(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                model.asked.append({"path": self.path, "key": self.headers["Authorization"], **asked})
                said = model.says(json.loads(asked["messages"][1]["content"]))
                self.send_response(200 if said is not None else 500)
                self.end_headers()
                content = said if isinstance(said, str) else json.dumps(said)
                self.wfile.write(json.dumps({"choices": [{"message": {"content": content}}]}).encode())

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Door)
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"


@pytest.fixture
def model(app: Flask) -> Iterator[Model]:
    made = Model()
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    settings: Settings = app.config["SETTINGS"]
    known = {"LANGUAGE_MODEL_URL": made.url, "LANGUAGE_MODEL_KEY": "a key", "LANGUAGE_MODEL_NAME": "small"}
    app.config["SETTINGS"] = Settings(**{**vars(settings), **known})
    yield made
    app.config["SETTINGS"] = settings
    made.server.shutdown()
    thread.join()
    made.server.server_close()


def test_where_the_model_agrees_it_is_sure_and_where_not_uncertain(app: Flask, desk: Desk, model: Model) -> None:
    model.says = lambda texts: {
        place: "for_people" if text == TEXTS[1] else EXPECTED.get(text, "no code") for place, text in texts.items()
    }
    with app.app_context():
        suggest_due()
        found, said = suggestions_of(desk.frame), desk.contributions()
        agreed, differs = found[said[TEXTS[2]].text_key], found[said[TEXTS[1]].text_key]
        assert (agreed.first, agreed.is_sure) == (EXPECTED[TEXTS[2]], True)
        assert (differs.first, differs.second, differs.is_sure) == ("for_people", EXPECTED[TEXTS[1]], False)
    assert {(one["path"], one["key"], one["model"]) for one in model.asked} == {
        ("/v1/chat/completions", "Bearer a key", "small")
    }
    shown = desk.house.desk().get(f"{desk.path}?lang=en")
    check_page(shown, "en")
    assert model.url in shown.text
    assert "Nothing is sent anywhere" not in shown.text


@pytest.mark.parametrize("answer", [None, "no JSON", [], {"0": 7}, {"0": "a code of its own"}, "null"])
def test_what_a_model_says_amiss_changes_nothing(app: Flask, desk: Desk, model: Model, answer: Any) -> None:
    model.says = lambda texts: answer
    with app.app_context():
        suggest_due()
        found, said = suggestions_of(desk.frame), desk.contributions()
        assert {text: found[said[text].text_key].first for text in EXPECTED} == EXPECTED
        assert frames_awaiting() == []


def test_without_a_model_nobody_is_asked(app: Flask, desk: Desk) -> None:
    with app.app_context():
        suggest_due()
    assert "Nothing is sent anywhere" in desk.house.desk().get(f"{desk.path}?lang=en").text
