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
TICK_PX = 4
"""How far the mark of a scale's middle stands out of its bar."""
MAP_PX, EDGE = 380, 1.08
"""A map's height, and where its axes end."""
PICTURE_FONTS = "Arial, Liberation Sans, Helvetica, sans-serif"
"""What other programs have too: a picture brings no fonts along."""
PICTURE_PX, PICTURE_EDGE_PX, TITLE_PX, LEGEND_PX = 760, 24, 18, 60
"""A picture's width, the free space around what is drawn, its title's letters, and the room for its legend."""


def plain(text: str) -> str:
    """Somebody's words as a label: wrapped, markup shown as it was written, dollar signs never read as a formula and
    braces after a per cent sign never as the name of a value."""
    lines = wrap(text, LABEL_WIDTH, max_lines=LABEL_LINES, placeholder=" …")
    return "<br>".join(_as_written(line) for line in lines) or "–"


def _as_written(line: str) -> str:
    return escape(line, quote=False).replace("$", "&#36;").replace("%{", "&#37;{")


def figures_json(charts: Iterable[Chart], ground: Ground) -> str:
    """{"config": …, "figures": {chart id: figure}} for the charts that have something to draw."""
    return _json({chart.id: figure(chart, ground) for chart in charts if chart.is_drawn})


def pictures_json(charts: Iterable[Chart]) -> str:
    """The same, each figure as a picture that stands by itself."""
    return _json({chart.id: picture(chart) for chart in charts if chart.is_drawn})


def _json(figures: dict[str, Figure]) -> str:
    return json.dumps({"config": CONFIG, "figures": figures})


def figure(chart: Chart, ground: Ground) -> Figure:
    """One chart as plotly.js takes it. Heights are in pixels: the vertical axis of bars counts them from the top.

    Plain data: plotly.py looks every property up, which takes longer than all the rest of a page; the tests let it.
    `meta` says where each row begins and which page lies behind it.
    """
    return _scatter(chart, ground) if chart.points else _bars(chart, ground)


def picture(chart: Chart) -> Figure:
    """A figure on white paper with its title and N above it and its legend below, for a report.

    Without markup in its texts: plotly.js writes that as styles, which our Content-Security-Policy refuses.
    """
    drawn, token = figure(chart, Ground.DAY), tokens(Ground.DAY)
    title = plain(chart.title)
    title_px = (title.count("<br>") + 1) * TITLE_PX * LINE_PX / TEXT_PX
    base_px = LINE_PX + GAP_PX if chart.base else 0
    top = PICTURE_EDGE_PX + title_px + base_px + GAP_PX
    below = PICTURE_EDGE_PX + (LEGEND_PX if chart.legend else 0)
    over = {"xref": "paper", "x": 0, "yref": "paper", "y": 1, "yanchor": "bottom"}
    bold = {"size": TITLE_PX, "weight": 700}
    layout = drawn["layout"]
    return {
        "data": [
            {**trace, "name": plain(name)} for trace, (_token, name) in zip(drawn["data"], chart.legend, strict=True)
        ]
        if chart.legend
        else drawn["data"],
        "layout": {
            **layout,
            "font": {"family": PICTURE_FONTS},
            "width": PICTURE_PX,
            "height": layout["height"] + top + below,
            "margin": {"l": PICTURE_EDGE_PX, "r": PICTURE_EDGE_PX, "t": top, "b": below, "pad": 0},
            "paper_bgcolor": token["surface"],
            "showlegend": bool(chart.legend),
            "legend": {"orientation": "h", "x": 0, "y": 0, "yanchor": "top", "traceorder": "normal"},
            "annotations": [
                *layout.get("annotations", ()),
                {**over, "text": title, "font": bold, "yshift": base_px + GAP_PX},
                {**over, "text": plain(chart.base), "yshift": GAP_PX, "visible": bool(chart.base)},
            ],
        },
    }


def _bars(chart: Chart, ground: Ground) -> Figure:
    tops, height = _places(chart.bars)
    placed = list(zip(chart.bars, tops, strict=True))
    middles = [top + _label_px(row) + BAR_PX / 2 for row, top in placed]
    left, right = 0.0, ROOM_FOR_NUMBERS * chart.longest
    bars = []
    if any(row.parts for row in chart.bars):
        bars = _stacked(chart, middles, ground)
        left, right = (100 * side for side in chart.sides)
    else:
        bars = [_single(chart, middles, ground)]
    return {
        "data": bars,
        "layout": {
            "template": _template(ground),
            "height": height,
            "barmode": "overlay",
            "xaxis": {"range": [-left, right or 1]},
            "yaxis": {"range": [height, 0]},
            "annotations": [
                {"text": _label(row), "x": 0, "xref": "paper", "y": top, "yref": "y"} for row, top in placed
            ],
            "shapes": _ticks(middles, ground) if chart.diverges else [],
            "meta": {"tops": tops, "links": [row.href for row in chart.bars]},
        },
    }


def _ticks(middles: Sequence[float], ground: Ground) -> list[Figure]:
    """Where the middle of the scale is, at each bar."""
    half, line = BAR_PX / 2 + TICK_PX, {"width": 1, "color": tokens(ground)["ink"]}
    return [{"type": "line", "x0": 0, "x1": 0, "y0": at - half, "y1": at + half, "line": line} for at in middles]


def _scatter(chart: Chart, ground: Ground) -> Figure:
    """People as points: a group has its colour and its shape; both axes have one scale, and no meaning of their own."""
    token = tokens(ground)
    outline = {"width": 1, "color": token["surface"]}
    cross = {"type": "line", "layer": "below", "line": {"width": 1, "color": token["line"]}}
    return {
        "data": [
            {
                "type": "scatter",
                "mode": "markers",
                "hoverinfo": "skip",
                "x": [place.x for place in places],
                "y": [place.y for place in places],
                "marker": {"symbol": shape, "size": 11, "color": token[colour], "line": outline},
            }
            for colour, shape, places in chart.marks
        ],
        "layout": {
            "template": _template(ground),
            "height": MAP_PX,
            "xaxis": {"range": [-EDGE, EDGE]},
            "yaxis": {"range": [-EDGE, EDGE], "scaleanchor": "x"},
            "shapes": [
                {**cross, "x0": -EDGE, "x1": EDGE, "y0": 0, "y1": 0},
                {**cross, "x0": 0, "x1": 0, "y0": -EDGE, "y1": EDGE},
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
    """Each row as one bar of all who answered, in parts; the numbers stand beside the labels and in the table.

    The parts of a scale lie to both sides of its middle.
    """
    colours = [token for token, _name in chart.legend]
    begins, widths = ({token: [0.0] * len(middles) for token in colours} for _both in range(2))
    for place, row in enumerate(chart.bars):
        at = -row.middle if chart.diverges else 0.0
        for share, token in row.parts:
            begins[token][place], widths[token][place] = round(100 * at, 2), round(100 * share, 2)
            at += share
    return [
        {**_bar(middles), "base": begins[token], "x": widths[token], "marker": {"color": tokens(ground)[token]}}
        for token in colours
    ]


def _label(row: Row) -> str:
    beside = _as_written(row.beside)
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
        return tokens(ground)[row.colour or "series-1"]
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
