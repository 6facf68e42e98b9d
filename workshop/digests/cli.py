"""`koonti digest` and `koonti worker`."""

from pathlib import Path

import click
from flask import current_app

from workshop.config import BadSetting
from workshop.digests.actions import make_first_digest
from workshop.digests.document import document_from
from workshop.digests.formats import content_of, formats_in, write_file
from workshop.digests.models import Digest
from workshop.digests.queries import newest_digest
from workshop.jobs import run_worker
from workshop.mail.outbox import check_mail_settings, recover_outbox
from workshop.meetings.codes import tidy_code
from workshop.meetings.models import Meeting
from workshop.meetings.queries import meeting_by_code


@click.command()
@click.argument("code")
@click.option("--format", "formats", default="html,txt", show_default=True, help="Formats, with commas between.")
@click.option("--out", "folder", default=".", help="Folder for the files; made when it is not there.")
@click.option("--language", default=None, help="fi, sv or en; the meeting's first when left out.")
def digest(code: str, formats: str, folder: str, language: str | None) -> None:
    """Write the newest digest of the meeting CODE as files koonti-CODE.html, .txt, .pdf, .pptx and .docx."""
    wanted = formats_in(formats)
    meeting = meeting_by_code(tidy_code(code))
    if meeting is None:
        raise click.ClickException(f"There is no meeting with the code {code}.")
    document = document_from(_digest_of(meeting, language or meeting.languages[0]).document)
    for name in wanted:
        click.echo(write_file(Path(folder) / f"koonti-{meeting.code}.{name}", content_of(document, name)))


def _digest_of(meeting: Meeting, language: str) -> Digest:
    """The newest digest, made now when there is none. Raises a ClickException with one sentence."""
    if language not in meeting.languages:
        spoken = ", ".join(meeting.languages)
        raise click.ClickException(f"The meeting {meeting.code} has no digest in {language!r}, only in {spoken}.")
    if meeting.ended_at is None:
        raise click.ClickException(f"The meeting {meeting.code} has not ended, so it has no digest yet.")
    return newest_digest(meeting, language) or make_first_digest(meeting, language)


@click.command()
def worker() -> None:
    """Make the digests of ended meetings and deliver letters, until told to stop."""
    app = current_app._get_current_object()
    try:
        check_mail_settings(app.config["SETTINGS"])
    except BadSetting as why:
        raise click.ClickException(str(why)) from None
    recover_outbox()
    run_worker(app)


commands = [digest, worker]
