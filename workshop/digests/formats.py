"""The formats of digests as the command line writes them."""

from pathlib import Path

import click

from workshop.digests.document import Document
from workshop.digests.html import write_html
from workshop.digests.pictures import contents_of
from workshop.digests.press import PRINTED, NotPrinted, printed
from workshop.digests.text import write_text

WRITERS = {"html": lambda document: write_html(document, contents_of(document)), "txt": write_text}
FORMATS = (*WRITERS, *PRINTED)


def formats_in(typed: str) -> list[str]:
    """The formats named, with commas between. Raises a ClickException with one sentence."""
    wanted = [name.strip().lower() for name in typed.split(",") if name.strip()]
    for name in wanted:
        if name not in FORMATS:
            raise click.ClickException(f"There is no format {name!r}; choose from {', '.join(FORMATS)}.")
    if not wanted:
        raise click.ClickException(f"Name at least one format: {', '.join(FORMATS)}.")
    return wanted


def content_of(document: Document, name: str) -> bytes:
    """The document in a format. Raises a ClickException with one sentence."""
    if name in WRITERS:
        return WRITERS[name](document).encode()
    try:
        return printed(document, name, contents_of(document))
    except NotPrinted as fault:
        raise click.ClickException(f"The {name} file could not be made: {fault}") from None


def write_file(file: Path, content: bytes) -> str:
    """Write the file and return its name. Raises a ClickException with one sentence."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    except OSError as fault:
        raise click.ClickException(f"{file} cannot be written: {fault.strerror}.") from None
    return str(file)
