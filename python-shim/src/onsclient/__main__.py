"""``python -m onsclient broker OPTIONS...`` runs a broker; ``python -m onsclient about`` tells what is installed."""

from __future__ import annotations

import sys

from onsclient import _program, runtime
from onsclient._version import __version__

_USAGE = """usage: python -m onsclient broker [OPTIONS]   run a broker (--data-dir DIR; --help lists all)
       python -m onsclient about              the version, and the library and Java runtime in use"""


def main(arguments: list[str]) -> int:
    """Runs a command; its exit code."""
    if arguments[:1] == ["broker"]:
        try:
            _program.run_broker(arguments[1:])
        except RuntimeError as failure:
            sys.stderr.write(f"error: {failure}\n")
            return 1
    if arguments == ["about"]:
        runtime.open()
        sys.stdout.write(f"onsclient {__version__}\n{runtime.describe()}")
        return 0
    asked = arguments in (["--help"], ["-h"], ["help"])
    (sys.stdout if asked else sys.stderr).write(_USAGE + "\n")
    return 0 if asked else 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
