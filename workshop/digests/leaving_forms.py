"""The forms of a digest's leaving: when its letters leave, and whether it is approved by itself."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovTextInput
from wtforms import DateTimeLocalField, RadioField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from workshop.clock import exists_in_finland, from_finland, in_finland, now
from workshop.digests.actions import LONGEST_WAIT
from workshop.digests.posting import HOLD_HOURS
from workshop.typed import MINUTE, TextForm, WholeNumberField

NOW, LATER = "now", "later"


class LeavingForm(TextForm):
    """When the letters of one digest leave; times are those of a Finnish clock.

    An hour that comes twice, when clocks are put back, is the first of the two.
    """

    when = RadioField(
        _l("When do the letters leave?"),
        widget=GovRadioInput(),
        default=NOW,
        filters=[lambda chosen: chosen or NOW],
        choices=[SelectChoice(NOW, _l("Now")), SelectChoice(LATER, _l("At the time below"))],
    )
    at = DateTimeLocalField(
        _l("The time (when you chose so)"), format=MINUTE, widget=GovTextInput(), validators=[Optional()]
    )

    def validate(self, extra_validators: Any = None) -> bool:
        fits = super().validate(extra_validators)
        wrong = self._wrong_time() if fits and self.when.data == LATER else ""
        if wrong:
            self.at.errors = [wrong]
        return fits and not wrong

    def _wrong_time(self) -> str:
        """What is wrong with the time; "" when nothing is."""
        typed, present = self.at.data, now()
        here = in_finland(present).replace(tzinfo=None)
        # Years that no calendar of ours holds are far away; they are not looked up.
        is_near = typed is not None and abs(typed - here) <= 2 * LONGEST_WAIT
        if not is_near or not present < from_finland(typed) <= present + LONGEST_WAIT:
            return _("Give a date and a time from now to %(days)s days ahead.", days=LONGEST_WAIT.days)
        if not exists_in_finland(typed):
            return _("There is no such time: clocks are put forward then. Choose another one.")
        return ""

    def leaves_at(self) -> datetime | None:
        """The moment that was chosen; None for now."""
        return from_finland(self.at.data) if self.when.data == LATER and self.at.data else None


class HoldForm(TextForm):
    """After how many hours the meeting's digests are approved by themselves; nothing: never."""

    hours = WholeNumberField(
        _l("Approve by itself after so many hours"),
        description=_l("Leave this empty, and nothing is sent before somebody approves it."),
        widget=GovTextInput(),
        validators=[Optional()],
    )

    def validate_hours(self, field: WholeNumberField) -> None:
        if field.data is not None and field.data not in HOLD_HOURS:
            raise ValidationError(
                _("Give a number from %(first)s to %(last)s", first=HOLD_HOURS[0], last=HOLD_HOURS[-1])
            )
