"""A question of each kind that has parts, as the builder would have written it."""

from typing import Any

from workshop.columns import Texts
from workshop.meetings.models import Exercise
from workshop.surveys.actions import add_question
from workshop.surveys.kinds.choices import keyed
from workshop.surveys.kinds.kind import Options, Settings
from workshop.surveys.kinds.scale import ends
from workshop.surveys.models import Question, QuestionKind

ENDS = ends(
    Texts(fi="ei lainkaan", sv="inte alls", en="not at all"),
    Texts(fi="erittäin hyvin", sv="mycket bra", en="very well"),
)
OPTIONS = keyed(
    [
        Texts(fi="Rohkeus", sv="Mod", en="Courage"),
        Texts(fi="Luottamus", sv="Förtroende", en="Trust"),
        Texts(fi="Välittäminen", sv="Omsorg", en="Care"),
        Texts(fi="Yhteistyö", sv="Samarbete", en="Working together"),
    ]
)
ROWS = keyed(
    [
        Texts(fi="Saan palvelut läheltä", sv="Jag får service nära", en="Services are near"),
        Texts(fi="Pääsen hoitoon ajoissa", sv="Jag får vård i tid", en="I get care in time"),
        Texts(fi="Minua kuunnellaan", sv="Man lyssnar på mig", en="I am listened to"),
    ]
)
COLUMNS = keyed([Texts(fi="Yksilö", sv="Individ", en="I myself"), Texts(fi="Kunta", sv="Kommun", en="Municipality")])
PARTS = [
    {"key": "a", "text": {"fi": "Kuinka usein?", "sv": "Hur ofta?", "en": "How often?"}, "kind": "short"},
    {"key": "b", "text": {"fi": "Montako jäsentä?", "sv": "Hur många medlemmar?", "en": "Members?"}, "kind": "number"},
    {"key": "c", "text": {"fi": "Perustele", "sv": "Motivera", "en": "Say why"}, "kind": "long"},
]
WRITTEN: dict[QuestionKind, tuple[Options, Settings]] = {
    QuestionKind.MATRIX: (ENDS, {"rows": ROWS}),
    QuestionKind.RANKING: (OPTIONS, {}),
    QuestionKind.GRID: ([], {"rows": ROWS, "columns": COLUMNS}),
    QuestionKind.PARTS: ([], {"parts": PARTS}),
}
"""Options and settings by kind."""
TEXTS = {
    QuestionKind.MATRIX: Texts(fi="Miten väitteet toteutuvat?", sv="Hur stämmer de?", en="How true are they?"),
    QuestionKind.RANKING: Texts(fi="Mikä on tärkeintä?", sv="Vad är viktigast?", en="What matters most?"),
    QuestionKind.GRID: Texts(fi="Kuka voi tehdä mitä?", sv="Vem kan göra vad?", en="Who can do what?"),
    QuestionKind.PARTS: Texts(fi="Miten tapaatte?", sv="Hur träffas ni?", en="How do you meet?"),
}


def question(kind: QuestionKind, required: bool = False, **settings: object) -> Question:
    """A question of the kind that is in no database."""
    options, usual = WRITTEN[kind]
    return Question(id=7, kind=kind, text=TEXTS[kind], required=required, options=options, settings=usual | settings)


def ask_all(exercise: Exercise, required: bool = False) -> dict[QuestionKind, Question]:
    """A question of each kind at the end of a survey."""
    return {
        kind: add_question(exercise, kind, TEXTS[kind], "values", required=required, options=options, settings=settings)
        for kind, (options, settings) in WRITTEN.items()
    }


def answers_of(number: int) -> dict[QuestionKind, Any]:
    """What person `number` answers: 0 cannot say on the second row; nobody rates the third but 0 to 2."""
    return {
        QuestionKind.MATRIX: {"a": 5 if number else 1, "b": 2 if number else 0} | ({"c": 3} if number < 3 else {}),
        QuestionKind.RANKING: ["b", "a", "c", "d"] if number else ["a", "b", "d", "c"],
        QuestionKind.GRID: {"a": {"b": f"Kirjasto {number}"}} | ({"c": {"a": "Kuuntelen"}} if number == 1 else {}),
        QuestionKind.PARTS: {"a": f"Kerran {number}", "b": number} | ({"c": "Koska"} if number < 2 else {}),
    }
