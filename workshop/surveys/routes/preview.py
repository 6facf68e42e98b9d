"""The survey as others get it, looked at by those who write it: on a phone, and on paper. Nothing is kept from here."""

import re
from collections.abc import Mapping

from flask import Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_login import current_user, login_required

from workshop.columns import LANGUAGES
from workshop.headers import FRAMED, FRAMING
from workshop.i18n.choose import NAMES, current_language
from workshop.meetings.models import Exercise
from workshop.surveys.doors import bp
from workshop.surveys.easy import NAME as EASY
from workshop.surveys.filling import Filling
from workshop.surveys.forms import answers_form
from workshop.surveys.kinds import KINDS
from workshop.surveys.queries import access_survey, questions_of, rules_of

KEPT = "kept-"
"""What was typed on the other pages is carried along under its name and this."""
_ANSWER = re.compile(rf"{KEPT}(q\d+(?:\..*)?)")


def _spoken(exercise: Exercise) -> str:
    """The language that is looked at: the one asked for, else the reader's, else the meeting's first."""
    offered = exercise.meeting.languages or [*LANGUAGES]
    wanted = (request.args.get("in", ""), current_language(), offered[0])
    return next(language for language in wanted if language in offered)


def _offered(exercise: Exercise) -> dict[str, str]:
    """The meeting's languages by code, each by its own name."""
    return {code: NAMES[code] for code in exercise.meeting.languages or LANGUAGES}


def _asked_for() -> dict[str, str]:
    """What the address says of how the survey is looked at."""
    return {name: request.args[name] for name in ("in", EASY) if name in request.args}


def _framed(page: str, status: int = 200) -> Response:
    answer = make_response(page, status)
    answer.headers["Content-Security-Policy"] = FRAMED
    return answer


@bp.get("/meetings/<code>/exercises/<int:exercise_id>/survey/preview")
@login_required
def preview(code: str, exercise_id: int) -> ResponseReturnValue:
    """A drawn phone with the survey on it, in one of the meeting's languages."""
    exercise = access_survey(code, exercise_id, current_user)
    page = render_template(
        "surveys/preview.html", exercise=exercise, offered=_offered(exercise), spoken=_spoken(exercise)
    )
    answer = make_response(page)
    answer.headers["Content-Security-Policy"] = FRAMING
    return answer


@bp.route("/meetings/<code>/exercises/<int:exercise_id>/survey/preview/phone", methods=["GET", "POST"])
@login_required
def preview_phone(code: str, exercise_id: int) -> ResponseReturnValue:
    """A page of the survey as phones show it, in the language `in`. Turned like theirs, but nothing is kept."""
    exercise = access_survey(code, exercise_id, current_user)
    with force_locale(_spoken(exercise)):
        filling = Filling(questions_of(exercise), _carried(request.form))
        if request.method == "GET":
            return _framed(_phone_page(exercise, filling))
        filling.take(request.form.get("page", 1, type=int), request.form, request.files)
        back, fits = request.form.get("go") == "back", filling.form.validate()
        if not back and not fits:
            return _framed(_phone_page(exercise, filling), 422)
        if not back and filling.is_last:
            return _framed(_phone_page(exercise, filling, is_done=True))
        filling.turn_to(filling.page - 1 if back else filling.page + 1)
        return _framed(_phone_page(exercise, filling))


def _carried(form: Mapping[str, str]) -> dict[str, list[str]]:
    """What was typed on the other pages."""
    names = (_ANSWER.fullmatch(name) for name in form)
    return {name[1]: request.form.getlist(name[0]) for name in names if name}


def _phone_page(exercise: Exercise, filling: Filling, is_done: bool = False) -> str:
    here = {f"q{field.question.id}" for field in filling.form.answers()}
    others = {name: texts for name, texts in filling.typed.items() if name.partition(".")[0] not in here}
    return render_template(
        "surveys/preview_phone.html",
        exercise=exercise,
        filling=filling,
        form=filling.form,
        rules=rules_of(exercise),
        carried={f"{KEPT}{name}": texts for name, texts in others.items()},
        is_done=is_done,
        again=url_for(".preview_phone", code=exercise.meeting.code, exercise_id=exercise.id, **_asked_for()),
    )


@bp.get("/meetings/<code>/exercises/<int:exercise_id>/survey/print")
@login_required
def printout(code: str, exercise_id: int) -> ResponseReturnValue:
    """The survey for pen and paper, in the language `in`; the browser prints it."""
    exercise = access_survey(code, exercise_id, current_user)
    with force_locale(_spoken(exercise)):
        questions = questions_of(exercise)
        answered = [question for question in questions if KINDS[question.kind].answered]
        return render_template(
            "surveys/print.html",
            exercise=exercise,
            questions=questions,
            form=answers_form(questions),
            numbers={question.id: number for number, question in enumerate(answered, start=1)},
            offered=_offered(exercise),
        )
