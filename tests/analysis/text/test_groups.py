"""Texts are gathered into groups with a label and quotes, as suggestions."""

from hypothesis import given, settings
from hypothesis import strategies as st

from workshop.analysis.personal import personal_data
from workshop.analysis.text import Said, gather, quotes

NOTES = [
    Said(1, "Bussit kulkemaan myös iltaisin", "fi"),
    Said(2, "Lähipalvelut säilytettävä pienissä kylissä", "fi"),
    Said(3, "Bussin aikataulut selkeämmiksi", "fi"),
    Said(4, "Kirjasto auki sunnuntaisin", "fi"),
    Said(5, "Lähipalveluja joka kylään", "fi"),
    Said(6, "Iltabussi keskustasta kouluille", "fi"),
    Said(7, "Hyvät lähipalvelut ovat tärkeitä ikäihmisille", "fi"),
    Said(8, "Uimahalliin lämpimämpi vesi", "fi"),
]


def test_texts_that_share_a_word_or_a_part_of_one_are_a_group_with_its_name() -> None:
    groups = {group.ids: group for group in gather(NOTES)}
    assert set(groups) == {(1, 3, 6), (2, 5, 7)}
    assert "bussi" in groups[1, 3, 6].label.casefold()
    assert "lähipalvelu" in groups[2, 5, 7].label.casefold()
    assert {said.id for said in groups[2, 5, 7].quotes} <= {2, 5, 7}


def test_few_or_silent_texts_make_no_groups() -> None:
    assert gather([]) == gather(NOTES[:2]) == gather([Said(number, "🙂") for number in range(9)]) == []


def test_thousands_of_equal_texts_make_no_error() -> None:
    same = [Said(number, "Lisää busseja kyliin", "fi") for number in range(10_000)]
    assert gather(same) == []
    assert quotes(same) == [same[0]]


def test_quotes_are_of_a_readable_length_and_tell_nobodys_number() -> None:
    said = [
        Said(1, "Bussi", "fi"),
        Said(2, "Bussit kulkemaan iltaisin, soita 040 123 4567", "fi"),
        Said(3, "Bussit kulkemaan iltaisin", "fi"),
        Said(4, "bussi " * 40, "fi"),
    ]
    assert quotes(said) == [said[2]]
    assert quotes(said, 0) == quotes([]) == []


def test_quotes_differ_from_each_other() -> None:
    said = [*NOTES, Said(9, "Bussit kulkemaan myös iltaisin!", "fi")]
    chosen = quotes(said, 9)
    assert len(chosen) == 8
    assert {1, 9} - {one.id for one in chosen}


@settings(max_examples=40)
@given(st.lists(st.one_of(st.text(max_size=60), st.sampled_from([said.text for said in NOTES])), max_size=9))
def test_any_texts_can_be_gathered_and_always_alike(texts: list[str]) -> None:
    said = [Said(number, text) for number, text in enumerate(texts)]
    groups = gather(said)
    assert groups == gather(said)
    ids = [one for group in groups for one in group.ids]
    assert len(ids) == len(set(ids))
    for group in groups:
        assert group.label
        assert not any(personal_data(quote.text) for quote in group.quotes)
