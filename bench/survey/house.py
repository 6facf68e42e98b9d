"""A survey of twenty questions for a load, through the house's own actions, and people who have joined its meeting.

Run as `python -m bench.survey.house RESPONDENTS` with the settings of the instance, after `bench.hall`; prints an
`Asked` as JSON.
"""

import dataclasses
import json
import sys
import uuid
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import insert, text

from bench.hall import Writer, browser_of
from workshop import create_app
from workshop.accounts.queries import user_by_email
from workshop.action import action
from workshop.clock import now
from workshop.columns import Texts
from workshop.extensions import db
from workshop.meetings.actions import add_exercise, create_meeting, go_live, open_meeting, set_pace
from workshop.meetings.facts import MeetingFacts
from workshop.meetings.models import Exercise, ExerciseKind, Meeting, Pace
from workshop.participants.actions import join_meeting
from workshop.rounds.actions import create_round
from workshop.surveys.actions import add_question
from workshop.surveys.kinds.choices import keyed
from workshop.surveys.kinds.scale import ends
from workshop.surveys.models import Answer, QuestionKind, Response
from workshop.surveys.queries import questions_of

PAGES = 4
"""The second survey asks the same on so many pages."""
EARLIER = 2_000
"""Responses to a survey of the year before."""
OPTIONS = keyed([Texts(fi=words) for words in ("Rohkeus", "Luottamus", "Välittäminen", "Yhteistyö", "Vastuu")])
ROWS = keyed([Texts(fi=words) for words in ("Saan palvelut läheltä", "Pääsen hoitoon ajoissa", "Minua kuunnellaan")])
ENDS = ends(Texts(fi="ei lainkaan"), Texts(fi="erittäin hyvin"))

KINDS: list[tuple[QuestionKind, list[dict[str, Any]], dict[str, Any], dict[str, Any]]] = [
    *[(QuestionKind.SCALE, ENDS, {}, {"": "4"})] * 6,
    *[(QuestionKind.SINGLE, OPTIONS, {}, {"": "b"})] * 4,
    *[(QuestionKind.MULTIPLE, OPTIONS, {"max": 3}, {"": "a"})] * 2,
    (QuestionKind.MATRIX, ENDS, {"rows": ROWS}, {".a": "3", ".b": "0", ".c": "5"}),
    (QuestionKind.RANKING, OPTIONS, {"top": 3}, {".c": "1", ".a": "2", ".e": "3"}),
    (QuestionKind.DROP_DOWN, OPTIONS, {}, {"": "d"}),
    (QuestionKind.NUMBER, [], {}, {"": "7"}),
    (QuestionKind.MUNICIPALITY, [], {}, {"": "615"}),
    (QuestionKind.SHORT_TEXT, [], {}, {"": "Kirjasto on auki iltaisin"}),
    *[(QuestionKind.LONG_TEXT, [], {}, {"": "Lääkäriin pääsee samana päivänä, ja bussi kulkee sinne. " * 3})] * 2,
]
"""Each question's kind, options and settings, and what everybody answers, by what follows the field's name."""


@dataclasses.dataclass(frozen=True)
class Asked:
    code: str
    surveys: list[int]
    """The exercises: all on one page, and on several."""
    pages: list[list[dict[str, str]]]
    """For each survey the fields that are sent, page by page."""
    respondents: list[Writer]


def build(app: Flask, respondents: int) -> Asked:
    """A meeting of its own beside the hall, in which both surveys are open, with everybody who answers."""
    with app.app_context():
        leader = user_by_email("bench@example.org")
        assert leader, "run bench.hall first"
        begins = now()
        facts = MeetingFacts(Texts(fi="Kysely"), "other", begins, begins + timedelta(hours=8))
        round_ = create_round("survey", Texts(fi="Kysely"), Texts(), "17", leader)
        _live_in(create_meeting(round_, facts, leader))
        meeting = create_meeting(round_, facts, leader)
        surveys = [add_exercise(meeting, ExerciseKind.SURVEY, Texts(fi="Kysely"), Texts()) for _one in range(2)]
        pages = [_ask(survey, count) for survey, count in zip(surveys, (1, PAGES), strict=True)]
        open_meeting(meeting)
        go_live(meeting)
        set_pace(meeting, Pace.OWN, leader)
        asked = Asked(meeting.code, [survey.id for survey in surveys], pages, [])
        guests = [join_meeting(meeting, "fi", ["residents"], "615").id for _number in range(respondents)]
    asked.respondents.extend(browser_of(app, guest) for guest in guests)
    return asked


@action
def _live_in(meeting: Meeting) -> None:
    """Earlier responses, as a house that is used has them, and what the database's planner learns of them in time.

    On tables that are new and empty PostgreSQL plans to look at every row, and keeps to it for minutes.
    """
    survey = add_exercise(meeting, ExerciseKind.SURVEY, Texts(fi="Viime vuonna"), Texts())
    _ask(survey, 1)
    facts = {
        "meeting_id": meeting.id,
        "exercise_id": survey.id,
        "seq": 0,
        "language": "fi",
        "groups": [],
        "receipt": "",
    }
    facts |= {"sent_at": now(), "background": {}}
    new = insert(Response).returning(Response.id)
    ids = db.session.scalars(new, [facts | {"client_key": str(uuid.uuid4())} for _one in range(EARLIER)]).all()
    questions = questions_of(survey)
    rows = [{"response_id": id_, "question_id": one.id, "value": "b"} for id_ in ids for one in questions]
    db.session.execute(insert(Answer), rows)
    db.session.execute(text("ANALYZE"))


def _ask(survey: Exercise, pages: int) -> list[dict[str, str]]:
    """Write the questions; answers the fields of each page as everybody fills them."""
    sent: list[dict[str, str]] = [{} for _page in range(pages)]
    each = len(KINDS) // pages
    for number, (kind, options, settings, answer) in enumerate(KINDS):
        page = number // each
        words = Texts(fi=f"Kysymys {number + 1}")
        question = add_question(survey, kind, words, "other", options=options, settings=settings, page=page + 1)
        sent[page] |= {f"q{question.id}{part}": value for part, value in answer.items()}
    return sent


if __name__ == "__main__":
    print(json.dumps(dataclasses.asdict(build(create_app(), int(sys.argv[1])))))
