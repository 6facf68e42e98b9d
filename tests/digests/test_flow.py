"""How text flows over slides: nothing is lost, added or put elsewhere."""

from hypothesis import example, given
from hypothesis import strategies as st

from workshop.digests.flow import Box, Look, Paragraph, balanced, count_lines, pages, parted
from workshop.digests.spelling import reads_from_right, spelled

BOX = Box(200, 100, 18)
WORDS = st.text(st.characters(codec="utf-8"), max_size=300)


@given(WORDS, st.integers(1, 30), st.integers(1, 5))
@example(words="\n", per_line=1, most=1)
def test_parts_together_are_the_words(words: str, per_line: int, most: int) -> None:
    parts = parted(words, per_line, most)
    assert "".join(parts) == words
    assert all(part for part in parts) or words == ""


@given(st.lists(WORDS, max_size=6))
def test_pages_hold_everything_in_order_and_never_too_much(texts: list[str]) -> None:
    given_ = [Paragraph(text, Look.BULLET, "fi", "(1)") for text in texts]
    for dealt in (list(pages(given_, BOX)), balanced(given_, BOX)):
        assert "".join(one.words for page in dealt for one in page) == "".join(texts)
        assert sum(one.aside == "(1)" for page in dealt for one in page) == len(texts)
        assert all(len(page) == 1 or sum(BOX.height_of(one.whole) for one in page) <= BOX.height for page in dealt)


def test_lines_end_at_words_and_within_a_word_without_end() -> None:
    assert count_lines("aaa bbb ccc", 7) == 2
    assert count_lines("a" * 20, 7) == 3
    assert count_lines("a\n\nb", 7) == 3
    assert count_lines("語" * 7, 7) == 3


def test_few_pages_are_about_equally_full() -> None:
    lines = [Paragraph("a", Look.BULLET, "fi") for _line in range(4)]
    assert [len(page) for page in pages(lines, BOX)] == [3, 1]
    assert [len(page) for page in balanced(lines, BOX)] == [2, 2]


@given(WORDS)
def test_what_is_spelled_can_stand_in_xml(words: str) -> None:
    assert all(sign in "\t\n" or sign >= " " for sign in spelled(words))


def test_the_first_letter_with_a_direction_decides() -> None:
    assert reads_from_right("– 12 שלום")
    assert not reads_from_right("Hei שלום")
    assert not reads_from_right("12 – ")
