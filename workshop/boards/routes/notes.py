"""One note on a participant's phone: what can be read of it, and what can be done to it."""

import uuid

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workshop.boards import actions
from workshop.boards.doors import bp
from workshop.boards.forms import CommentForm, EditForm
from workshop.boards.models import Comment, Note
from workshop.boards.news import body_for, own_body
from workshop.boards.queries import (
    access_comment,
    access_note,
    access_own_note,
    board_of,
    comments_on,
    group_papers,
    own_marks,
    rules_of,
)
from workshop.errors import ChangedMeanwhile, NotFound, Refusal, refusal_words, wants_json
from workshop.i18n.choose import current_language
from workshop.live.stream import Audience
from workshop.meetings.models import Deed
from workshop.participants.guests import access_guest
from workshop.participants.models import Participant
from workshop.vocabulary.groups import top_of


@bp.get("/j/<code>/notes/<int:note_id>")
def note(code: str, note_id: int) -> ResponseReturnValue:
    """A note by itself, with its comments; its writer changes it or takes it away here."""
    guest = access_guest(code)
    return _note_page(guest, _readable(guest, note_id))


def _readable(guest: Participant, note_id: int) -> Note:
    """A note that participants may see, or the participant's own; NotFound otherwise."""
    try:
        found = access_note(guest.meeting, note_id, Audience.PARTICIPANTS)
    except NotFound:
        found = access_own_note(guest, note_id)
    board_of(guest, found.prompt.exercise_id)
    return found


def _note_page(
    guest: Participant, shown: Note, edit: EditForm | None = None, comment: CommentForm | None = None
) -> str:
    exercise = shown.prompt.exercise
    rules = rules_of(exercise)
    marks = own_marks(guest)
    is_own = shown.id in marks.wrote
    return render_template(
        "boards/note.html",
        meeting=guest.meeting,
        exercise=exercise,
        note=own_body(shown, rules.hides_groups) if is_own else body_for(shown, Audience.PARTICIPANTS),
        prompt=shown.prompt,
        rules=rules,
        marks=marks,
        is_own=is_own,
        groups=group_papers(current_language()),
        comments=[_comment_body(one, guest, rules.hides_groups) for one in comments_on(shown, Audience.PARTICIPANTS)],
        guest=guest,
        is_open=guest.meeting.allows(Deed.CONTRIBUTE) and exercise.is_open,
        may_write=guest.may_write and exercise.is_open,
        edit=edit or EditForm(formdata=None, text=shown.text, edition=shown.edition),
        comment=comment or CommentForm(formdata=None, client_key=str(uuid.uuid4())),
    )


def _comment_body(comment: Comment, guest: Participant, hides_groups: bool) -> dict[str, object]:
    """A comment as the note's page shows it to one participant."""
    named = comment.groups and not hides_groups
    return {
        "id": comment.id,
        "text": comment.text,
        "lang": comment.language,
        "group": top_of(comment.groups[0]).key if named else "",
        "mine": comment.participant_id == guest.id,
        "led": comment.user_id is not None,
        "afterwards": comment.written_afterwards,
    }


def _done(code: str, changed: Note, guest: Participant, **more: object) -> ResponseReturnValue:
    """A script gets the note as it is now, a person the board with the note in view."""
    if wants_json():
        own = changed.participant_id == guest.id
        hides = rules_of(changed.prompt.exercise).hides_groups
        body = own_body(changed, hides) if own else body_for(changed, Audience.PARTICIPANTS)
        return {**more, "changes": [body]}
    return redirect(
        url_for(".board", code=code, exercise_id=changed.prompt.exercise_id, _anchor=f"note-{changed.id}"), 303
    )


@bp.post("/j/<code>/notes/<int:note_id>/like")
def like_note(code: str, note_id: int) -> ResponseReturnValue:
    """Like a note or take the like back (form field `likes`: 1 or 0)."""
    guest = access_guest(code)
    liked = access_note(guest.meeting, note_id, Audience.PARTICIPANTS)
    likes = request.form.get("likes") != "0"
    actions.like_note(liked, guest, likes)
    return _done(code, liked, guest, liked=likes)


@bp.post("/j/<code>/notes/<int:note_id>/votes")
def cast_votes(code: str, note_id: int) -> ResponseReturnValue:
    """Give a note so many votes in all (form field `count`)."""
    guest = access_guest(code)
    chosen = access_note(guest.meeting, note_id, Audience.PARTICIPANTS)
    count = min(max(request.form.get("count", 0, type=int), 0), 1000)
    actions.cast_votes(chosen, guest, count)
    return _done(code, chosen, guest, given=count)


@bp.post("/j/<code>/notes/<int:note_id>/report")
def report_note(code: str, note_id: int) -> ResponseReturnValue:
    """Tell the facilitators that a note should not stand there."""
    guest = access_guest(code)
    reported = access_note(guest.meeting, note_id, Audience.PARTICIPANTS)
    actions.report_note(reported, guest)
    return _done(code, reported, guest, reported=True)


@bp.post("/j/<code>/notes/<int:note_id>/edit")
def edit_note(code: str, note_id: int) -> ResponseReturnValue:
    """New words for one's own note."""
    guest = access_guest(code)
    own = access_own_note(guest, note_id)
    form = EditForm()
    if not form.validate_on_submit():
        return _refused(guest, own, form)
    try:
        actions.edit_note(own, guest, form.edition.data, form.text.data)
    except NotFound:
        raise
    except Refusal as refusal:
        return _refused(guest, own, form, refusal)
    return _done(code, own, guest)


def _refused(
    guest: Participant, shown: Note, form: EditForm | CommentForm, refusal: Refusal | None = None
) -> ResponseReturnValue:
    """Nothing was saved: a script is told why, a person gets the page with the words and why. Nothing typed is lost."""
    status = 422
    if refusal:
        if wants_json():
            raise refusal
        status, _title, words = refusal_words(refusal)
        form.text.errors = [words]
    if wants_json():
        return {"error": form.error(), "words": next(iter(form.errors.values()))[0]}, status
    if isinstance(refusal, ChangedMeanwhile) and isinstance(form, EditForm):
        form.edition.data = shown.edition
    forms = {"edit": form} if isinstance(form, EditForm) else {"comment": form}
    return _note_page(guest, shown, **forms), status


@bp.post("/j/<code>/notes/<int:note_id>/remove")
def remove_note(code: str, note_id: int) -> ResponseReturnValue:
    """Take one's own note away."""
    guest = access_guest(code)
    own = access_own_note(guest, note_id)
    actions.remove_note(own, guest)
    return _done(code, own, guest)


@bp.post("/j/<code>/notes/<int:note_id>/comments")
def add_comment(code: str, note_id: int) -> ResponseReturnValue:
    guest = access_guest(code)
    commented = _readable(guest, note_id)
    form = CommentForm()
    if not form.validate_on_submit():
        return _refused(guest, commented, form)
    try:
        actions.add_comment(commented, guest, form.client_key.data, form.text.data)
    except NotFound:
        raise
    except Refusal as refusal:
        form.client_key.data = str(uuid.uuid4())
        return _refused(guest, commented, form, refusal)
    if wants_json():
        return _done(code, commented, guest)
    return redirect(url_for(".note", code=code, note_id=note_id), 303)


@bp.post("/j/<code>/notes/<int:note_id>/comments/<int:comment_id>/remove")
def remove_comment(code: str, note_id: int, comment_id: int) -> ResponseReturnValue:
    """Take one's own comment away."""
    guest = access_guest(code)
    commented = _readable(guest, note_id)
    actions.remove_comment(access_comment(commented, comment_id), guest)
    if wants_json():
        return _done(code, commented, guest)
    return redirect(url_for(".note", code=code, note_id=note_id), 303)
