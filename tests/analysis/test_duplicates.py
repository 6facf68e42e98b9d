"""Near-duplicates are found for a facilitator, and notes that say another thing are never among them."""

import random
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.effort import is_less_work
from workshop.analysis import duplicates
from workshop.analysis.duplicates import LONGEST, Likeness, Near, Said, likeness, near_duplicates

SAME, ALIKE = Likeness.SAME, Likeness.ALIKE

WORDS = (
    "kirjasto",
    "kirjastot",
    "kirjastoon",
    "bussi",
    "bussit",
    "ei",
    "lisää",
    "vähemmän",
    "auki",
    "2",
    "kolme",
    "kyliin",
)
notes = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kirjasto auki iltaisin", "kirjasto auki iltaisin!!"),
        ("Bussit kulkemaan iltaisin", "Iltaisin bussit kulkemaan"),
        ("Uimahalli kahdesti viikossa", "Uimahalli 2 kertaa viikossa"),
        ("10 000 euroa kyläyhdistyksille", "10000 euroa kyläyhdistyksille"),
        ("Enemmän penkkejä puistoihin", "Lisää penkkejä puistoihin"),
        ("Pitkäaikais sairaat huomioitava", "Pitkäaikaissairaat huomioitava"),
        ("Terveyskioski ostoskeskukseen", "Terveyskioksi ostoskeskukseen"),
        ("Hälsokiosk i köpcentret", "halsokiosk i kopcentret"),
        ("Longer opening hours", "Longer openning hours"),
        ("👍", "👍"),
        # who says so, and what only holds a sentence together
        ("Minusta kirjasto pitäisi saada kylään", "Kirjasto kylään"),
        ("Jag tycker att badhuset ska finnas kvar", "Badhuset finns kvar"),
        ("I think that the library should open on Sundays", "Library open on Sundays"),
        # stems that change
        ("Nuorten harrastuspaikat kylään", "Nuorille harrastuspaikat kylään"),
        ("Bussien kunto paremmaksi", "Bussien kunnot paremmaksi"),
        ("Matala kynnys", "Matalan kynnyksen"),
        ("Yhteinen tila kylään", "Yhteisiä tiloja kylään"),
        ("H\u0334\u0301\u0315y\u0330v\u0311a\u0308 bussi", "Hyvä bussi"),
    ],
)
def test_notes_that_differ_in_form_only_are_the_same(one: str, other: str) -> None:
    assert likeness(one, other) is SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ehkäisevää työtä", "ehkäisevä työ"),
        ("Kirjastoautojen aikataulut", "Kirjastoauton aikataulu"),
        ("Kirjastot avoinna sunnuntaisin", "Kirjasto avoinna myös sunnuntaisin"),
        ("Pyöräteiden talvihoitoa", "Talvihoito pyöräteille"),
        ("Bättre belysning på vägarna", "Bättre belysning på vägar"),
        ("Leikkipuistojen kunnostaminen", "Leikkipuistot kunnostettava"),
        ("Perustetaan kyläpuistoja", "Kyläpuistojen perustaminen"),
    ],
)
def test_notes_that_say_it_in_other_forms_of_the_words_are_near(one: str, other: str) -> None:
    assert likeness(one, other) in (SAME, ALIKE)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # numbers, in figures and in words
        ("Bussi 2 kertaa päivässä", "Bussi 3 kertaa päivässä"),
        ("Neljä bussia päivässä", "Viisi bussia päivässä"),
        ("Uimahalli valmiiksi 2026", "Uimahalli valmiiksi 2027"),
        ("Kokous 3.1. kirjastolla", "Kokous 1.3. kirjastolla"),
        ("10 000 euroa kyläyhdistyksille", "100 000 euroa kyläyhdistyksille"),
        ("Två bussar om dagen", "Tre bussar om dagen"),
        # negation
        ("Bussi kulkee kylään", "Bussi ei kulje kylään"),
        ("Toimivat yhteydet kyliin", "Toimimattomat yhteydet kyliin"),
        ("Roskien siivoaminen puistosta", "Roskien siivoamatta puistosta"),
        ("Tavoitteet nuorisotyölle", "Tavoitteeton nuorisotyö"),
        ("Bussen går på kvällen", "Bussen går inte på kvällen"),
        ("The bus is on time", "The bus isn't on time"),
        ("Ei kirjastoa vaan uimahalli", "Ei uimahallia vaan kirjasto"),
        ("Uusi uimahalli 👍", "Uusi uimahalli 👎"),
        # opposites
        ("Lisää penkkejä puistoihin", "Vähemmän penkkejä puistoihin"),
        ("Lisää pyöräteitä, vähemmän parkkipaikkoja", "Lisää parkkipaikkoja, vähemmän pyöräteitä"),
        ("Kirjasto auki sunnuntaisin", "Kirjasto kiinni sunnuntaisin"),
        ("Hyvät tiet, huonot sillat", "Huonot tiet, hyvät sillat"),
        ("Increase the bus fares", "Decrease the bus fares"),
        ("Bussi junan tilalle", "Juna bussin tilalle"),
        ("Bussit ennen koulua", "Bussit koulun jälkeen"),
        ("Lights on", "Lights off"),
        ("Jämlik service i byarna", "Ojämlik service i byarna"),
        # one word in place of another
        ("Bussi kirjastolle", "Bussi uimahallille"),
        ("Nuorten harrastuspaikat kylissä", "Vanhusten harrastuspaikat kylissä"),
        ("Asukkaiden kuuleminen kaavasta", "Asiakkaiden kuuleminen kaavasta"),
        ("Pyöräteiden kunnostaminen", "Pyöräteiden kuvaaminen"),
        ("Koulun pihan kunnostus", "Koulutuksen pihan kunnostus"),
        ("Kylän hoito kuntoon", "Kylän hoitaja kuntoon"),
        ("Buses to the village", "Buses from the village"),
        # nothing is said
        ("", ""),
        (" \n", "\u200b"),
        ("👍", "👎"),
    ],
)
def test_notes_that_say_another_thing_are_never_near(one: str, other: str) -> None:
    assert likeness(one, other) is None


@given(st.text().filter(lambda text: any(sign.isalnum() for sign in text)))
def test_a_text_is_its_own_duplicate(text: str) -> None:
    assert likeness(text, text) is SAME


@given(st.one_of(notes, st.text()), st.one_of(notes, st.text()))
def test_nearness_has_no_direction(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)


@given(notes, st.integers(0, 3000), st.integers(0, 3000))
def test_notes_with_different_numbers_are_never_near(text: str, one: int, other: int) -> None:
    assert (likeness(f"{text} {one}", f"{text} {other}") is SAME) == (one == other)


@given(st.text(st.characters(), max_size=300))
def test_no_text_is_too_strange_to_be_read(text: str) -> None:
    near_duplicates({1: text, 2: text + "x", 3: text * 10})


@given(st.lists(notes, max_size=8))
def test_each_note_is_told_of_once_with_the_nearest_before_it(texts: list[str]) -> None:
    found = near_duplicates(dict(enumerate(texts)))
    for later, text in enumerate(texts):
        levels = [likeness(earlier, text) for earlier in texts[:later]]
        best = next((level for level in (SAME, ALIKE) if level in levels), None)
        assert (found[later].likeness if later in found else None) == best
        assert best is None or levels[found[later].note_id] == best


def test_equal_notes_all_point_to_the_first() -> None:
    texts = {7: "Bussi kylään", 3: "bussi kylään", 9: "Uimahalli", 4: "Bussi kylään!"}
    assert near_duplicates(texts) == {3: Near(7, SAME), 4: Near(7, SAME)}


def test_a_new_note_is_compared_with_what_has_been_said() -> None:
    said = Said({1: "Kirjastoauton aikataulu", 2: "Uimahalli kylään"})
    assert said.nearest("Kirjastoauton aikataulut") == Near(1, SAME)
    assert said.nearest("Kirjastoauton kuljettaja") is None
    said.add(3, "Kirjastoauton kuljettaja")
    assert said.nearest("kirjastoauton kuljettaja") == Near(3, SAME)


def test_long_texts_are_near_only_when_their_letters_are_equal() -> None:
    long = "Kirjasto ja uimahalli kylään " * 10
    assert len(long) > LONGEST
    assert likeness(long, long.upper() + "!") is SAME
    assert likeness(long, long + "heti") is None


def a_board(number: int, draw: random.Random) -> dict[str, list[str]]:
    """Notes written to take long."""
    signs = "abcdefgh"
    return {
        "long": ["".join(draw.choices(signs + " ", k=2000)) for _ in range(number)],
        "zalgo": ["".join(draw.choices("ae\u0301\u0316\u0334\u035f", k=2000)) for _ in range(number)],
        "short words": [" ".join(draw.choices(signs, k=LONGEST // 2)) for _ in range(number)],
        "guarded words": [f"{'ei lisää vähemmän ' * 110}{note}" for note in range(number)],
        "signs that grow": ["\ufdfa" * 2000 + str(note) for note in range(number)],
    }


@pytest.mark.parametrize("kind", a_board(1, random.Random(1)))
def test_a_board_of_hostile_notes_is_little_more_work_than_any_other(kind: str) -> None:
    """Measured: less than a board of words; without bounds some take minutes."""
    draw = random.Random(1)
    plain = [" ".join(draw.choices(WORDS, k=20)) for _note in range(300)]
    hostile = a_board(300, draw)[kind]
    words, tricks = (partial(_read_anew, dict(enumerate(texts))) for texts in (plain, hostile))
    assert is_less_work(tricks, words, times=20)


def _read_anew(texts: dict[int, str]) -> None:
    duplicates._read.cache_clear()
    near_duplicates(texts)
