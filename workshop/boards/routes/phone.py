"""A participant's board: it is read, and notes are written on it."""

import uuid

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from workshop.boards import actions
from workshop.boards.doors import bp
from workshop.boards.forms import NoteForm, PressForm
from workshop.boards.models import Prompt
from workshop.boards.news import board_news, own_body
from workshop.boards.queries import (
    access_prompt,
    board_of,
    group_papers,
    is_scribes,
    own_marks,
    prompts_of,
    rules_of,
)
from workshop.errors import KeyTaken, Locked, NotNow, Refusal, refusal_words, wants_json
from workshop.i18n.choose import current_language
from workshop.live.stream import Audience
from workshop.meetings.models import Deed, Exercise
from workshop.participants.guests import access_guest
from workshop.participants.models import Participant


@bp.get("/j/<code>/boards/<int:exercise_id>")
def board(code: str, exercise_id: int) -> ResponseReturnValue:
    """The board as a participant sees it: prompts, a form under each, notes newest first."""
    guest = access_guest(code)
    return _board_page(guest, board_of(guest, exercise_id))


def _board_page(guest: Participant, exercise: Exercise, sent: dict[int, NoteForm] | None = None) -> str:
    """`sent` holds the form that was sent and could not be saved, by its prompt's id."""
    prompts = prompts_of(exercise)
    forms = {prompt.id: (sent or {}).get(prompt.id) or NoteForm(formdata=None) for prompt in prompts}
    return render_template(
        "boards/board.html",
        meeting=guest.meeting,
        guest=guest,
        exercise=exercise,
        rules=rules_of(exercise),
        prompts=prompts,
        forms=forms,
        press=PressForm(),
        groups=group_papers(current_language()),
        new_key=lambda: str(uuid.uuid4()),
        news=board_news(guest.meeting, prompts, Audience.PARTICIPANTS, guest),
        marks=own_marks(guest),
        may_write=guest.meeting.allows(Deed.CONTRIBUTE) and not is_scribes(exercise),
    )


@bp.post("/j/<code>/prompts/<int:prompt_id>/notes")
def write_note(code: str, prompt_id: int) -> ResponseReturnValue:
    """Take a note in. A script gets the saved note, a person the board again."""
    guest = access_guest(code)
    prompt = access_prompt(guest.meeting, prompt_id)
    board_of(guest, prompt.exercise_id)
    form = NoteForm()
    if not form.validate_on_submit():
        if wants_json():
            return {"error": form.error(), "words": next(iter(form.errors.values()))[0]}, 422
        return _board_page(guest, prompt.exercise, {prompt.id: form}), 422
    try:
        note = actions.add_note(prompt, guest, form.client_key.data, form.text.data)
    except (NotNow, Locked, KeyTaken) as refusal:
        if wants_json():
            raise
        return _again(guest, prompt, form, refusal)
    if wants_json():
        return {"mine": note.id, "changes": [own_body(note, rules_of(prompt.exercise).hides_groups)]}, 201
    return redirect(url_for(".board", code=code, exercise_id=prompt.exercise_id, _anchor=f"note-{note.id}"), 303)


def _again(guest: Participant, prompt: Prompt, form: NoteForm, refusal: Refusal) -> ResponseReturnValue:
    """The board with the text that was refused and why, to be sent again: nothing typed is lost."""
    status, _title, words = refusal_words(refusal)
    form.text.errors, form.client_key.data = [words], str(uuid.uuid4())
    return _board_page(guest, board_of(guest, prompt.exercise_id), {prompt.id: form}), status
