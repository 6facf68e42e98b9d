"""From a meeting and what was said in it to the document, in one language.

The form is that of the digests which were once written by hand: title, gathering and day, who took part, the scribe's
block, the boards with their questions, then theme by theme every question with its notes, and last the surveys and
statement votes, thanks and what comes next. Notes are verbatim and in order, each followed by the comments on it; a
stack stands where its first note does, with all its notes. None is merged, cut or left out, but for those that were
hidden.
"""

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from workshop.boards.models import Comment, Note, Prompt
from workshop.boards.queries import prompts_by_exercise
from workshop.digests.attendance import attendance
from workshop.digests.document import Block, BoardPage, Document, HeadedList, Said, Section, Stack
from workshop.digests.onward import onward
from workshop.digests.queries import open_answers, visible_comments, visible_notes
from workshop.digests.tables import survey_section, vote_section
from workshop.i18n.formats import day, number
from workshop.meetings.models import Exercise, ExerciseKind, Meeting
from workshop.results.queries import Results, meeting_results
from workshop.surveys.queries import questions_of
from workshop.vocabulary.terms import topics

Notes = Mapping[int, Sequence[Note]]
"""Notes by their prompt's id."""
Comments = Mapping[int, Sequence[Comment]]
"""Comments by their note's id."""


def compose(meeting: Meeting, language: str) -> Document:
    """The meeting's digest in `language`, made of what is not hidden now."""
    prompts, notes = prompts_by_exercise(meeting), visible_notes(meeting)
    comments = visible_comments(meeting)
    with force_locale(language):
        results = meeting_results(meeting)
        blocks: list[Block] = attendance(results, meeting.heads, language)
        for exercise in _of_kind(meeting, ExerciseKind.SCRIBE):
            blocks += [_headed_list(prompt, notes, comments, language) for prompt in prompts[exercise.id]]
        boards = _of_kind(meeting, ExerciseKind.BOARD)
        blocks += [_board_page(board, prompts[board.id], language) for board in boards]
        blocks += _themes([prompt for board in boards for prompt in prompts[board.id]], notes, comments, language)
        blocks += _surveys(meeting, results, language)
        blocks += [vote_section(vote, results, language) for vote in _of_kind(meeting, ExerciseKind.STATEMENTS)]
        return Document(
            title=_("%(title)s – digest of the work", title=meeting.title.text(language)),
            subtitle=f"{meeting.gathering.text(language)} {day(meeting.starts_at, language)}".strip(),
            language=language,
            contents=_("Contents"),
            blocks=tuple(blocks),
            closing=(
                _("Thank you to everybody who took part."),
                _("What was said is here in the writers’ own words, in the order of writing."),
                *onward(meeting, language),
            ),
            closing_heading=_("Thank you, and what comes next"),
        )


def _of_kind(meeting: Meeting, kind: ExerciseKind) -> list[Exercise]:
    """The meeting's exercises of one kind, in the order of the path."""
    return sorted((step for step in meeting.exercises if step.kind is kind), key=lambda step: step.position)


def _board_page(board: Exercise, prompts: Iterable[Prompt], language: str) -> BoardPage:
    title = board.title.text(language)
    return BoardPage(title, tuple(prompt.text.text(language) for prompt in prompts), _("Source: %(step)s.", step=title))


def _themes(prompts: Iterable[Prompt], notes: Notes, comments: Comments, language: str) -> list[Section]:
    """A section for each theme, in the order in which the path first comes to it."""
    themes: dict[str, list[HeadedList]] = {}
    for prompt in prompts:
        theme = prompt.theme.text(language) or topics()[prompt.topic].name(language)
        themes.setdefault(theme, []).append(_headed_list(prompt, notes, comments, language))
    return [
        Section(_("Digest of the joint work: %(theme)s", theme=theme), tuple(lists)) for theme, lists in themes.items()
    ]


def _headed_list(prompt: Prompt, notes: Notes, comments: Comments, language: str) -> HeadedList:
    here = notes.get(prompt.id, ())
    stacks: dict[int, list[Note]] = {}
    for note in here:
        if note.stack_id is not None:
            stacks.setdefault(note.stack_id, []).append(note)
    said: list[Said | Stack] = []
    for note in here:
        together = stacks.get(note.stack_id, []) if note.stack_id is not None else []
        if len(together) < 2:  # what it lay with is hidden or has gone elsewhere
            said += _said(note, comments, language)
        elif note is together[0]:
            originals = [one for each in together for one in _said(each, comments, language)]
            said.append(Stack(_stacked(len(together), language), tuple(originals)))
    return HeadedList(
        prompt.text.text(language), tuple(said), _("No answers"), _source(prompt.exercise, len(here), language)
    )


def _said(note: Note, comments: Comments, language: str) -> list[Said]:
    """A note and what was commented on it."""
    commented = (Said(comment.text, comment.language, _("(comment)")) for comment in comments.get(note.id, ()))
    return [Said(note.text, note.language, _aside(note, language)), *commented]


def _stacked(count: int, language: str) -> str:
    return ngettext("%(n)s note gathered as one:", "%(n)s notes gathered as one:", count, n=number(count, language))


def _source(exercise: Exercise, count: int, language: str) -> str:
    return ngettext(
        "Source: %(step)s, %(n)s note in its writer’s own words.",
        "Source: %(step)s, %(n)s notes in their writers’ own words, in the order of writing.",
        count,
        step=exercise.title.text(language),
        n=number(count, language),
    )


def _surveys(meeting: Meeting, results: Results, language: str) -> list[Section]:
    surveys = _of_kind(meeting, ExerciseKind.SURVEY)
    if not surveys:
        return []
    texts = {
        part: [Said(words, spoken) for words, spoken in answers] for part, answers in open_answers(meeting).items()
    }
    return [survey_section(survey, questions_of(survey), results.summary, texts, language) for survey in surveys]


def _aside(note: Note, language: str) -> str:
    """What people gave to a note (votes and likes when the board's rules were changed), and that it came afterwards."""
    likes = _("(likes: %(count)s)", count=number(note.likes, language)) if note.likes else ""
    votes = _("(votes: %(count)s)", count=number(note.votes, language)) if note.votes else ""
    afterwards = _("(afterwards)") if note.written_afterwards else ""
    return " ".join(part for part in (votes, likes, afterwards) if part)
