"""Random meetings for the property tests: few topics, groups and people, so that small groups are everywhere."""

from hypothesis import strategies as st

from workshop.analysis.contributions import (
    Answers,
    Contributions,
    Joined,
    Kind,
    NoteSaid,
    PromptShown,
    QuestionAsked,
)

GROUPS = ("residents", "staff", "companies", "officials")
PLACES = ("615", "139", "889")
PROMPTS = (
    PromptShown(1, "values"),
    PromptShown(2, "values"),
    PromptShown(3, "service_promise"),
    PromptShown(4, "other"),
)
QUESTIONS = (
    QuestionAsked(1, "values", Kind.SINGLE, ("a", "b", "c")),
    QuestionAsked(2, "values", Kind.MULTIPLE, ("a", "b", "c")),
    QuestionAsked(3, "other", Kind.SCALE),
    QuestionAsked(4, "other", Kind.TEXT),
    QuestionAsked(5, "other", Kind.SCALE, steps=(1, 2, 3)),
    QuestionAsked(6, "other", Kind.NUMBER),
    QuestionAsked(7, "other", Kind.DATE),
    QuestionAsked(8, "other", Kind.SINGLE, ("a", "b", "c"), gathered=True),
    QuestionAsked(9, "other", Kind.MULTIPLE, ("a", "b", "other")),
)

people = st.integers(1, 12).map(lambda number: f"p{number}")

_values = {
    Kind.SINGLE: st.sampled_from(["a", "b", "c", "gone"]),
    Kind.MULTIPLE: st.lists(st.sampled_from(["a", "b", "c", "gone"]), max_size=3),
    Kind.SCALE: st.integers(0, 5),
    Kind.NUMBER: st.one_of(st.integers(-9, 99), st.sampled_from([0.5, 2.25])),
    Kind.DATE: st.sampled_from(["2022-01-21", "2022-02-01"]),
    Kind.TEXT: st.sampled_from(["Lähellä.", " ", "Nära"]),
}

_with_other = st.sampled_from([["a"], ["b", {"other": "Sisu"}], [{"other": "Sisu"}], ["gone"]])


@st.composite
def notes(draw: st.DrawFn, most_groups: int = 2) -> NoteSaid:
    return NoteSaid(
        prompt_id=draw(st.sampled_from([1, 2, 3, 4, 99])),
        writer=draw(st.one_of(people, st.none())),
        groups=draw(st.frozensets(st.sampled_from(GROUPS), max_size=most_groups)),
        municipality=draw(st.one_of(st.none(), st.sampled_from(PLACES))),
        by_scribe=draw(st.sampled_from([False, False, False, True])),
        is_hidden=draw(st.sampled_from([False, False, False, True])),
    )


@st.composite
def _answers(draw: st.DrawFn) -> dict[int, Answers]:
    return {
        question.id: draw(
            st.dictionaries(people, _with_other if "other" in question.options else _values[question.kind])
        )
        for question in QUESTIONS
    }


@st.composite
def meetings(draw: st.DrawFn) -> Contributions:
    return Contributions(
        prompts=PROMPTS,
        notes=tuple(draw(st.lists(notes(), max_size=40))),
        questions=QUESTIONS,
        answers=draw(_answers()),
        joined=Joined(draw(st.integers(0, 9)), draw(st.integers(0, 9))),
    )


_writers = st.one_of(
    st.lists(st.sampled_from("1234567"), min_size=1, max_size=7), st.sampled_from([list("12345"), list("1234567")])
)


@st.composite
def tagged_notes(draw: st.DrawFn) -> dict[str, dict[str, list[str]]]:
    """Topic → group → the writers of its notes, one for each note; small enough to try out every possible table."""
    return {
        topic: {
            group: writers
            for group in draw(st.sets(st.sampled_from(("A", "B", "C")), max_size=3))
            if (writers := draw(_writers))
        }
        for topic in draw(st.sampled_from([("values",), ("values", "promise")]))
    }
