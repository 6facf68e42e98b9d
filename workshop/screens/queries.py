"""What a live screen shows of a step: its prompts, and the news that concern them."""

from collections.abc import Sequence

from workshop.boards.models import Prompt
from workshop.boards.queries import board_news, prompts_of
from workshop.live.stream import Audience, News
from workshop.meetings.models import Exercise, Meeting


def step_of(meeting: Meeting, position: int | None) -> Exercise | None:
    """The exercise at `position`, or the current one when none is asked for."""
    if position is None:
        return meeting.current_exercise
    return next((step for step in meeting.exercises if step.position == position), None)


def step_news(meeting: Meeting, step: Exercise | None, audience: Audience) -> tuple[Sequence[Prompt], News]:
    """The step's prompts, and all that the audience may know now but the notes of other steps."""
    prompts = prompts_of(step) if step else []
    return prompts, board_news(meeting, prompts, audience)
