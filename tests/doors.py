"""The doors of the live features: who comes to them, for whom they are, and what each gets."""

from dataclasses import dataclass, field
from enum import StrEnum

from workshop.meetings.models import State


class Role(StrEnum):
    ANONYMOUS = "anonymous"
    STRANGER = "guest of another meeting"
    GUEST = "guest"
    SCRIBE = "scribe"
    BYSTANDER = "facilitator who does not lead it"
    LEADER = "leader"
    ORGANISER = "organiser"


OUTSIDE = {Role.ANONYMOUS, Role.STRANGER, Role.GUEST}
"""Those who are not logged in."""


class Door(StrEnum):
    LED = "for those who lead the meeting"
    WRITTEN = "for its scribes too"
    MAIL = "for organisers among them, who send letters"
    STAFF = "for all of the staff who prepare and lead meetings"
    SCRIBES_TOO = "for all of the staff"
    ORGANISERS = "for organisers"
    GUESTS = "for those who have joined"
    OPEN = "for everybody"


TO_LOGIN, TO_THE_DOOR, FORBIDDEN, HIDDEN = 302, 303, 403, 404


@dataclass(frozen=True)
class Row:
    endpoint: str
    method: str
    path: str
    door: Door
    told: str
    form: dict[str, str] = field(default_factory=dict)
    guest_told: str = ""
    """What a participant gets instead, at doors that are open to all."""

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    def expected(self, role: Role, state: State) -> int:
        """The status that the role gets in the state."""
        if self.door not in (Door.GUESTS, Door.OPEN) and role in OUTSIDE:
            return TO_LOGIN
        if self.door in (Door.LED, Door.MAIL, Door.STAFF, Door.ORGANISERS) and role is Role.SCRIBE:
            return HIDDEN
        if self.door in (Door.LED, Door.MAIL, Door.WRITTEN) and role is Role.BYSTANDER:
            return HIDDEN
        if self.door in (Door.MAIL, Door.ORGANISERS) and role is not Role.ORGANISER:
            return FORBIDDEN
        if self.door is Door.GUESTS and role is not Role.GUEST:
            return TO_THE_DOOR
        told = self.guest_told if self.guest_told and role is Role.GUEST else self.told
        return int(told.split()[list(State).index(state)])

    def address(self, names: dict[str, object]) -> str:
        return self.path.format(**names)

    def filled(self, names: dict[str, object]) -> dict[str, str]:
        """The form, with the numbers of what stands in the house."""
        return {field.format(**names): value.format(**names) for field, value in self.form.items()}
