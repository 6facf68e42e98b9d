"""What is known of a meeting before it begins."""

from dataclasses import dataclass, field
from datetime import datetime

from workshop.columns import Texts
from workshop.meetings.models import Meeting, Pace


@dataclass(frozen=True)
class MeetingFacts:
    """What the organiser fills in; the form, the demo and a copy all make one of these."""

    title: Texts
    event_type: str
    starts_at: datetime
    ends_at: datetime
    gathering: Texts = field(default_factory=Texts)
    area: str | None = None
    municipalities: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=lambda: ["fi"])
    teams_url: str = ""
    afterwards_days: int = 7
    pace: Pace = Pace.TOGETHER

    def give_to(self, meeting: Meeting) -> None:
        """Write the facts on a meeting."""
        for name in self.__dataclass_fields__:
            setattr(meeting, name, getattr(self, name))
