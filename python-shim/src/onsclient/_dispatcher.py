"""Hands polled events to handlers on threads of the package, and their answers back, in batches.

Waking a thread costs many times what a short handler takes, so the threads take from one backlog, and another of them
is woken only while the backlog stays: handlers that only compute run on one thread after the other, handlers that wait
soon have all of them.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Any

from onsclient import _library
from onsclient._lifecycle import Life, log
from onsclient._native import Frames

MOST_AHEAD = 512
"""Messages that may be polled ahead of quick handlers; of slow ones as many as there are threads."""

_IDLE_POLL_MS = 1000
_BUSY_POLL_MS = 1
"""While threads sleep and the backlog stays, another is woken this often."""
_ANSWER_POLL_MS = 20
"""How soon answers go out while all threads are in handlers."""
_ANSWERS_AT_ONCE = 128


class Dispatcher:
    """The threads of one client."""

    def __init__(
        self,
        life: Life,
        count: int,
        group: Callable[[list[tuple[int, bytes]]], list[tuple[int, Any]]],
        handle: Callable[[Any], int],
    ) -> None:
        self._life = life
        self._native = life.native
        self._count = count
        self._group = group
        self._handle = handle
        self._backlog: deque[tuple[int, Any]] = deque()
        self._answers: deque[tuple[int, int]] = deque()
        self._sleepers: list[threading.Lock] = []
        self._room = threading.Event()
        self._ended = False

    def begin(self) -> None:
        """Starts the threads; again: no effect."""
        if self._life.threads:
            return
        name = f"onsclient-{self._life.kind}"
        for number in range(1, self._count + 1):
            self._life.run(threading.Thread(target=self._work, name=f"{name}-{number}", daemon=True))
        self._life.poll_with(threading.Thread(target=self._poll, name=name, daemon=True))

    # ---- The thread that polls

    def _poll(self) -> None:
        frames = Frames()
        ahead = self._count
        woken = 1
        try:
            while True:
                # In this order: when nothing waits, each thread has given the answer before its last message.
                waiting = len(self._backlog)
                self._flush()
                if not waiting:
                    woken = 1
                elif self._sleepers:
                    self._wake(woken)
                    woken *= 2
                timeout_ms = _IDLE_POLL_MS if not waiting else _BUSY_POLL_MS if self._sleepers else _ANSWER_POLL_MS
                if waiting >= ahead:
                    self._room.clear()
                    if not self._room.wait(timeout_ms / 1000) and timeout_ms == _ANSWER_POLL_MS:
                        ahead = self._count  # slow handlers: what is polled ahead only ages
                    continue
                most = ahead - waiting
                events = self._native.poll(frames, most, timeout_ms)
                if events is None:
                    return
                if events:
                    if not waiting and len(events) == most:
                        ahead = min(2 * ahead, MOST_AHEAD)
                    self._backlog.extend(self._group(events))
                    self._wake(1)
        except Exception:
            if not _library.is_forked():
                log.exception("%s: no more events are taken", threading.current_thread().name)
        finally:
            self._ended = True
            self._wake(self._count)

    def _wake(self, count: int) -> None:
        try:
            for _ in range(count):
                self._sleepers.pop().release()
        except IndexError:
            return

    # ---- The threads that handle

    def _work(self) -> None:
        backlog, answers, handle = self._backlog, self._answers, self._handle
        sleep = threading.Lock()
        sleep.acquire()
        while True:
            try:
                token, event = backlog.popleft()
            except IndexError:
                self._flush()
                if self._ended:
                    return
                self._room.set()
                self._sleepers.append(sleep)
                if self._ended or backlog:  # it changed while nobody could see this thread sleep
                    self._wake(self._count)
                sleep.acquire()
                continue
            answers.append((token, handle(event)))
            if len(answers) >= _ANSWERS_AT_ONCE:
                self._flush()

    def _flush(self) -> None:
        """Gives the answers that are there to the library."""
        answers: list[tuple[int, int]] = []
        try:
            while True:
                answers.append(self._answers.popleft())
        except IndexError:
            pass
        if answers:
            try:
                self._native.complete(answers)
            except Exception:
                if not _library.is_forked():
                    log.exception("%d answers were lost; their messages come again", len(answers))
