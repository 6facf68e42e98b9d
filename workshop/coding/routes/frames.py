"""The frames of a round, and the codes of a frame."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_required

from workshop.coding import actions
from workshop.coding.doors import bp
from workshop.coding.forms import CodeForm, FrameForm, NameForm
from workshop.coding.models import Code, Frame, FrameKind
from workshop.coding.names import kind_names, kind_texts
from workshop.coding.queries import Room, access_code, access_frame, access_room, codes_in, frames_of, uses, was_used

ROUND = "/rounds/<key>/coding"
FRAME = f"{ROUND}/<int:frame_id>"


@bp.route(ROUND, methods=["GET", "POST"])
@login_required
def index(key: str) -> ResponseReturnValue:
    """The round's frames, and a form for the next."""
    room = access_room(key, current_user)
    form = FrameForm(kind_names())
    if not form.validate_on_submit():
        page = render_template("coding/index.html", round=room.round, frames=frames_of(room.round), form=form)
        return page, 422 if form.is_submitted() else 200
    kind = FrameKind(form.kind.data)
    frame = actions.make_frame(room.round, kind, form.name.data or kind_texts(kind), current_user)
    return redirect(url_for(".codes", key=key, frame_id=frame.id), 303)


@bp.route(f"{FRAME}/codes", methods=["GET", "POST"])
@login_required
def codes(key: str, frame_id: int) -> ResponseReturnValue:
    """The codes in order, and a form for the next."""
    room = access_room(key, current_user)
    frame = access_frame(room, frame_id)
    form = CodeForm()
    if not form.validate_on_submit():
        return _codes_page(room, frame, form), 422 if form.is_submitted() else 200
    code = actions.add_code(frame, form.card())
    return _to_codes(key, frame, f"code-{code.id}")


def _codes_page(
    room: Room, frame: Frame, form: CodeForm, code: Code | None = None, name: NameForm | None = None
) -> str:
    return render_template(
        "coding/codes.html",
        round=room.round,
        frame=frame,
        codes=codes_in(frame),
        uses=uses(frame),
        was_used=was_used(frame),
        form=form,
        code=code,
        name_form=name or NameForm(formdata=None, obj=frame, prefix="frame-"),
    )


def _to_codes(key: str, frame: Frame, anchor: str | None = None) -> ResponseReturnValue:
    return redirect(url_for(".codes", key=key, frame_id=frame.id, _anchor=anchor), 303)


@bp.route(f"{FRAME}/codes/<int:code_id>", methods=["GET", "POST"])
@login_required
def edit_code(key: str, frame_id: int, code_id: int) -> ResponseReturnValue:
    """A code and its card; what has the code keeps it."""
    room = access_room(key, current_user)
    frame = access_frame(room, frame_id)
    code = access_code(frame, code_id)
    form = CodeForm.of(code)
    if not form.validate_on_submit():
        return _codes_page(room, frame, form, code), 422 if form.is_submitted() else 200
    actions.edit_code(code, form.card())
    return _to_codes(key, frame, f"code-{code_id}")


@bp.post(f"{FRAME}/codes/<int:code_id>/<any(earlier, later, remove):deed>")
@login_required
def arrange_code(key: str, frame_id: int, code_id: int, deed: str) -> ResponseReturnValue:
    """Move a code one place, or remove one that nothing has."""
    frame = access_frame(access_room(key, current_user), frame_id)
    code = access_code(frame, code_id)
    if deed == "remove":
        actions.remove_code(code)
        return _to_codes(key, frame)
    actions.shift_code(code, -1 if deed == "earlier" else 1)
    return _to_codes(key, frame, f"code-{code_id}")


@bp.post(f"{FRAME}/codes/<int:code_id>/merge")
@login_required
def merge_code(key: str, frame_id: int, code_id: int) -> ResponseReturnValue:
    """Everything that has the code gets another one (form field `into`) in its place."""
    frame = access_frame(access_room(key, current_user), frame_id)
    code = access_code(frame, code_id)
    into = access_code(frame, request.form.get("into", 0, type=int))
    actions.merge_code(code, into, current_user)
    flash(_("The codes were merged."))
    return _to_codes(key, frame, f"code-{into.id}")


@bp.post(f"{FRAME}/name")
@login_required
def rename(key: str, frame_id: int) -> ResponseReturnValue:
    """Call the frame something else."""
    room = access_room(key, current_user)
    frame = access_frame(room, frame_id)
    form = NameForm(prefix="frame-")
    if not form.validate_on_submit():
        return _codes_page(room, frame, CodeForm(formdata=None), name=form), 422
    actions.rename_frame(frame, form.name.data)
    flash(_("Saved."))
    return _to_codes(key, frame)


@bp.post(f"{FRAME}/remove")
@login_required
def remove(key: str, frame_id: int) -> ResponseReturnValue:
    """Remove a frame by which nothing has been coded."""
    actions.remove_frame(access_frame(access_room(key, current_user), frame_id))
    flash(_("The frame was removed."))
    return redirect(url_for(".index", key=key), 303)
