"""Where staff come in, and where they are seen and invited."""

from functools import partial

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_required, logout_user

from workshop.accounts import doors
from workshop.accounts.actions import (
    accept_invitation,
    change_password,
    change_profile,
    change_role,
    disable_user,
    enable_user,
    end_login,
    end_logins,
    enter_by_link,
    invite,
    unlink_work_account,
)
from workshop.accounts.forms import (
    InviteForm,
    LoginForm,
    PasswordForm,
    ProfileForm,
    RoleForm,
    WelcomeForm,
    complain,
    complain_of_guessing,
    complain_of_login,
    hindrance_words,
    role_names,
)
from workshop.accounts.guesses import count_wrong, may_guess
from workshop.accounts.links import welcome_address
from workshop.accounts.models import Role, User
from workshop.accounts.passwords import is_password
from workshop.accounts.queries import (
    access_colleague,
    count_logins,
    staff,
    user_by_email,
    valid_invitation,
    valid_login_link,
    work_account_of,
)
from workshop.accounts.rules import INVITES, AddressTaken, LastAdmin, WeakPassword, WrongPassword
from workshop.errors import NotAllowed
from workshop.i18n.choose import current_language, speak
from workshop.mail.addresses import BadAddress

bp = Blueprint("accounts", __name__)
bp.record_once(lambda state: doors.init_app(state.app))

REFUSED = 422
"""The status of a page that shows a form with its errors."""


@bp.route("/login", methods=["GET", "POST"])
def login() -> ResponseReturnValue:
    target = doors.own_path(request.args.get("next", ""))
    if current_user.is_authenticated:
        return redirect(target or url_for("rounds.index"))
    form = LoginForm()
    page = partial(render_template, "accounts/login.html", form=form, target=target)
    if form.validate_on_submit():
        typed = form.email.data
        if not may_guess(typed, request.remote_addr):
            complain_of_guessing(form.email)
            return page(), 429
        user = user_by_email(typed)
        if is_password(user.password_hash if user else None, form.password.data) and user.is_active:
            return doors.let_in(user, target)
        count_wrong(typed, request.remote_addr)
        complain_of_login(form)
    if form.errors:
        return page(), REFUSED
    return page(trouble=hindrance_words(request.args.get("trouble", "")))


@bp.post("/logout")
@login_required
def logout() -> ResponseReturnValue:
    end_login(doors.this_login())
    logout_user()
    return redirect(url_for("front"))


@bp.get("/enter/<token>")
def enter(token: str) -> ResponseReturnValue:
    """A page with a button: what opens links in mail to look at them must not use them up."""
    return render_template("accounts/enter.html", user=valid_login_link(token).user)


@bp.post("/enter/<token>")
def use_login_link(token: str) -> ResponseReturnValue:
    return doors.let_in(enter_by_link(token))


@bp.route("/welcome/<token>", methods=["GET", "POST"])
def welcome(token: str) -> ResponseReturnValue:
    invitation = valid_invitation(token)
    form = WelcomeForm(data={"language": current_language()})
    if form.validate_on_submit():
        language = form.language.data
        try:
            user = accept_invitation(token, form.email.data, form.name.data, form.password.data, language)
            speak(language)
            return doors.let_in(user)
        except (BadAddress, AddressTaken, WeakPassword) as no:
            complain(form, no)
    role = role_names()[invitation.role]
    return render_template("accounts/welcome.html", form=form, role=role), REFUSED if form.errors else 200


@bp.route("/people", methods=["GET", "POST"])
@login_required
def people() -> ResponseReturnValue:
    offered = INVITES[current_user.role]
    if not offered:
        raise NotAllowed
    form = InviteForm().offer(offered)
    link = role = None
    if form.validate_on_submit():
        role = Role(form.role.data)
        link = welcome_address(invite(role, current_user))
    page = render_template(
        "accounts/people.html",
        form=form,
        staff=staff(),
        roles=role_names(),
        link=link,
        role=role,
        may_disable=current_user.may(Role.ADMIN),
    )
    return page, REFUSED if form.errors else 200


@bp.post("/people/<int:user_id>/disable")
@login_required
def disable(user_id: int) -> ResponseReturnValue:
    try:
        disable_user(access_colleague(user_id, current_user), current_user)
        flash(_("The account cannot be used any more."))
    except LastAdmin:
        flash(_("This is the only administrator. Invite another one first."), "error")
    return redirect(url_for("accounts.people"))


@bp.post("/people/<int:user_id>/enable")
@login_required
def enable(user_id: int) -> ResponseReturnValue:
    enable_user(access_colleague(user_id, current_user), current_user)
    flash(_("The account can be used again."))
    return redirect(url_for("accounts.people"))


@bp.get("/people/<int:user_id>")
@login_required
def colleague(user_id: int) -> ResponseReturnValue:
    """An account as an administrator sees it: what it may do, and where it is logged in."""
    return _colleague_page(access_colleague(user_id, current_user))


def _colleague_page(user: User, form: RoleForm | None = None) -> str:
    form = form or RoleForm(formdata=None, role=user.role.value)
    return render_template(
        "accounts/colleague.html",
        person=user,
        form=form,
        role=role_names()[user.role],
        logins=count_logins(user),
        work_account=work_account_of(user, current_app.config["SETTINGS"].OIDC_ISSUER),
    )


@bp.post("/people/<int:user_id>/role")
@login_required
def give_role(user_id: int) -> ResponseReturnValue:
    user, form = access_colleague(user_id, current_user), RoleForm()
    if not form.validate_on_submit():
        return _colleague_page(user, form), REFUSED
    try:
        change_role(user, Role(form.role.data), current_user)
        flash(_("The role has been changed."))
    except LastAdmin:
        flash(_("This is the only administrator. Invite another one first."), "error")
    if current_user.may(Role.ADMIN):
        return redirect(url_for("accounts.colleague", user_id=user_id))
    return redirect(url_for("accounts.account"))


@bp.post("/people/<int:user_id>/logout")
@login_required
def log_out_everywhere(user_id: int) -> ResponseReturnValue:
    end_logins(access_colleague(user_id, current_user), current_user)
    flash(_("The account has been logged out everywhere."))
    return redirect(url_for("accounts.colleague", user_id=user_id))


@bp.post("/people/<int:user_id>/work-account/unlink")
@login_required
def unlink(user_id: int) -> ResponseReturnValue:
    unlink_work_account(access_colleague(user_id, current_user), current_user)
    flash(_("The work account has been unlinked, and open logins have ended."))
    return redirect(url_for("accounts.colleague", user_id=user_id))


@bp.route("/account", methods=["GET", "POST"])
@login_required
def account() -> ResponseReturnValue:
    form = ProfileForm(obj=current_user)
    if form.validate_on_submit():
        change_profile(current_user, form.name.data, form.language.data)
        speak(form.language.data)
        flash(_("Saved."))
        return redirect(url_for("accounts.account"))
    return _account_page(form, PasswordForm(formdata=None).suited_to(current_user))


@bp.post("/account/password")
@login_required
def password() -> ResponseReturnValue:
    user = current_user._get_current_object()
    form = PasswordForm().suited_to(user)
    if form.validate_on_submit():
        if form.present and not may_guess(user.email, request.remote_addr):
            complain_of_guessing(form.present)
            return _account_page(ProfileForm(formdata=None, obj=user), form, 429)
        try:
            change_password(user, form.present.data if form.present else "", form.new.data)
            answer = doors.let_in(user, url_for("accounts.account"))
            flash(_("The password has been changed."))
            return answer
        except WrongPassword as no:
            count_wrong(user.email, request.remote_addr)
            complain(form, no)
        except WeakPassword as no:
            complain(form, no)
    return _account_page(ProfileForm(formdata=None, obj=user), form)


def _account_page(profile: ProfileForm, new_password: PasswordForm, status: int = 0) -> ResponseReturnValue:
    page = render_template(
        "accounts/account.html",
        profile=profile,
        new_password=new_password,
        role=role_names()[current_user.role],
        may_invite=bool(INVITES[current_user.role]),
    )
    return page, status or (REFUSED if profile.errors or new_password.errors else 200)
