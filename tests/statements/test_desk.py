"""The vote as those who lead see it: building, notes, rules, the desk's counts, the wall and the results."""

import re

import pytest

from tests.houses import LEADER, House, led, meeting_of, new_key
from tests.pages import check_page
from tests.statements.conftest import AGREE, DISAGREE, PASS, Voting
from workshop.boards.models import LONGEST_NOTE
from workshop.digests.compose import compose
from workshop.digests.text import write_text
from workshop.extensions import db
from workshop.live.stream import Audience, stream
from workshop.meetings.models import Exercise, State
from workshop.statements import actions
from workshop.statements.models import Adding
from workshop.statements.queries import statements_of


def texts(house: House) -> list[str]:
    with house.app.app_context():
        return [one.text.text("fi") for one in statements_of(db.session.get_one(Exercise, house.here.vote))]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("state", State)
def test_the_pages_are_good_in_every_state(voting: Voting, state: State, language: str) -> None:
    house = voting.house
    house.write("Lappu", "y" * 301)
    voting.let_add(Adding.APPROVED)
    with house.app.app_context():
        actions.suggest_statement(voting.exercise, voting.guest(), new_key(), "Odottaa")
        led(actions.hide_statement, voting.statement(2))
    house.put_in(state)
    desk, code, vote = house.desk(LEADER, language), house.here.code, house.here.vote
    for address in (
        f"exercises/{vote}/statements",
        f"exercises/{vote}/statements/notes",
        f"exercises/{vote}/statements/rules",
        f"statements/{voting.statements[0]}",
        "desk?step=4",
        "results",
        "",
    ):
        answer = desk.get(f"/meetings/{code}/{address}".rstrip("/"))
        assert answer.status_code == 200, address
        check_page(answer, language)


def test_a_vote_is_made_on_the_plan_and_built_on_its_page(house: House) -> None:
    house.put_in(State.DRAFT)
    desk, code = house.desk(), house.here.code
    made = desk.post(
        f"/meetings/{code}/exercises", {"kind": "statements", "title-fi": "Väittämiä"}, page=f"/meetings/{code}"
    )
    builder = made.location
    assert re.fullmatch(rf"/meetings/{code}/exercises/\d+/statements", builder)
    check_page(desk.get(builder), "fi")
    told = desk.post(builder, {"text-fi": ""})
    assert told.status_code == 422
    assert "Kirjoita väittämä ainakin yhdellä kielellä" in told.text
    check_page(told, "fi")
    assert desk.post(builder, {"text-fi": "Uusi väite", "text-sv": "Nytt"}).status_code == 303
    assert "Uusi väite" in desk.get(builder).text


def test_notes_are_chosen_and_become_statements(voting: Voting) -> None:
    house = voting.house
    short, other, long = house.write("Lyhyt lappu", "Toinen lappu", "z" * LONGEST_NOTE)
    [theirs] = house.write("Muualla", prompt=house.other.prompts[0], guest=house.strangers[0])
    desk, address = house.desk(), f"/meetings/{house.here.code}/exercises/{house.here.vote}/statements/notes"
    page = desk.get(address)
    assert "Lyhyt lappu" in page.text
    assert "Muualla" not in page.text
    assert "1 lappu on pidempi kuin 300 merkkiä" in page.text
    check_page(page, "fi")
    for wrong in (theirs, long, 99999):
        assert desk.post(address, {"note": [str(short), str(wrong)]}).status_code == 404
    assert len(texts(house)) == 3, "nothing is taken when anything of it is wrong"
    assert desk.post(address, {"note": [str(short), str(other)]}).status_code == 303
    assert desk.post(address, {"note": [str(short)]}).status_code == 303
    assert texts(house)[3:] == ["Lyhyt lappu", "Toinen lappu"]
    assert "(otettu)" in desk.get(address).text


def test_the_desk_counts_and_tells_small_numbers_to_nobody(voting: Voting) -> None:
    guests = voting.join(5)
    voting.take(0, guests, AGREE, AGREE, AGREE, DISAGREE, PASS)
    voting.take(1, guests[:4], AGREE, AGREE, AGREE, AGREE)
    text = voting.house.desk().get(voting.desk_page).text
    cells = {
        (int(statement), of): count
        for statement, of, count in re.findall(r'data-tally="(\d+)" data-of="(\w+)">([^<]*)<', text)
    }
    first, second, third = voting.statements
    assert [cells[first, of] for of in ("agree", "disagree", "passed", "people")] == ["3", "1", "1", "5"]
    assert [cells[second, of] for of in ("agree", "disagree", "passed", "people")] == ["–", "–", "–", "4"]
    assert cells[third, "people"] == "0"
    with voting.house.app.app_context():
        meeting = meeting_of(voting.house.here)
        news = {
            audience: [change for change in stream.news(meeting.id, 0, audience).changes if change["kind"] == "tally"]
            for audience in Audience
        }
    assert news[Audience.PARTICIPANTS] == []
    assert {tally["id"]: tally.get("agree") for tally in news[Audience.FACILITATORS]} == {
        first: 3,
        second: None,
        third: None,
    }


def test_a_script_on_the_desk_hears_what_was_changed_and_can_undo(voting: Voting) -> None:
    desk, code = voting.house.desk(), voting.house.here.code
    json = {"Accept": "application/json"}
    hidden = desk.post(
        f"/meetings/{code}/statements/{voting.statements[0]}/hide", page=voting.desk_page, headers=json
    ).json
    assert (hidden["changes"][0]["hidden"], hidden["undo"]["words"]) == (True, "Väittämä piilotettiin.")
    opened = desk.post(
        f"/meetings/{code}/exercises/{voting.house.here.vote}/statements/open", page=voting.desk_page, headers=json
    ).json
    assert (opened["changes"][0]["results"], opened["undo"]["words"]) == (True, "Tulokset avattiin kaikille.")


def test_the_wall_keeps_the_results_until_they_are_opened(voting: Voting) -> None:
    house, guests = voting.house, voting.join(6)
    voting.take(0, guests, *[AGREE] * 6)
    house.show(4)
    desk, address = house.desk(), f"/meetings/{house.here.code}/wall/part"
    part = desk.get(address).text
    assert re.search(r'wall-number">6</span> henkilöä on vastannut', part)
    assert "Tulokset näkyvät tässä, kun fasilitaattori avaa ne." in part
    assert "100" not in part
    with house.app.app_context():
        led(actions.open_results, voting.exercise)
    assert "100\xa0%" in desk.get(address).text
    check_page(desk.get(f"/meetings/{house.here.code}/wall"), "fi")


def speak(voting: Voting) -> None:
    """All agree on the first; on the second residents and staff differ. Two companies are a small group."""
    guests = [
        *voting.join(8, "residents"),
        *voting.join(7, "staff"),
        *voting.join(6, "associations"),
        *voting.join(2, "companies"),
    ]
    voting.take(0, guests, *[AGREE] * 23)
    voting.take(1, guests, *[AGREE] * 8, *[DISAGREE] * 7, *[PASS] * 6, *[DISAGREE] * 2)


def test_the_results_tell_common_ground_first_and_hide_small_groups(voting: Voting) -> None:
    speak(voting)
    house = voting.house
    page = house.desk().get(f"/meetings/{house.here.code}/results")
    check_page(page, "fi")
    assert page.text.index("Yhteiset näkemykset") < page.text.index("Näkemykset jakautuvat")
    assert "23 henkilöä otti kantaa väittämiin." in page.text
    first = page.text[page.text.index(f'id="statement-{voting.statements[0]}-groups"') :]
    rows = re.findall(r'<th scope="row">([^<]+)</th>\s*<td class="amount">([^<]+)</td>', first.split("</article>")[0])
    assert ("Asukkaat (N = 8)", "100\xa0%") in rows
    assert ("Yritykset ja palveluntuottajat", "&lt;\u00a05 henkilöä") in rows
    assert ("Järjestöt ja yhdistykset", "piilotettu") in rows, "the two companies would follow from the rest"
    figures = house.desk().get(f"/meetings/{house.here.code}/results/figures").json["figures"]
    assert figures[f"statement-{voting.statements[0]}"]["data"][0]["x"] == [23, 0, 0]


def test_the_digest_has_the_vote_as_a_table(voting: Voting) -> None:
    speak(voting)
    with voting.house.app.test_request_context():
        text = write_text(compose(meeting_of(voting.house.here), "fi"))
    assert "Väittämät: Väittämät" in text
    told = text[text.index("Väittämät: Väittämät") :]
    assert told.index("Kaikki on hyvin.") < told.index("Jonot ovat liian pitkät.") < told.index("Apua saa läheltä.")
    assert re.search(r"Samaa mieltä +23 +100\s%", told)
    assert "Yritykset" not in told
