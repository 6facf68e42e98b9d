"""Who is here: participants with an open socket, counted once however many tabs they have."""

from collections import Counter, defaultdict


class Presence:
    """Presence in this process. It is a number, told at most once a second, and never a list of people."""

    def __init__(self) -> None:
        self._sockets: dict[str, tuple[int, str | None]] = {}
        self._here: defaultdict[int, Counter[str]] = defaultdict(Counter)
        self._screens: Counter[int] = Counter()
        self._told: dict[int, int] = {}
        """The number that the screens of a meeting were told last; a new screen has not heard it."""

    def arrive(self, sid: str, meeting_id: int, who: str | None) -> None:
        """A socket listens to a meeting; desks and walls are no participants."""
        self._sockets[sid] = (meeting_id, who)
        self._screens[meeting_id] += 1
        if who is not None:
            self._here[meeting_id][who] += 1
        self._told.pop(meeting_id, None)

    def knows(self, sid: str) -> bool:
        """Does this socket listen to a meeting already?"""
        return sid in self._sockets

    def leave(self, sid: str) -> int | None:
        """A socket is gone. Answers its meeting when no screen of this process listens to it any more."""
        if sid not in self._sockets:
            return None
        meeting_id, who = self._sockets.pop(sid)
        self._screens[meeting_id] -= 1
        if who is not None:
            here = self._here[meeting_id]
            here[who] -= 1
            if not here[who]:
                del here[who]
        if self._screens[meeting_id] > 0:
            return None
        del self._screens[meeting_id]
        self._here.pop(meeting_id, None)
        self._told.pop(meeting_id, None)
        return meeting_id

    def phones(self) -> dict[str, tuple[int, str]]:
        """The sockets of participants: of which meeting each is, and whose by the name that its page carries."""
        return {sid: (meeting_id, who) for sid, (meeting_id, who) in self._sockets.items() if who is not None}

    def listening(self) -> int:
        """How many screens listen, to whichever meeting."""
        return len(self._sockets)

    def screens(self, meeting_id: int) -> int:
        """How many screens listen to this meeting."""
        return self._screens[meeting_id]

    def now(self, meeting_id: int) -> int:
        """How many participants are here now."""
        return len(self._here.get(meeting_id, ()))

    def counts(self) -> dict[int, int]:
        """How many participants are here now, for each meeting that a screen listens to."""
        return {meeting_id: self.now(meeting_id) for meeting_id in self._screens}

    def untold(self, here: dict[int, int]) -> dict[int, int]:
        """Of `here` (meeting → number), what some screen has not heard yet. It counts as told from now on."""
        untold = {meeting_id: count for meeting_id, count in here.items() if self._told.get(meeting_id) != count}
        self._told |= {meeting_id: count for meeting_id, count in untold.items() if meeting_id in self._screens}
        return untold


presence = Presence()
