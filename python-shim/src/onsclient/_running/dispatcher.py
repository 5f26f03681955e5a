"""Hands polled events to handlers on threads of the package, and their answers back, in batches.

Waking a thread costs many times what a short handler takes, so the threads take from one backlog, and another of them
is woken only while the backlog stays: handlers that only compute run on one thread after the other, handlers that wait
soon have all of them.
"""

from __future__ import annotations

import functools
from collections import deque
from collections.abc import Callable
from typing import Any

from onsclient._border import loading
from onsclient._border.frames import Frames
from onsclient._border.native import UNANSWERED
from onsclient._running import polling, reports, threads
from onsclient._running.lifecycle import Life

MOST_AHEAD = 512
"""Messages that may be polled ahead of quick handlers; of slow ones as many as there are threads."""

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
        self._sleepers: list[Any] = []
        self._room = threads.Event()
        self._frames = Frames()
        self._beginning = threads.Lock()
        self._workers = 0
        self._handling = [False] * count
        self._polling = False
        self._ahead = count
        self._woken = 1
        self._ended = False
        life.running.append(lambda: sum(self._handling))

    def begin(self) -> None:
        """Starts the threads; again: no effect, or, after a failure, those that are missing."""
        with self._beginning:
            while self._workers < self._count:
                work = functools.partial(self._work, self._workers)
                self._life.run(work, f"onsclient-{self._life.kind}-{self._workers + 1}")
                self._workers += 1
            if not self._polling:
                self._life.poll_with(self._poll)
                self._polling = True

    # ---- The thread that polls

    def _poll(self) -> None:
        try:
            polling.keep_on(self._step, f"onsclient-{self._life.kind}")
        finally:
            self._ended = True
            self._wake(self._count)

    def _step(self) -> bool:
        # In this order: when nothing waits, each thread has given the answer before its last message.
        waiting = len(self._backlog)
        self._flush()
        if not waiting:
            self._woken = 1
        elif self._sleepers:
            self._wake(self._woken)
            self._woken *= 2
        busy = _BUSY_POLL_MS if self._sleepers else _ANSWER_POLL_MS
        timeout_ms = busy if waiting else polling.POLL_MS
        if waiting >= self._ahead:
            self._room.clear()
            if not self._room.wait(timeout_ms / 1000) and timeout_ms == _ANSWER_POLL_MS:
                self._ahead = self._count  # slow handlers: what is polled ahead only ages
            return True
        most = self._ahead - waiting
        events = self._native.poll(self._frames, most, timeout_ms)
        if events is None:
            return False
        if events:
            if not waiting and len(events) == most:
                self._ahead = min(2 * self._ahead, MOST_AHEAD)
            self._take(events)
        return True

    def _take(self, events: list[tuple[int, bytes]]) -> None:
        try:
            grouped = self._group(events)
        except BaseException:
            self._native.complete([(token, UNANSWERED) for token in {token for token, _ in events}])
            raise
        self._backlog.extend(grouped)
        self._wake(1)

    def _wake(self, count: int) -> None:
        try:
            for _ in range(count):
                self._sleepers.pop().release()
        except IndexError:
            return

    # ---- The threads that handle

    def _work(self, worker: int) -> None:
        backlog, answers, handle, handling = self._backlog, self._answers, self._handle, self._handling
        sleep = threads.Lock()
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
            answer = UNANSWERED
            handling[worker] = True
            try:
                answer = handle(event)
            except BaseException:
                reports.failure("an event was not handled")
            handling[worker] = False
            answers.append((token, answer))
            if len(answers) >= _ANSWERS_AT_ONCE:
                self._flush()

    def _flush(self) -> None:
        """Hands the answers that are there to the library."""
        answers: list[tuple[int, int]] = []
        try:
            while True:
                answers.append(self._answers.popleft())
        except IndexError:
            pass
        if answers:
            try:
                self._native.complete(answers)
            except BaseException:
                if not loading.is_forked():
                    reports.failure("%d answers were lost; their messages come again", len(answers))
