"""The list of rounds, and the forms that make and edit one."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.pages import Visitor, check_page
from workshop.accounts.models import Role
from workshop.columns import LANGUAGES, Texts
from workshop.rounds.queries import round_by_key, rounds

FILLED = {"key": "kevat", "title-fi": "Kevät", "title-sv": " Våren ", "purpose-en": "Why\r\nso", "county": "19"}
MAY_MAKE = {Role.ADMIN: True, Role.ORGANISER: True, Role.FACILITATOR: False, Role.SCRIBE: False}
AsRole = Callable[[Role], Visitor]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_in_every_language(as_role: AsRole, strategy: str, language: str) -> None:
    organiser = as_role(Role.ORGANISER)
    for path in ("/rounds", "/rounds/new", f"/rounds/{strategy}/edit"):
        answer = organiser.get(f"{path}?lang={language}")
        assert answer.status_code == 200
        check_page(answer, language)


def test_a_scribe_is_led_to_the_meetings(as_role: AsRole) -> None:
    answer = as_role(Role.SCRIBE).get("/rounds")
    assert (answer.status_code, answer.location) == (302, "/meetings")


@pytest.mark.parametrize("role", [Role.ADMIN, Role.ORGANISER, Role.FACILITATOR])
def test_an_empty_list_says_what_will_be_there(as_role: AsRole, role: Role) -> None:
    answer = as_role(role).get("/rounds")
    check_page(answer, "en")
    assert "There are no rounds yet" in answer.text
    assert ('href="/rounds/new"' in answer.text) is MAY_MAKE[role]


def test_the_list_names_each_round_in_a_language_that_it_has(as_role: AsRole, strategy: str) -> None:
    html = as_role(Role.FACILITATOR).get("/rounds?lang=sv").text
    assert f'<a href="/rounds/{strategy}" lang="sv">Strategi 2022</a>' in html
    assert '<p lang="fi">Arvojen valmistelu</p>' in html
    english = as_role(Role.ADMIN).get("/rounds?lang=en").text
    assert 'lang="fi">Strategia &lt;2022&gt;</a>' in english
    assert "North Ostrobothnia" in english


@pytest.mark.parametrize("role", Role)
def test_who_makes_a_round(app: Flask, as_role: AsRole, role: Role) -> None:
    visitor = as_role(role)
    assert visitor.get("/rounds/new").status_code == (200 if MAY_MAKE[role] else 403)
    answer = visitor.post("/rounds/new", FILLED, page="/account")
    assert answer.status_code == (302 if MAY_MAKE[role] else 403)
    with app.app_context():
        made = round_by_key("kevat")
    assert (made is not None) is MAY_MAKE[role]
    if made:
        assert answer.location == "/rounds/kevat"
        assert (made.title, made.purpose) == (Texts(fi="Kevät", sv="Våren"), Texts(en="Why\nso"))


@pytest.mark.parametrize("role", Role)
def test_who_edits_a_round(app: Flask, as_role: AsRole, strategy: str, role: Role) -> None:
    visitor = as_role(role)
    path = f"/rounds/{strategy}/edit"
    refused = 404 if role is Role.SCRIBE else 403
    assert visitor.get(path).status_code == (200 if MAY_MAKE[role] else refused)
    answer = visitor.post(path, {**FILLED, "title-sv": ""}, page="/account")
    assert answer.status_code == (302 if MAY_MAKE[role] else refused)
    with app.app_context():
        kept = round_by_key(strategy)
        assert round_by_key("kevat") is None, "the key stays"
    assert (kept.title == Texts(fi="Kevät")) is MAY_MAKE[role]


def test_editing_begins_with_what_is_kept(as_role: AsRole, strategy: str) -> None:
    html = as_role(Role.ORGANISER).get(f"/rounds/{strategy}/edit").text
    assert 'value="Strategia &lt;2022&gt;"' in html
    assert '<option value="19" selected>' in html
    assert 'name="key"' not in html


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"title-fi": "", "title-sv": " "}, "title-fi"),
        ({"title-en": "t" * 201}, "title-en"),
        ({"purpose-sv": "t" * 4001}, "purpose-sv"),
        ({"county": ""}, "county"),
        ({"county": "90"}, "county"),
        ({"county": "x"}, "county"),
        ({"key": ""}, "key"),
        ({"key": "Kevät 2022"}, "key"),
        ({"key": "new"}, "key"),
        ({"key": "strategy-2022"}, "key"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_cannot_be_is_an_error_at_its_field(
    app: Flask, as_role: AsRole, strategy: str, typed: dict[str, str], field: str, language: str
) -> None:
    answer = as_role(Role.ORGANISER).post(f"/rounds/new?lang={language}", {**FILLED, **typed})
    assert answer.status_code == 422
    page = check_page(answer, language)
    assert f"{field}-error" in page.ids
    assert field in page.references, "the summary leads to the field"
    assert ">Why\nso</textarea>" in answer.text, "what was filled in is kept"
    with app.app_context():
        assert [kept.key for kept in rounds()] == [strategy]


def test_an_unknown_round_is_not_found(as_role: AsRole) -> None:
    visitor = as_role(Role.ADMIN)
    for key in ("other", "OTHER", "a--b", "%00"):
        assert visitor.get(f"/rounds/{key}/edit").status_code == 404


@pytest.mark.parametrize("path", ["/rounds", "/rounds/new", "/rounds/strategy-2022/edit", "/rounds/other/edit"])
def test_strangers_learn_nothing(app: Flask, strategy: str, path: str) -> None:
    stranger = Visitor(app.test_client())
    assert stranger.get(path).location == f"/login?next={path}"
    if path != "/rounds":
        assert stranger.post(path, FILLED, page="/login").location == "/login"
    with app.app_context():
        assert round_by_key("kevat") is None


@pytest.mark.parametrize("path", ["/rounds/new", "/rounds/strategy-2022/edit"])
def test_a_form_without_its_token_is_refused(as_role: AsRole, strategy: str, path: str) -> None:
    assert as_role(Role.ADMIN).client.post(path, data=FILLED).status_code == 400
