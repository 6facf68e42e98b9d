"""Twenty questions on five pages: every kind, something to read, and a question that only some are asked."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from tests.journeys.served import Served
from tests.surveys.asked import TEXTS, WRITTEN
from tests.surveys.conftest import ENDS, make_meeting, make_survey, make_user
from tests.surveys.every_kind import ASKED
from workshop import create_app
from workshop.columns import Texts
from workshop.extensions import db
from workshop.meetings.actions import go_live, move_path, open_meeting
from workshop.surveys.actions import add_question
from workshop.surveys.models import QuestionKind

K = QuestionKind
PAGES = 5
MORE = [
    (K.LONG_TEXT, Texts(fi="Miksi rohkeus?", sv="Varför mod?", en="Why courage?"), [], {}),
    (K.SCALE, Texts(fi="Miten arki sujuu?", sv="Hur går vardagen?", en="How is everyday life?"), ENDS, {}),
    (K.SHORT_TEXT, Texts(fi="Mikä toimii?", sv="Vad fungerar?", en="What works?"), [], {}),
    (K.LONG_TEXT, Texts(fi="Mitä muuta?", sv="Något annat?", en="Anything else?"), [], {}),
]
_ROWS = [(kind, TEXTS[kind], options, settings) for kind, (options, settings) in WRITTEN.items()]
ORDER = [*ASKED[:5], *ASKED[5:10], *ASKED[10:13], _ROWS[0], MORE[0], *_ROWS[1:], MORE[1], *MORE[2:]]
VALUES = [
    None,
    "a",
    ["b", {"other": "Aikaa lapsille"}],
    "c",
    0,
    10,
    3,
    "Hailuodon majakka",
    "Meri.\nJa tuuli 😊",
    7.5,
    "2022-01-21",
    "564",
    "residents",
    {"a": 5, "b": 0, "c": 1},
    "Koska pitää uskaltaa",
    ["c", "a", "b", "d"],
    {"a": {"b": "Kirjastoauto"}},
    {"a": "Viikoittain", "b": 12, "c": "Porukka on hyvä"},
    4,
    "Neuvola",
    "Kiitos kun kysyitte",
]
"""What is answered to each, as it is stored."""
VALUE, WHY = 1, 14
"""Places of the question about values, and of the one that is asked of those who chose the first."""
PAGE_OF = [1] * 5 + [2] * 5 + [3] * 5 + [4] * 4 + [5] * 2


@dataclass(frozen=True)
class LongSurvey:
    """Where it is, and its questions' ids in order; the first is only read."""

    house: Served
    code: str
    exercise: int
    ids: list[int]

    def question(self, place: int) -> str:
        """The field of the question at this place."""
        return f"q{self.ids[place]}"

    def expected(self) -> dict[str, Any]:
        """`VALUES` by the field's name."""
        return {f"q{one}": value for one, value in zip(self.ids, VALUES, strict=True) if value is not None}

    def responses(self) -> list[dict[str, Any]]:
        """What the database holds: for each response the stored values by the field's name."""
        rows = self.house.rows("SELECT id FROM response ORDER BY id")
        values = [self.house.rows("SELECT question_id, value FROM answer WHERE response_id = ?", *row) for row in rows]
        return [{f"q{question}": json.loads(str(value)) for question, value in one} for one in values]


def ask(house: Served) -> LongSurvey:
    """Write the survey into the house, and show it to everybody."""
    app = create_app(INSTANCE=str(house.folder), BASE_URL=house.base_url or house.url)
    with app.app_context():
        leader = make_user()
        meeting = make_meeting(leader)
        survey = make_survey(meeting)
        ids: list[int] = []
        for (kind, text, options, settings), page in zip(ORDER, PAGE_OF, strict=True):
            when = {"question": ids[1], "any": ["a"]} if text is MORE[0][1] else None
            asked = add_question(
                survey, kind, text, "other", options=options, settings=settings, page=page, shown_when=when
            )
            ids.append(asked.id)
        open_meeting(meeting)
        go_live(meeting)
        move_path(meeting, survey.position, leader)
        made = LongSurvey(house, meeting.code, survey.id, ids)
        db.engine.dispose()
    return made


def fill(phone: Page, survey: LongSurvey) -> None:
    """Answer what is asked on the page that is shown, by touch."""
    for id_, (kind, *_asked), value in zip(survey.ids, ORDER, VALUES, strict=True):
        name = f"q{id_}"
        if phone.locator(f"[name='{name}'], [name^='{name}.']").count():
            WAYS.get(kind, type_text)(phone, name, value)


def type_text(phone: Page, name: str, value: str) -> None:
    phone.locator(f"[name='{name}']").fill(value)


def choose(phone: Page, name: str, value: str | int) -> None:
    phone.locator(f"[name='{name}'][value='{value}']").check(force=True)


def pick(phone: Page, name: str, value: str) -> None:
    phone.locator(f"[name='{name}']").select_option(value)


def choose_several(phone: Page, name: str, value: list[Any]) -> None:
    choose(phone, name, value[0])
    type_text(phone, f"{name}.other", value[1]["other"])
    choose(phone, name, "other")


def type_number(phone: Page, name: str, value: float) -> None:
    type_text(phone, name, str(value).replace(".", ","))


def type_date(phone: Page, name: str, value: str) -> None:
    for part, text in zip(("year", "month", "day"), value.split("-"), strict=True):
        type_text(phone, f"{name}.{part}", text)


def find_place(phone: Page, name: str, value: str) -> None:
    """By its name where the script lets one type, out of the list without it."""
    if phone.locator(f"select[name='{name}']").count():
        pick(phone, name, value)
    else:
        type_text(phone, name, {"564": "Oulu"}[value])


def rate_rows(phone: Page, name: str, value: dict[str, int]) -> None:
    for row, step in value.items():
        choose(phone, f"{name}.{row}", step)


def rank(phone: Page, name: str, value: list[str]) -> None:
    """With the buttons where there are any, else in the selects."""
    for place, key in enumerate(value, start=1):
        select = phone.locator(f"[name='{name}.{key}']")
        button = phone.locator("li", has=select).locator("[data-deed=choose]")
        if button.count():
            button.click()
        else:
            select.select_option(str(place))


def write_cells(phone: Page, name: str, value: dict[str, dict[str, str]]) -> None:
    for row, cells in value.items():
        for column, text in cells.items():
            cell = phone.locator(f"[name='{name}.{row}.{column}']")
            if not cell.is_visible():
                phone.locator("details", has=cell).locator("summary").click()
            cell.fill(text)


def write_parts(phone: Page, name: str, value: dict[str, Any]) -> None:
    for part, text in value.items():
        type_text(phone, f"{name}.{part}", str(text))


WAYS: dict[QuestionKind, Callable[[Page, str, Any], None]] = {
    K.SINGLE: choose,
    K.SCALE: choose,
    K.MULTIPLE: choose_several,
    K.DROP_DOWN: pick,
    K.GROUP: pick,
    K.NUMBER: type_number,
    K.DATE: type_date,
    K.MUNICIPALITY: find_place,
    K.MATRIX: rate_rows,
    K.RANKING: rank,
    K.GRID: write_cells,
    K.PARTS: write_parts,
}


def shown(phone: Page) -> list[list[str]]:
    """What the form on the page would send of answers, as [name, value]."""
    return phone.evaluate(
        "() => [...new FormData(document.querySelector('survey-draft form'))]"
        ".filter(([name, value]) => /^q\\d/.test(name) && value !== '')"
    )
