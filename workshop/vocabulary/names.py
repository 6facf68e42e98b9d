"""What every entry of a vocabulary has: a name in Finnish, Swedish and English."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

NAME_LANGUAGES = ("fi", "sv", "en")


@dataclass(frozen=True)
class Named:
    """An entry with names by language code. Names are written as in running text: lower case unless proper."""

    names: Mapping[str, str] = field(hash=False)

    def name(self, language: str) -> str:
        """The name in `language`; in Finnish when the vocabulary does not know the language."""
        return self.names.get(language, self.names["fi"])

    def capitalised(self, language: str) -> str:
        """The name with a capital first letter, for a heading or the start of a list row."""
        name = self.name(language)
        return name[:1].upper() + name[1:]


def names_of(row: Mapping[str, Any]) -> Mapping[str, str]:
    """The names of one row of a data file, which has a column or member for each language."""
    return MappingProxyType({language: row[language] for language in NAME_LANGUAGES})
