"""Static files have their version in their folder's address, so a browser may keep them for good."""

import hashlib
from pathlib import Path


def version(folder: Path) -> str:
    """A short hash of every file's name, size and time of change below `folder`; new files give a new address."""
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            facts = file.stat()
            digest.update(f"{file.relative_to(folder)} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:10]
