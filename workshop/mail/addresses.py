"""Mail addresses as people type them."""

from email_validator import EmailNotValidError, validate_email

_OUTER_SPACE = " \u00a0\t"


class BadAddress(ValueError):
    """This is not an address that a letter can be sent to."""


def tidy_address(typed: str) -> str:
    """The address in the one form in which it is kept and compared: its domain in lower-case ASCII.

    Raises BadAddress for anything else: a line break, a NUL, letters before the @ that not every server takes.
    Nothing is asked of the network.
    """
    address = typed.strip(_OUTER_SPACE)
    if not address.isprintable():
        raise BadAddress
    try:
        checked = validate_email(address, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as fault:
        raise BadAddress from fault
    if checked.ascii_email is None:
        raise BadAddress
    return checked.ascii_email
