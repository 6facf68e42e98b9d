"""A participant's board: it is read, and notes are written on it."""

import uuid

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from workshop.boards import actions
from workshop.boards.doors import bp
from workshop.boards.forms import NoteForm
from workshop.boards.news import board_news, own_body
from workshop.boards.queries import (
    access_prompt,
    board_of,
    group_papers,
    is_scribes,
    own_marks,
    prompts_of,
    rules_of,
    votes_given,
)
from workshop.boards.stacks import stacks
from workshop.errors import KeyTaken, Locked, NotJoined, NotNow, Refusal, TooFast, refusal_words, wants_json
from workshop.i18n.choose import current_language
from workshop.live.stream import Audience
from workshop.meetings.models import Exercise
from workshop.participants.guests import access_guest, guest_key
from workshop.participants.models import Participant

bp.app_template_filter("stacks")(stacks)


@bp.get("/j/<code>/boards/<int:exercise_id>")
def board(code: str, exercise_id: int) -> ResponseReturnValue:
    """The board as a participant sees it: prompts, a form under each, notes newest first."""
    guest = access_guest(code)
    return _board_page(guest, board_of(guest, exercise_id))


def _board_page(guest: Participant, exercise: Exercise, sent: dict[int, NoteForm] | None = None) -> str:
    """`sent` holds the form that was sent and could not be saved, by its prompt's id."""
    prompts = prompts_of(exercise)
    forms = {prompt.id: (sent or {}).get(prompt.id) or NoteForm(formdata=None) for prompt in prompts}
    rules = rules_of(exercise)
    given = votes_given(exercise, guest)
    return render_template(
        "boards/board.html",
        meeting=guest.meeting,
        guest=guest,
        exercise=exercise,
        rules=rules,
        given=given,
        votes_left=max(0, rules.votes_each - given),
        prompts=prompts,
        forms=forms,
        groups=group_papers(current_language()),
        new_key=lambda: str(uuid.uuid4()),
        news=board_news(guest.meeting, prompts, Audience.PARTICIPANTS, guest),
        marks=own_marks(guest),
        may_write=guest.may_write and not is_scribes(exercise),
    )


@bp.post("/j/<code>/prompts/<int:prompt_id>/notes")
def write_note(code: str, prompt_id: int) -> ResponseReturnValue:
    """Take a note in. A script gets the saved note, a person the board again."""
    form, key = NoteForm(), guest_key()
    if key is None:
        raise NotJoined(code)
    if not form.validate_on_submit():
        return _not_saved(code, prompt_id, form)
    try:
        note = actions.save_note(code, key, prompt_id, form.client_key.data, form.text.data)
    except (NotNow, Locked, KeyTaken, TooFast) as refusal:
        if wants_json():
            raise
        return _again(code, prompt_id, form, refusal)
    if wants_json():
        return {"mine": note.id, "changes": [own_body(note, note.hides_groups)]}, 201
    exercise_id = access_prompt(access_guest(code).meeting, prompt_id).exercise_id
    return redirect(url_for(".board", code=code, exercise_id=exercise_id, _anchor=f"note-{note.id}"), 303)


def _not_saved(code: str, prompt_id: int, form: NoteForm, status: int = 422) -> ResponseReturnValue:
    """The board with what was typed, and why it was not saved."""
    guest = access_guest(code)
    prompt = access_prompt(guest.meeting, prompt_id)
    exercise = board_of(guest, prompt.exercise_id)
    if wants_json():
        return {"error": form.error(), "words": next(iter(form.errors.values()))[0]}, status
    return _board_page(guest, exercise, {prompt.id: form}), status


def _again(code: str, prompt_id: int, form: NoteForm, refusal: Refusal) -> ResponseReturnValue:
    """The board with the text that was refused and why, to be sent again: nothing typed is lost."""
    status, _title, words = refusal_words(refusal)
    form.text.errors, form.client_key.data = [words], str(uuid.uuid4())
    return _not_saved(code, prompt_id, form, status)
