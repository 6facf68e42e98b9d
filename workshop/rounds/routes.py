"""The list of rounds, and making and editing one. A round's own page is drawn where its meetings are."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_required

from workshop.accounts.models import Role
from workshop.errors import NotAllowed
from workshop.pictures.queries import data_address
from workshop.pictures.reading import LARGEST_REQUEST
from workshop.rounds.actions import BadRoundKey, RoundKeyTaken, create_round, edit_round, set_logo
from workshop.rounds.forms import EditRoundForm, NewRoundForm, complain
from workshop.rounds.queries import access_round, rounds
from workshop.uploads import takes
from workshop.vocabulary.places import county

bp = Blueprint("rounds", __name__)

REFUSED = 422
"""The status of a page that shows a form with its errors."""


@bp.get("/rounds")
@login_required
def index() -> ResponseReturnValue:
    """All rounds. Scribes are of meetings alone, and are led to theirs."""
    if not current_user.may(Role.FACILITATOR):
        return redirect(url_for("meetings.index"))
    may_make = current_user.may(Role.ORGANISER)
    return render_template("rounds/index.html", rounds=rounds(), county=county, may_make=may_make)


@bp.route("/rounds/new", methods=["GET", "POST"])
@login_required
def new() -> ResponseReturnValue:
    if not current_user.may(Role.ORGANISER):
        raise NotAllowed
    form = NewRoundForm()
    if form.validate_on_submit():
        try:
            made = create_round(form.key.data, form.title.data, form.purpose.data, form.county.data, current_user)
            return redirect(url_for("meetings.round_page", key=made.key))
        except (BadRoundKey, RoundKeyTaken) as no:
            complain(form, no)
    return render_template("rounds/new.html", form=form), REFUSED if form.errors else 200


@bp.route("/rounds/<key>/edit", methods=["GET", "POST"])
@login_required
@takes(LARGEST_REQUEST)
def edit(key: str) -> ResponseReturnValue:
    round_ = access_round(key, current_user)
    if not current_user.may(Role.ORGANISER):
        raise NotAllowed
    form = EditRoundForm(obj=round_)
    if form.validate_on_submit():
        edit_round(round_, form.title.data, form.purpose.data, form.county.data, current_user)
        if form.logo_file.read or form.remove_logo.data:
            set_logo(round_, form.logo_file.read, current_user)
        flash(_("Saved."))
        return redirect(url_for("meetings.round_page", key=key))
    logo = data_address(round_.logo.kind, round_.logo.content) if round_.logo else ""
    return render_template("rounds/edit.html", form=form, round=round_, logo=logo), REFUSED if form.errors else 200
