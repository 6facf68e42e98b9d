"""Where staff go to the organisation's login service, and come back from it. Without one these doors are not there."""

from dataclasses import asdict
from hmac import compare_digest
from logging import INFO, WARNING

from flask import Blueprint, Flask, current_app, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from workshop.accounts import doors
from workshop.accounts.actions import enter_by_work_account
from workshop.accounts.fetching import is_error_name
from workshop.accounts.links import back_address
from workshop.accounts.login_service import Attempt, LoginService
from workshop.accounts.rules import Hindrance, NotLetIn
from workshop.extensions import db
from workshop.i18n.choose import current_language

bp = Blueprint("work_login", __name__)
bp.record_once(lambda state: init_app(state.app))

ATTEMPT = "work_login"
"""Where the session keeps the login that was begun last."""
_BUSY = {"server_error", "temporarily_unavailable"}


@bp.get("/login/work")
def begin() -> ResponseReturnValue:
    """Send somebody to the login service; it sends them to `back`."""
    service, target = _service(), doors.own_path(request.args.get("next", ""))
    if current_user.is_authenticated:
        return redirect(target or url_for("rounds.index"))
    attempt, language = Attempt.begin(target), current_language()
    db.session.rollback()  # nothing is read meanwhile, and no connection is held
    try:
        way = service.way_in(attempt, back_address(), language)
    except NotLetIn as no:
        return _to_the_door(no, target)
    session[ATTEMPT] = asdict(attempt)
    return redirect(way)


@bp.get("/login/work/back")
def back() -> ResponseReturnValue:
    """Let in whom the login service sends. It is a GET that writes, as the protocol has it; `state` proves whose."""
    service, target = _service(), None
    try:
        attempt = _take_attempt()
        target = attempt.target
        user = enter_by_work_account(service.who_comes(_code(), attempt, back_address()))
    except NotLetIn as no:
        return _to_the_door(no, target)
    return doors.let_in(user, target)


def _service() -> LoginService:
    service: LoginService = current_app.extensions["login_service"]
    return service


def _take_attempt() -> Attempt:
    """The login that this is the answer to; no other answer to it will be taken."""
    kept, state = session.get(ATTEMPT), request.args.get("state", "")
    if not kept or not compare_digest(kept["state"].encode(), state.encode()):
        raise NotLetIn(Hindrance.LOST, "no login was begun with this state")
    del session[ATTEMPT]
    attempt = Attempt(**kept)
    if not attempt.is_open():
        raise NotLetIn(Hindrance.LOST, "it took too long")
    return attempt


def _code() -> str:
    error, code = request.args.get("error", ""), request.args.get("code", "")
    if error:
        why = error if is_error_name(error) else "an error"
        raise NotLetIn(Hindrance.SILENT if error in _BUSY else Hindrance.DECLINED, why)
    if not code:
        raise NotLetIn(Hindrance.LOST, "no code")
    return code


def _to_the_door(no: NotLetIn, target: str | None) -> ResponseReturnValue:
    """The login page, which says what stood in the way. The address has neither code nor state any more."""
    level = INFO if no.hindrance in (Hindrance.LOST, Hindrance.DECLINED) else WARNING
    current_app.logger.log(level, "no login by work account: %s: %s", no.hindrance.value, no)
    return redirect(url_for("accounts.login", next=target, trouble=no.hindrance.value))


def init_app(app: Flask) -> None:
    """Know the login service that the settings name."""
    app.extensions["login_service"] = LoginService(app.config["SETTINGS"])
