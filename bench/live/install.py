"""Fetching and building what the reference stands on; skipped when it is there."""

import os
import shutil
import subprocess
import sys

from deploy import steps

FOLDER = steps.ROOT / "bench" / "reference"
LOCK = [FOLDER / name for name in ("package.json", "package-lock.json", ".npmrc")]


def install_reference() -> None:
    """Install bench/reference/node_modules, with Node and npm of the virtual environment.

    better-sqlite3 is compiled here, against the headers that come with that Node: its ready-made binaries lie outside
    of the registry, and scripts of packages are switched off. Ends the program with a sentence when it cannot be done.
    """
    try:
        version = subprocess.check_output([steps.node()[0], "--version"], text=True)
        wanted = steps.digest(LOCK, version)
        steps.unless_stamped(FOLDER / "node_modules/.stamp", wanted, "Building the reference (two minutes)", _build)
    except steps.Failed as failure:
        sys.exit(f"The reference cannot be built. {failure}")


def _build() -> None:
    missing = [tool for tool in ("g++", "make") if not shutil.which(tool)]
    if missing:
        raise steps.Failed(f"A compiler is needed: install {' and '.join(missing)}.")
    program, npm = steps.node()
    home = program.parent.parent
    gyp = npm.parents[1] / "node_modules" / "node-gyp" / "bin" / "node-gyp.js"
    os.environ["PATH"] = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    steps.run(program, npm, "ci", "--loglevel=error", f"--prefix={FOLDER}")
    module = FOLDER / "node_modules" / "better-sqlite3"
    steps.run(program, gyp, "rebuild", "--release", f"--directory={module}", f"--nodedir={home}")
