"""Personal data is noticed, and the numbers that notes are full of are not taken for it. All of it here is made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.effort import grows_evenly
from workshop.analysis.personal import Personal, personal_data

CHECK_CHARACTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY"


def identity_code(date: str, sign: str, number: str) -> str:
    """A code with its check character; numbers from 900 up are given to nobody."""
    return f"{date}{sign}{number}{CHECK_CHARACTERS[int(date + number) % 31]}"


def account(country: str, rest: str) -> str:
    """An account number with its two check digits."""
    digits = "".join(str(int(sign, 36)) for sign in f"{rest}{country}00")
    return f"{country}{98 - int(digits) % 97:02}{rest}"


@pytest.mark.parametrize("sign", "+-YXWVUABCDEF")
def test_an_identity_code_is_found_with_every_sign_of_the_century(sign: str) -> None:
    code = identity_code("131052", sign, "908")
    assert personal_data(f"Tunnukseni on {code}.") == {Personal.IDENTITY_CODE}
    assert personal_data(code.lower()) == {Personal.IDENTITY_CODE}


@pytest.mark.parametrize("written", ["131052–308T", "131052 - 308T", "(131052-308T)", "１３１０５２-308t"])
def test_an_identity_code_is_found_however_it_is_written(written: str) -> None:
    assert personal_data(written) == {Personal.IDENTITY_CODE}


@pytest.mark.parametrize(
    "written",
    [
        "131052-308U",  # another check character
        "131052G308T",  # no sign of a century
        identity_code("310290", "-", "908"),  # no such day
        identity_code("290200", "-", "908"),  # 1900 was no leap year
        identity_code("131052", "-", "001"),  # numbers begin at 002
        "1131052-308T",
        "131052-308TA",
    ],
)
def test_what_only_looks_like_an_identity_code_is_none(written: str) -> None:
    assert Personal.IDENTITY_CODE not in personal_data(written)


@pytest.mark.parametrize(
    "written",
    [
        "maija.esimerkki@kunta.example",
        "Kysy: m@a.fi!",
        "maija(at)kunta.fi",
        "maija [at] kunta.fi",
        "maija@viesti.kunta.fi.",
        "åsa@bok.se",
    ],
)
def test_a_mail_address_is_found(written: str) -> None:
    assert personal_data(written) == {Personal.EMAIL}


@pytest.mark.parametrize(
    "written",
    [
        "040-1234567",
        "soita 040 123 4567 vaikka 24/7",
        "0401234567",
        "0400 123 456",
        "0457 123 4567",
        "050-123 45 67",
        "puh.0401234567",
        "+358 40 123 4567",
        "+358401234567",
        "+358 (0)40 123 4567",
        "00358 40 1234567",
        "040\u00a0123\u20114567",
        "(08) 123 4567",
        "09 1234 5678",
        "016-123456",
    ],
)
def test_a_telephone_number_is_found(written: str) -> None:
    assert personal_data(written) == {Personal.PHONE}


@pytest.mark.parametrize("country", ["FI", "SE", "NO", "EE"])
def test_an_account_number_is_found(country: str) -> None:
    rest = {"FI": "12345600000785", "SE": "50000000058398257466", "NO": "86011117947", "EE": "2200221020145685"}[
        country
    ]
    number = account(country, rest)
    in_fours = " ".join(number[place : place + 4] for place in range(0, len(number), 4))
    assert personal_data(f"Tili {number}") == personal_data(f"tili {in_fours.lower()}") == {Personal.BANK_ACCOUNT}
    other = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert Personal.BANK_ACCOUNT not in personal_data(other)


def test_every_kind_in_one_text_is_told_and_no_number_is_taken_for_two_things() -> None:
    assert personal_data("040545-123Y") == frozenset()
    code = identity_code("040545", "-", "990")
    assert code[-1].isdigit()
    assert personal_data(code) == {Personal.IDENTITY_CODE}
    assert personal_data(f"{code} a@b.fi 0401234567 {account('FI', '12345600000785')}") == set(Personal)


@pytest.mark.parametrize(
    "written",
    [
        *(
            "2022-2025",
            "vuosina 2022–2025",
            "050 2022-2025",
            "1326/2010",
            "612/2021, 45 §",
            "§ 12 ja 13 §",
            "24/7",
            "0-100",
        ),
        *("1.1.2025 klo 10-12", "04.05.2024 10.15", "04-05-2024 12:30", "2024-04-05T10:00", "12.04.2024-15.05.2024"),
        *("10 000 euroa", "12 345,67 €", "+350 000 000 €", "+358 000 000 €", "1 000 000 000", "0,5 %", "0.0401234567"),
        *("90100 Oulu", "02100 Espoo", "02100-02300", "FI-90100", "044 asukasta", "040-luku", "045/2024", "3-4 kertaa"),
        *("0800 123 456", "116 117", "112", "020 123 4567", "Y-tunnus 0245437-8", "ISBN 978-951-0-45123-4"),
        *("@sote", "sote@työ", "5@2.50", "kohta (a) asia.tieto", "https://kunta.example/@asukas", "09:00-10:30", ""),
    ],
)
def test_years_prices_counts_and_laws_are_not_taken_for_personal_data(written: str) -> None:
    assert personal_data(written) == frozenset()


@given(st.text(st.characters()))
def test_no_text_is_too_strange_to_be_looked_through(text: str) -> None:
    personal_data(text)


@given(st.text(st.sampled_from("0123456789 -+()@.aFI"), max_size=60), st.sampled_from([" ", "\n", "; "]))
def test_what_stands_around_does_not_hide_a_mail_address(text: str, gap: str) -> None:
    assert Personal.EMAIL in personal_data(f"{text}{gap}maija@kunta.fi{gap}{text}")


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "0",
        "0 ",
        "040 ",
        "040-",
        "@",
        "a@",
        "a@a.",
        "a (at) ",
        "FI21 ",
        "NO93 1",
        "131052-",
        "+358 ",
        "-",
        "e\u0301\u0316",
    ],
)
def test_a_long_hostile_text_takes_no_more_than_its_length(piece: str) -> None:
    """Measured 0.02–0.2 s for the longer one; patterns that try every beginning with every end take minutes."""
    looked_through = personal_data.__wrapped__  # not what is kept from the time before
    assert grows_evenly(lambda size: looked_through(piece * (size // len(piece))), 100_000)
