"""The way of polled events into a loop, and of their answers back."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from onsclient._border.frames import Frames
from onsclient._border.native import UNANSWERED
from onsclient._running import polling, reports, threads
from onsclient._running.lifecycle import Life
from onsclient.aio._client import in_loop

_ROOM_WAIT_S = 1.0


class Inlet:
    """The events of one client: a thread polls them while there is room, `next` hands them to the loop."""

    def __init__(
        self,
        life: Life,
        limit: Callable[[], int],
        group: Callable[[list[tuple[int, bytes]]], list[tuple[int, Any]]] = list,
    ) -> None:
        self._life = life
        self._native = life.native
        self._limit = limit
        self._group = group
        self._loop = asyncio.get_running_loop()
        self._ready: deque[tuple[int, Any]] = deque()
        self._waiters: deque[asyncio.Future[None]] = deque()
        self._unanswered: set[int] = set()
        self._answers: list[tuple[int, int]] = []
        self._room = threads.Event()
        self._refusing = False
        self._cancelling = False
        self._polling = False
        self._ended = False
        self._tasks: list[asyncio.Task[None]] = []
        self._handling = 0
        life.ending.append(self._give_back)
        life.running.append(lambda: self._handling)

    def begin(self) -> None:
        """Starts the polling; again: no effect."""
        if not self._polling:
            self._life.poll_with(self._poll)
            self._polling = True

    def handle_with(self, count: int, handle: Callable[[Any], Awaitable[int]]) -> None:
        """Lets `count` tasks handle what comes; again: no effect."""

        async def work() -> None:
            while True:
                taken = await self.next()
                if taken is None:
                    return
                self.answer(taken[0], await self._handled(handle, taken[1]))

        if not self._tasks:
            self._tasks = [self._loop.create_task(work()) for _ in range(count)]

    async def _handled(self, handle: Callable[[Any], Awaitable[int]], event: Any) -> int:
        self._handling += 1
        try:
            return await handle(event)
        except asyncio.CancelledError:
            if self._cancelling:
                raise
            reports.failure("a handler was cancelled by itself; what it was given comes again later")
        except BaseException:
            reports.failure("an event was not handled")
        finally:
            self._handling -= 1
        return UNANSWERED

    def is_inside(self) -> bool:
        """Whether the running task is one that handles."""
        return asyncio.current_task() in self._tasks

    def cancel(self) -> None:
        """Ends the handling: its time is over."""
        self._cancelling = True
        for task in self._tasks:
            task.cancel()

    async def next(self) -> tuple[int, Any] | None:
        """The next event with its token; None when there are and will be none."""
        while not self._ready:
            if self._ended:
                return None
            waiter = self._loop.create_future()
            self._waiters.append(waiter)
            try:
                await waiter
            except asyncio.CancelledError:
                if not waiter.cancelled():
                    self._wake(1)  # the next one takes it
                raise
        return self._ready.popleft()

    def answer(self, token: int, result: int) -> None:
        """Answers an event; all answers of one turn of the loop cross together."""
        if token not in self._unanswered:
            return
        self._unanswered.discard(token)
        if not self._answers:
            self._loop.call_soon(self._flush)
        self._answers.append((token, result))

    def _flush(self) -> None:
        answers, self._answers = self._answers, []
        if answers:
            self._native.complete(answers)
        self._room.set()

    def _arrived(self, events: list[tuple[int, Any]]) -> None:
        self._ready.extend(events)
        self._wake(len(events))
        if self._refusing:
            self.refuse()

    def _end(self) -> None:
        self._ended = True
        self._wake(len(self._waiters))

    def _wake(self, count: int) -> None:
        while count > 0 and self._waiters:
            waiter = self._waiters.popleft()
            if not waiter.done():
                waiter.set_result(None)
                count -= 1

    def give_back(self, tokens: list[int]) -> None:
        """Events that will not be handled; they come again."""
        self._unanswered.difference_update(tokens)
        if tokens:
            self._native.complete([(token, UNANSWERED) for token in tokens])

    def refuse(self) -> None:
        """Returns messages that no task has taken, and from now on those that still come."""
        self._refusing = True
        tokens = [token for token, _ in self._ready]
        self._ready.clear()
        self.give_back(tokens)

    def _give_back(self) -> None:
        if not self._loop.is_running():  # then no task can handle what is left
            self.give_back(list(self._unanswered))

    # ---- The thread that polls

    def _poll(self) -> None:
        frames = Frames()
        try:
            polling.keep_on(lambda: self._step(frames), f"onsclient-{self._life.kind}")
        finally:
            in_loop(self._loop, self._end)

    def _step(self, frames: Frames) -> bool:
        limit = self._limit()
        room = limit - len(self._unanswered)
        if room <= 0:
            self._room.clear()
            if len(self._unanswered) >= limit:
                self._room.wait(_ROOM_WAIT_S)
            if not self._life.closing:
                return True
        events = self._native.poll(frames, max(room, 1), polling.POLL_MS)
        if events is None:
            return False
        if events:
            self._take(events)
        return True

    def _take(self, events: list[tuple[int, bytes]]) -> None:
        try:
            grouped = self._group(events)
        except BaseException:
            self._native.complete([(token, UNANSWERED) for token in {token for token, _ in events}])
            raise
        tokens = [token for token, _ in grouped]
        self._unanswered.update(tokens)
        if not in_loop(self._loop, self._arrived, grouped):
            self.give_back(tokens)
