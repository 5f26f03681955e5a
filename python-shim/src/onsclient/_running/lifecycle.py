"""The life of a client: made, started, closed, once each."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from onsclient import runtime
from onsclient._border import loading
from onsclient._border.frames import Frames
from onsclient._border.native import NativeClient
from onsclient._border.properties import effective
from onsclient._running import reports, threads
from onsclient._running.reports import log
from onsclient.errors import ClosedError, OnsError, StateError
from onsclient.message import Statistics

_JOIN_S = 2.0


class Life:
    """The life of one client. The sync and the asyncio classes hold one each."""

    def __init__(self, kind: str, properties: Mapping[str, Any] | None, settings: Mapping[str, Any]) -> None:
        self.kind = kind
        self.properties = effective(properties, settings)
        self.native = NativeClient(kind, self.properties)
        self.threads: list[threads.Thread] = []
        self.ending: list[Callable[[], object]] = []
        """Called before the client is closed."""
        self.ended: list[Callable[[], object]] = []
        """Called when no more events can come."""
        self.running: list[Callable[[], int]] = []
        """Each returns how many handlers run now."""
        self._lock = threads.Lock()
        self._executing: set[int] = set()
        self.started = False
        self.closing = False
        self._closed = threads.Event()
        self._polled = False
        runtime.register(self)

    def start(self) -> None:
        """Blocks for up to ons.startTimeoutMillis."""
        self.native.start()
        self.started = True

    def poll_with(self, poll: Callable[[], object]) -> None:
        """Starts the thread that polls the events; it must do so until the client is closed."""
        with self._lock:
            if self.closing:
                return
            self._polled = True
            self._run(poll, f"onsclient-{self.kind}")

    def run(self, function: Callable[[], object], name: str) -> None:
        """Starts a thread that ends with the client."""
        with self._lock:
            if self.closing:
                raise ClosedError(f"the {self.kind} was closed")
            self._run(function, name)

    def _run(self, function: Callable[[], object], name: str) -> None:
        thread = threads.Thread(function, name)
        self.threads.append(thread)
        try:
            thread.start()
        except BaseException:
            self.threads.remove(thread)
            raise

    def statistics(self) -> Statistics:
        """The library's counters, and the handlers that run here."""
        counted = self.native.statistics()
        return counted._replace(callbacks_running=counted.callbacks_running + sum(count() for count in self.running))

    @contextlib.contextmanager
    def executing(self) -> Iterator[None]:
        """The caller is inside of a callback for as long as this is."""
        caller = threading.get_ident()  # of the greenlet, where there are such
        self._executing.add(caller)
        try:
            yield
        finally:
            self._executing.discard(caller)

    def refuse_inside(self) -> None:
        """StateError, when the caller is a callback of the client: closing would wait for it."""
        if threading.get_ident() in self._executing or any(thread.is_current() for thread in self.threads):
            raise StateError(
                f"the {self.kind} cannot be closed from its own callback; let that return, and close it from elsewhere",
            )

    def close(self) -> None:
        """Blocks until handlers have ended, up to ons.shutdownTimeoutMillis. Again: waits for the first."""
        if loading.is_forked():
            return  # it belongs to the parent
        self.refuse_inside()
        with self._lock:
            first, self.closing = not self.closing, True
        if not first:
            self._closed.wait()  # as long as the first may take
            return
        try:
            self._call_all(self.ending)
            self.native.close()
        finally:
            self._finish()
            self._closed.set()

    def _finish(self) -> None:
        if not self._polled:
            self._drain()
        self._call_all(self.ended)
        # The client has waited for handlers as long as it may; threads that are in none end at once.
        deadline = time.monotonic() + _JOIN_S
        running = [one.name for one in self.threads if not one.join(max(0.0, deadline - time.monotonic()))]
        if running:
            log.warning("the %s is closed, but callbacks still run on %s", self.kind, ", ".join(running))
        runtime.unregister(self)

    def _call_all(self, functions: list[Callable[[], object]]) -> None:
        for function in functions:
            try:
                function()
            except BaseException:
                reports.failure("a part of the %s did not end well", self.kind)

    def _drain(self) -> None:
        """The last poll frees what the library holds of the client."""
        frames = Frames()
        try:
            while self.native.poll(frames, 1024, 0) is not None:
                pass
        except OnsError as failure:
            log.warning("the %s did not end well: %s", self.kind, failure)
