"""What a live screen shows of a step: its prompts, the news that concern them, and what waits for the facilitator."""

from collections.abc import Sequence
from dataclasses import dataclass

from workshop.boards.models import BoardRules, Marking, Prompt
from workshop.boards.news import board_news
from workshop.boards.queries import prompts_of
from workshop.live.stream import Audience, Change, News
from workshop.meetings.models import Exercise, ExerciseKind, Meeting
from workshop.results.queries import meeting_results
from workshop.results.shapes import Chart
from workshop.results.view import step_charts
from workshop.statements.models import Statement, StatementRules
from workshop.statements.queries import Tally, is_shown, statements_of, tallies_of, voter_counts
from workshop.statements.queries import rules_of as vote_rules_of
from workshop.surveys.queries import response_counts

MOST_MARKED = 5
"""How many of a board's most liked notes the wall shows among its results."""


def step_of(meeting: Meeting, position: int | None) -> Exercise | None:
    """The exercise at `position`, or the current one when none is asked for."""
    if position is None:
        return meeting.current_exercise
    return next((step for step in meeting.exercises if step.position == position), None)


def step_news(meeting: Meeting, step: Exercise | None, audience: Audience) -> tuple[Sequence[Prompt], News]:
    """The step's prompts, and all that the audience may know now but the notes of other steps."""
    prompts = prompts_of(step) if step else []
    return prompts, board_news(meeting, prompts, audience)


@dataclass(frozen=True)
class Waits:
    """What waits for the facilitator on a board."""

    waiting: list[Change]
    """Notes to be approved, or to be revealed, the oldest first."""
    reported: list[Change]
    raised: int
    """Hands that are up."""
    ready: int
    """People who are ready with the step shown."""


def waits_in(news: News) -> Waits:
    """What waits, out of the facilitators' news of a step."""
    notes = [change for change in news.changes if change["kind"] == "note" and not change.get("hidden")]
    hands = next((change for change in news.changes if change["kind"] == "hands"), {})
    return Waits(
        waiting=sorted((note for note in notes if note.get("waiting")), key=lambda note: note["id"]),
        reported=sorted((note for note in notes if note.get("reports")), key=lambda note: note["id"]),
        raised=hands.get("raised", 0),
        ready=hands.get("ready", 0),
    )


@dataclass(frozen=True)
class StepResults:
    """What has been said so far in a step, as the wall tells it."""

    written: int
    """Notes, those among them that nobody has been shown yet."""
    responses: int
    """People who have answered a survey, or taken a stance in a vote."""
    charts: tuple[Chart, ...]
    closed: bool
    """Does a vote keep its results from the room until they are opened?"""
    marked: list[Change]
    """The notes with the most likes or votes, the first first."""


def step_results(meeting: Meeting, step: Exercise, news: News, rules: BoardRules, language: str) -> StepResults:
    """The results of a step; `news` are what participants may know of it, so nobody's veiled words are among them."""
    results = meeting_results(meeting)
    closed = step.kind is ExerciseKind.STATEMENTS and vote_rules_of(step).results_opened_at is None
    prompts = [prompt.id for prompt in results.prompts if prompt.exercise_id == step.id]
    mark = "votes" if rules.marking is Marking.VOTES else "likes"
    marked = [change for change in news.changes if change["kind"] == "note" and change.get(mark)]
    return StepResults(
        written=sum(results.summary.by_prompt[prompt] for prompt in prompts),
        responses=_responses(step),
        charts=() if closed else step_charts(results, step, language),
        closed=closed,
        marked=sorted(marked, key=lambda note: (-note[mark], note["id"]))[:MOST_MARKED],
    )


def _responses(step: Exercise) -> int:
    counts = {ExerciseKind.SURVEY: response_counts, ExerciseKind.STATEMENTS: voter_counts}.get(step.kind)
    return counts(step.meeting_id).get(step.id, 0) if counts else 0


@dataclass(frozen=True)
class VoteSeen:
    """A statement vote as the desk shows it."""

    rules: StatementRules
    statements: list[Statement]
    """What people vote on, in order."""
    waiting: list[Statement]
    hidden: list[Statement]
    tallies: dict[int, Tally]
    voters: int


def vote_seen(step: Exercise | None) -> VoteSeen | None:
    """The vote that the step is; None when it is none."""
    if step is None or step.kind is not ExerciseKind.STATEMENTS:
        return None
    statements = statements_of(step)
    return VoteSeen(
        rules=vote_rules_of(step),
        statements=[one for one in statements if is_shown(one)],
        waiting=[one for one in statements if one.withheld_at and not one.hidden_at],
        hidden=[one for one in statements if one.hidden_at],
        tallies=tallies_of(step),
        voters=_responses(step),
    )
