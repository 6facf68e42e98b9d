"""The codes of notes as columns of a file: one for each coding frame of which anything in the file has a code."""

from dataclasses import dataclass

from flask_babel import gettext as _

from workshop.coding.queries import codes_in, codes_of_notes, frames_of
from workshop.exchange.sheets import Cell
from workshop.meetings.models import Meeting
from workshop.rounds.models import Round


@dataclass(frozen=True)
class Coded:
    """What notes were coded to, as a sheet tells it: its columns, what their values mean, and the cells of notes."""

    columns: tuple[tuple[str, str, str], ...]
    values: tuple[tuple[str, Cell, str], ...]
    _given: dict[tuple[int, str], str]

    def cells(self, note_id: int | None) -> tuple[Cell, ...]:
        """The names of a note's codes, frame by frame; of what is no note nothing."""
        return tuple(self._given.get((note_id or 0, key)) for key, _heading, _meaning in self.columns)


def coded_notes(where: Round | Meeting, language: str) -> Coded:
    """The codes of what participants may see in a round or in one meeting, whoever gave them."""
    given: dict[int, dict[str, set[int]]] = {}
    for note_id, frame_id, code in codes_of_notes(where):
        given.setdefault(frame_id, {}).setdefault(code, set()).add(note_id)
    round_ = where if isinstance(where, Round) else where.round
    columns: list[tuple[str, str, str]] = []
    values: list[tuple[str, Cell, str]] = []
    names: dict[tuple[int, str], list[str]] = {}
    for number, frame in enumerate((one for one in frames_of(round_) if one.id in given), start=1):
        key = f"codes{number}"
        columns.append((key, _("Codes: %(frame)s", frame=frame.name.text(language)), _meaning()))
        for code in codes_in(frame):
            name = code.name.text(language)
            values.append((key, name, code.description.text(language)))
            for note_id in given[frame.id].get(code.key, ()):
                names.setdefault((note_id, key), []).append(name)
    return Coded(tuple(columns), tuple(values), {place: "; ".join(told) for place, told in names.items()})


def _meaning() -> str:
    return _("What the note was coded to in this coding frame, by anybody; several codes are separated by semicolons.")
