"""What the coding page shows: the contributions that a filter asks for, what each has, and what is suggested."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from werkzeug.datastructures import MultiDict

from workshop.accounts.models import User
from workshop.coding.models import Code, Frame
from workshop.coding.queries import Coders, Hint, Room, codes_in, given_codes, reasons_of, suggestions_of
from workshop.coding.texts import Contribution, Target, contributions_in
from workshop.errors import NotFound
from workshop.vocabulary.terms import topics

A_PAGE = 100
UNCODED, UNCERTAIN, CODED = "uncoded", "uncertain", "coded"
STATES = (UNCODED, UNCERTAIN, CODED)
_NOTHING: Coders = {}


@dataclass(frozen=True)
class Filters:
    """Which contributions somebody wants to see. What the address asks and does not exist asks for nothing."""

    meeting: str = ""
    """A meeting's code."""
    topic: str = ""
    state: str = ""
    code: str = ""
    """A code's key."""
    own: bool = False
    """Is only what one has coded oneself shown and counted?"""
    page: int = 1

    @classmethod
    def read(cls, asked: MultiDict[str, str], room: Room, codes: Sequence[Code]) -> "Filters":
        """What an address asks for."""
        page = asked.get("page", "")
        return cls(
            meeting=_one_of(asked.get("meeting"), (meeting.code for meeting in room.meetings)),
            topic=_one_of(asked.get("topic"), topics()),
            state=_one_of(asked.get("state"), STATES),
            code=_one_of(asked.get("code"), (code.key for code in codes)),
            own=asked.get("own") == "1",
            page=int(page) if page.isascii() and page.isdigit() and 0 < len(page) < 6 else 1,
        )

    def address(self, **changed: object) -> dict[str, str]:
        """The filters as parts of an address, some of them changed; what is as usual is left out."""
        asked = vars(replace(self, **{"page": self.page, **changed}))  # type: ignore[arg-type]
        usual = vars(Filters())
        return {
            name: str(int(value) if value is True else value) for name, value in asked.items() if value != usual[name]
        }

    @property
    def by_coding(self) -> bool:
        """Can a contribution leave the list by being coded?"""
        return bool(self.state or self.code)


def _one_of(asked: str | None, there: Iterable[str]) -> str:
    return asked if asked and asked in set(there) else ""


@dataclass(frozen=True)
class Line:
    """A contribution in the list."""

    said: Contribution
    given: Sequence[tuple[Code, bool]]
    """The codes that it has, and whether the reader gave them."""
    first: Code | None = None
    """What is suggested, as far as the contribution does not have it."""
    second: Code | None = None
    """What fits nearly as well."""
    is_sure: bool = True
    segments: Sequence[tuple[str, bool]] = ()
    """The text in pieces, and of each whether it led to the suggestion."""


class Listing:
    """A frame's contributions as `user` may see them, and what they have."""

    def __init__(self, room: Room, frame: Frame, user: User, asked: MultiDict[str, str]) -> None:
        self.room, self.frame, self.user = room, frame, user
        self.codes = codes_in(frame)
        self.by_key = {code.key: code for code in self.codes}
        self.filters = Filters.read(asked, room, self.codes)
        self.all = contributions_in(room.meetings)
        self._given = given_codes(frame)

    def coders(self, said: Contribution) -> Coders:
        """The codes of a contribution, with their coders; only the reader's own where they want it so."""
        given = self._given.get(said.target, _NOTHING)
        if not self.filters.own:
            return given
        return {key: users & {self.user.id} for key, users in given.items() if self.user.id in users}

    def suggested(self, said: Contribution) -> Hint | None:
        """What is suggested for a contribution without codes; None when nothing is, or its code is there no longer."""
        return self._hints[0].get(said.target)

    @cached_property
    def _hints(self) -> tuple[dict[Target, Hint], int]:
        """What is suggested for what has no code, and how many of those nobody has looked at."""
        told = suggestions_of(self.frame)
        uncoded = [said for said in self.all if not self.coders(said)]
        looked = [(said.target, told.get(said.text_key)) for said in uncoded]
        found = {target: hint for target, hint in looked if hint and hint.first in self.by_key}
        return found, sum(hint is None for _target, hint in looked)

    def is_uncertain(self, said: Contribution) -> bool:
        """Is it uncoded, with a suggestion that a person had better look at?"""
        suggested = self.suggested(said)
        return suggested is not None and not suggested.is_sure

    @cached_property
    def coded(self) -> int:
        """How many of all contributions have a code."""
        return sum(bool(self.coders(said)) for said in self.all)

    @cached_property
    def uncertain(self) -> int:
        return sum(self.is_uncertain(said) for said in self.all)

    @property
    def unsuggested(self) -> int:
        """How many uncoded ones the worker has not looked at yet: they came, or were changed, after it did."""
        return self._hints[1]

    @cached_property
    def here(self) -> list[Contribution]:
        """Those of the filter's meeting and topic, whatever they have."""
        meeting_id = next((one.id for one in self.room.meetings if one.code == self.filters.meeting), None)
        topic = self.filters.topic
        return [
            said
            for said in self.all
            if (meeting_id is None or said.meeting_id == meeting_id) and (not topic or said.topic == topic)
        ]

    @cached_property
    def found(self) -> list[Contribution]:
        """All that the filters let through, on whatever page."""
        return [said for said in self.here if self._fits(said)]

    def _fits(self, said: Contribution) -> bool:
        given, state = self.coders(said), self.filters.state
        if self.filters.code and self.filters.code not in given:
            return False
        if state == UNCERTAIN:
            return self.is_uncertain(said)
        return not state or (state == CODED) == bool(given)

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.found) // A_PAGE))

    @property
    def page(self) -> int:
        """The page that is shown: the last one when there are not so many."""
        return min(self.filters.page, self.pages)

    @cached_property
    def shown(self) -> list[Contribution]:
        return self.found[(self.page - 1) * A_PAGE : self.page * A_PAGE]

    def lines(self, contributions: Iterable[Contribution]) -> list[Line]:
        """Contributions as they stand in the list."""
        listed = list(contributions)
        reasons = reasons_of(self.frame, [said.text_key for said in listed if self.suggested(said)])
        return [self._line(said, reasons) for said in listed]

    def _line(self, said: Contribution, reasons: Mapping[str, Sequence[Sequence[int]]]) -> Line:
        given = self.coders(said)
        has = [(code, self.user.id in given[code.key]) for code in self.codes if code.key in given]
        suggested = self.suggested(said)
        if suggested is None:
            return Line(said, has, segments=[(said.text, False)])
        second = self.by_key.get(suggested.second or "")
        pieces = segments(said.text, reasons.get(said.text_key, ()))
        return Line(said, has, self.by_key[suggested.first], second, suggested.is_sure, pieces)

    def named(self, names: Iterable[str]) -> list[Contribution]:
        """The contributions that a form names, each once. NotFound when one is not among those that may be coded."""
        by_name = {said.name: said for said in self.all}
        wanted = dict.fromkeys(names)
        if not wanted.keys() <= by_name.keys():
            raise NotFound
        return [by_name[name] for name in wanted]

    def code(self, key: str) -> Code:
        """The frame's code with this key; NotFound otherwise."""
        if key not in self.by_key:
            raise NotFound
        return self.by_key[key]

    def of_theme(self, code: Code, margin: float) -> list[Contribution]:
        """The uncoded ones of the filter's meeting and topic to which this code is suggested with this lead or more."""
        return [
            said
            for said in self.here
            if (suggested := self.suggested(said)) and suggested.first == code.key and suggested.margin >= margin
        ]

    @cached_property
    def waiting(self) -> Mapping[str, int]:
        """How many uncoded ones here would get each code, by its key."""
        return Counter(suggested.first for said in self.here if (suggested := self.suggested(said)))

    def after(self, touched: Iterable[Target]) -> str | None:
        """The name of the contribution to go on with when these were coded: the first one of them, or if they leave the
        list the next one after them."""
        names = [said.name for said in self.shown]
        places = sorted(names.index(said.name) for said in self.shown if said.target in set(touched))
        if not places:
            return None
        if not self.filters.by_coding:
            return names[places[0]]
        return next((name for name in names[places[-1] + 1 :]), None)


def segments(text: str, why: Sequence[Sequence[int]]) -> list[tuple[str, bool]]:
    """A text cut where these places, [[from, to], …], begin and end; of each piece, whether it is one of them."""
    pieces, done = [], 0
    for start, end in sorted(map(tuple, why)):
        if done <= start < end <= len(text):
            pieces += [(text[done:start], False), (text[start:end], True)]
            done = end
    return [piece for piece in (*pieces, (text[done:], False)) if piece[0]]
