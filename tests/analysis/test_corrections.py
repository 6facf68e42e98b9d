"""What is taken for a mended slip, and what for another meaning."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.analysis.corrections import is_correction

MENDED = [
    ("Mika on tarkein arvo?", "Mikä on tärkein arvo?"),
    ("Luotamus", "Luottamus"),
    ("Luottamsu", "Luottamus"),
    ("Kylä", "Kyllä"),
    ("Miten hyvni?", "Miten hyvin?"),
    ("Vähemän jonoja", "Vähemmän jonoja"),
    ("Saan palveut läheltä", "Saan palvelut läheltä"),
    ("Minua kuunnelaan", "Minua kuunnellaan."),
    ("sote keskus on lähellä", "Sote-keskus on lähellä"),
    ("Hyvinvointi alueen palvelut", "Hyvinvointialueen palvelut"),
    ("Hur ofta anvander du tjanster oh service?", "Hur ofta använder du tjänster och service?"),
    ("How often do you recieve help?", "How often do you receive help?"),
    ("En pääse hoiton", "En pääse hoitoon"),
    ("Käytän 1 600 euroa", "Käytän 1600 euroa!"),
    ("En pääse hoitoon kolmessa päivässä", "en pääse hoitoon kolmessa päivässä"),
]
CHANGED = [
    ("Saan palvelut läheltä", "En saa palveluja läheltä"),
    ("Pääsen hoitoon 7 päivässä", "Pääsen hoitoon 14 päivässä"),
    ("Pääsen hoitoon seitsemässä päivässä 3 kertaa", "Pääsen hoitoon seitsemässä päivässä 8 kertaa"),
    ("Kunta päättää", "Kunta ei päätä"),
    ("Jag får service", "Jag får inte service"),
    ("I get care in time", "I never get care in time"),
    ("Palvelut ovat lähellä", "Palvelut ovat kaukana"),
    ("Palvelut ovat lähellä", "Palvelut ovat liian lähellä"),
    ("Palvelut ovat liian lähellä", "Palvelut ovat lähellä"),
    ("Rohkeus", "Luottamus"),
    ("Palvelu on parempi", "Palvelu on pahempi"),
    ("Have you never been here", "Have you ever been here"),
    ("Mies", "Ties"),
    ("koti", "kota"),
    ("Kyllä", "Ei"),
    ("enemmän palveluja", "vähemmän palveluja"),
    ("Apua on saatavilla", "Apua ei ole saatavilla"),
    ("Palvelu on toimiva", "Palvelu on toimimaton"),
    ("Hyvä 👍", "Hyvä 👎"),
    ("5 %", "5"),
    ("Lämpötila -3", "Lämpötila 3"),
    ("1,5 tuntia", "15 tuntia"),
    ("A", "B"),
    ("?", "!"),
    ("Kuinka usein olet asioinut kunnan palveluissa viime vuonna, kun tarvitsit apua arkeen kotona lähellä", "Kuinka "
     "usein olet asioinut kunnan palveluissa viime vuonna, kun tarvitsit apua arkeen kotona kaukana"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), MENDED)
def test_a_mended_slip_is_a_correction(before: str, after: str) -> None:
    assert is_correction(before, after)


@pytest.mark.parametrize(("before", "after"), CHANGED)
def test_another_meaning_is_none(before: str, after: str) -> None:
    assert not is_correction(before, after)
    assert not is_correction(after, before)


@given(st.text(min_size=1, max_size=300))
def test_what_stands_as_it_stood_is_always_one(text: str) -> None:
    assert is_correction(text, text)


@given(st.text(min_size=1, max_size=100), st.text(min_size=1, max_size=100))
def test_the_measure_is_the_same_both_ways_for_numbers(one: str, other: str) -> None:
    digits = [[sign for sign in text if sign in "0123456789"] for text in (one, other)]
    if sorted(digits[0]) != sorted(digits[1]):
        assert not is_correction(one, other)
