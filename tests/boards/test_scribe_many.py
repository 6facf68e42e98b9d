"""The scribe writes down many things at once, on behalf of a group and a place."""

import pytest

from tests.boards.rows import JSON, facts, told
from tests.houses import House, new_key
from tests.pages import check_page
from workshop.live.stream import Audience


def write(
    house: House, text: str, key: str = "", prompt: int | None = None, language: str = "fi", **more: str
) -> object:
    door = f"/meetings/{house.here.code}/prompts/{prompt or house.here.prompts[0]}/scribe"
    form = {"text": text, "client_key": key or new_key(), **more}
    headers = {} if more.pop("page", "") else JSON
    return house.desk(language=language).post(door, form, page=f"/meetings/{house.here.code}/desk", headers=headers)


def test_each_line_is_a_note_of_its_own_for_a_group_and_a_place(house: House) -> None:
    answer = write(house, "yksi\n\n  kaksi \r\nkolme\n", each_line="y", group="associations", municipality="615")
    assert answer.status_code == 201
    assert [body["text"] for body in answer.json["changes"]] == ["yksi", "kaksi", "kolme"]
    assert facts(house, "text", "groups", "municipality") == [
        (text, ["associations"], "615") for text in ("yksi", "kaksi", "kolme")
    ]
    assert all(note["scribe"] for note in told(house, Audience.FACILITATORS))


def test_sent_twice_they_are_written_once(house: House) -> None:
    key = new_key()
    first, second = (write(house, "yksi\nkaksi", key, each_line="y") for _time in range(2))
    assert first.json == second.json
    assert house.notes() == ["yksi", "kaksi"]


def test_without_the_tick_lines_stay_together(house: House) -> None:
    write(house, "yksi\nkaksi")
    assert house.notes() == ["yksi\nkaksi"]


@pytest.mark.parametrize(
    "text", ["", " \n ", "\n".join(["rivi"] * 101), "a\n" + "b" * 2001, "nolla\0merkki", "puoli\ud83dmerkki"]
)
def test_what_cannot_be_written_is_refused_whole(house: House, text: str) -> None:
    answer = write(house, text.encode("utf-8", "surrogatepass").decode("utf-8", "replace"), each_line="y")
    if "puoli" in text:
        assert answer.status_code == 201, "half a character is replaced on its way"
        return
    assert answer.status_code == 422
    assert answer.json["words"]
    assert house.notes() == []


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_person_gets_the_words_back(house: House, language: str) -> None:
    text = "\n".join(f"rivi {number}" for number in range(101))
    answer = write(house, text, each_line="y", group="associations", language=language, page="1")
    assert answer.status_code == 422
    check_page(answer, language)
    assert "rivi 100</textarea>" in answer.text
    assert house.notes() == []


@pytest.mark.parametrize("more", [{"group": "nobody"}, {"municipality": "000"}, {"municipality": "x" * 5000}])
def test_an_unknown_group_or_place_is_refused(house: House, more: dict[str, str]) -> None:
    assert write(house, "yksi", **more).status_code == 422
    assert house.notes() == []
