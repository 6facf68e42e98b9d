"""What pages of results answer with besides themselves: their figures, and a table as a file."""

from collections.abc import Iterable

from flask import Response, request

from workshop.errors import NotFound
from workshop.i18n.choose import current_language
from workshop.results.charts import figures_json, pictures_json
from workshop.results.csv_files import csv_of, csv_of_pairs
from workshop.results.round_shapes import PairTable
from workshop.results.shapes import Chart
from workshop.results.tokens import Ground


def figures_answer(charts: Iterable[Chart]) -> Response:
    """The figures by chart id, for the ground that is asked for: ?ground=day or night; or one picture: ?picture=id."""
    if wanted := request.args.get("picture"):
        return Response(pictures_json(chart for chart in charts if chart.id == wanted), mimetype="application/json")
    ground = Ground.NIGHT if request.args.get("ground") == Ground.NIGHT else Ground.DAY
    return Response(figures_json(charts, ground), mimetype="application/json")


def table_answer(tables: Iterable[Chart | PairTable]) -> Response:
    """The table that is asked for, ?chart=id, as a CSV file; NotFound when there is none (any more)."""
    wanted, language = request.args.get("chart"), current_language()
    for table in tables:
        if table.id == wanted and (isinstance(table, PairTable) or table.rows):
            text = csv_of_pairs(table, language) if isinstance(table, PairTable) else csv_of(table, language)
            answer = Response(text, mimetype="text/csv")
            answer.headers.set("Content-Disposition", "attachment", filename=f"{table.file_name}.csv")
            return answer
    raise NotFound
