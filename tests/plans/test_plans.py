"""Meetings made from a template and as copies: all that is asked, and nothing that was said."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.houses import LEADER, ORGANISER, House, meeting_of, some_facts
from tests.pages import check_page
from workshop import clock
from workshop.accounts.queries import user_by_email
from workshop.boards.actions import Rules, set_rules
from workshop.boards.models import Marking, Note, Prompt, Showing
from workshop.boards.queries import rules_of
from workshop.columns import LANGUAGES
from workshop.extensions import db
from workshop.meetings.actions import create_meeting, set_pace
from workshop.meetings.models import Exercise, ExerciseKind, Meeting, Pace, State
from workshop.participants.models import Participant
from workshop.plans.actions import copy_meeting, follow_plan
from workshop.plans.plan import built_in, read_plan
from workshop.plans.queries import plan_of
from workshop.surveys.actions import Rules as SurveyRules
from workshop.surveys.actions import set_survey_rules
from workshop.surveys.queries import rules_of as survey_rules_of


def empty_meeting(house: House) -> Meeting:
    return create_meeting(meeting_of(house.here).round, some_facts(), user_by_email(LEADER))


@pytest.mark.parametrize("key", list(built_in()))
def test_a_meeting_made_from_a_template_is_the_template(house: House, key: str) -> None:
    with house.app.app_context():
        meeting = empty_meeting(house)
        follow_plan(meeting, built_in()[key])
        db.session.expire_all()
        assert plan_of(meeting).exercises == built_in()[key].exercises
        assert [step.position for step in meeting.exercises] == list(range(1, len(meeting.exercises) + 1))


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"name": {}},
        {"name": {}, "exercises": [{"kind": "party", "title": {}}]},
        {"name": {}, "exercises": [{"kind": "board", "title": {}, "rules": {"marking": "shouts"}}]},
        {"name": {}, "exercises": [{"kind": "board", "title": {}, "rules": {"colour": "red"}}]},
    ],
)
def test_a_malformed_plan_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        read_plan(broken)


def test_a_second_template_is_added_after_the_first(house: House) -> None:
    with house.app.app_context():
        meeting = empty_meeting(house)
        plan = built_in()["strategy"]
        follow_plan(meeting, plan)
        follow_plan(meeting, plan)
        assert plan_of(meeting).exercises == plan.exercises * 2


def test_an_unknown_template_is_not_found(house: House) -> None:
    here = f"/meetings/{house.here.code}"
    assert house.desk().post(f"{here}/templates/nothing", page=here).status_code == 404


def test_a_copy_has_the_facts_and_the_path_and_nothing_of_what_was_said(house: House) -> None:
    house.write("Sanottu vain täällä")
    with house.app.app_context(), clock.at(datetime(2022, 3, 1, 9, tzinfo=UTC)):
        meeting = meeting_of(house.here)
        copy = copy_meeting(meeting, user_by_email(ORGANISER))
        db.session.expire_all()
        assert plan_of(copy) == plan_of(meeting)
        assert (copy.title, copy.languages, copy.event_type) == (meeting.title, meeting.languages, meeting.event_type)
        assert copy.code != meeting.code
        assert (copy.state, copy.current_position, copy.ended_at) == (State.DRAFT, None, None)
        assert [step.opened_at for step in copy.exercises] == [None] * 3
        assert [leader.email for leader in copy.leaders] == [ORGANISER]
        assert copy.starts_at == datetime(2022, 3, 8, 11, tzinfo=UTC)
        assert copy.ends_at - copy.starts_at == meeting.ends_at - meeting.starts_at
        said = select(Note).join(Prompt).where(Note.meeting_id == copy.id)
        assert db.session.scalars(said).all() == []
        assert db.session.scalars(select(Participant).where(Participant.meeting_id == copy.id)).all() == []


def test_a_copy_goes_by_the_rules_of_its_model(house: House) -> None:
    rules = Rules(Marking.VOTES, votes_each=3, votes_pile=True, showing=Showing.REVEALED, hides_groups=True)
    with house.app.app_context():
        meeting = meeting_of(house.here)
        set_rules(meeting.exercises[0], rules)
        set_pace(meeting, Pace.OWN, user_by_email(LEADER))
        copy = copy_meeting(meeting, user_by_email(ORGANISER))
        db.session.expire_all()
        assert [step.rules for step in plan_of(copy).exercises] == [rules, Rules(), Rules()]
        assert plan_of(copy) == plan_of(meeting)
        assert copy.pace is Pace.OWN
        assert rules_of(copy.exercises[0]).revealed_at is None


def test_a_copied_survey_is_answered_as_its_model_but_for_its_times(house: House) -> None:
    with house.app.app_context():
        survey = db.session.get_one(Exercise, house.here.survey)
        until = clock.now() + timedelta(days=3)
        set_survey_rules(survey, SurveyRules(editable=True, closes_at=until, by_link=True, results_shown=True))
        copy = copy_meeting(survey.meeting, user_by_email(LEADER))
        kept = survey_rules_of(next(step for step in copy.exercises if step.kind is ExerciseKind.SURVEY))
        assert (kept.editable, kept.by_link, kept.results_shown, kept.anonymous) == (True, True, True, True)
        assert kept.closes_at is None


def test_a_template_may_say_how_its_board_works(house: House) -> None:
    step = {"kind": "board", "title": {"fi": "Taulu"}, "rules": {"marking": "votes", "votes_each": 3}}
    about = {"name": {"fi": "Malli"}, "description": {"fi": "Kaikille"}, "event_type": "other", "minutes": 60}
    plan = read_plan({**about, "exercises": [step]})
    with house.app.app_context():
        meeting = empty_meeting(house)
        follow_plan(meeting, plan)
        db.session.expire_all()
        assert plan_of(meeting).exercises == plan.exercises
        assert rules_of(meeting.exercises[0]).marking is Marking.VOTES


@pytest.mark.parametrize(
    ("made", "starts"),
    [
        (datetime(2022, 6, 1, 9, tzinfo=UTC), datetime(2022, 6, 8, 10, tzinfo=UTC)),
        (datetime(2022, 10, 27, 9, tzinfo=UTC), datetime(2022, 11, 3, 11, tzinfo=UTC)),
        (datetime(2022, 5, 31, 22, tzinfo=UTC), datetime(2022, 6, 8, 10, tzinfo=UTC)),
    ],
)
def test_a_copy_keeps_its_time_of_day_in_summer_and_winter(house: House, made: datetime, starts: datetime) -> None:
    """The model begins at 13 in January, which is 11 UTC; in summer 13 is 10 UTC."""
    with house.app.app_context(), clock.at(made):
        copy = copy_meeting(meeting_of(house.here), user_by_email(ORGANISER))
        assert copy.starts_at == starts
        assert copy.ends_at - copy.starts_at == timedelta(hours=2)


def test_a_copy_does_not_hang_on_its_model(house: House) -> None:
    with house.app.app_context():
        meeting = meeting_of(house.here)
        copy = copy_meeting(meeting, user_by_email(LEADER))
        assert {step.id for step in copy.exercises}.isdisjoint(step.id for step in meeting.exercises)
        assert copy.teams_url == "", "each call has a link of its own"


@pytest.mark.parametrize("language", LANGUAGES)
def test_copying_leads_to_the_new_meetings_facts(house: House, language: str) -> None:
    answer = house.desk(LEADER, language).post(
        f"/meetings/{house.here.code}/copy", page="/account", follow_redirects=True
    )
    assert answer.status_code == 200
    check_page(answer, language)
    assert answer.request.path.endswith("/edit")
    assert house.here.code not in answer.request.path
