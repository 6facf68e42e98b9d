"""Two rules of every door of the house: reading writes nothing, and nothing is written without the page's token."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from tests.digests.scene import subscribe, token_for
from tests.houses import BYSTANDER, CODE, LEADER, ORGANISER, House, build_house, led, meeting_of
from tests.pages import Visitor
from workshop import create_app
from workshop.accounts.actions import invite, issue_login_link
from workshop.accounts.models import Role
from workshop.accounts.queries import user_by_email
from workshop.boards.actions import add_comment, add_scribe_note, hide_note, show_note
from workshop.boards.models import Note, Prompt
from workshop.clock import today
from workshop.coding.actions import make_frame
from workshop.coding.models import FrameKind
from workshop.coding.queries import codes_in
from workshop.columns import Base, Texts
from workshop.digests.actions import approve_digest, make_first_digest
from workshop.digests.compose import compose
from workshop.digests.confirmations import subscriber_at
from workshop.digests.edited import lists_of
from workshop.digests.editing import save_edits
from workshop.digests.edits import Edits, Illustration
from workshop.digests.files import file_of
from workshop.digests.letters import about
from workshop.digests.posting import post_digest
from workshop.digests.queries import newest_digest
from workshop.digests.rounds.actions import PieceFacts, add_piece, approve_round_digest, make_round_digest, rest_on
from workshop.digests.rounds.models import EvidenceKind, PieceKind, Stage
from workshop.digests.subscribers import leave_address
from workshop.extensions import csrf, db
from workshop.mail.models import Letter
from workshop.meetings.actions import end_meeting, unlock_exercise
from workshop.meetings.models import Exercise
from workshop.meetings.queries import last_deed
from workshop.participants.models import Participant
from workshop.pictures.actions import keep_picture
from workshop.pictures.reading import Read
from workshop.rounds.actions import set_logo
from workshop.surveys.actions import Rules, list_invitees, set_survey_rules
from workshop.surveys.links import token_of
from workshop.surveys.lists import Invited
from workshop.surveys.queries import invitees_of
from workshop.tries import tries

TAKES_ALONG = {"exchange.notes", "exchange.answers", "exchange.meeting", "exchange.round_"}
"""What takes things out of the house is written down, which is all that it writes."""

EVERYBODY = ["passer-by", "guest", "guest of another meeting", "bystander", "leader", "organiser"]

WITHOUT_TOKEN = {"digests.unsubscribed", "digests.unsubscribed_round"}
"""The doors at which mail programs send one POST without a cookie (RFC 8058): what the link holds allows the deed."""


@dataclass
class Scene:
    """A house with everything in it: an ended meeting with a digest and its letter, and open links."""

    house: House
    file: str
    visitors: dict[str, Visitor]
    parts: dict[str, object]

    def address(self, rule: Rule) -> str:
        """The rule's address with what stands in the house; the first of the deeds that it names."""
        deed = re.search(r"<any\((\w+)", rule.rule)
        parts = {**self.parts, **(dict.fromkeys(("deed", "step", "pace", "shows"), deed[1]) if deed else {})}
        if rule.endpoint.startswith(("surveys.", "results.", "imports.")) or rule.endpoint == "plans.bank":
            parts["exercise_id"] = self.house.here.survey
        if rule.endpoint.startswith("statements."):
            parts["exercise_id"] = self.house.here.vote
        if rule.endpoint == "surveys.add_question":
            parts["kind"] = "scale"
        if rule.rule.startswith("/koonti/"):
            parts["key"], parts["name"] = self.parts["digest_key"], "pdf"
        if rule.rule.startswith("/unsubscribe/"):
            parts["key"] = self.parts["unsubscribe_key"]
        if rule.endpoint.startswith("digests.") and "token" in parts:
            parts["token"] = self.parts["confirmation"]
        if rule.endpoint.startswith("exchange."):
            parts |= {"kind": "json", "key": "values", "exercise_id": self.house.here.survey}
        parts |= {"key": "strategy"} if rule.endpoint == "plans.use_template" else {}
        if rule.endpoint.startswith("round_digests."):
            is_read = rule.rule.startswith("/koonti")
            parts |= {
                "key": self.parts["round_digest_key"] if is_read else "values",
                "name": "pdf" if is_read else "themes",
            }
            parts |= {"kind": "item"} | {name: self.parts[f"round_{name}"] for name in ("digest_id", "letter_id")}
            parts["deed"] = "stop" if rule.endpoint == "round_digests.steer" else "earlier"
        if rule.endpoint == "accounts.welcome":
            parts["token"] = self.parts["invitation"]
        if rule.endpoint in ("surveys.invited", "surveys.come_in"):
            parts["token"] = self.parts["invited"]
        known = {name: parts[name] for name in rule.arguments}
        return self.house.app.url_map.bind("localhost").build(rule.endpoint, known)

    def rules(self, method: str) -> list[Rule]:
        rules = self.house.app.url_map.iter_rules()
        return [rule for rule in rules if method in (rule.methods or ()) and rule.endpoint != "static"]

    def dump(self) -> str:
        with closing(sqlite3.connect(self.file)) as connection:
            return "\n".join(connection.iterdump())


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("doors")
    app = create_app(INSTANCE=str(folder), BASE_URL="http://localhost", SECRET_KEY="for tests only")
    app.testing = True
    with app.app_context():
        Base.metadata.create_all(db.engine)
    house = build_house(app, votes=True)
    notes = house.write("Ajatus")
    visitors = dict(
        zip(
            EVERYBODY,
            [house.passer_by(), house.phone(house.guests[0]), house.phone(house.strangers[0])]
            + [house.desk(email) for email in (BYSTANDER, LEADER, ORGANISER)],
            strict=True,
        )
    )
    yield Scene(house, str(folder / "koonti.db"), visitors, {**_fill(app, house, notes[0]), "note_id": notes[0]})
    with app.app_context():
        db.engine.dispose()


def _fill(app: Flask, house: House, note_id: int) -> dict[str, object]:
    """End the meeting, send its digest, and issue links; answers with what addresses are made of."""
    here = house.here
    with app.test_request_context():
        organiser = user_by_email(ORGANISER)
        meeting = meeting_of(here)
        led(unlock_exercise, db.session.get_one(Exercise, here.vote))
        add_scribe_note(db.session.get_one(Prompt, here.scribes_prompt), user_by_email(LEADER), "0" * 32, "Sanottu")
        note = db.session.get_one(Note, note_id)
        comment = add_comment(note, db.session.get_one(Participant, house.guests[0]), "1" * 32, "Niin on")
        led(hide_note, note)
        done = last_deed(meeting, meeting.leaders[0], meeting.created_at)
        assert done
        led(show_note, note)
        subscribe(meeting, "reader@example.org", "fi", wants_round=True)
        leave_address(meeting, "waiting@example.org", "fi")
        survey = db.session.get_one(Exercise, here.survey)
        set_survey_rules(survey, Rules(by_link=True))
        list_invitees(survey, [Invited("kutsuttu@example.org", "fi")])
        end_meeting(meeting)
        make_first_digest(meeting, "fi")
        place = next(iter(lists_of(compose(meeting, "fi"))))
        kept = keep_picture(Read("image/png", 1, 1, b"a picture"))
        edits = Edits(pictures=(Illustration(kept.key, "Joki", "", 1, 1),))
        digest = save_edits(newest_digest(meeting, "fi"), 0, edits, organiser)
        approve_digest(digest, organiser)
        post_digest(digest)
        frame = make_frame(meeting.round, FrameKind.STRATEGY, Texts(fi="Runko"), organiser)
        set_logo(meeting.round, Read("image/png", 1, 1, b"a picture"), organiser)
        of_round = make_round_digest(meeting.round, "fi", Stage.INTERIM, today(), organiser)
        approve_round_digest(of_round, organiser)
        post_digest(of_round)
        piece = add_piece(meeting.round, PieceKind.RECOMMENDATION, PieceFacts(Texts(fi="Näin")), organiser)
        rest_on(piece, [(EvidenceKind.MEETING, meeting.id)], organiser)
        file_of(digest, "pdf").parent.mkdir()
        for printed in (digest, of_round):
            file_of(printed, "pdf").write_bytes(b"printed by the worker")
        return {
            "code": CODE,
            "exercise_id": here.board,
            "prompt_id": here.prompts[0],
            "question_id": here.single,
            "statement_id": here.statement,
            "key": "values",
            "digest_id": digest.id,
            "language": "fi",
            "place": place,
            "picture": kept.key,
            "digest_key": digest.key,
            "round_digest_id": of_round.id,
            "round_digest_key": of_round.key,
            "piece_id": piece.id,
            "evidence_id": piece.evidence[0].id,
            "device": "0" * 16,
            "comment_id": comment.id,
            "deed_id": done.id,
            "letter_id": db.session.scalars(select(Letter.id).where(Letter.about == about(digest))).one(),
            "round_letter_id": db.session.scalars(select(Letter.id).where(Letter.about == about(of_round))).one(),
            "unsubscribe_key": subscriber_at(meeting, "reader@example.org").key,
            "confirmation": token_for("waiting@example.org"),
            "to": "present",
            "user_id": organiser.id,
            "token": issue_login_link(organiser, timedelta(hours=1)),
            "invited": token_of(invitees_of(survey)[0]),
            "invitation": invite(Role.FACILITATOR, organiser),
            "frame_id": frame.id,
            "code_id": codes_in(frame)[0].id,
        }


def without_log(now: str, before: str) -> str:
    """The dump as it is now, when it differs from the one of before by rows of the log alone."""
    told = [line for line in now.splitlines() if not line.startswith('INSERT INTO "logged_deed"')]
    assert told == [line for line in before.splitlines() if not line.startswith('INSERT INTO "logged_deed"')]
    return now


@pytest.mark.parametrize("who", EVERYBODY)
def test_reading_writes_nothing(scene: Scene, who: str) -> None:
    client = scene.visitors[who].client
    told = {}
    before = scene.dump()
    for rule in scene.rules("GET"):
        address = scene.address(rule)
        for _time in range(2):
            told[rule.endpoint] = client.get(address).status_code
        if rule.endpoint in TAKES_ALONG:
            before = without_log(scene.dump(), before)
        assert scene.dump() == before, address
    assert {status for status in told.values() if status >= 400} <= {403, 404, 409}


def test_nearly_every_page_is_there_for_the_organiser(scene: Scene) -> None:
    client = scene.visitors["organiser"].client
    refused = {rule.endpoint for rule in scene.rules("GET") if client.get(scene.address(rule)).status_code >= 400}
    ended = {"meetings.edit", "surveys.add_question", "plans.bank"}
    tables = {
        "results.table",
        "results.survey_table",
        "dashboard.table",
    }  # the address says after its ? of which chart
    administrators = {"accounts.colleague", "deeds.index"}
    assert refused == {"participants.find", *ended, *tables, *administrators}


@pytest.mark.parametrize("headers", [{}, {"Origin": "http://localhost"}, {"Accept": "application/json"}])
@pytest.mark.parametrize("who", EVERYBODY)
def test_nothing_is_written_without_the_pages_token(scene: Scene, who: str, headers: dict[str, str]) -> None:
    client = scene.visitors[who].client
    before = scene.dump()
    rules = [rule for rule in scene.rules("POST") if rule.endpoint not in WITHOUT_TOKEN]
    assert len(rules) > 30
    for rule in rules:
        for token in ({}, {"csrf_token": "guessed"}):
            answer = client.post(scene.address(rule), data={"text": "Väärä", "position": "1", **token}, headers=headers)
            assert answer.status_code == 400, rule
        assert scene.dump() == before, rule


def test_two_doors_ask_for_no_token(scene: Scene) -> None:
    doors = [scene.house.app.view_functions[endpoint] for endpoint in WITHOUT_TOKEN]
    assert {f"{door.__module__}.{door.__name__}" for door in doors} == csrf._exempt_views
    assert not csrf._exempt_blueprints


FRAMED_BY_OURS = {"surveys.preview_phone", "digests.preview", "round_digests.preview"}
"""Pages with scripts that stand in a frame of one of our own pages, of the staff."""


@pytest.mark.parametrize("who", ["passer-by", "guest", "organiser"])
def test_every_answer_says_what_a_browser_may_do_with_it(scene: Scene, who: str) -> None:
    """Nothing runs but our own files, nobody else frames it, and no proxy keeps it; no browser either, but pictures."""
    client = scene.visitors[who].client
    for rule in scene.rules("GET"):
        headers = client.get(scene.address(rule)).headers
        policy = set(headers["Content-Security-Policy"].split("; "))
        ours = {"frame-ancestors 'none'", "frame-ancestors 'self'", "sandbox"}
        if "script-src 'self'" in policy and rule.endpoint not in FRAMED_BY_OURS:
            ours = {"frame-ancestors 'none'"}
        assert ours & policy, rule
        assert "default-src 'none'" in policy, rule
        assert [said for said in policy if said.startswith("script-src")] in ([], ["script-src 'self'"]), rule
        assert headers["X-Content-Type-Options"] == "nosniff", rule
        assert headers["Referrer-Policy"] == "same-origin", rule
        keeps = {"no-store", "private, max-age=3600"} if "sandbox" in policy else {"no-store"}
        assert headers["Cache-Control"] in keeps, rule


def test_no_door_takes_other_methods(scene: Scene) -> None:
    known = {"GET", "HEAD", "OPTIONS", "POST"}
    assert all(rule.methods <= known for rule in scene.house.app.url_map.iter_rules())


def test_a_head_request_is_answered_like_reading(scene: Scene) -> None:
    with scene.house.app.app_context():
        tries().reset()
    client = scene.visitors["organiser"].client
    before = scene.dump()
    for rule in scene.rules("HEAD"):
        assert client.head(scene.address(rule)).status_code < 500
    without_log(scene.dump(), before)
