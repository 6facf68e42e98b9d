"""What a reader finds in the HTML of a digest."""

from html.parser import HTMLParser


class Reader(HTMLParser):
    """Headings, lists and cards of a page, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.headings: list[tuple[str, str]] = []
        """("h1", text)"""
        self.lists: list[tuple[str, list[str]]] = []
        """The heading before each <ul>, and its items."""
        self.cards: list[list[str]] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        """Addresses that a browser would fetch by itself."""
        self.tags: list[str] = []
        self.text = ""
        self._inside: list[str] = []
        self._catch: list[str] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        if tag in {"h1", "h2", "h3", "caption"}:
            self.headings.append((tag, ""))
            self._inside.append(tag)
        if tag == "ul":
            self.lists.append((self.headings[-1][1] if self.headings else "", []))
        if tag == "li" and self.lists:
            self.lists[-1][1].append("")
            self._inside.append(tag)
        if "digest__cards" in has.get("class", ""):
            self.cards.append([])
        if "digest__card" in has.get("class", "").split():
            self.cards[-1].append("")
            self._inside.append("card")
        if tag == "a":
            self.links.append(has.get("href", ""))
        self.loaded += [has[name] for name in ("src", "srcset", "background") if name in has]
        if tag == "link":
            self.loaded.append(has.get("href", ""))

    def handle_data(self, data: str) -> None:
        self.text += data
        if not self._inside:
            return
        match self._inside[-1]:
            case "li":
                self.lists[-1][1][-1] += data
            case "card":
                self.cards[-1][-1] += data
            case _:
                tag, text = self.headings[-1]
                self.headings[-1] = (tag, text + data)

    def handle_endtag(self, tag: str) -> None:
        if self._inside and (tag == self._inside[-1] or (tag == "p" and self._inside[-1] == "card")):
            self._inside.pop()
