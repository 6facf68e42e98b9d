"""What those who lead a meeting do to its notes, and what the scribe writes."""

import uuid
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required

from workshop.analysis.duplicates import Likeness, near_duplicates
from workshop.boards import actions
from workshop.boards.doors import bp
from workshop.boards.forms import CommentForm, EditForm, ScribeForm
from workshop.boards.models import Note, Prompt
from workshop.boards.news import body_for, note_body
from workshop.boards.queries import (
    access_board,
    access_comment,
    access_note,
    access_prompt,
    comments_on,
    group_papers,
    notes_of,
    prompts_of,
    rules_of,
    stack_of,
)
from workshop.errors import (
    ChangedMeanwhile,
    KeyTaken,
    NotFound,
    NotNow,
    NotThisBoard,
    Refusal,
    refusal_words,
    wants_json,
)
from workshop.i18n.choose import current_language
from workshop.live.stream import Audience
from workshop.meetings.models import Meeting
from workshop.meetings.queries import access_meeting, access_written, may_lead
from workshop.meetings.undo import undo_offer

MOST_COMPARED = 600
"""Notes of one board that are compared with each other."""


def _led_note(code: str, note_id: int) -> Note:
    return access_note(access_meeting(code, current_user), note_id, Audience.FACILITATORS)


def _written_note(code: str, note_id: int) -> Note:
    """Any note of a meeting that one leads; where one only writes, what one has written oneself."""
    meeting = access_written(code, current_user)
    note = access_note(meeting, note_id, Audience.FACILITATORS)
    if note.user_id != current_user.id and not may_lead(meeting, current_user):
        raise NotFound
    return note


def _done(note: Note, *also: Note) -> ResponseReturnValue:
    """A script gets the notes as they are now and what can be undone, a person the desk with the note in view."""
    meeting = note.prompt.exercise.meeting
    if wants_json():
        changed = {one.id: one for one in (note, *also)}
        return {
            "changes": [body_for(one, Audience.FACILITATORS) for one in changed.values()],
            "undo": undo_offer(meeting, current_user),
        }
    return _to_desk(note.prompt, f"note-{note.id}")


def _to_desk(prompt: Prompt, anchor: str | None = None) -> ResponseReturnValue:
    """To the desk, or to the page of whoever only writes, with the prompt's step in view."""
    exercise = prompt.exercise
    page = "screens.desk" if may_lead(exercise.meeting, current_user) else "screens.scribe"
    return redirect(url_for(page, code=exercise.meeting.code, step=exercise.position, _anchor=anchor), 303)


@bp.get("/meetings/<code>/notes/<int:note_id>")
@login_required
def led_note(code: str, note_id: int) -> ResponseReturnValue:
    """A note by itself: all that those who lead can do to it, or its words for the scribe who wrote it."""
    return _note_page(_written_note(code, note_id))


def _note_page(note: Note, edit: EditForm | None = None, comment: CommentForm | None = None) -> str:
    exercise = note.prompt.exercise
    if not may_lead(exercise.meeting, current_user):
        return _scribed_page(note, edit)
    return render_template(
        "boards/led_note.html",
        meeting=exercise.meeting,
        exercise=exercise,
        note=body_for(note, Audience.FACILITATORS),
        written=note,
        prompt=note.prompt,
        prompts=prompts_of(exercise),
        others=sorted(
            (one for one in notes_of(exercise) if one is not note), key=lambda one: (one.prompt_id, -one.place)
        ),
        stack=[one for one in stack_of(note) if one is not note],
        rules=rules_of(exercise),
        groups=group_papers(current_language()),
        comments=comments_on(note, Audience.FACILITATORS),
        allows=exercise.meeting.allowed,
        edit=edit or EditForm(formdata=None, text=note.text, edition=note.edition),
        comment=comment or CommentForm(formdata=None, client_key=str(uuid.uuid4())),
    )


def _scribed_page(note: Note, edit: EditForm | None) -> str:
    meeting = note.prompt.exercise.meeting
    edit = edit or EditForm(formdata=None, text=note.text, edition=note.edition)
    allows = meeting.allowed
    return render_template("boards/scribed_note.html", meeting=meeting, note=note, edit=edit, allows=allows)


@bp.post("/meetings/<code>/notes/<int:note_id>/<any(hide, show, unstack, dismiss):deed>")
@login_required
def moderate(code: str, note_id: int, deed: str) -> ResponseReturnValue:
    """Hide a note, show it (again), take it out of its stack, or let a reported one stand."""
    note = _led_note(code, note_id)
    together = stack_of(note) if deed == "unstack" else []
    if deed == "dismiss":
        actions.dismiss_reports(note)
    else:
        do = {"hide": actions.hide_note, "show": actions.show_note, "unstack": actions.unstack_note}[deed]
        do(note, current_user)
    return _done(note, *together)


@bp.post("/meetings/<code>/notes/<int:note_id>/place")
@login_required
def place_note(code: str, note_id: int) -> ResponseReturnValue:
    """Move a note: `prompt` is its column, `below` the note that it goes right below, empty for the top."""
    note = _led_note(code, note_id)
    meeting = note.prompt.exercise.meeting
    prompt = access_prompt(meeting, _number(request.form.get("prompt", "")))
    together = stack_of(note)
    actions.place_note(note, prompt, _other(meeting, "below"), current_user)
    return _done(note, *together)


def _other(meeting: Meeting, field: str) -> Note | None:
    """The other note that a deed names; None when it names none. NotFound for one elsewhere."""
    asked = request.form.get(field, "")
    return access_note(meeting, _number(asked), Audience.FACILITATORS) if asked else None


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise NotFound
    return int(text)


@bp.post("/meetings/<code>/notes/<int:note_id>/stack")
@login_required
def stack_note(code: str, note_id: int) -> ResponseReturnValue:
    """Lay a note onto another one (`onto`) of the same board."""
    note = _led_note(code, note_id)
    onto = _other(note.prompt.exercise.meeting, "onto")
    if onto is None:
        raise NotThisBoard
    together = stack_of(note)
    actions.stack_note(note, onto, current_user)
    return _done(note, onto, *together)


@bp.post("/meetings/<code>/notes/<int:note_id>/edit")
@login_required
def edit_scribed(code: str, note_id: int) -> ResponseReturnValue:
    """New words for what a scribe has written. What participants wrote is theirs alone."""
    note = _written_note(code, note_id)
    return _words(
        note, EditForm(), lambda form: actions.edit_note(note, current_user, form.edition.data, form.text.data)
    )


def _words(note: Note, form: Any, do: Callable[[Any], object]) -> ResponseReturnValue:
    """Save words that a form brings; when they cannot be saved, give them back with the reason."""
    status = 422
    if form.validate_on_submit():
        try:
            do(form)
        except NotFound:
            raise
        except Refusal as refusal:
            if wants_json():
                raise
            status, _title, words = refusal_words(refusal)
            form.text.errors = [words]
            if isinstance(refusal, ChangedMeanwhile):
                form.edition.data = note.edition
        else:
            return _done(note)
    if wants_json():
        return {"error": form.error(), "words": next(iter(form.errors.values()))[0]}, status
    return _note_page(note, **({"edit": form} if isinstance(form, EditForm) else {"comment": form})), status


@bp.post("/meetings/<code>/notes/<int:note_id>/remove")
@login_required
def remove_scribed(code: str, note_id: int) -> ResponseReturnValue:
    """Take away what a scribe has written."""
    note = _written_note(code, note_id)
    actions.remove_note(note, current_user)
    return _done(note)


@bp.post("/meetings/<code>/notes/<int:note_id>/comments")
@login_required
def add_led_comment(code: str, note_id: int) -> ResponseReturnValue:
    """A comment of those who lead."""
    note = _led_note(code, note_id)
    return _words(
        note,
        CommentForm(),
        lambda form: actions.add_comment(note, current_user, form.client_key.data, form.text.data),
    )


@bp.post("/meetings/<code>/notes/<int:note_id>/comments/<int:comment_id>/<any(hide, show):deed>")
@login_required
def moderate_comment(code: str, note_id: int, comment_id: int, deed: str) -> ResponseReturnValue:
    note = _led_note(code, note_id)
    comment = access_comment(note, comment_id)
    (actions.hide_comment if deed == "hide" else actions.show_comment)(comment)
    if wants_json():
        return _done(note)
    return redirect(url_for(".led_note", code=code, note_id=note_id), 303)


@bp.get("/meetings/<code>/exercises/<int:exercise_id>/alike")
@login_required
def alike(code: str, exercise_id: int) -> ResponseReturnValue:
    """Which notes of a board say nearly the same: {"pairs": [{"one", "other", "same"}]}, `other` being the earlier.

    Only the newest MOST_COMPARED are compared.
    """
    exercise = access_board(code, exercise_id, current_user)
    said = sorted((note.id, note.text) for note in notes_of(exercise) if note.hidden_at is None)
    return {"pairs": _alike(tuple(said[-MOST_COMPARED:]))}


@lru_cache(maxsize=32)
def _alike(said: tuple[tuple[int, str], ...]) -> list[dict[str, Any]]:
    # Kept, because every desk asks again and again, and the process that compares also holds the sockets.
    near = near_duplicates(dict(said))
    return [
        {"one": one, "other": found.note_id, "same": found.likeness is Likeness.SAME} for one, found in near.items()
    ]


@bp.post("/meetings/<code>/exercises/<int:exercise_id>/<any(approve, reveal):deed>")
@login_required
def let_see(code: str, exercise_id: int, deed: str) -> ResponseReturnValue:
    """Approve all notes that wait, or reveal all that were written."""
    exercise = access_board(code, exercise_id, current_user)
    (actions.approve_all if deed == "approve" else actions.reveal_notes)(exercise, current_user)
    return redirect(url_for("screens.desk", code=code, step=exercise.position), 303)


@bp.post("/meetings/<code>/prompts/<int:prompt_id>/scribe")
@login_required
def scribe(code: str, prompt_id: int) -> ResponseReturnValue:
    """What was said aloud: one note, or one for each line."""
    prompt = access_prompt(access_written(code, current_user), prompt_id)
    form = ScribeForm(area=prompt.exercise.meeting.area)
    if not form.validate_on_submit():
        return _scribe_again(prompt, form, 422)
    told = form.client_key.data, form.texts(), [form.group.data] if form.group.data else [], form.municipality.data
    try:
        notes = actions.add_scribe_notes(prompt, current_user, *told[:3], told[3] or None)
    except (NotNow, KeyTaken) as refusal:
        if wants_json():
            raise
        status, _title, words = refusal_words(refusal)
        form.text.errors, form.client_key.data = [words], str(uuid.uuid4())
        return _scribe_again(prompt, form, status)
    if wants_json():
        return {"changes": [note_body(note, Audience.FACILITATORS, False) for note in notes]}, 201
    return _to_desk(prompt)


def _scribe_again(prompt: Prompt, form: ScribeForm, status: int) -> ResponseReturnValue:
    if wants_json():
        return {"error": "NotSaved", "words": next(iter(form.errors.values()))[0]}, status
    meeting = prompt.exercise.meeting
    leads = may_lead(meeting, current_user)
    page = render_template("boards/scribe_again.html", prompt=prompt, form=form, code=meeting.code, leads=leads)
    return page, status
