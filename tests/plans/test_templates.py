"""The templates from the field: whole in every language, and each can be followed and run to its digest."""

from collections.abc import Iterator
from importlib.resources import files

import pytest

from tests.houses import LEADER, House, meeting_of, new_key, some_facts
from workshop.accounts.queries import user_by_email
from workshop.boards.actions import add_note, add_scribe_note
from workshop.boards.queries import prompts_of
from workshop.columns import LANGUAGES, Texts
from workshop.digests.actions import make_first_digest
from workshop.digests.document import document_from
from workshop.digests.text import write_text
from workshop.extensions import db
from workshop.meetings.actions import end_meeting, go_live
from workshop.meetings.models import Exercise, ExerciseKind, Meeting
from workshop.meetings.queries import meeting_by_code
from workshop.participants.actions import join_meeting
from workshop.participants.models import Participant
from workshop.plans.actions import make_meeting
from workshop.plans.plan import KEYS, Plan, built_in
from workshop.surveys.actions import send_response
from workshop.surveys.kinds.scale import CANNOT_SAY
from workshop.surveys.models import QuestionKind
from workshop.surveys.queries import questions_of
from workshop.vocabulary.terms import event_types, interfaces, ladder, life_areas, topics

every_template = pytest.mark.parametrize("key", KEYS)


def texts_of(plan: Plan) -> Iterator[Texts]:
    """Everything in it that people read."""
    yield from (plan.name, plan.description)
    for step in plan.exercises:
        yield from (step.title, step.guidance)
        for asked in (*step.prompts, *step.questions):
            yield asked.text
            if asked.theme:
                yield asked.theme
        for question in step.questions:
            listed = (*question.options, *question.settings.get("rows", ()))
            yield from (Texts(one["text"]) for one in listed)


def test_keys_never_change() -> None:
    assert {
        "strategy",
        "regional_advisory_boards",
        "good_practices",
        "interfaces",
        "wellbeing_survey",
        "situation_survey",
        "managers_interview",
    } <= set(KEYS)
    assert list(built_in()) == list(KEYS)
    stored = (files("workshop.plans") / "templates").iterdir()
    assert {file.name.removesuffix(".json") for file in stored} == set(KEYS), "no file is left out"


@every_template
def test_a_template_is_whole_in_every_language(key: str) -> None:
    unfinished = [text for text in texts_of(built_in()[key]) if set(text) != set(LANGUAGES)]
    assert unfinished == []


@every_template
def test_no_text_of_a_template_is_left_untranslated(key: str) -> None:
    assert [text for text in texts_of(built_in()[key]) if len(set(text.values())) < len(LANGUAGES)] == []


@every_template
def test_texts_are_clean_and_fit_where_they_are_shown(key: str) -> None:
    plan = built_in()[key]
    for text in texts_of(plan):
        for words in text.values():
            assert words == " ".join(words.split())
            assert not set(words) & set('<>{}"')
    assert max(len(words) for words in plan.name.values()) <= 60
    assert max(len(words) for words in plan.description.values()) <= 180
    assert max(len(words) for step in plan.exercises for words in step.title.values()) <= 60


@every_template
def test_a_template_says_what_it_is_for(key: str) -> None:
    plan = built_in()[key]
    assert plan.event_type in event_types()
    assert 15 <= plan.minutes <= 180
    for step in plan.exercises:
        assert bool(step.questions) is (step.kind is ExerciseKind.SURVEY)
        assert bool(step.prompts) is (step.kind is not ExerciseKind.SURVEY)
        assert {asked.topic for asked in (*step.prompts, *step.questions)} <= set(topics())


def test_two_templates_have_no_name_in_common() -> None:
    for language in LANGUAGES:
        assert len({plan.name[language] for plan in built_in().values()}) == len(KEYS)


@pytest.mark.parametrize(
    ("key", "step", "question", "terms"),
    [("interfaces", 0, 0, interfaces()), ("good_practices", 1, 0, ladder()), ("wellbeing_survey", 0, 2, life_areas())],
)
def test_choices_are_the_terms_of_the_vocabulary(key: str, step: int, question: int, terms: dict[str, object]) -> None:
    options = built_in()[key].exercises[step].questions[question].options
    assert [option["key"] for option in options] == list(terms)


def test_the_wellbeing_survey_asks_both_things_of_each_area_of_life() -> None:
    [survey] = built_in()["wellbeing_survey"].exercises
    importance, now, most, _words = survey.questions
    assert [question.page for question in survey.questions] == [1, 2, 3, 3]
    for question in (importance, now):
        assert question.kind is QuestionKind.MATRIX
        assert [row["key"] for row in question.settings["rows"]] == list(life_areas())
        for row, area in zip(question.settings["rows"], life_areas().values(), strict=True):
            assert all(row["text"][language] == area.capitalised(language) for language in LANGUAGES)
    assert (most.kind, most.settings) == (QuestionKind.RANKING, {"top": 3})


def test_the_situation_survey_asks_first_in_what_position_somebody_answers() -> None:
    [survey] = built_in()["situation_survey"].exercises
    position, statements, *words = survey.questions
    assert (position.kind, position.settings) == (QuestionKind.SINGLE, {"other": True})
    assert (statements.kind, len(statements.settings["rows"])) == (QuestionKind.MATRIX, 6)
    assert {question.kind for question in words} == {QuestionKind.LONG_TEXT}


def answers(exercise: Exercise) -> dict[int, object]:
    """Something for every question: the last option, "cannot say", a text."""
    given = {}
    for question in questions_of(exercise):
        last = list(question.option_texts())[-1:]
        given[question.id] = {
            QuestionKind.SINGLE: last and last[0],
            QuestionKind.MULTIPLE: last,
            QuestionKind.SCALE: CANNOT_SAY,
            QuestionKind.MATRIX: dict.fromkeys(question.row_texts(), CANNOT_SAY),
            QuestionKind.RANKING: list(question.option_texts())[:3],
            QuestionKind.LONG_TEXT: f"Vastaus {question.id}",
        }[question.kind]
    return given


def take_part(step: Exercise, guest: Participant) -> list[str]:
    """Write under every prompt or answer every question; answers with the words."""
    if step.kind is ExerciseKind.SURVEY:
        values = answers(step)
        send_response(step, guest, new_key(), values)
        return [value for value in values.values() if isinstance(value, str) and value.startswith("Vastaus")]
    said = []
    for prompt in prompts_of(step):
        said.append(f"Sanottu {prompt.id}")
        if step.kind is ExerciseKind.SCRIBE:
            add_scribe_note(prompt, user_by_email(LEADER), new_key(), said[-1])
        else:
            add_note(prompt, guest, new_key(), said[-1])
    return said


def digest_of(meeting: Meeting) -> str:
    """The words of the digest, however its lines are broken."""
    return " ".join(write_text(document_from(make_first_digest(meeting, "fi").document)).split())


@every_template
def test_a_meeting_after_a_template_runs_to_its_digest(house: House, key: str) -> None:
    plan = built_in()[key]
    with house.app.app_context():
        round_ = meeting_of(house.here).round
        meeting = make_meeting(round_, plan, some_facts(), user_by_email(LEADER), opens=True)
        go_live(meeting)
        code, guest = meeting.code, join_meeting(meeting, "fi").id
    desk, said = house.desk(), []
    for position, _planned in enumerate(plan.exercises, start=1):
        answer = desk.post(f"/meetings/{code}/path", {"position": str(position)}, page="/account")
        assert answer.status_code == 303
        with house.app.app_context():
            step = meeting_by_code(code).exercises[position - 1]
            said += take_part(step, db.session.get_one(Participant, guest))
    with house.app.test_request_context():
        end_meeting(meeting_by_code(code))
        digest = digest_of(meeting_by_code(code))
    assert [words for words in said if words not in digest] == []
    asked = [one.text["fi"] for step in plan.exercises for one in (*step.prompts, *step.questions)]
    assert [words for words in asked if words not in digest] == []
