"""What is filled in at the door and about accounts."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovPasswordInput, GovRadioInput, GovSelect, GovTextInput
from wtforms import Field, PasswordField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from workshop.accounts.models import Role, User
from workshop.accounts.rules import (
    NAME_MAX,
    PASSWORD_MAX,
    PASSWORD_MIN,
    AddressTaken,
    Hindrance,
    Weakness,
    WeakPassword,
    WrongPassword,
)
from workshop.errors import Refusal
from workshop.i18n.choose import NAMES
from workshop.mail.addresses import BadAddress
from workshop.typed import TextForm, as_typed, one_line

_NO_ADDRESS = _l("Write your e-mail address")
_NO_PASSWORD = _l("Write your password")
_NO_NAME = _l("Write your name")
_PASSWORD_ADVICE = _l("At least 12 characters. A few words of your own are easy to remember.")


def role_names() -> dict[Role, str]:
    """What each role is called."""
    return {
        Role.ADMIN: _("Administrator"),
        Role.ORGANISER: _("Organiser"),
        Role.FACILITATOR: _("Facilitator"),
        Role.SCRIBE: _("Scribe"),
    }


def _role_hints() -> dict[Role, str]:
    return {
        Role.ADMIN: _("Looks after accounts and may do everything"),
        Role.ORGANISER: _("Owns rounds, approves digests and sees every meeting"),
        Role.FACILITATOR: _("Prepares and leads meetings"),
        Role.SCRIBE: _("Writes down what is said in the meetings to which they are let in, and does nothing else"),
    }


def _language_field() -> Field:
    choices = [SelectChoice(code, name) for code, name in NAMES.items()]
    return SelectField(_l("Language"), choices=choices, widget=GovSelect())


def _name_field() -> Field:
    too_long = Length(max=NAME_MAX, message=_l("The name is too long"))
    return StringField(_l("Name"), [DataRequired(_NO_NAME), too_long], filters=[one_line], widget=GovTextInput())


def _password_field(label: str, description: str = "") -> Field:
    return PasswordField(
        label, [DataRequired(_NO_PASSWORD)], filters=[as_typed], description=description, widget=GovPasswordInput()
    )


class LoginForm(TextForm):
    email = StringField(_l("E-mail address"), [DataRequired(_NO_ADDRESS)], filters=[as_typed], widget=GovTextInput())
    password = _password_field(_l("Password"))


class WelcomeForm(TextForm):
    name = _name_field()
    email = StringField(
        _l("E-mail address"),
        [DataRequired(_NO_ADDRESS)],
        filters=[as_typed],
        description=_l("You log in with it."),
        widget=GovTextInput(),
    )
    password = _password_field(_l("Password"), _PASSWORD_ADVICE)
    language = _language_field()


class InviteForm(TextForm):
    role = RadioField(
        _l("Role"),
        [InputRequired(_l("Choose a role"))],
        description=_l("You get a link with which one person can make an account."),
        widget=GovRadioInput(),
    )

    def offer(self, roles: tuple[Role, ...]) -> "InviteForm":
        """Let these roles be chosen; where there is only one, it is chosen."""
        names = role_names()
        self.role.choices = [SelectChoice(role.value, names[role]) for role in roles]
        if len(roles) == 1 and not self.is_submitted():
            self.role.data = roles[0].value
        return self

    def hints(self) -> list[dict[str, dict[str, str]]]:
        """What each offered role does, for the radio buttons."""
        hints = _role_hints()
        return [{"hint": {"text": hints[Role(choice.value)]}} for choice in self.role.choices]


class RoleForm(TextForm):
    role = RadioField(_l("Role"), [InputRequired(_l("Choose a role"))], widget=GovRadioInput())

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.role.choices = [SelectChoice(role.value, name) for role, name in role_names().items()]

    def hints(self) -> list[dict[str, dict[str, str]]]:
        """What each role does, for the radio buttons."""
        return [{"hint": {"text": hint}} for hint in _role_hints().values()]


class ProfileForm(TextForm):
    name = _name_field()
    language = _language_field()


class PasswordForm(TextForm):
    present = _password_field(_l("Current password"))
    new = _password_field(_l("New password"), _PASSWORD_ADVICE)

    def suited_to(self, user: User) -> "PasswordForm":
        """Do not ask for a password that there is not."""
        if user.password_hash is None:
            del self.present
        return self


def complain(form: TextForm, refusal: Refusal | BadAddress) -> None:
    """Say a rule's no at the field that it is about."""
    match refusal:
        case BadAddress():
            form["email"].errors = [_("Write an e-mail address in the form name@example.org")]
        case AddressTaken():
            form["email"].errors = [_("There is an account with this address already. Log in with it.")]
        case WrongPassword():
            form["present"].errors = [_("This is not your current password")]
        case WeakPassword():
            field = form["new"] if "new" in form else form["password"]
            field.errors = [_weakness_words(refusal.weakness)]


def _weakness_words(weakness: Weakness) -> str:
    return {
        Weakness.SHORT: _("Use at least %(least)s characters", least=PASSWORD_MIN),
        Weakness.LONG: _("Use at most %(most)s characters", most=PASSWORD_MAX),
        Weakness.SIMPLE: _("This pattern is easy to guess. Use more different characters."),
        Weakness.KNOWN: _("This is easy to guess. Use more than your name, your address and common words."),
    }[weakness]


def complain_of_login(form: LoginForm) -> None:
    """One text, whichever of the two was wrong."""
    form.email.errors = [_("The e-mail address or the password is wrong")]


def complain_of_guessing(field: Field) -> None:
    """Too many passwords were tried."""
    field.errors = [_("Too many wrong passwords. Try again in an hour, or ask an administrator for a login link.")]


def hindrance_words(named: str) -> tuple[str, str] | None:
    """What is said at the door of why a work account did not let somebody in: a title, and what to do; None for a name
    that is no Hindrance's."""
    return {
        Hindrance.LOST: (
            _("The login was left unfinished"),
            _("It was begun in another window, or it took too long. Begin again."),
        ),
        Hindrance.DECLINED: (
            _("You were not logged in"),
            _("You broke the login off, or your organisation does not let you log in here. Try again or ask there."),
        ),
        Hindrance.SILENT: (
            _("Your organisation’s login service does not answer"),
            _("Try again in a moment. If you have a password, you can log in with it meanwhile."),
        ),
        Hindrance.UNPROVEN: (
            _("The login could not be verified"),
            _("Try again. If this comes up again, tell an administrator of Koonti."),
        ),
        Hindrance.UNCONFIRMED: (
            _("Your organisation does not confirm your e-mail address"),
            _("So your account cannot be found. Log in with your password, and tell an administrator of Koonti."),
        ),
        Hindrance.UNKNOWN: (
            _("You cannot log in with this work account"),
            _("If you have a password, log in with it. Otherwise ask an administrator of Koonti for an invitation."),
        ),
    }.get(named)
