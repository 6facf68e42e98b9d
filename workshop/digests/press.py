"""A document in one of the formats that are printed, each time by a process of its own.

What a format needs in memory is given back when it is done, one that breaks down takes nothing else with it, and the
web and worker processes load none of the libraries. A machine without Pango, which PDF needs, still prints the others.

`python -m workshop.digests.press FORMAT` reads a document and its pictures as JSON and writes the file to its output.
"""

import gc
import json
import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

from workshop.digests.document import Document, document_from
from workshop.digests.palette import ROOT

PRINTED = MappingProxyType(
    {
        "pdf": "application/pdf",
        "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    }
)
"""What each is called where files have types."""
PATIENCE_S = 900
"""Far more than ten thousand notes need: only what hangs is stopped."""
LACKING = 3
"""The exit status of a format whose libraries cannot be loaded."""


class NotPrinted(Exception):
    """The file could not be made; its text says why, for those who look after the house."""


class Lacking(NotPrinted):
    """The machine has not what the format needs."""


def printed(document: Document, name: str, pictures: Mapping[str, bytes] = MappingProxyType({})) -> bytes:
    """The document in the format `name`, one of PRINTED, with its pictures. Raises NotPrinted, and Lacking."""
    handed = {"pictures": {key: b64encode(content).decode() for key, content in pictures.items()}}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "workshop.digests.press", name],
            input=json.dumps({"document": document.as_json(), **handed}).encode(),
            capture_output=True,
            timeout=PATIENCE_S,
            cwd=ROOT,
            start_new_session=True,  # a worker that is told to stop finishes what it has in hand
        )
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise NotPrinted(f"{fault}.") from None
    if done.returncode == 0:
        return done.stdout
    said = done.stderr.decode(errors="replace").strip().splitlines()
    last = said[-1] if said else f"the process ended with {done.returncode}."
    raise (Lacking if done.returncode == LACKING else NotPrinted)(last)


def main(name: str) -> int:
    """Print one document from standard input to standard output; return the exit status."""
    gc.disable()  # the process ends after one file: looking for garbage takes a seventh of the time and finds little
    handed = json.load(sys.stdin.buffer)
    document = document_from(handed["document"])
    pictures = {key: b64decode(content) for key, content in handed["pictures"].items()}
    try:
        writer = getattr(import_module(f"workshop.digests.{name}"), f"write_{name}")
    except (ImportError, OSError) as fault:
        remedy = " PDF needs Pango: install libpango-1.0-0 and libpangoft2-1.0-0." if name == "pdf" else ""
        sys.stderr.write(f"{' '.join(str(fault).split())}{remedy}\n")
        return LACKING
    sys.stdout.buffer.write(writer(document, pictures))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
