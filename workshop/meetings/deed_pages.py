"""What the staff did in the whole house: for administrators, by who, what and when."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user, login_required
from govuk_frontend_wtf.wtforms_widgets import GovSelect, GovTextInput
from wtforms import SelectField
from wtforms.fields import DateField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from workshop.accounts.models import Role
from workshop.accounts.queries import staff
from workshop.errors import NotAllowed
from workshop.i18n.choose import current_language
from workshop.meetings.deeds import Wanted, about_words, deeds_page, tell
from workshop.typed import TextForm, in_our_years

bp = Blueprint("deeds", __name__)


class WantedForm(TextForm):
    """Which deeds are looked for; it stands in the address."""

    class Meta:
        csrf = False

    who = SelectField(_l("Who"), default="", widget=GovSelect())
    what = SelectField(_l("What"), default="", widget=GovSelect())
    since = DateField(_l("From the day"), widget=GovTextInput(), validators=[Optional(), in_our_years])
    until = DateField(_l("To the day"), widget=GovTextInput(), validators=[Optional(), in_our_years])

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.who.choices = [
            SelectChoice("", _("Everybody")),
            *(SelectChoice(str(user.id), user.name) for user in staff()),
            SelectChoice("0", _("Koonti itself")),
        ]
        self.what.choices = [
            SelectChoice("", _("Everything")),
            *(SelectChoice(key, words) for key, words in about_words().items()),
        ]

    def wanted(self) -> Wanted:
        """What was chosen, when it was valid."""
        who = int(self.who.data) if self.who.data else None
        return Wanted(None, who, self.what.data or None, self.since.data, self.until.data)


@bp.get("/deeds")
@login_required
def index() -> ResponseReturnValue:
    """All that was done, the last first; `who`, `what`, `since` and `until` narrow it, `page` turns it."""
    if not current_user.may(Role.ADMIN):
        raise NotAllowed
    form = WantedForm(formdata=request.args)
    is_good = form.validate()
    done = deeds_page(form.wanted() if is_good else Wanted(), request.args.get("page", 1, type=int))
    asked = {name: value for name in ("who", "what", "since", "until") if (value := request.args.get(name))}
    told = tell(done.rows, current_language())
    page = render_template("meetings/all_deeds.html", form=form, done=done, told=told, asked=asked if is_good else {})
    return page, 200 if is_good else 422
