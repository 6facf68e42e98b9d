"""Set up Koonti in this folder: packages, browser-side assets, translations. Called by the Makefile.

Usage: python3 deploy/setup.py [--test]

This file keeps to syntax that very old Pythons can read, so that they too get a sentence instead of a traceback.
The work itself is in steps.py, and the locks are made anew by lock.py.
"""

import sys

OLDEST = (3, 11)


def refusal_of(version):
    """Return the sentence that refuses a Python of this version, a tuple of numbers, or None when it will do."""
    if tuple(version[:2]) >= OLDEST:
        return None
    have = ".".join(str(number) for number in version[:2])
    need = ".".join(str(number) for number in OLDEST)
    return (
        "Koonti needs Python " + need + " or newer and this is Python " + have + ": install a newer one, "
        "or name it, as in 'make run PYTHON=python3.11'."
    )


if __name__ == "__main__":
    words = refusal_of(sys.version_info)
    if words:
        sys.exit(words)

    import steps

    sys.exit(steps.main(sys.argv[1:]))
