"""In which language a text is."""

from collections.abc import Sequence
from functools import cache, lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

LANGUAGES = ("fi", "sv", "en")
"""The languages that texts are read in, unless a meeting says which."""

LONGEST = 2000
"""Signs that are looked at; what a text is written in is known long before."""


def language_of(text: str, languages: Sequence[str] = LANGUAGES) -> str:
    """The language of a text, one of `languages`; the first of them when the text has no letters to tell it by.

    By py3langid (naive Bayes over byte n-grams; Lui and Baldwin: langid.py, ACL 2012), restricted to those languages.
    ValueError when `languages` is empty.
    """
    return _language_of(text[:LONGEST], tuple(languages))


@lru_cache(maxsize=8192)
def _language_of(text: str, languages: tuple[str, ...]) -> str:
    if not languages:
        raise ValueError("a text is in one of the languages given, and none was given")
    if len(languages) == 1 or not any(sign.isalpha() for sign in text):
        return languages[0]
    return _identifier(languages).classify(text)[0]


@cache
def _identifier(languages: tuple[str, ...]) -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages([*languages])
    return identifier
