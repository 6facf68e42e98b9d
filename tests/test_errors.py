"""Every error is a page in the reader's language, also when the database is the fault."""

import re

import pytest
from flask import Flask
from sqlalchemy import text

from tests.pages import check_page
from workshop.accounts.doors import TOKEN
from workshop.extensions import db

TOO_LARGE = "9" * 25


def addresses_with_numbers(app: Flask) -> list[tuple[str, str]]:
    """Every route that takes a row's number, with one that no database can hold: (method, address)."""
    found = []
    for rule in app.url_map.iter_rules():
        if any(f"<int:{name}>" in rule.rule for name in rule.arguments):
            address = re.sub(r"<int:[a-z_]+>", TOO_LARGE, rule.rule)
            address = re.sub(r"<any\(([a-z]+)[^>]*>", r"\1", address)
            address = re.sub(r"<[a-z]+>", "TRYMEET", address)
            found += [(method, address) for method in sorted(rule.methods & {"GET", "POST"})]
    return found


def test_a_number_too_large_for_a_row_is_no_page(app: Flask) -> None:
    addresses = addresses_with_numbers(app)
    assert len(addresses) > 20
    client = app.test_client()
    app.config["WTF_CSRF_ENABLED"] = False
    answers = {(method, address): client.open(address, method=method).status_code for method, address in addresses}
    assert {asked: status for asked, status in answers.items() if status not in {404, 405}} == {}


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("address", ["/nowhere", "/j/%00", "/meetings/%00", "/j/ZZZZZZZ", "/koonti/nothing"])
def test_what_is_not_there_is_told_on_a_page(app: Flask, address: str, language: str) -> None:
    answer = app.test_client().get(f"{address}?lang={language}")
    assert answer.status_code in {302, 404}
    if answer.status_code == 404:
        check_page(answer, language)


def test_a_wrong_method_says_which_are_right(app: Flask) -> None:
    answer = app.test_client().delete("/login")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_the_page_of_a_fault_does_not_ask_the_database(app: Flask) -> None:
    """Somebody who is logged in gets the page in Finnish when the tables are gone."""
    app.testing = False
    client = app.test_client()
    with client.session_transaction() as session:
        session[TOKEN] = "token"
    with app.app_context(), db.engine.execution_options(writes=True).begin() as connection:
        connection.execute(text('ALTER TABLE "user" RENAME TO nobody'))
        connection.execute(text("ALTER TABLE meeting RENAME TO elsewhere"))
    answer = client.get("/j/TRYMEET")
    assert answer.status_code == 500
    check_page(answer, "fi")
    assert "SELECT" not in answer.text
