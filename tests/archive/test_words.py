"""When archiving comes, in the reader's words."""

import pytest
from flask import Flask
from flask_babel import force_locale

from workshop.archive.words import after_its_end

SAID = {
    "fi": {1: "1 kuukauden kuluttua sen päättymisestä", 120: "10 vuoden kuluttua sen päättymisestä"},
    "sv": {1: "1 månad efter att det har avslutats", 24: "2 år efter att det har avslutats"},
    "en": {
        1: "1 month after it has ended",
        12: "12 months after it has ended",
        18: "18 months after it has ended",
        24: "2 years after it has ended",
    },
}


@pytest.mark.parametrize("language", SAID)
def test_years_are_told_where_there_are_several_whole_ones(app: Flask, language: str) -> None:
    with app.test_request_context(), force_locale(language):
        assert {months: after_its_end(months) for months in SAID[language]} == SAID[language]
