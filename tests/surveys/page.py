"""A page taken apart, so that a test can ask what is on it."""

from html.parser import HTMLParser

from werkzeug.test import TestResponse

from tests.pages import check_page


class Page(HTMLParser):
    """The elements of a page in order, and the texts of its headings, labels and legends."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[tuple[str, str]] = []
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag in {"h1", "title", "label", "legend", "strong"}:
            self._open.append(tag)
            self.texts.append((tag, ""))

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open:
            tag, text = self.texts[-1]
            self.texts[-1] = (tag, " ".join(f"{text} {data}".split()))

    def all(self, *tags: str) -> list[dict[str, str]]:
        return [attrs for tag, attrs in self.elements if tag in tags]

    def text(self, tag: str) -> str:
        return next(text for name, text in self.texts if name == tag)

    def value(self, name: str) -> str:
        """What the field with this name has as its value."""
        return next(field["value"] for field in self.all("input") if field.get("name") == name)


def check_quality(answer: TestResponse, language: str) -> Page:
    """Assert what holds for every page, and take it apart."""
    check_page(answer, language)
    return Page(answer.text)
