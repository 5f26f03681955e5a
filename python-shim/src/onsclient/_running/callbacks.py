"""Futures of sends, and the threads that run what programs have attached to them."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future
from typing import Any, TypeVar

from onsclient._running import reports, threads
from onsclient._running.lifecycle import Life
from onsclient._running.reports import log
from onsclient.errors import FatalError, ThrottledError

Result = TypeVar("Result")

THREADS = 4
_DRAIN_S = 10.0


class Callbacks:
    """The threads of one producer for callbacks of futures, which may send, wait and fail as they like.

    They start when they are needed. The thread that completes sends runs none, so a callback may wait for a send.
    """

    def __init__(self, life: Life, bound: int) -> None:
        self._life = life
        self._bound = bound
        self._waiting: deque[SendFuture[Any]] = deque()
        self._guard = threads.Lock()
        self._sleepers: list[Any] = []
        self._started = 0
        self._ended = False
        self._idle = threads.Event()

    def require_room(self) -> None:
        """ThrottledError, when too many callbacks wait for their turn."""
        if len(self._waiting) >= self._bound:
            raise ThrottledError(
                f"{len(self._waiting)} callbacks of sends that have ended wait for their turn, and "
                f"{self._bound} may: let callbacks be shorter, or raise max_in_flight_messages",
                retryable=True,
            )

    def add(self, future: SendFuture[Any]) -> None:
        """Runs the callbacks of a future that has ended; here and now, when the producer's threads have ended."""
        with self._guard:
            ended, number = self._ended, 0
            if not ended:
                self._waiting.append(future)
                if self._sleepers:
                    self._sleepers.pop().release()
                elif self._started < THREADS:
                    self._started += 1
                    number = self._started
        if ended:
            future.call_back()
        elif number:
            self._start(number)

    def _start(self, number: int) -> None:
        # While the client closes it starts no threads of its own; this one ends by `end`.
        thread = threads.Thread(self._work, f"onsclient-{self._life.kind}-callback-{number}")
        self._life.threads.append(thread)
        try:
            thread.start()
        except FatalError:
            self._life.threads.remove(thread)
            with self._guard:
                self._started -= 1
            reports.failure("callbacks of sends wait for the next send, or for the close")

    def end(self) -> None:
        """Waits for callbacks, up to 10 s; all futures have ended before."""
        with self._guard:
            self._ended = True
            sleepers, self._sleepers = self._sleepers, []
            idle = len(sleepers) == self._started
        for sleeper in sleepers:
            sleeper.release()
        if not idle and not self._idle.wait(_DRAIN_S):
            log.warning("the %s is closed, but %d callbacks still wait", self._life.kind, len(self._waiting))
            return
        while self._waiting:  # there was no thread for them
            self._waiting.popleft().call_back()

    def _work(self) -> None:
        sleep = threads.Lock()
        sleep.acquire()
        while True:
            with self._guard:
                future = self._waiting.popleft() if self._waiting else None
                if future is None:
                    if self._ended:
                        self._started -= 1
                        if not self._started:
                            self._idle.set()
                        return
                    self._sleepers.append(sleep)
            if future is None:
                sleep.acquire()
            else:
                future.call_back()


class SendFuture(Future[Result]):
    """A future that a thread of the package ends. It waits for real threads, also where threading is patched."""

    _condition: Any
    _done_callbacks: list[Any]

    def __init__(self, callbacks: Callbacks) -> None:
        super().__init__()
        self._condition = threads.Condition()
        self._callbacks = callbacks
        self.set_running_or_notify_cancel()  # what is on its way cannot be called back

    def _invoke_callbacks(self) -> None:
        if self._done_callbacks:
            self._callbacks.add(self)

    def call_back(self) -> None:
        """Runs its callbacks; what one of them raises goes to the log."""
        for callback in self._done_callbacks:
            try:
                callback(self)
            except BaseException:
                reports.failure("a callback of a send failed")
