"""Loops that take events until a client is closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from onsclient._border import loading
from onsclient._border.frames import Frames
from onsclient._running import reports, threads

if TYPE_CHECKING:
    from onsclient._border.native import NativeClient

POLL_MS = 1000
"""The longest that a poll stays inside of the library."""

_FIRST_PAUSE_S = 0.05
_LONGEST_PAUSE_S = 1.0


def keep_on(step: Callable[[], bool], name: str) -> None:
    """Calls `step` until it returns False. An error does not end the loop: it is logged, and after a pause, which
    doubles up to a second while errors follow each other, the loop goes on. A child of fork ends it.
    """
    pause = _FIRST_PAUSE_S
    while True:
        try:
            if not step():
                return
            pause = _FIRST_PAUSE_S
        except BaseException:
            if loading.is_forked():
                return
            reports.failure("%s: taking events failed; it is tried again in %.2f s", name, pause)
            threads.pause(pause)
            pause = min(2 * pause, _LONGEST_PAUSE_S)


def poll(native: NativeClient, name: str, give: Callable[[list[tuple[int, bytes]]], None], most: int = 1024) -> None:
    """Polls a client's events in batches, and hands them on, until the client is closed."""
    frames = Frames()

    def step() -> bool:
        events = native.poll(frames, most, POLL_MS)
        if events is None:
            return False
        if events:
            give(events)
        return True

    keep_on(step, name)
