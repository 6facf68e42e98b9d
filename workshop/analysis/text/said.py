"""A text that somebody said, as it is handed to this room."""

from dataclasses import dataclass

from workshop.analysis.text.languages import language_of

Id = int | float | str


@dataclass(frozen=True)
class Said:
    """A note or an open answer. `lang` is the language it was written in, found out when it is None."""

    id: Id
    text: str
    lang: str | None = None

    @property
    def language(self) -> str:
        """The language that it is read in."""
        return self.lang or language_of(self.text)
