"""What page tests share: a visitor who fills in forms as a browser does, and the quality that every page must have."""

import re
from html.parser import HTMLParser

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

_UNLABELLED = {"hidden", "submit", "button"}


class Page(HTMLParser):
    """The parts of a page that its quality depends on."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.headings: list[str] = []
        self.languages: list[str] = []
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self.fields: list[dict[str, str]] = []
        self.references: set[str] = set()
        self.post_forms = 0
        self.tokens = 0
        self.inline: list[str] = []
        self.title = ""
        self._inside = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        self._inside = tag
        if "id" in has:
            self.ids.append(has["id"])
        if tag == "h1":
            self.headings.append("")
        if tag == "html":
            self.languages.append(has.get("lang", ""))
        if tag == "label":
            self.labels.add(has.get("for", ""))
        if tag in ("input", "select", "textarea") and has.get("type") not in _UNLABELLED:
            self.fields.append(has)
        if tag == "form" and has.get("method", "").lower() == "post":
            self.post_forms += 1
        if has.get("name") == "csrf_token":
            self.tokens += 1
        if tag == "a" and has.get("href", "").startswith("#"):
            self.references.add(has["href"][1:])
        self.references |= set(has.get("aria-describedby", "").split())
        self.inline += [name for name in has if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in has and has.get("type") != "application/json"):
            self.inline.append(tag)

    def handle_data(self, data: str) -> None:
        if self._inside == "title":
            self.title += data
        if self._inside == "h1" and self.headings:
            self.headings[-1] += data.strip()

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""


def check_page(answer: TestResponse, language: str) -> Page:
    """Assert what holds for every page: language, title, one h1, ids, labels, tokens, nothing inline."""
    page = Page(answer.text)
    assert page.languages == [language]
    assert page.title.removesuffix("– Koonti").strip(), "the page has no title"
    assert len(page.headings) == 1, page.headings
    assert page.headings[0], "the h1 is empty"
    assert len(page.ids) == len(set(page.ids)), sorted(name for name in page.ids if page.ids.count(name) > 1)
    for field in page.fields:
        assert field.get("id") in page.labels or field.get("aria-label"), f"no label: {field}"
    assert page.references <= set(page.ids), page.references - set(page.ids)
    assert page.tokens == page.post_forms, "a form that posts has one token"
    assert not page.inline, page.inline
    return page


class _Form(HTMLParser):
    """The fields of the first form with an address, with what stands in them."""

    def __init__(self, html: str, action: str | None) -> None:
        super().__init__()
        self.values: list[tuple[str, str]] = []
        self._action = action
        self._state = "before"
        self._area = self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form" and has.get("action") == self._action and self._state == "before":
            self._state = "inside"
        elif self._state == "inside" and tag == "option" and "selected" in has:
            self.values.append((self._select, has["value"]))
        elif self._state == "inside" and tag in ("textarea", "select"):
            self._area, self._select = (has["name"], "") if tag == "textarea" else ("", has["name"])
            self.values += [(self._area, "")] if self._area else []
        elif self._state == "inside" and tag == "input" and has.get("name") and _is_sent(has):
            self.values.append((has["name"], has.get("value", "")))

    def handle_data(self, data: str) -> None:
        if self._area:
            name, value = self.values.pop()
            self.values.append((name, value + data))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
        if tag == "form" and self._state == "inside":
            self._state = "after"


def _is_sent(field: dict[str, str]) -> bool:
    return field.get("type") not in ("checkbox", "radio") or "checked" in field


def form_fields(answer: TestResponse, action: str | None = None) -> MultiDict[str, str]:
    """What a browser sends when the form to `action` is sent as it stands; None is the form without an address."""
    return MultiDict(_Form(answer.text, action).values)


class Visitor:
    """A browser of its own, with its cookies, which sends a form's token with the form."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str, **more: object) -> TestResponse:
        return self.client.get(path, **more)

    def post(self, path: str, data: dict[str, object] | None = None, page: str = "", **more: object) -> TestResponse:
        """Send a form to `path` from `page` (the same address when it is not given)."""
        token = self.token(page or path)
        sent = {"csrf_token": token} if token else {}
        return self.client.post(path, data={**sent, **(data or {})}, **more)

    def token(self, page: str) -> str:
        """The token of the forms on a page; "" when it has none."""
        found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', self.client.get(page).text)
        return found[1] if found else ""

    def enter(self, token: str) -> "Visitor":
        """Come in by a one-time login link."""
        assert self.post(f"/enter/{token}").status_code == 302
        return self
