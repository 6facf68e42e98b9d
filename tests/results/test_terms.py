"""Terms: the worker finds them when there are many notes, pages show them, and each leads to its notes."""

import re
from html import unescape

import pytest
from flask import Flask

from tests.houses import led
from tests.pages import Visitor, check_page
from tests.results.conftest import CODE, prompts, the_meeting
from workshop.accounts.queries import user_by_email
from workshop.boards.actions import add_scribe_note, hide_note
from workshop.boards.models import Note
from workshop.extensions import db
from workshop.jobs import laid_out, lay_out
from workshop.results import jobs
from workshop.results.terms import EVERYTHING, name_of, terms_in

PAGE = f"/meetings/{CODE}/results"


def found(app: Flask, topic: str = EVERYTHING) -> dict[str, int]:
    """The terms as they are laid out, with the number of their notes, after the worker has looked around."""
    with app.app_context():
        jobs.find_terms()
        return {term.name.lower(): len(term.notes) for term in terms_in(the_meeting()).get(topic, ())}


def test_terms_lead_from_their_chart_to_their_notes(app: Flask, desk: Visitor, spoken: str) -> None:
    assert 'id="terms' not in desk.get(PAGE).text, "the worker has not looked yet"
    told = found(app, "values")
    assert told["yrittäjän arki"] == 20
    for language in ("fi", "sv", "en"):
        answer = desk.get(f"{PAGE}?lang={language}")
        check_page(answer, language)
    section = re.search(r'<article class="chart" id="terms-values".*?</article>', answer.text, re.S)[0]
    assert "Mentioned most often, in 27 notes:" in unescape(section)
    links = re.findall(r'<a href="([^"]+term=[^"]+)">(.*?)</a></th>\s*<td class="amount">(\d+)', section)
    assert len(links) == len(told)
    for href, name, count in links:
        page = desk.get(unescape(href))
        check_page(page, "en")
        assert page.text.count("<bdi") == int(count) == told[unescape(name).lower()]
    assert "terms-values" in desk.get(f"{PAGE}/figures").json["figures"]


def test_what_is_hidden_since_is_not_listed_and_soon_not_counted(app: Flask, desk: Visitor, spoken: str) -> None:
    before = found(app)["kumppanuus"]
    with app.app_context():
        note = db.session.query(Note).filter_by(text="Kumppanuus").first()
        led(hide_note, note)
    html = desk.get(f"{PAGE}/notes?lang=en&term=Kumppanuus").text
    assert (before, html.count("<bdi")) == (17, 16)
    assert found(app)["kumppanuus"] == 16


@pytest.mark.parametrize("asked", ["term=olematon", "topic=values&term=Kumppanuus", "group=staff&term=Kumppanuus"])
def test_a_term_that_is_not_there_has_no_list(app: Flask, desk: Visitor, spoken: str, asked: str) -> None:
    found(app)
    html = desk.get(f"{PAGE}/notes?lang=en&{asked}").text
    assert "What this link asks for is not in this meeting, or not any more." in html
    assert "<bdi" not in html


def test_few_notes_have_no_terms_and_a_meeting_that_is_gone_is_forgotten(app: Flask, silent: str) -> None:
    with app.app_context():
        lay_out(name_of(99), (1, {}))
        lay_out("terms", [99])
    assert found(app) == {}
    with app.app_context():
        assert laid_out(name_of(99)) is None
        assert laid_out("terms") == []


def test_the_worker_reads_notes_only_when_they_have_changed(
    app: Flask, spoken: str, maker: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found(app)
    read: list[int] = []
    monkeypatch.setattr(jobs, "find_terms_of", lambda meeting: read.append(meeting.id))
    found(app)
    assert read == []
    with app.app_context():
        add_scribe_note(prompts(the_meeting().exercises[0])[0], user_by_email(maker), "new", "Uusi")
    found(app)
    assert len(read) == 1
