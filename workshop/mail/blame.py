"""Whom a mail server blames when it refuses a letter: the address, or the letter, its sender, the server, the day."""

import re

_STATUS = re.compile(r"(?<![\w.])([245])\.(\d{1,3})\.(\d{1,3})(?!\.?[\w@-])")
"""An enhanced status code (RFC 3463), wherever it stands in the words."""
_ANSWER = re.compile(r"(?<![\w.])(5\d\d)(?![\w.])")
_UNDEFINED = ("0", "0")
_OF_ADDRESS = {*(("1", str(detail)) for detail in (*range(7), 10)), ("2", "0"), ("2", "1"), ("4", "1"), ("4", "4")}
"""Subject and detail of what is said of an address: there is no such one, it has moved, is disabled, or nothing leads
there. Not of a full mailbox (2.2), which is emptied some day, nor of content and policy (6, 7), which may hit all."""
_NOBODY = {"550", "551", "553"}
"""What is answered about an address without a status: RFC 5321, 4.2.3."""


def blames_address(said: str, of_address: bool = True) -> bool:
    """Does this refusal mean that the address takes no letters, today or later?

    `said` is what the mail server answered, or the status and diagnosis of a report. Where no status tells,
    `of_address` does: whether it was said when only the address was asked about.
    """
    statuses = _STATUS.findall(said)
    status = next((one for one in statuses if one[1:] != _UNDEFINED), next(iter(statuses), None))
    if status and status[0] != "5":
        return False
    if status and status[1:] != _UNDEFINED:
        return status[1:] in _OF_ADDRESS
    answer = _ANSWER.search(said)
    return of_address and (answer[1] in _NOBODY if answer else status is not None)
