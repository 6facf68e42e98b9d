"""Where the printed files of digests lie, and how far they are: the worker prints what is missing, pages only look.

A file's name says the digest and what is written in it, so it can be thrown away at any time and is printed anew.
"""

import hashlib
import json
import os
from datetime import timedelta
from enum import StrEnum
from itertools import chain
from pathlib import Path

from flask import current_app

from workshop.clock import now
from workshop.digests.abouts import AnyDigest
from workshop.digests.document import document_from
from workshop.digests.pictures import contents_of
from workshop.digests.press import PRINTED, Lacking, NotPrinted, printed
from workshop.digests.queries import every_digest
from workshop.digests.rounds.queries import every_round_digest
from workshop.extensions import db
from workshop.jobs import wake

AGAIN_AFTER = timedelta(hours=1)
"""When what failed is tried once more."""

UNASKED = timedelta(days=14)
"""How long after it was made a digest is printed by itself. Later, as when the folder of files was lost, or meetings of
years ago have been brought in, each file is printed when somebody asks for it."""

LOOKS_AGAIN = timedelta(minutes=2)
"""How long the page of a new digest looks again by itself for its files."""


class Printing(StrEnum):
    """How far a file is."""

    READY = "ready"
    WAITING = "waiting"
    """It is being made, or waits for the others before it."""
    ON_DEMAND = "on_demand"
    """It is made when somebody asks for it."""
    FAILED = "failed"
    LACKING = "lacking"
    """The machine has not what the format needs."""


def file_of(digest: AnyDigest, name: str) -> Path:
    """Where the digest lies in the format `name`, whether it is there or not."""
    return _folder() / f"{_stem(digest)}.{name}"


def _folder() -> Path:
    return Path(current_app.instance_path) / "digests"


def _stem(digest: AnyDigest) -> str:
    written = json.dumps(digest.document, sort_keys=True).encode()
    return f"{digest.key}-{hashlib.sha256(written).hexdigest()[:16]}"


def printing(digest: AnyDigest) -> dict[str, Printing]:
    """How far each format is."""
    stem = _stem(digest)
    return {name: _state(_folder() / f"{stem}.{name}", _is_new(digest)) for name in PRINTED}


def is_soon_printed(digest: AnyDigest) -> bool:
    """Is it a new digest of which a file is being made, so that its page looks different within seconds?"""
    return now() - digest.made_at < LOOKS_AGAIN and Printing.WAITING in printing(digest).values()


def _is_new(digest: AnyDigest) -> bool:
    return now() - digest.made_at < UNASKED


def _state(file: Path, is_new: bool) -> Printing:
    if file.exists():
        return Printing.READY
    if not is_new and not _asked(file).exists():
        return Printing.ON_DEMAND
    try:
        failed = _failure(file)
        is_old = now().timestamp() - failed.stat().st_mtime > AGAIN_AFTER.total_seconds()
        return Printing.WAITING if is_old else Printing(failed.read_text())
    except FileNotFoundError:
        return Printing.WAITING


def ask_for(digest: AnyDigest, name: str) -> None:
    """Have the worker print a file that nobody has asked for. Changes nothing that is kept: asked twice, it is printed
    once, and an asking that is lost is asked anew."""
    file = file_of(digest, name)
    file.parent.mkdir(exist_ok=True)
    _asked(file).touch()
    wake()


def next_to_print() -> tuple[AnyDigest, str] | None:
    """The newest digest that has a file missing, and its format; None when all are there or have failed. Those of
    rounds come first: they are few."""
    asked = {file.name.rsplit("-", 1)[0] for file in _folder().glob("*.asked")}
    for digest in chain(every_round_digest(), every_digest()):
        if not _is_new(digest) and digest.key not in asked:
            continue  # its document is not even read
        for name, state in printing(digest).items():
            if state is Printing.WAITING:
                return digest, name
    return None


def print_file(digest: AnyDigest, name: str) -> None:
    """Print one file and put it in its place, whole or not at all; what fails is logged and noted, not raised."""
    file, document = file_of(digest, name), document_from(digest.document)
    digest_id, pictures = digest.id, contents_of(document)
    db.session.rollback()  # nothing is read meanwhile, and the database need not keep the past for us
    try:
        content = printed(document, name, pictures)
    except NotPrinted as fault:
        current_app.logger.error("digest %s could not be printed as %s: %s", digest_id, name, fault)
        state = Printing.LACKING if isinstance(fault, Lacking) else Printing.FAILED
        _put(_failure(file), state.value.encode())
    else:
        _put(file, content)
        _asked(file).unlink(missing_ok=True)
    for old in file.parent.glob(f"{file.name.rsplit('-', 1)[0]}-*.{name}*"):
        if not old.name.startswith(file.name):
            old.unlink(missing_ok=True)  # of what the draft was before it was edited


def forget_files(key: str) -> None:
    """Remove every printed file of the digest with this key."""
    for file in _folder().glob(f"{key}-*"):
        file.unlink(missing_ok=True)


def _asked(file: Path) -> Path:
    return file.with_name(f"{file.name}.asked")


def _failure(file: Path) -> Path:
    return file.with_name(f"{file.name}.failed")


def _put(file: Path, content: bytes) -> None:
    file.parent.mkdir(exist_ok=True)
    part = file.with_name(f".{file.name}.{os.getpid()}")
    with part.open("wb") as writing:
        writing.write(content)
        writing.flush()
        os.fsync(writing.fileno())
    part.replace(file)
