"""A survey that asks in every way: each kind, with the settings that make it look different."""

from typing import Any

from tests.surveys.conftest import ENDS, OPTIONS
from workshop.columns import Texts
from workshop.meetings.models import Exercise
from workshop.surveys.actions import add_question
from workshop.surveys.kinds.choices import keyed
from workshop.surveys.kinds.scale import ends
from workshop.surveys.models import Question, QuestionKind

AREAS = keyed(
    [
        Texts(fi="Liikkuminen", sv="Motion", en="Exercise"),
        Texts(fi="Ravinto", sv="Kost", en="Food"),
        Texts(fi="Uni ja lepo", sv="Sömn och vila", en="Sleep and rest"),
        Texts(fi="Ihmissuhteet ja yhdessäolo", sv="Relationer och samvaro", en="Relationships and company"),
        Texts(fi="Hyvä näin 😊", sv="Bra så här 😊", en="All is well 😊"),
    ]
)
NAMED = [
    {"key": str(step), "text": {"fi": fi, "sv": sv, "en": en}}
    for step, (fi, sv, en) in enumerate(
        [
            ("en koskaan", "aldrig", "never"),
            ("joskus", "ibland", "sometimes"),
            ("usein", "ofta", "often"),
            ("joka päivä", "varje dag", "every day"),
        ],
        start=1,
    )
]
NOT, WELL = Texts(fi="ei lainkaan", sv="inte alls", en="not at all"), Texts(fi="täysin", sv="helt", en="completely")
HOURS = {"fi": "tuntia", "sv": "timmar", "en": "hours"}
STORY = {
    "fi": "Kysely koskee koko perhettä.\nVastaamiseen menee noin viisi minuuttia.",
    "sv": "Enkäten gäller hela familjen.\nDet tar ungefär fem minuter att svara.",
    "en": "This is about the whole family.\nAnswering takes about five minutes.",
}

ASKED: list[tuple[QuestionKind, Texts, list[dict[str, Any]], dict[str, Any]]] = [
    (
        QuestionKind.INFORMATION,
        Texts(fi="Ennen kuin vastaat", sv="Innan du svarar", en="Before you answer"),
        [],
        {"more": STORY, "video": "https://video.invalid/hyvinvointi"},
    ),
    (
        QuestionKind.SINGLE,
        Texts(fi="Tärkein arvo?", sv="Viktigaste värdet?", en="Which value first?"),
        OPTIONS,
        {"other": True, "shuffled": True},
    ),
    (
        QuestionKind.MULTIPLE,
        Texts(fi="Mihin haluat muutosta?", sv="Vad vill du ändra på?", en="What would you change?"),
        AREAS,
        {"max": 3, "exclusive": ["e"], "other": True},
    ),
    (QuestionKind.DROP_DOWN, Texts(fi="Kuka auttaisi?", sv="Vem kunde hjälpa?", en="Who could help?"), AREAS[:4], {}),
    (QuestionKind.SCALE, Texts(fi="Miten voit?", sv="Hur mår du?", en="How are you?"), ENDS, {}),
    (
        QuestionKind.SCALE,
        Texts(fi="Suosittelisitko palvelua?", sv="Skulle du rekommendera?", en="Would you recommend it?"),
        ends(NOT, WELL, 10),
        {"steps": 10, "cannot_say": False},
    ),
    (
        QuestionKind.SCALE,
        Texts(fi="Kuinka usein liikut?", sv="Hur ofta rör du dig?", en="How often do you exercise?"),
        NAMED,
        {"steps": 4},
    ),
    (
        QuestionKind.SHORT_TEXT,
        Texts(fi="Mieluisin paikkasi?", sv="Din favoritplats?", en="Your favourite place?"),
        [],
        {},
    ),
    (QuestionKind.LONG_TEXT, Texts(fi="Miksi?", sv="Varför?", en="Why?"), [], {}),
    (
        QuestionKind.NUMBER,
        Texts(fi="Kuinka paljon nukut?", sv="Hur mycket sover du?", en="How long do you sleep?"),
        [],
        {"max": 24, "decimals": 1, "unit": HOURS},
    ),
    (
        QuestionKind.DATE,
        Texts(fi="Milloin kävit viimeksi?", sv="När var du senast här?", en="When were you last here?"),
        [],
        {"latest": "2026-12-31"},
    ),
    (QuestionKind.MUNICIPALITY, Texts(fi="Missä asut?", sv="Var bor du?", en="Where do you live?"), [], {}),
    (QuestionKind.GROUP, Texts(fi="Kenenä vastaat?", sv="Vem svarar du som?", en="Who do you answer as?"), [], {}),
]


def ask_everything(survey: Exercise, required: bool = False) -> list[Question]:
    """Fill the survey with a question of every kind."""
    return [
        add_question(survey, kind, text, "other", required=required, options=options, settings=settings)
        for kind, text, options, settings in ASKED
    ]


def answers_of(questions: list[Question], person: int) -> dict[int, Any]:
    """What the twelve people of a test answer to `ask_everything`: person 0 is the odd one out."""
    odd = person == 0
    _read, single, multiple, opening, five, ten, four, line, words, number, day, place, group = (
        question.id for question in questions
    )
    return {
        single: {"other": "Sisu"} if odd else "a",
        multiple: ["e"] if odd else ["a", "b"],
        opening: "b",
        five: 0 if odd else 4,
        ten: 1 if odd else 9,
        four: 3,
        line: f"Paikka {person}",
        words: f"Syy {person}",
        number: 24 if odd else 6.5 + person % 2,
        day: "2022-01-21",
        place: "072" if odd else "564",
        group: "staff",
    }
