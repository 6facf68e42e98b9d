"""Responses of another service are brought into a survey: matched by texts, all or nothing, and twice is once."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.exchange.files import workbook
from tests.exchange.sending import Sender, words
from tests.houses import BYSTANDER, CODE, House, build_house, meeting_of, new_key
from tests.live.reducer import NOTHING, hear, shown
from tests.pages import check_page, form_fields
from tests.surveys.asked import ask_all
from tests.surveys.every_kind import ask_everything
from workshop.coding.actions import give_codes, make_frame
from workshop.coding.models import Coding, FrameKind
from workshop.coding.queries import codes_in
from workshop.columns import LANGUAGES, Texts
from workshop.errors import NotNow, NotThisBoard
from workshop.extensions import db
from workshop.live.stream import Audience, stream
from workshop.meetings.models import Exercise, State
from workshop.results.queries import meeting_results
from workshop.surveys.actions import BroughtResponse, import_responses, remove_question, take_back_responses
from workshop.surveys.kinds.kind import BadAnswer
from workshop.surveys.models import Question, Response
from workshop.surveys.queries import imports_in, questions_of

ONE_ROW = [
    ["Vastaajan numero", "Vastausaika", "Mihin haluat muutosta?", "Tärkein arvo?", "Miten voit?",
     "Kuinka usein liikut?",
     "Suosittelisitko palvelua?", "Miksi?", "Kuinka paljon nukut?", "Milloin kävit viimeksi?", "Missä asut?",
     "Kenenä vastaat?", "Kieli"],
    ["1", "21.1.2022 13.30", "Liikkuminen; Ravinto", "Rohkeus", "4", "usein", "10", "Koska\nniin on", "7,5",
     "3.1.2022", "Oulu", "henkilöstö", "suomi"],
    ["2", "2.2.2022 10.00", "Sömn och vila", "Sisu", "En osaa sanoa", "2 – joskus", "11", "", "paljon", "eilen",
     "Marsikaupunki", "marsilaiset", "ruotsi"],
    ["3", "", "", "", "", "", "", "", "", "", "", "", ""],
]  # fmt: skip
"""As Webropol writes responses with texts: the third has answered nothing."""


@pytest.fixture
def house(app: Flask) -> House:
    """A live meeting whose survey asks in every way, and nothing else."""
    house = build_house(app)
    house.put_in(State.OPEN)
    with app.app_context():
        survey = db.session.get_one(Exercise, house.here.survey)
        for question in questions_of(survey):
            remove_question(question)
        ask_everything(survey, required=True)
        ask_all(survey, required=True)
    house.put_in(State.LIVE)
    return house


def sender(house: House, language: str = "fi") -> Sender:
    address = f"/meetings/{CODE}/exercises/{house.here.survey}/survey/import"
    return Sender(house.desk(language=language), address)


def responses(house: House) -> list[dict[str, Any]]:
    """The answers of each response that was brought in, by the question's Finnish text."""
    with house.app.app_context():
        came = select(Response).where(Response.imported_at.is_not(None)).order_by(Response.id)
        asked = {one.id: one.text["fi"] for one in db.session.scalars(select(Question))}
        return [{asked[answer.question_id]: answer.value for answer in one.answers} for one in db.session.scalars(came)]


def test_webropols_texts_are_matched_in_any_language_and_what_does_not_fit_is_named(house: House) -> None:
    desk = sender(house)
    page = desk.send(workbook(ONE_ROW), "webropol.xlsx")
    assert page.status_code == 200
    assert responses(house) == []
    told = words(page)
    assert "Rivi 4: Rivillä ei vastata mihinkään kysymykseen." in told
    for asked in ("Suosittelisitko palvelua?", "Kuinka paljon nukut?", "Milloin kävit viimeksi?", "Missä asut?"):
        assert f"Rivi 3: Jää pois: ”{asked}”" in told
    assert "marsilaiset" in told
    desk.confirm(page)
    first, second = responses(house)
    assert first == {
        "Mihin haluat muutosta?": ["a", "b"],
        "Tärkein arvo?": "a",
        "Miten voit?": 4,
        "Kuinka usein liikut?": 3,
        "Suosittelisitko palvelua?": 10,
        "Miksi?": "Koska\nniin on",
        "Kuinka paljon nukut?": 7.5,
        "Milloin kävit viimeksi?": "2022-01-03",
        "Missä asut?": "564",
        "Kenenä vastaat?": "staff",
    }
    assert second == {
        "Mihin haluat muutosta?": ["c"],
        "Tärkein arvo?": {"other": "Sisu"},
        "Miten voit?": 0,
        "Kuinka usein liikut?": 2,
    }
    with house.app.app_context():
        kept = db.session.scalars(select(Response).order_by(Response.id)).all()
        assert [(one.language, one.sent_afterwards) for one in kept] == [("fi", False), ("sv", True)]
        assert all(one.participant_id is None and one.entered_by_id is None for one in kept)
    assert "2 tuotiin tiedostoista" in words(desk.visitor.get(desk.page.replace("import", "share")))


def test_options_and_rows_may_have_columns_of_their_own_under_two_rows_of_headings(house: House) -> None:
    rows = [
        ["Nro", "Mihin haluat muutosta?", "", "", "Miten väitteet toteutuvat?", "", "Mikä on tärkeintä?", "", "", "",
         "Miten tapaatte?", ""],
        ["", "Liikkuminen", "Ravinto", "Jokin muu", "Saan palvelut läheltä", "Minua kuunnellaan", "Luottamus",
         "Rohkeus", "Yhteistyö", "Välittäminen", "Montako jäsentä?", "Perustele"],
        ["1", "1", "0", "Musiikki", "5", "en osaa sanoa", "1", "2", "3", "4", "12", "Näin on"],
        ["2", "Liikkuminen", "", "", "9", "", "1", "1", "", "", "", ""],
    ]  # fmt: skip
    desk = sender(house)
    page = desk.send(workbook(rows), "webropol.xlsx")
    assert "Rivi 4: Jää pois: ”Mikä on tärkeintä?”" in words(page)
    desk.confirm(page)
    first, second = responses(house)
    assert first == {
        "Mihin haluat muutosta?": ["a", {"other": "Musiikki"}],
        "Miten väitteet toteutuvat?": {"a": 5, "c": 0},
        "Mikä on tärkeintä?": ["b", "a", "d", "c"],
        "Miten tapaatte?": {"b": 12, "c": "Näin on"},
    }
    assert second == {"Mihin haluat muutosta?": ["a"]}


def test_twice_is_once_and_a_file_that_was_taken_back_may_come_again(house: House) -> None:
    desk = sender(house)
    page = desk.confirm(desk.send(workbook(ONE_ROW)))
    shown = desk.send(workbook(ONE_ROW))
    assert "2 vastaajan vastaukset ovat täällä jo" in words(shown)
    assert 'name="confirm"' not in shown.text
    with house.app.app_context():
        meeting = meeting_of(house.here)
        code = codes_in(make_frame(meeting.round, FrameKind.STRATEGY, Texts(fi="Runko"), meeting.leaders[0]))[0]
        first, why = db.session.scalars(select(Response)).first(), questions_of(meeting.exercises[1])[8]
        assert give_codes([(code, (first.id, why.id))], meeting.leaders[0]) == 1
    fields = form_fields(page, f"{desk.page}/take-back")
    assert desk.visitor.client.post(f"{desk.page}/take-back", data=fields).status_code == 303
    assert desk.visitor.client.post(f"{desk.page}/take-back", data=fields).status_code == 404
    assert responses(house) == []
    with house.app.app_context():
        assert db.session.scalars(select(Coding)).all() == []
    desk.confirm(desk.send(workbook(ONE_ROW)))
    assert len(responses(house)) == 2


def test_all_or_nothing_and_only_what_the_survey_can_have(house: House) -> None:
    with house.app.app_context():
        survey = db.session.get_one(Exercise, house.here.survey)
        scale = next(one for one in questions_of(survey) if one.text["fi"] == "Miten voit?")
        good = BroughtResponse(new_key(), {scale.id: 4}, "fi")
        for values, refusal in (({scale.id: 9}, BadAnswer), ({house.other.single: "a"}, NotThisBoard)):
            with pytest.raises(refusal):
                import_responses(survey, [good, BroughtResponse(new_key(), values, "fi")])
        with pytest.raises(NotThisBoard):
            import_responses(db.session.get_one(Exercise, house.here.board), [good])
        assert [import_responses(survey, [good, good]), import_responses(survey, [good])] == [1, 0]
        house.put_in(State.OPEN)
        with pytest.raises(NotNow):
            import_responses(survey, [good])
    assert responses(house) == [{"Miten voit?": 4}]


def test_each_response_counts_as_one_who_answered(house: House) -> None:
    with house.app.app_context():
        survey = db.session.get_one(Exercise, house.here.survey)
        scale = next(one for one in questions_of(survey) if one.text["fi"] == "Miten voit?")
        import_responses(survey, [BroughtResponse(new_key(), {scale.id: 4}, "fi") for _person in range(6)])
        assert meeting_results(meeting_of(house.here)).summary.respondents == 6
    results = house.desk(language="en").get(f"/meetings/{CODE}/surveys/{house.here.survey}/results")
    assert "6 responses, of which 6 from a file." in words(results)


def test_desks_hear_that_responses_went_whether_others_are_left_or_none(house: House) -> None:
    with house.app.app_context():
        survey = db.session.get_one(Exercise, house.here.survey)
        scale = next(one for one in questions_of(survey) if one.text["fi"] == "Miten voit?")
        for count in (2, 3):
            import_responses(survey, [BroughtResponse(new_key(), {scale.id: 4}, "fi") for _person in range(count)])
        state = hear(NOTHING, stream.news(survey.meeting_id, 0, Audience.FACILITATORS).as_json())
        for left in (2, 0):
            take_back_responses(survey, imports_in(survey)[0][0])
            state = hear(state, stream.news(survey.meeting_id, state["seq"], Audience.FACILITATORS).as_json())
            assert state["things"][f"progress:{survey.id}"]["responses"] == left
            assert shown(state) == shown(
                hear(NOTHING, stream.news(survey.meeting_id, 0, Audience.FACILITATORS).as_json())
            )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_of_the_page_is_whole_in_every_language(house: House, language: str) -> None:
    desk = sender(house, language)
    check_page(desk.visitor.get(desk.page), language)
    page = desk.send(workbook(ONE_ROW))
    check_page(page, language)
    check_page(desk.again(page, headings="2"), language)
    check_page(desk.confirm(page), language)
    check_page(desk.send("ei mitään"), language)
    bad = desk.send(b"")
    assert bad.status_code == 422
    check_page(bad, language)
    house.put_in(State.OPEN)
    check_page(desk.visitor.get(desk.page), language)


def test_choices_that_no_column_can_have_leave_it_out(house: House) -> None:
    desk = sender(house)
    page = desk.again(desk.send(workbook(ONE_ROW)), c2="q999999", c3="text", c4="p1", c5="", language="xx")
    assert page.status_code == 200
    desk.confirm(page)
    assert responses(house)[0].keys().isdisjoint({"Mihin haluat muutosta?", "Tärkein arvo?", "Miten voit?"})


def test_who_does_not_lead_and_who_asks_for_a_board_find_nothing(house: House) -> None:
    address = sender(house).page
    assert house.desk(BYSTANDER).get(address).status_code == 404
    board = f"/meetings/{CODE}/exercises/{house.here.board}/survey/import"
    assert house.desk().get(board).status_code == 404
