"""Dates, times and numbers as each language writes them in Finland."""

from datetime import date, datetime

from babel.dates import format_date

from workshop.clock import in_finland

_EN_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
NBSP = "\u00a0"
_AT = {"fi": f" klo{NBSP}", "sv": f" kl.{NBSP}", "en": ", "}
"""Between a day and a time."""


def day(moment: datetime | date, language: str) -> str:
    """21.1.2022 (fi, sv) or 21 January 2022 (en), in Finnish time."""
    when = in_finland(moment) if isinstance(moment, datetime) else moment
    if language == "en":
        return f"{when.day} {_EN_MONTHS[when.month - 1]} {when.year}"
    return f"{when.day}.{when.month}.{when.year}"


def month(moment: datetime, language: str) -> str:
    """Tammikuu 2022, as a heading, in Finnish time."""
    return format_date(in_finland(moment), "LLLL y", language).capitalize()


def clock_time(moment: datetime, language: str) -> str:
    """13 or 15.30 (fi, sv), 13:00 or 15:30 (en), in Finnish time."""
    when = in_finland(moment)
    if language == "en":
        return f"{when.hour}:{when.minute:02d}"
    return f"{when.hour}" if when.minute == 0 else f"{when.hour}.{when.minute:02d}"


def window(starts: datetime, ends: datetime, language: str) -> str:
    """21.1.2022 klo 13–15.30, with both days when they differ."""
    at = _AT[language]
    first = moment(starts, language)
    if in_finland(starts).date() == in_finland(ends).date():
        return f"{first}–{clock_time(ends, language)}"
    return f"{first} – {day(ends, language)}{at}{clock_time(ends, language)}"


def moment(when: datetime, language: str) -> str:
    """21.1.2022 klo 15.30 (fi), 21.1.2022 kl. 15.30 (sv), 21 January 2022, 15:30 (en), in Finnish time."""
    return f"{day(when, language)}{_AT[language]}{clock_time(when, language)}"


def number(value: int | float, language: str, decimals: int = 0) -> str:
    """1 600 and 11,5 with a no-break space and a comma (fi, sv); 1,600 and 11.5 (en)."""
    text = f"{value:,.{decimals}f}".replace("-", "−")
    if language == "en":
        return text
    return text.replace(",", NBSP).replace(".", ",")


def percent(share: float, language: str, decimals: int = 0) -> str:
    """A share 0–1 as 11,5 % (fi, sv) or 11.5% (en)."""
    text = number(share * 100, language, decimals)
    return f"{text}%" if language == "en" else f"{text}{NBSP}%"
