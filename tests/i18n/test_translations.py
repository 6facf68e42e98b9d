"""The catalogues: every text that people read is there in Finnish and in Swedish, and nothing else is."""

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent.parent
ONE, OR_MANY = None, (1, 2)
KEYWORDS = {
    **dict.fromkeys(("gettext", "_", "_l", "lazy_gettext"), ONE),
    **dict.fromkeys(("ngettext", "lazy_ngettext"), OR_MANY),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w+\}")

both_languages = pytest.mark.parametrize("language", ["fi", "sv"])


@cache
def asked() -> frozenset[str | tuple[str, str]]:
    """Every msgid of code and templates; a pair where there is a plural."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(ROOT, methods, options, keywords=KEYWORDS)
    return frozenset(text for _file, _line, text, _comments, _context in found if text)


@cache
def catalogue(language: str) -> Catalog:
    with (ROOT / "translations" / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def translated(language: str) -> dict[str | tuple[str, str], Message]:
    return {message.id: message for message in catalogue(language) if message.id}


def forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    """A text in the singular and in the plural, or just as it is."""
    return text if isinstance(text, tuple) else (text,)


def placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def test_texts_are_found_in_code_and_in_templates() -> None:
    assert len(asked()) > 400
    assert {"Choose a role", "Skip to the content", ("%(n)s note", "%(n)s notes")} <= asked()


@both_languages
def test_every_text_has_its_translation(language: str) -> None:
    known = translated(language)
    assert sorted(map(str, asked() - known.keys())) == []
    empty = [text for text in asked() if not all(forms(known[text].string))]
    assert empty == []


@both_languages
def test_plurals_have_as_many_forms_as_the_language(language: str) -> None:
    wanted = catalogue(language).num_plurals
    plurals = [message for message in translated(language).values() if isinstance(message.id, tuple)]
    assert len(plurals) > 5
    assert [message.id for message in plurals if len(forms(message.string)) != wanted] == []


@both_languages
def test_no_translation_is_a_guess(language: str) -> None:
    assert not catalogue(language).fuzzy
    assert [message.id for message in translated(language).values() if message.fuzzy] == []


@both_languages
def test_a_translation_has_the_placeholders_of_its_text(language: str) -> None:
    broken = [
        (text, form)
        for text, message in translated(language).items()
        for form in forms(message.string)
        if form and placeholders(form) != placeholders(forms(text)[-1])
    ]
    assert broken == []


@both_languages
def test_a_catalogue_has_nothing_that_is_no_longer_asked(language: str) -> None:
    assert list(catalogue(language).obsolete) == []
    assert sorted(map(str, translated(language).keys() - asked())) == []
