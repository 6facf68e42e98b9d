"""`koonti round-digest`."""

from datetime import date
from pathlib import Path

import click

from workshop.clock import today
from workshop.columns import LANGUAGES
from workshop.digests.document import document_from
from workshop.digests.formats import FORMATS, content_of, formats_in, write_file
from workshop.digests.rounds.actions import make_round_digest
from workshop.digests.rounds.models import Stage
from workshop.rounds.queries import round_by_key


@click.command("round-digest")
@click.argument("key")
@click.option("--as-of", "day", default=None, help="What was said by the end of this day, such as 2022-02-21; today.")
@click.option("--format", "formats", default="html,txt", show_default=True, help=f"Of {', '.join(FORMATS)}.")
@click.option("--out", "folder", default=".", help="Folder for the files; made when it is not there.")
@click.option("--language", default="fi", show_default=True, type=click.Choice(LANGUAGES))
@click.option("--final", is_flag=True, help="The final digest; an interim one when left out.")
def round_digest(key: str, day: str | None, formats: str, folder: str, language: str, final: bool) -> None:
    """Make a new version of the digest of the round KEY and write it as files koonti-KEY-DAY.html, .txt, .pdf …"""
    wanted = formats_in(formats)
    round_ = round_by_key(key)
    if round_ is None:
        raise click.ClickException(f"There is no round {key!r}.")
    try:
        as_of = date.fromisoformat(day) if day else today()
    except ValueError:
        raise click.ClickException(f"{day!r} is no day; write it as 2022-02-21.") from None
    if as_of > today():
        raise click.ClickException(f"{as_of} has not come yet.")
    made = make_round_digest(round_, language, Stage.FINAL if final else Stage.INTERIM, as_of, None)
    document = document_from(made.document)
    for name in wanted:
        click.echo(write_file(Path(folder) / f"koonti-{key}-{as_of}.{name}", content_of(document, name)))


commands = [round_digest]
