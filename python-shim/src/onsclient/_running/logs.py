"""The library's log records become records of the logger ``onsclient.library``."""

from __future__ import annotations

import logging

from onsclient import _bindings as c
from onsclient._border import layout, loading
from onsclient._border.frames import Frames
from onsclient._border.loading import call
from onsclient._running import polling, reports, threads
from onsclient.errors import ClosedError

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
    threads.Thread(_poll, "onsclient-log").start()


def _poll() -> None:
    frames, level, library = Frames(), wanted_level(), loading.library()

    def step() -> bool:
        nonlocal level
        try:
            records = frames.take(library.ons_events_poll, 0, 256, _POLL_MS)
            if wanted_level() != level:  # the program has changed the level of its logger
                level = wanted_level()
                call("ons_log_use_events", level)
        except ClosedError:
            return False
        for _, frame in records:
            try:
                _hand_on(frame)
            except BaseException:
                reports.failure("a handler of the logger %s failed", _LOGGER.name)
        return True

    polling.keep_on(step, "onsclient-log")


def _hand_on(frame: bytes) -> None:
    header = layout.header_of(frame)
    texts = layout.texts_of(frame, header)
    level = _LEVELS.get(header.number, logging.DEBUG)
    if _LOGGER.isEnabledFor(level):
        source = texts[layout.BORN_HOST].rpartition(".")[2]
        record = _LOGGER.makeRecord(
            _LOGGER.name, level, source, 0, "%s: %s", (source, texts[layout.EXTRA]), None, None, None
        )
        record.created = header.born_at_ms / 1000
        _LOGGER.handle(record)
