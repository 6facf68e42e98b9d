"""The board's doors: for participants under /j/<code>, for staff under /meetings/<code>."""

import uuid
from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required

from workshop.boards import actions
from workshop.boards.forms import NoteForm, PressForm, PromptForm
from workshop.boards.models import Note, Prompt
from workshop.boards.queries import (
    access_board,
    access_note,
    access_prompt,
    board_news,
    board_of,
    group_papers,
    is_scribes,
    note_body,
    own_marks,
    prompts_of,
)
from workshop.errors import KeyTaken, Locked, NotNow, Refusal, refusal_words, wants_json
from workshop.i18n.choose import current_language
from workshop.live.stream import Audience
from workshop.meetings.models import Deed, Exercise
from workshop.meetings.queries import access_meeting
from workshop.participants.guests import access_guest
from workshop.participants.models import Participant
from workshop.vocabulary.terms import topics

bp = Blueprint("boards", __name__)


@bp.get("/j/<code>/boards/<int:exercise_id>")
def board(code: str, exercise_id: int) -> ResponseReturnValue:
    """The board as a participant sees it: prompts, a form under each, notes newest first."""
    guest = access_guest(code)
    return _board_page(guest, board_of(guest, exercise_id))


def _board_page(guest: Participant, exercise: Exercise, sent: dict[int, NoteForm] | None = None) -> str:
    """`sent` holds the form that was sent and could not be saved, by its prompt's id."""
    prompts = prompts_of(exercise)
    forms = {prompt.id: (sent or {}).get(prompt.id) or NoteForm(formdata=None) for prompt in prompts}
    mine, liked = own_marks(guest)
    return render_template(
        "boards/board.html",
        meeting=guest.meeting,
        exercise=exercise,
        prompts=prompts,
        forms=forms,
        press=PressForm(),
        groups=group_papers(current_language()),
        new_key=lambda: str(uuid.uuid4()),
        news=board_news(guest.meeting, prompts, Audience.PARTICIPANTS),
        mine=mine,
        liked=liked,
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
            return {"error": "NotSaved", "words": next(iter(form.errors.values()))[0]}, 422
        return _board_page(guest, prompt.exercise, {prompt.id: form}), 422
    try:
        note = actions.add_note(prompt, guest, form.client_key.data, form.text.data)
    except (NotNow, Locked, KeyTaken) as refusal:
        if wants_json():
            raise
        return _again(guest, prompt, form, refusal)
    if wants_json():
        return {"mine": note.id, "changes": [note_body(note, Audience.PARTICIPANTS)]}, 201
    return redirect(url_for(".board", code=code, exercise_id=prompt.exercise_id, _anchor=f"note-{note.id}"), 303)


def _again(guest: Participant, prompt: Prompt, form: NoteForm, refusal: Refusal) -> ResponseReturnValue:
    """The board with the text that was refused and why, to be sent again: nothing typed is lost."""
    status = _explain(form, refusal)
    return _board_page(guest, board_of(guest, prompt.exercise_id), {prompt.id: form}), status


def _explain(form: NoteForm, refusal: Refusal) -> int:
    """Write the refusal's words at the text, which gets a new key; answers with the refusal's status."""
    status, _title, words = refusal_words(refusal)
    form.text.errors, form.client_key.data = [words], str(uuid.uuid4())
    return status


@bp.post("/j/<code>/notes/<int:note_id>/like")
def like_note(code: str, note_id: int) -> ResponseReturnValue:
    """Like a note or take the like back (form field `likes`: 1 or 0)."""
    guest = access_guest(code)
    note = access_note(guest.meeting, note_id, Audience.PARTICIPANTS)
    likes = request.form.get("likes") != "0"
    actions.like_note(note, guest, likes)
    if wants_json():
        return {"liked": likes, "changes": [note_body(note, Audience.PARTICIPANTS)]}
    return redirect(_board_of(note, code), 303)


def _board_of(note: Note, code: str) -> str:
    return url_for(".board", code=code, exercise_id=note.prompt.exercise_id, _anchor=f"note-{note.id}")


@bp.post("/meetings/<code>/notes/<int:note_id>/hide")
@login_required
def hide_note(code: str, note_id: int) -> ResponseReturnValue:
    return _moderate(code, note_id, actions.hide_note)


@bp.post("/meetings/<code>/notes/<int:note_id>/show")
@login_required
def show_note(code: str, note_id: int) -> ResponseReturnValue:
    return _moderate(code, note_id, actions.show_note)


def _moderate(code: str, note_id: int, deed: Callable[[Note], None]) -> ResponseReturnValue:
    note = access_note(access_meeting(code, current_user), note_id, Audience.FACILITATORS)
    deed(note)
    if wants_json():
        return {"changes": [note_body(note, Audience.FACILITATORS)]}
    return redirect(
        url_for("screens.desk", code=code, step=note.prompt.exercise.position, _anchor=f"note-{note.id}"), 303
    )


@bp.post("/meetings/<code>/prompts/<int:prompt_id>/scribe")
@login_required
def scribe(code: str, prompt_id: int) -> ResponseReturnValue:
    """The scribe's note: what was said aloud."""
    prompt = access_prompt(access_meeting(code, current_user), prompt_id)
    form = NoteForm()
    if not form.validate_on_submit():
        words = next(iter(form.errors.values()))[0]
        if wants_json():
            return {"error": "NotSaved", "words": words}, 422
        return render_template("boards/scribe_again.html", prompt=prompt, form=form, code=code), 422
    try:
        note = actions.add_scribe_note(prompt, current_user, form.client_key.data, form.text.data)
    except (NotNow, KeyTaken) as refusal:
        if wants_json():
            raise
        status = _explain(form, refusal)
        return render_template("boards/scribe_again.html", prompt=prompt, form=form, code=code), status
    if wants_json():
        return {"changes": [note_body(note, Audience.FACILITATORS)]}, 201
    return redirect(url_for("screens.desk", code=code, step=prompt.exercise.position), 303)


@bp.get("/meetings/<code>/exercises/<int:exercise_id>/board")
@login_required
def columns(code: str, exercise_id: int) -> ResponseReturnValue:
    """The board being built: its prompts in order, and a form for the next."""
    return _columns_page(access_board(code, exercise_id, current_user), PromptForm(formdata=None))


def _columns_page(exercise: Exercise, form: PromptForm, prompt: Prompt | None = None) -> str:
    return render_template(
        "boards/columns.html",
        meeting=exercise.meeting,
        exercise=exercise,
        prompts=prompts_of(exercise),
        form=form,
        prompt=prompt,
        topics=topics(),
        may_edit=exercise.meeting.allows(Deed.EDIT),
    )


@bp.post("/meetings/<code>/exercises/<int:exercise_id>/board")
@login_required
def add_prompt(code: str, exercise_id: int) -> ResponseReturnValue:
    exercise = access_board(code, exercise_id, current_user)
    form = PromptForm()
    if not form.validate_on_submit():
        return _columns_page(exercise, form), 422
    actions.add_prompt(exercise, form.text.data, form.topic.data, form.theme.data)
    return redirect(url_for(".columns", code=code, exercise_id=exercise.id), 303)


@bp.route("/meetings/<code>/prompts/<int:prompt_id>", methods=["GET", "POST"])
@login_required
def edit_prompt(code: str, prompt_id: int) -> ResponseReturnValue:
    prompt = access_prompt(access_meeting(code, current_user), prompt_id)
    form = PromptForm(obj=prompt)
    if not form.validate_on_submit():
        return _columns_page(prompt.exercise, form, prompt), 422 if form.is_submitted() else 200
    actions.edit_prompt(prompt, form.text.data, form.topic.data, form.theme.data)
    return redirect(url_for(".columns", code=code, exercise_id=prompt.exercise_id), 303)


@bp.post("/meetings/<code>/prompts/<int:prompt_id>/<any(remove, earlier, later):deed>")
@login_required
def arrange_prompt(code: str, prompt_id: int, deed: str) -> ResponseReturnValue:
    prompt = access_prompt(access_meeting(code, current_user), prompt_id)
    exercise_id = prompt.exercise_id
    if deed == "remove":
        actions.remove_prompt(prompt)
    else:
        actions.shift_prompt(prompt, -1 if deed == "earlier" else 1)
    return redirect(url_for(".columns", code=code, exercise_id=exercise_id), 303)
