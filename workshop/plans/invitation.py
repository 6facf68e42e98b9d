"""How a meeting is told of: words for the chat of a call, and a file for calendars. Its links are of BASE_URL only."""

from urllib.parse import urlsplit

from flask import current_app
from flask_babel import gettext as _
from icalendar import Calendar, Event, vText

from workshop.clock import in_finland, now
from workshop.i18n.choose import current_language
from workshop.i18n.formats import window
from workshop.meetings.models import Meeting
from workshop.meetings.routes import join_link


def invitation(meeting: Meeting) -> str:
    """What is copied into the chat: title, time, call, join link and code, in the reader's language."""
    language = current_language()
    when = window(meeting.starts_at, meeting.ends_at, language)
    call = [_("The call: %(link)s", link=meeting.teams_url)] if meeting.teams_url else []
    return "\n".join([meeting.title.text(language), when, "", *call, *_way_in(meeting)])


def _way_in(meeting: Meeting) -> list[str]:
    return [
        _("Take part on your phone or computer: %(link)s", link=join_link(meeting)),
        _("Or type the code %(code)s at %(address)s", code=meeting.code, address=_base()),
        _("You need no account and no app."),
    ]


def calendar_file(meeting: Meeting) -> bytes:
    """The invitation as an iCalendar file of one event (RFC 5545), in Finnish time and the reader's language.

    Taken into a calendar again, it replaces what was there before: the event is known by the meeting's code.
    """
    language = current_language()
    event = Event()
    event.add("uid", f"{meeting.code}@{urlsplit(_base()).hostname}")
    event.add("dtstamp", now())
    event.add("dtstart", in_finland(meeting.starts_at))
    event.add("dtend", in_finland(meeting.ends_at))
    event.add("summary", vText(meeting.title.text(language), params={"language": meeting.title.language(language)}))
    event.add("description", invitation(meeting))
    event.add("location", meeting.teams_url or join_link(meeting))
    event.add("url", join_link(meeting))
    calendar = Calendar()
    calendar.add("prodid", "-//Koonti//Koonti//FI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _base() -> str:
    return current_app.config["SETTINGS"].base_url
