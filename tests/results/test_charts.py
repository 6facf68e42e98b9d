"""Figures: other people's words stay text, colours come from the tokens, and nothing is drawn that is hidden."""

import json
from dataclasses import replace

import plotly.graph_objects as go
import pytest

from tests.pages import Visitor
from tests.results.conftest import CODE
from workshop.results.charts import CONFIG, figures_json, plain
from workshop.results.shapes import Chart, Row
from workshop.results.tokens import Ground, tokens

FIGURES = f"/meetings/{CODE}/results/figures"


def chart_of(*rows: Row) -> Chart:
    return Chart("c", "Kysymys", "fi", "N = 9", "Lause.", ("Vaihtoehto", "Ihmisiä"), rows)


def only_figure(chart: Chart, ground: Ground = Ground.DAY) -> dict:
    return json.loads(figures_json([chart], ground))["figures"]["c"]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ('<a href="https://evil.example">x</a>', '&lt;a href="https://evil.example"&gt;x&lt;/a&gt;'),
        ("<b>iso</b> & pieni", "&lt;b&gt;iso&lt;/b&gt; &amp; pieni"),
        ("$\\frac{1}{2}$ ja $x$", "&#36;\\frac{1}{2}&#36; ja &#36;x&#36;"),
        ("&lt;b&gt;", "&amp;lt;b&amp;gt;"),
        ("  \n ", "–"),
        ("", "–"),
    ],
)
def test_markup_and_formulas_in_a_label_stay_text(said: str, shown: str) -> None:
    assert plain(said) == shown


def test_a_long_label_is_wrapped_and_cut() -> None:
    lines = plain("hyvinvointialue " * 40).split("<br>")
    assert len(lines) == 4
    assert max(map(len, lines)) <= 42
    assert lines[-1].endswith("…")


def test_an_attack_in_a_prompt_is_text_in_the_payload(desk: Visitor, spoken: str) -> None:
    answer = desk.get(FIGURES)
    assert answer.mimetype == "application/json"
    assert "</" not in answer.text
    labels = [note["text"] for note in answer.json["figures"]["prompts"]["layout"]["annotations"]]
    assert any("&lt;a href=" in label and "&#36;x&#36;" in label for label in labels)
    assert not any("<a" in label or "$" in label for label in labels)


def test_nothing_is_asked_of_anybody_else(desk: Visitor, spoken: str) -> None:
    payload = desk.get(FIGURES).json
    assert payload["config"] == CONFIG
    assert not CONFIG["showSendToCloud"]
    assert not CONFIG["displaylogo"]
    assert {trace["type"] for figure in payload["figures"].values() for trace in figure["data"]} == {"bar"}


def test_a_hidden_row_has_no_bar_and_no_label() -> None:
    drawn = only_figure(chart_of(Row("Monta", "fi", 9, "9"), Row("Harva", "fi", None, "< 5 ihmistä")))
    assert drawn["data"][0]["x"] == [9]
    assert [note["text"] for note in drawn["layout"]["annotations"]] == ["Monta"]


@pytest.mark.parametrize("ground", Ground)
def test_figures_are_such_as_plotly_knows(ground: Ground) -> None:
    plain_bars = chart_of(Row("Monta", "fi", 9, "9"))
    parts = Row("Rivi", "fi", None, "9", parts=((0.25, "scale-1"), (0.75, "scale-5")), beside="N = 9")
    stacked = replace(chart_of(parts), legend=(("scale-1", "1"), ("scale-5", "5")))
    for chart in (plain_bars, stacked):
        go.Figure(only_figure(chart, ground))
    assert [trace["x"] for trace in only_figure(stacked)["data"]] == [[25.0], [75.0]]


def test_a_chart_without_bars_has_no_figure() -> None:
    assert json.loads(figures_json([chart_of(Row("Harva", "fi", None, "hidden"))], Ground.DAY))["figures"] == {}


@pytest.mark.parametrize("ground", list(Ground))
def test_colours_come_from_the_tokens(ground: Ground) -> None:
    rows = [Row(str(step), "fi", 2, "2", step=step) for step in (5, 1, 0)]
    token = tokens(ground)
    drawn = only_figure(chart_of(*rows), ground)
    assert drawn["data"][0]["marker"]["color"] == [token["scale-5"], token["scale-1"], token["scale-cannot-say"]]
    assert drawn["layout"]["template"]["layout"]["font"]["color"] == token["ink"]
    assert drawn["layout"]["template"]["layout"]["paper_bgcolor"] == "rgba(0,0,0,0)"


def test_the_night_is_not_the_day(desk: Visitor, spoken: str) -> None:
    day, night = (desk.get(f"{FIGURES}?ground={ground}").json["figures"]["prompts"] for ground in Ground)
    assert day["data"][0]["x"] == night["data"][0]["x"]
    assert day["data"][0]["marker"] != night["data"][0]["marker"]
    assert tokens(Ground.DAY)["spruce"] == "#0f4c4a"


def test_rows_do_not_overlap() -> None:
    rows = [Row("sana " * words, "fi", 3, "3") for words in (1, 30, 2)]
    drawn = only_figure(chart_of(*rows))
    tops = [note["y"] for note in drawn["layout"]["annotations"]]
    middles = drawn["data"][0]["y"]
    heights = [(plain(row.label).count("<br>") + 1) * 14 for row in rows]
    for top, height, middle in zip(tops, heights, middles, strict=True):
        assert top + height < middle - drawn["data"][0]["width"] / 2
    assert all(middle < top for middle, top in zip(middles, tops[1:], strict=False))
    assert drawn["layout"]["height"] > middles[-1]
