"""Plotly figures of the dashboard: horizontal bars with their labels above them, so that they fit a narrow panel.

A figure is drawn from the rows of a chart that have a number, so what is hidden cannot be in it. Labels are other
people's words: they are escaped here, since Plotly reads markup in every text.
"""

import json
from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from textwrap import wrap
from typing import Any

from workshop.analysis.contributions import CANNOT_SAY
from workshop.results.shapes import Chart, Row
from workshop.results.tokens import Ground, tokens

Figure = dict[str, Any]

CONFIG = {
    "displayModeBar": False,
    "displaylogo": False,
    "showSendToCloud": False,
    "responsive": True,
    "staticPlot": True,
}
"""How the browser draws: a picture without buttons. The logo would be refused by our Content-Security-Policy anyway."""

LABEL_WIDTH, LABEL_LINES = 42, 4
"""A label is wrapped at so many letters and cut after so many lines; the table beside the chart has the whole text."""

TEXT_PX, LINE_PX, LABEL_GAP_PX, BAR_PX, GAP_PX, APART_PX = 14, 18, 4, 16, 14, 10
ROOM_FOR_NUMBERS = 1.36
"""How much longer the axis is than the longest bar, for the number after it."""


def plain(text: str) -> str:
    """Somebody's words as a label: wrapped, markup shown as it was written, dollar signs never read as a formula."""
    lines = wrap(text, LABEL_WIDTH, max_lines=LABEL_LINES, placeholder=" …")
    return "<br>".join(escape(line, quote=False).replace("$", "&#36;") for line in lines) or "–"


def figures_json(charts: Iterable[Chart], ground: Ground) -> str:
    """{"config": …, "figures": {chart id: figure}} for the charts that have something to draw."""
    return json.dumps(
        {"config": CONFIG, "figures": {chart.id: figure(chart, ground) for chart in charts if chart.bars}}
    )


def figure(chart: Chart, ground: Ground) -> Figure:
    """The bars of one chart as plotly.js takes them. Heights are in pixels: the vertical axis counts them from the top.

    Plain data: plotly.py looks every property up, which takes longer than all the rest of a page; the tests let it.
    """
    tops, height = _places(chart.bars)
    placed = list(zip(chart.bars, tops, strict=True))
    middles = [top + _label_px(row) + BAR_PX / 2 for row, top in placed]
    if any(row.parts for row in chart.bars):
        bars, longest = _stacked(chart, middles, ground), 100.0
    else:
        bars, longest = [_single(chart, middles, ground)], ROOM_FOR_NUMBERS * chart.longest
    return {
        "data": bars,
        "layout": {
            "template": _template(ground),
            "height": height,
            "barmode": "stack",
            "xaxis": {"range": [0, longest or 1]},
            "yaxis": {"range": [height, 0]},
            "annotations": [
                {"text": _label(row), "x": 0, "xref": "paper", "y": top, "yref": "y"} for row, top in placed
            ],
        },
    }


def _single(chart: Chart, middles: Sequence[float], ground: Ground) -> dict[str, Any]:
    """A bar for each row, as long as its number."""
    return {
        **_bar(middles),
        "x": [row.count for row in chart.bars],
        "text": [f"{row.cell} ({row.share})" if row.share else row.cell for row in chart.bars],
        "marker": {"color": [_colour(row, ground) for row in chart.bars]},
    }


def _bar(middles: Sequence[float]) -> dict[str, Any]:
    return {"type": "bar", "orientation": "h", "y": middles, "width": BAR_PX}


def _stacked(chart: Chart, middles: Sequence[float], ground: Ground) -> list[dict[str, Any]]:
    """Each row as one bar of all who answered, in parts; the numbers stand beside the labels and in the table."""
    shares = [{token: share for share, token in row.parts} for row in chart.bars]
    return [
        {
            **_bar(middles),
            "x": [round(100 * part.get(token, 0), 2) for part in shares],
            "marker": {"color": tokens(ground)[token]},
        }
        for token, _name in chart.legend
    ]


def _label(row: Row) -> str:
    beside = escape(row.beside, quote=False)
    return f"{plain(row.label)}<br>{beside}" if beside else plain(row.label)


def _label_px(row: Row) -> int:
    return (_label(row).count("<br>") + 1) * LINE_PX + LABEL_GAP_PX


def _places(rows: Iterable[Row]) -> tuple[list[float], float]:
    """Where each row begins, in pixels from the top, and the height of all."""
    tops, here = [], 0
    for row in rows:
        if row.step == CANNOT_SAY:
            here += APART_PX
        tops.append(here)
        here += _label_px(row) + BAR_PX + GAP_PX
    return tops, here


def _colour(row: Row, ground: Ground) -> str:
    if row.step is None:
        return tokens(ground)["series-1"]
    return tokens(ground)["scale-cannot-say" if row.step == CANNOT_SAY else f"scale-{row.step}"]


@cache
def _template(ground: Ground) -> Figure:
    """The house's look: on any ground, without grid or frame."""
    token = tokens(ground)
    clear = "rgba(0,0,0,0)"
    bare = {"showgrid": False, "showticklabels": False, "zeroline": False, "fixedrange": True, "ticks": ""}
    return {
        "data": {
            "bar": [
                {
                    "textposition": "outside",
                    "cliponaxis": False,
                    "hoverinfo": "skip",
                    "constraintext": "none",
                    "marker": {"line": {"width": 1, "color": token["field-line"]}},
                }
            ]
        },
        "layout": {
            "font": {"family": token["font-legible"], "size": TEXT_PX, "color": token["ink"]},
            "colorway": [token[f"series-{place}"] for place in range(1, 7)],
            "paper_bgcolor": clear,
            "plot_bgcolor": clear,
            "margin": {"l": 1, "r": 0, "t": 0, "b": 0, "pad": 0},
            "showlegend": False,
            "dragmode": False,
            "hovermode": False,
            "xaxis": bare,
            "yaxis": bare,
            "annotationdefaults": {
                "showarrow": False,
                "xanchor": "left",
                "yanchor": "top",
                "align": "left",
                "borderpad": 0,
            },
        },
    }
