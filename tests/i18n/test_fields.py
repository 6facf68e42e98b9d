"""A text in several languages, as a form takes it and draws it."""

from collections.abc import Iterator
from io import BytesIO
from types import SimpleNamespace

import pytest
from flask import Flask, get_template_attribute
from govuk_frontend_wtf.main import wtforms_errors
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import FieldList, Form

from workshop.columns import Texts
from workshop.i18n.fields import LINE_MAX, TextsField

ASKED = "Write the title in at least one language"


class Letter(Form):
    title = TextsField("Title", required=ASKED)
    body = TextsField("Body", long=True, description="What it says")


class Options(Form):
    options = FieldList(TextsField("Option", required="Write something"))


@pytest.fixture(autouse=True)
def request_in_english(app: Flask) -> Iterator[None]:
    with app.test_request_context("/?lang=en"):
        yield


def letter(**typed: object) -> Letter:
    return Letter(MultiDict({name.replace("_", "-"): text for name, text in typed.items()}))


def drawn(form: Letter) -> str:
    texts_field = get_template_attribute("components/texts.html", "texts_field")
    return texts_field(form.title) + texts_field(form.body)


def test_the_data_is_texts_without_empty_languages() -> None:
    form = letter(title_fi="  Arvot ", title_sv="", title_en="Our\nvalues", body_fi="yksi\r\nkaksi ")
    assert form.validate()
    assert form.title.data == Texts(fi="Arvot", en="Our values")
    assert isinstance(form.title.data, Texts)
    assert form.body.data == Texts(fi="yksi\nkaksi")


def test_one_language_is_enough_and_none_is_an_error_at_the_first() -> None:
    assert letter(title_sv="Värden").validate()
    form = letter(title_fi="   ")
    assert not form.validate()
    assert form.errors == {"title": {"fi": [ASKED]}}


def test_the_error_summary_leads_to_the_field_that_is_drawn() -> None:
    form = letter()
    form.validate()
    (error,) = wtforms_errors(form)["errorList"]
    assert error == {"text": ASKED, "href": "#title-fi"}
    assert 'id="title-fi"' in drawn(form)
    assert 'id="title-fi-error"' in drawn(form)


def test_a_text_that_is_too_long_is_an_error_at_its_language() -> None:
    form = letter(title_fi="Arvot", title_sv="v" * (LINE_MAX + 1))
    assert not form.validate()
    assert form.errors == {"title": {"sv": ["Use at most 200 characters"]}}


def test_a_file_instead_of_text_is_an_empty_text() -> None:
    form = letter(title_fi=FileStorage(BytesIO(b"x"), filename="x.txt"))
    assert not form.validate()
    assert form.title.data == Texts()
    assert "FileStorage" not in drawn(form)


def test_control_characters_and_half_characters_are_left_out() -> None:
    form = letter(title_fi="Ar\x00vot\ud800", body_fi="a\x07b")
    assert form.validate()
    assert form.title.data == Texts(fi="Arvot")
    assert form.body.data == Texts(fi="ab")


def test_what_is_kept_is_shown_and_given_back() -> None:
    kept = SimpleNamespace(title=Texts(sv="Värden <b>"), body=Texts())
    html = drawn(Letter(obj=kept))
    assert 'value="Värden &lt;b&gt;"' in html
    letter(title_fi="Arvot", body_en="Why").populate_obj(kept)
    assert kept.title == Texts(fi="Arvot")
    assert kept.body == Texts(en="Why")


def test_each_language_has_its_name_as_label_and_its_lang_on_the_field() -> None:
    html = drawn(letter(title_fi="Arvot"))
    for code, name in (("fi", "Suomi"), ("sv", "Svenska"), ("en", "English")):
        for field in ("title", "body"):
            assert f'lang="{code}" for="{field}-{code}"' in " ".join(html.split())
        assert html.count(name) == 2
        assert html.count(f' lang="{code}"') == 4
    assert 'aria-describedby="body-hint"' in html
    assert html.count("<legend") == 2


def test_it_may_be_the_member_of_a_list() -> None:
    form = Options(MultiDict({"options-0-fi": "kyllä", "options-1-fi": ""}))
    assert not form.validate()
    assert form.options.data == [Texts(fi="kyllä"), Texts()]
    assert {"text": "Write something", "href": "#options-1-fi"} in wtforms_errors(form)["errorList"]
    assert Options(data={"options": [Texts(en="yes")]}).options.data == [Texts(en="yes")]
