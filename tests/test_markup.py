"""Whatever people write is text on every page of the house, for everybody who may see it."""

from html.parser import HTMLParser

import pytest
from flask import Flask
from playwright.sync_api import Browser

from tests.houses import LEADER, build_house, let_in
from tests.poison import ESCAPED, poison
from tests.test_reading_and_writing import Scene, scene
from workshop.accounts.queries import user_by_email
from workshop.boards.actions import add_comment
from workshop.boards.models import Note
from workshop.clock import today
from workshop.digests.actions import approve_digest, make_digest
from workshop.digests.models import Digest
from workshop.digests.posting import post_digest
from workshop.digests.rounds.actions import approve_round_digest, make_round_digest
from workshop.digests.rounds.models import Stage
from workshop.extensions import db
from workshop.participants.guests import COOKIE
from workshop.participants.models import Participant
from workshop.tries import tries

__all__ = ["scene"]  # the fixture
FEWEST = 80
"""Pages on which the markup stands as text: with fewer, the test would look at little."""


class Canaries(HTMLParser):
    """What a browser would make of the markup, if a page let it through."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.loose: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "canary-x" or any(name == "data-hit" for name, _value in attrs):
            self.loose.append(f"<{tag}> at {self.getpos()}")


def test_the_canary_is_found_when_it_is_loose() -> None:
    assert Canaries('<p title="&quot;&gt;<canary-x">').loose == []
    assert Canaries('<p><canary-x data-hit="1">').loose
    assert Canaries('<script type="application/json">{"a": "</script><canary-x>"}</script>').loose


@pytest.fixture
def poisoned(scene: Scene) -> Scene:
    """The house with everything in it, poisoned, and the digests and letters made anew of that."""
    with scene.house.app.test_request_context():
        poison()
        organiser = user_by_email("organiser@example.org")
        meeting = db.session.get_one(Digest, scene.parts["digest_id"]).meeting
        digest = make_digest(meeting, "fi", organiser)
        approve_digest(digest, organiser)
        post_digest(digest)
        of_round = make_round_digest(meeting.round, "fi", Stage.FINAL, today(), organiser)
        approve_round_digest(of_round, organiser)
        made = {"digest_id": digest.id, "digest_key": digest.key}
        made |= {"round_digest_id": of_round.id, "round_digest_key": of_round.key}
        tries().reset()
    scene.parts |= made
    return scene


def test_no_page_lets_markup_through(poisoned: Scene) -> None:
    loose, shown = [], set()
    for who in ("guest", "organiser"):
        client = poisoned.visitors[who].client
        for rule in poisoned.rules("GET"):
            if who == "guest" and not rule.rule.startswith("/j/"):
                continue  # the organiser sees the same
            answer = client.get(poisoned.address(rule))
            if answer.mimetype in {"text/html", "image/svg+xml"}:
                loose += [(rule.rule, found) for found in Canaries(answer.text).loose]
                shown |= {(who, rule.rule)} if ESCAPED in answer.text else set()
    assert loose == []
    assert len(shown) >= FEWEST, sorted(shown)


def test_no_live_screen_runs_it(app: Flask, address: str, browser: Browser) -> None:
    """The screens that scripts draw, in a browser: nothing runs, and nobody complains."""
    house = build_house(app)
    notes = house.write("Ajatus", "Toinen ajatus")
    with app.app_context():
        writer = db.session.get_one(Participant, house.guests[0])
        add_comment(db.session.get_one(Note, notes[0]), writer, "1" * 32, "Niin on")
        poison()
    client, code = app.test_client(), house.here.code
    let_in(app, client, LEADER)
    phone = house.phone(house.guests[0]).client
    cookies = [("koonti", client.get_cookie("koonti"), "/")]
    cookies += [(COOKIE, phone.get_cookie(COOKIE, path=f"/j/{code}"), f"/j/{code}")]
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_cookies(
        [{"name": name, "value": one.value, "domain": "127.0.0.1", "path": path} for name, one, path in cookies if one]
    )
    page, wrong = context.new_page(), []
    page.add_init_script("globalThis.canary = () => { globalThis.hit = true; }")
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    for screen in (f"/j/{code}/boards/{house.here.board}", f"/meetings/{code}/desk", f"/meetings/{code}/results"):
        page.goto(address + screen)
        page.wait_for_function("document.body.textContent.includes('<canary-x')")
        assert not page.evaluate("globalThis.hit || document.querySelector('canary-x, [data-hit]')"), screen
    assert wrong == []
    context.close()
