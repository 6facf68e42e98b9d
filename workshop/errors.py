"""Refusals: the ways in which a rule says no, and the one table that turns them into a page or JSON.

An action raises a Refusal and knows nothing of HTTP or languages. The words are looked up here, in the
reader's language, so that page, JSON and test speak with one voice.
"""

from flask import Flask, abort, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from workshop.extensions import login


class Refusal(Exception):
    """A rule said no. Nothing was changed."""


class NotFound(Refusal):
    """It is not there, or it is not yours to know that it is."""


class UnknownCode(NotFound):
    """No meeting can be joined with this code: it is wrong, or the meeting takes nobody in now."""


class UnknownLink(UnknownCode):
    """This is no invited person's link, or not of this survey's meeting."""


class NotJoined(NotFound):
    """This browser has not joined the meeting, or its cookie is gone: it is shown the door of `code`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotAllowed(Refusal):
    """You are known, but this is for somebody else to do."""


class NotNow(Refusal):
    """The state of the meeting does not allow this."""


class Blocked(NotNow):
    """Those who lead keep this participant's device from writing in the meeting."""


class Locked(Refusal):
    """The exercise is locked or not open: it takes no contributions now."""


class NotYet(Locked):
    """The survey's opening time has not come."""


class Closed(Locked):
    """The survey's closing time is over, and the grace after it."""


class AnsweredAlready(Refusal):
    """Somebody has answered the survey by this invited person's link."""


class Promised(Refusal):
    """What people have been told stays as it is: that answers are anonymous, or how long they can be identified."""


class NotThisBoard(Refusal):
    """The prompt or question belongs to another exercise or meeting."""


class KeyTaken(Refusal):
    """The key of a contribution is already used for something else."""


class AlreadyDone(Refusal):
    """This was done before and is done only once (a used link, a sent response, an approved digest)."""


class Answered(Refusal):
    """People have answered what was to be removed."""


class ChangedMeanwhile(Refusal):
    """Somebody else has changed the same thing since it was read."""


class VotesUsed(Refusal):
    """The participant has no vote left for this note."""


class Enough(Refusal):
    """The participant has added as many statements as one may."""


class TooMany(Refusal):
    """More was asked for at once than can be done, or than a list can hold."""


class CodeInUse(Refusal):
    """Contributions have the code, or have had a code of the frame."""


class LinkExpired(Refusal):
    """The link has been used or its time has run out."""


class TooFast(Refusal):
    """More came from one device than a person can send."""


class Busy(Refusal):
    """The database could not be written in time. Nothing was changed; it can be sent again."""


class Incomplete(Refusal):
    """Something that is needed first is missing (a meeting without exercises cannot be opened)."""


def _table() -> dict[type[Refusal], tuple[int, str, str]]:
    """Refusal → (HTTP status, title, what happened and what to do), in the request's language."""
    return {
        NotFound: (404, _("Page not found"), _("Check the address, or go back and choose again.")),
        UnknownCode: (
            404,
            _("No meeting is open with this code"),
            _("Check the code. If it is right, the meeting has not opened yet or has ended: ask the facilitator."),
        ),
        UnknownLink: (
            404,
            _("The link does not lead to a survey"),
            _("It may have been cut in two by your mail program. Copy the whole link from the letter."),
        ),
        NotJoined: (
            401,
            _("You have not joined this meeting on this device"),
            _("Join with the code first. What you wrote stays on this device."),
        ),
        NotAllowed: (
            403,
            _("You do not have the right to do this"),
            _("Ask the organiser of the round or an administrator."),
        ),
        NotNow: (409, _("This cannot be done now"), _("The meeting is at another stage. Reload the page to see it.")),
        Blocked: (
            409,
            _("You can no longer write in this meeting"),
            _(
                "The facilitator has blocked this device from writing, so this was not saved. You can still read. "
                "If you think this is a mistake, tell the facilitator."
            ),
        ),
        Locked: (
            409,
            _("This exercise is not open"),
            _("The facilitator has locked it or it has not been opened. Your text was not sent; it is still here."),
        ),
        NotYet: (409, _("The survey is not open yet"), _("Come back when it has opened.")),
        Closed: (409, _("The survey has closed"), _("Answers are no longer accepted.")),
        AnsweredAlready: (
            409,
            _("This link has been used to answer already"),
            _("Each link answers once. The first answers were kept; nothing of what was sent now was saved."),
        ),
        Promised: (
            409,
            _("The anonymity of the answers cannot be changed any more"),
            _("People have been invited or have answered, and what they were told holds. Copy the meeting instead."),
        ),
        NotThisBoard: (404, _("This question is not part of the exercise"), _("Reload the page and try again.")),
        KeyTaken: (409, _("This was not saved"), _("Reload the page and send it again.")),
        AlreadyDone: (409, _("This has been done already"), _("Nothing was changed. Reload the page to see it.")),
        Answered: (
            409,
            _("People have already answered this"),
            _("It stays, so that nothing of what they said is lost."),
        ),
        ChangedMeanwhile: (
            409,
            _("Somebody else changed this meanwhile"),
            _("Nothing of yours was saved. Look at it as it is now, and do it again if it is still needed."),
        ),
        VotesUsed: (
            409,
            _("You have no votes left for this"),
            _("Take a vote back from another note first, and then give it here."),
        ),
        Enough: (
            409,
            _("You have added as many statements as you may"),
            _("You have added as many statements as you may. You can still answer those that are here."),
        ),
        TooMany: (409, _("That is too many at once"), _("Nothing was changed. Choose fewer and do it again.")),
        CodeInUse: (409, _("Contributions have this code"), _("It stays. Rename it, or merge it into another code.")),
        LinkExpired: (
            410,
            _("The link is no longer valid"),
            _("It has been used already or its time has run out. Ask for a new one."),
        ),
        TooFast: (429, _("Too fast"), _("This was not saved. Wait a moment and send it again.")),
        Busy: (503, _("Not saved yet"), _("The service is busy. Send it again in a moment.")),
        Incomplete: (409, _("Something is still missing"), _("Add at least one exercise first.")),
    }


def refusal_words(refusal: Refusal) -> tuple[int, str, str]:
    """Status, title and words of a refusal, by its class or its nearest parent in the table."""
    table = _table()
    for family in type(refusal).__mro__:
        if family in table:
            return table[family]
    return 409, _("This cannot be done now"), _("Reload the page and try again.")


def _http_words() -> dict[int, tuple[str, str]]:
    return {
        400: (_("The request could not be read"), _("Go back, reload the page and try again.")),
        403: (_("You do not have the right to do this"), _("Ask the organiser of the round or an administrator.")),
        404: (_("Page not found"), _("Check the address, or go back and choose again.")),
        405: (_("This cannot be done here"), _("Go back and use the buttons of the page.")),
        413: (
            _("What you sent is too large"),
            _("Shorten the text, or split the file or choose a smaller one, and send it again."),
        ),
        429: (_("Too many tries"), _("Wait a moment and try again.")),
    }


def wants_json() -> bool:
    """Did a script ask (the outbox, the stream), rather than a person's browser?"""
    if request.headers.get("Accept") == "application/json":  # our own scripts, which a full hall sends at once
        return True
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def error_answer(status: int, title: str, words: str, name: str) -> ResponseReturnValue:
    """One shape for every error: a page for people, {"error", "title", "words"} for scripts."""
    if wants_json():
        return {"error": name, "title": title, "words": words}, status
    return render_template("errors/error.html", title=title, words=words, name=name), status


def init_app(app: Flask) -> None:
    """Bind the table to the app."""

    @app.before_request
    def refuse_nul() -> None:
        """No name in an address has a NUL, and PostgreSQL takes none in a question."""
        if "\x00" in request.path:
            abort(404)

    @app.errorhandler(Refusal)
    def refused(refusal: Refusal) -> ResponseReturnValue:
        status, title, words = refusal_words(refusal)
        return error_answer(status, title, words, type(refusal).__name__)

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> ResponseReturnValue:
        status = error.code or 500
        if status < 400:
            return error
        title, words = _http_words().get(status, (_("Something went wrong"), _("Try again in a moment.")))
        answer = app.make_response(error_answer(status, title, words, error.name.replace(" ", "")))
        for name, value in error.get_headers():
            if name in {"Allow", "Retry-After"}:
                answer.headers[name] = value
        return answer

    @app.errorhandler(Exception)
    def fault(error: Exception) -> ResponseReturnValue:
        if app.testing:
            raise error
        app.logger.error("a fault in %s", request.endpoint, exc_info=error)
        # The page of the fault must not ask who is logged in: the database may be the fault.
        g._login_user = login.anonymous_user()
        title = _("Something went wrong")
        return error_answer(500, title, _("The fault is ours and has been logged. Try again in a moment."), "Fault")
