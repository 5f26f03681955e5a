"""The library's log records become records of the logger ``onsclient.library``."""

from __future__ import annotations

import logging
import threading

from onsclient import _bindings as c
from onsclient import _frames, _library
from onsclient._library import call

_POLL_MS = 500
_LOGGER = logging.getLogger("onsclient.library")
_LEVELS = {
    c.ONS_LOG_ERROR: logging.ERROR,
    c.ONS_LOG_WARN: logging.WARNING,
    c.ONS_LOG_INFO: logging.INFO,
    c.ONS_LOG_DEBUG: logging.DEBUG,
    c.ONS_LOG_TRACE: 5,
}


def wanted_level() -> int:
    """The ONS_LOG_* that the logger's level asks for."""
    level = _LOGGER.getEffectiveLevel()
    return next((ons for ons in reversed(_LEVELS) if _LEVELS[ons] >= level), c.ONS_LOG_ERROR)


def take_over() -> None:
    """Makes the library's records events; before its start, so none goes to stderr."""
    call("ons_log_use_events", wanted_level())


def start() -> None:
    """Starts the thread that polls them."""
    threading.Thread(target=_poll, name="onsclient-log", daemon=True).start()


def _poll() -> None:
    from onsclient._native import Frames
    from onsclient.errors import ClosedError

    frames, level, library = Frames(), wanted_level(), _library.library()
    while True:
        try:
            records = frames.take(library.ons_events_poll, 0, 256, _POLL_MS)
        except ClosedError:
            return
        for _, frame in records:
            _hand_on(frame)
        if wanted_level() != level:  # the program has changed the level of its logger
            level = wanted_level()
            try:
                call("ons_log_use_events", level)
            except ClosedError:
                return


def _hand_on(frame: bytes) -> None:
    header = _frames.header_of(frame)
    texts = _frames.texts_of(frame, header)
    level = _LEVELS.get(header.number, logging.DEBUG)
    if _LOGGER.isEnabledFor(level):
        source = texts[_frames.BORN_HOST].rpartition(".")[2]
        record = _LOGGER.makeRecord(
            _LOGGER.name, level, source, 0, "%s: %s", (source, texts[_frames.EXTRA]), None, None, None
        )
        record.created = header.born_at_ms / 1000
        _LOGGER.handle(record)
