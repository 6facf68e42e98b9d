"""What can be taken along: each chart's table as CSV, and its figure as a picture that stands by itself."""

import csv
import io
import re

import plotly.graph_objects as go
import pytest

from tests.pages import Visitor
from tests.results.conftest import ATTACK, CODE, SMALL_NUMBERS
from workshop.results.csv_files import csv_of, safe
from workshop.results.shapes import Chart, Row

PAGE = f"/meetings/{CODE}/results"


def table(desk: Visitor, chart: str, language: str = "en") -> list[list[str]]:
    answer = desk.get(f"{PAGE}/table?lang={language}&chart={chart}")
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    assert answer.text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(answer.text[1:]), delimiter="," if language == "en" else ";"))


def test_every_chart_has_its_table_as_a_file(desk: Visitor, spoken: str) -> None:
    html = desk.get(f"{PAGE}?lang=en").text
    charts = re.findall(r'<table id="([^"]+)-table">', html)
    assert len(charts) >= 7
    for chart in charts:
        assert f'href="{PAGE}/table?chart={chart}" download' in html
        shown = re.search(rf'<table id="{chart}-table">.*?</table>', html, re.S)[0]
        assert len(table(desk, chart)) == shown.count("<tr>")


def test_a_file_says_what_the_table_says(desk: Visitor, spoken: str) -> None:
    assert table(desk, "prompts") == [["Question", "Notes"], [ATTACK, "47"], ["Mitä lupaamme?", "32"]]
    groups = dict(table(desk, "groups", "fi"))
    assert groups["Yritykset ja palveluntuottajat"] == "< 5 henkilöä"
    assert not SMALL_NUMBERS & set(groups.values())


@pytest.mark.parametrize("chart", ["", "gone", "question-999"])
def test_a_chart_that_is_not_there_has_no_file(desk: Visitor, spoken: str, chart: str) -> None:
    assert desk.get(f"{PAGE}/table?chart={chart}").status_code == 404


def test_the_tables_of_a_survey_told_apart_are_those_of_its_page(desk: Visitor, spoken: str) -> None:
    survey = re.search(r"/surveys/\d+/results", desk.get(PAGE).text)[0]
    html = desk.get(f"/meetings/{CODE}{survey}?by=group&lang=en").text
    addresses = [address.replace("&amp;", "&") for address in re.findall(r'href="([^"]+chart=[^"]+)" download', html)]
    assert addresses
    for address in addresses:
        assert "?by=group&chart=" in address
        answer = desk.get(address)
        assert (answer.status_code, answer.mimetype) == (200, "text/csv")


@pytest.mark.parametrize(
    "evil", ["=1+1", "+358", "-1+2", "@SUM(A1)", "\t=1", " =1", "\r=1", '=HYPERLINK("http://x","y")', "|cmd"]
)
def test_no_cell_is_a_formula(evil: str) -> None:
    assert safe(evil) == f"'{evil}"
    chart = Chart("c", "T", "fi", "", "", (evil, "N"), (Row(evil, "fi", 1, "1"),), foot=((evil, evil),))
    cells = [
        cell for line in csv.reader(io.StringIO(csv_of(chart, "fi")[1:], newline=""), delimiter=";") for cell in line
    ]
    assert not [cell for cell in cells if re.match(r"\s*[=+\-@|]", cell)]


def test_numbers_can_be_reckoned_with() -> None:
    rows = Row("Monta", "fi", 1600, "1\u00a0600", "75\u00a0%"), Row("Harva", "fi", None, "< 5 ihmistä")
    chart = Chart("c", "T", "fi", "", "", ("Kuka", "N", "Osuus"), rows)
    assert csv_of(chart, "fi") == "\ufeffKuka;N;Osuus\r\nMonta;1600;75 %\r\nHarva;< 5 ihmistä;\r\n"


def test_a_picture_has_its_title_and_stands_on_white(desk: Visitor, spoken: str) -> None:
    figures = desk.get(f"{PAGE}/figures?picture=prompts&ground=night&lang=en").json["figures"]
    assert list(figures) == ["prompts"]
    go.Figure(figures["prompts"])
    layout = figures["prompts"]["layout"]
    texts = [note["text"] for note in layout["annotations"]]
    assert texts[-2:] == ["Notes by question", "N = 79 notes"]
    assert (layout["paper_bgcolor"], layout["width"]) == ("#ffffff", 760)
    assert desk.get(f"{PAGE}/figures?picture=gone").json["figures"] == {}


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_no_file_nor_picture_has_a_suppressed_number(desk: Visitor, spoken: str, language: str) -> None:
    charts = re.findall(r'<article class="chart" id="([^"]+)"', desk.get(f"{PAGE}?lang={language}").text)
    for chart in charts:
        cells = re.findall(r"\d+", desk.get(f"{PAGE}/table?lang={language}&chart={chart}").text)
        assert not SMALL_NUMBERS & set(cells), chart
        for picture in desk.get(f"{PAGE}/figures?lang={language}&picture={chart}").json["figures"].values():
            texts = " ".join(note["text"] for note in picture["layout"]["annotations"])
            told = {str(number) for trace in picture["data"] for number in trace["x"]} | set(re.findall(r"\d+", texts))
            assert not SMALL_NUMBERS & told, chart


def test_a_file_is_named_by_its_title() -> None:
    named = [Chart("c-1", title, "fi", "", "").file_name for title in ("Mitä lupaamme?", "../../etc", "😀", "a" * 99)]
    assert named == ["mitä-lupaamme", "etc", "c-1", "a" * 60]
