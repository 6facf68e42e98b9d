"""What the worker does for coding: it makes the suggestions that are due."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import current_app
from sqlalchemy import select

from workshop.analysis.text import Coder, Example, Said, Suggestion
from workshop.analysis.text.languages import language_of
from workshop.coding.actions import keep_suggestions
from workshop.coding.cards import frame_for_suggestions
from workshop.coding.language_model import Silent, second_reader
from workshop.coding.models import Code, Frame
from workshop.coding.queries import codes_in, frames_awaiting, given_codes
from workshop.coding.texts import Contribution, contributions_in
from workshop.extensions import db
from workshop.meetings.models import Meeting
from workshop.vocabulary.frames import Frame as CardFrame


def suggest_due() -> None:
    """Make suggestions for each frame whose codes have changed, or for which somebody has asked."""
    for frame in frames_awaiting():
        try:
            suggest_for(frame)
        except Exception:
            # One frame that cannot be read must not keep the others waiting. It is tried again at the next look.
            current_app.logger.exception("suggestions for the frame %s could not be made", frame.id)


def suggest_for(frame: Frame) -> None:
    """Make all suggestions of a frame anew: from its cards, and from what has been coded by it so far."""
    asked_at, codes = frame.suggestions_asked_at, codes_in(frame)
    meetings = db.session.scalars(select(Meeting).where(Meeting.round_id == frame.round_id)).all()
    languages = {meeting.id: tuple(meeting.languages) for meeting in meetings}
    # Nothing can be suggested where there is nothing to choose between.
    said = contributions_in(meetings) if len(codes) > 1 else []
    read = [(one, language_of(one.text, languages[one.meeting_id] or (one.language,))) for one in said]
    keep_suggestions(frame, asked_at, list(_suggested(frame, codes, read)))


def _suggested(
    frame: Frame, codes: Sequence[Code], read: Sequence[tuple[Contribution, str]]
) -> Iterator[dict[str, Any]]:
    if not read:
        return
    known = {one.target: (one.text, language) for one, language in read}
    # In the order in which they were coded: where there are too many to learn from, the latest count.
    examples = [
        Example(known[target][0], key, known[target][1])
        for target, keys in given_codes(frame).items()
        if target in known
        for key in keys
    ]
    frame_of_codes = frame_for_suggestions(codes)
    coder = Coder(frame_of_codes, examples)
    texts = {one.text: (one.text_key, language) for one, language in read}
    said = [Said(key, text, language) for text, (key, language) in texts.items()]
    for (text, (key, _language)), hint in zip(texts.items(), _read(coder, frame_of_codes, said), strict=True):
        says_something = hint.margin > 0
        yield {
            "text_key": key,
            "first": hint.first if says_something else "",
            "second": hint.second if says_something and not hint.is_sure else None,
            "margin": hint.margin,
            "is_sure": hint.is_sure,
            "why": places(text, hint.why),
        }


def _read(coder: Coder, frame: CardFrame, said: Sequence[Said]) -> list[Suggestion]:
    """What the coder suggests, and what a language model makes of it where there is one."""
    reader = second_reader(current_app.config["SETTINGS"], coder, frame)
    if reader:
        try:
            return reader.suggest(said)
        except Silent as why:
            current_app.logger.warning("the language model did not answer (%s); suggested without it", why)
    return coder.suggest(said)


def places(text: str, words: Sequence[str]) -> list[list[int]]:
    """Where these words of a text stand in it first, as whole words where they can: [[from, to], …]."""
    found = (_place(text, word) for word in words if word)
    return sorted([start, start + length] for start, length in found if start >= 0)


def _place(text: str, word: str) -> tuple[int, int]:
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        if not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum():
            return start, len(word)
        start = text.find(word, start + 1)
    return text.find(word), len(word)
