"""Sends in flight: each has a token, by which its end finds who waits for it."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, Union

from onsclient._border import layout
from onsclient._border.frames import Frames
from onsclient._border.properties import number_of
from onsclient._running import polling, reports, threads
from onsclient._running.lifecycle import Life
from onsclient.errors import ClosedError, FatalError, OnsError, TimeoutError
from onsclient.message import Message, SendResult

MOST_AT_ONCE = 1024
"""Ends of sends that one poll takes."""

Outcome = Union[SendResult, OnsError]

CHUNK_COUNT = 256
CHUNK_BYTES = 512 * 1024
"""Limits of one crossing: messages, and bytes, which the last message may exceed."""

GRACE_S = 30.0
"""How much longer than its send_msg_timeout a send may take before it counts as lost."""

RECHECK_S = 0.05
"""How often what found no room is offered again when nothing ends meanwhile."""


class Target(Protocol):
    """Who waits for sends."""

    def ended(self, token: int, outcome: Outcome) -> None:
        """One of them has ended; must be short, must not raise."""


class Many:
    """Many sends that end together."""

    def __init__(self, complete: Callable[[list[Outcome]], None]) -> None:
        self._complete = complete
        self._ended: dict[int, Outcome] = {}
        self._expected = -1
        self._lock = threads.Lock()

    def expect(self, count: int) -> None:
        """Says how many there are, after the last was handed over; then, or later, `complete` is called once."""
        self._expected = count
        self._check()

    def ended(self, token: int, outcome: Outcome) -> None:
        self._ended[token] = outcome
        if len(self._ended) == self._expected:
            self._check()

    def _check(self) -> None:
        with self._lock:
            if len(self._ended) != self._expected:
                return
            self._expected = -1
        # Tokens grow in the order of the messages.
        self._complete([self._ended[token] for token in sorted(self._ended)])


class Flights:
    """The sends in flight of one producer."""

    def __init__(self, life: Life, deliver: Callable[[list[tuple[Target, int, Outcome]]], object]) -> None:
        self._life = life
        self._native = life.native
        self._deliver = deliver
        self._tokens = itertools.count(1)
        self._waiting: dict[int, Target] = {}
        self._beginning = threads.Lock()
        self._polling = False
        self._newest = 0
        self._mark = (0, time.monotonic())
        self.patience_s = number_of(life.properties, "send_msg_timeout") / 1000 + GRACE_S
        """No send takes longer: the library ends each within its send_msg_timeout."""
        self.progress = threads.Event()
        """Set whenever sends have ended."""
        life.ended.append(self._abandon)

    def begin(self) -> None:
        """Starts the polling; again: no effect."""
        with self._beginning:
            if not self._polling:
                self._life.poll_with(self._poll)
                self._polling = True

    def __len__(self) -> int:
        return len(self._waiting)

    def new_token(self, target: Target) -> int:
        """A token whose end goes to `target`."""
        token = self._newest = next(self._tokens)
        self._waiting[token] = target
        return token

    def awaits(self, token: int) -> bool:
        """Whether somebody waits for the token."""
        return token in self._waiting

    def forget(self, token: int) -> None:
        """Stops waiting for the token."""
        self._waiting.pop(token, None)

    def send(self, message: Message, target: Target) -> None:
        """Hands one message over, or raises why not."""
        token = self.new_token(target)
        error: OnsError | None = None
        accepted = 0
        try:
            accepted, error = self._native.send_frames(layout.encode(message, token))
        finally:
            if not accepted:
                self.forget(token)
        if error is not None:
            raise error

    def chunks(self, messages: Iterable[Message], target: Target) -> Iterator[list[tuple[int, bytes]]]:
        """Frames with their tokens, one crossing each chunk; what cannot be encoded ends at once."""
        chunk: list[tuple[int, bytes]] = []
        size = 0
        for message in messages:
            token = self.new_token(target)
            try:
                frame = layout.encode(message, token)
            except OnsError as failure:
                self.forget(token)
                target.ended(token, failure)
                continue
            chunk.append((token, frame))
            size += len(frame)
            if len(chunk) == CHUNK_COUNT or size >= CHUNK_BYTES:
                yield chunk
                chunk, size = [], 0
        if chunk:
            yield chunk

    def hand_over(self, chunk: list[tuple[int, bytes]]) -> OnsError | None:
        """Hands frames over and removes them from the chunk; what stays must wait for this throttling to end.

        There will be room: each send in flight ends by its deadline, and one alone may be larger than all the room. A
        message that is refused for another reason ends at once.
        """
        while chunk:
            accepted, error = self._native.send_frames(b"".join(_crossing(chunk)))
            del chunk[:accepted]
            if error is None:
                continue
            if error.is_throttled:
                return error
            token, _ = chunk.pop(0)
            target = self._waiting.pop(token, None)
            if target is not None:
                target.ended(token, error)
        return None

    def send_all(self, messages: Iterable[Message], target: Target) -> int:
        """Hands all messages over; waits while too many are in flight. Returns their number."""
        count = 0

        def counted() -> Iterator[Message]:
            nonlocal count
            for message in messages:
                count += 1
                yield message

        for chunk in self.chunks(counted(), target):
            try:
                self._hand_over_all(chunk)
            finally:
                for token, _ in chunk:
                    self.forget(token)
        return count

    def _hand_over_all(self, chunk: list[tuple[int, bytes]]) -> None:
        self.progress.clear()
        left, deadline = len(chunk), time.monotonic() + self.patience_s
        while True:
            throttled = self.hand_over(chunk)
            if throttled is None:
                return
            if len(chunk) < left:
                left, deadline = len(chunk), time.monotonic() + self.patience_s
            elif time.monotonic() > deadline:
                raise throttled
            self.progress.wait(RECHECK_S)
            self.progress.clear()

    # ---- The thread that polls

    def _poll(self) -> None:
        frames = Frames()

        def step() -> bool:
            events = self._native.poll(frames, MOST_AT_ONCE, polling.POLL_MS)
            if events is None:
                return False
            if events:
                self._take(events)
            self._give_up_lost()
            return True

        polling.keep_on(step, f"onsclient-{self._life.kind}")

    def _take(self, events: list[tuple[int, bytes]]) -> None:
        ended: list[tuple[Target, int, Outcome]] = []
        take = self._waiting.pop
        for token, frame in events:
            target = take(token, None)
            if target is not None:
                ended.append((target, token, _outcome_of(frame)))
        self._deliver(ended)
        self.progress.set()

    def _give_up_lost(self) -> None:
        """Ends sends that have waited for too long: their end was lost, by a failure of ours."""
        newest, marked = self._mark
        now = time.monotonic()
        if now - marked < self.patience_s:
            return
        self._mark = (self._newest, now)
        lost = [(self._waiting.pop(token, None), token) for token in list(self._waiting) if token <= newest]
        self._deliver([(target, token, self.lost()) for target, token in lost if target is not None])

    def lost(self) -> OnsError:
        """The error of a send whose end did not come."""
        return TimeoutError(
            f"the end of the send did not come within {self.patience_s:.0f} s; the message may be stored or not",
            retryable=True,
        )

    def _abandon(self) -> None:
        """Each send has ended before its producer has; this is for what a failure of ours would leave behind."""
        error = ClosedError(
            "the producer was closed before the send had ended",
        )
        while self._waiting:
            token, target = self._waiting.popitem()
            self._deliver([(target, token, error)])


def _outcome_of(frame: bytes) -> Outcome:
    try:
        result = layout.result_of(frame)
    except Exception as failure:
        reports.failure("the result of a send could not be read")
        return FatalError(
            f"the result of the send could not be read: {failure!r}",
        )
    return SendResult._make(result) if isinstance(result, tuple) else result


def _crossing(chunk: list[tuple[int, bytes]]) -> list[bytes]:
    frames = []
    size = 0
    for _, frame in chunk:
        frames.append(frame)
        size += len(frame)
        if len(frames) == CHUNK_COUNT or size >= CHUNK_BYTES:
            break
    return frames
