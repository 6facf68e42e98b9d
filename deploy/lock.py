"""Write the three locks anew: requirements.lock, requirements-test.lock and package-lock.json. Called by `make lock`.

The locks say what is installed and its hash, never the host that it came from: each machine asks its own index.
"""

import json
import sys

import steps

COMPILE = (
    *("pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11", "--upgrade", "--generate-hashes"),
    *("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"),
    *("--extra", "postgres", "--extra", "setup"),
)


def lock_python() -> None:
    """Compile both Python locks; the test lock holds the same versions as the run lock."""
    uv = steps.BIN / "uv"
    steps.run(uv, *COMPILE, "--output-file", steps.RUN_LOCK)
    steps.run(uv, *COMPILE, "--extra", "test", "--constraints", steps.RUN_LOCK, "--output-file", steps.TEST_LOCK)


def lock_browser_side() -> None:
    """Write package-lock.json, without the addresses of packages' sponsors."""
    program, npm = steps.node()
    steps.run(program, npm, "update", "--package-lock-only", "--loglevel=error")
    path = steps.ROOT / "package-lock.json"
    lock = json.loads(path.read_text())
    for package in lock["packages"].values():
        package.pop("funding", None)
    path.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    try:
        lock_python()
        lock_browser_side()
    except steps.Failed as failure:
        sys.exit(str(failure))
