"""The package's own log."""

from __future__ import annotations

import contextlib
import logging
import sys
import traceback

log = logging.getLogger("onsclient")


def failure(text: str, *arguments: object) -> None:
    """Logs what an except clause has caught. Never raises: the log's handlers, and a repr, are users' code, too."""
    try:
        log.exception(text, *arguments)
    except BaseException:
        with contextlib.suppress(BaseException):  # stderr may be closed, and there is no other place
            traceback.print_exc(file=sys.stderr)
