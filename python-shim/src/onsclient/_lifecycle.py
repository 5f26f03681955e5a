"""What all clients share: made, started, closed, once each."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from onsclient import _library, runtime
from onsclient._native import Frames, NativeClient
from onsclient._properties import effective
from onsclient.errors import OnsError, StateError

log = logging.getLogger("onsclient")

_JOIN_S = 2.0
_POLL_MS = 1000


class Closable(Protocol):
    """What the end of the process closes."""

    def close(self) -> None: ...


class Poller(threading.Thread):
    """Polls a client's events in batches until it is closed, and gives them on."""

    def __init__(
        self, native: NativeClient, give: Callable[[list[tuple[int, bytes]]], None], name: str, most: int = 1024
    ) -> None:
        super().__init__(name=name, daemon=True)
        self._native = native
        self._give = give
        self._most = most

    def run(self) -> None:
        frames = Frames()
        while True:
            try:
                events = self._native.poll(frames, self._most, _POLL_MS)
                if events is None:
                    return
                if events:
                    self._give(events)
            except Exception:
                if _library.is_forked():
                    return
                log.exception("%s: events were lost", self.name)


class Life:
    """The life of one client. The sync and the asyncio classes hold one each."""

    def __init__(self, kind: str, properties: Mapping[str, Any] | None, settings: Mapping[str, Any]) -> None:
        self.kind = kind
        self.native = NativeClient(kind, effective(properties, settings))
        self.threads: list[threading.Thread] = []
        self.ending: list[Callable[[], object]] = []
        """Called before the client is closed."""
        self.ended: list[Callable[[], object]] = []
        """Called when no event can come any more."""
        self._lock = threading.Lock()
        self.started = False
        self.closing = False
        self._closed = threading.Event()
        self._polled = False
        runtime.register(self)

    def start(self) -> None:
        """Blocks for up to ons.startTimeoutMillis."""
        self.native.start()
        self.started = True

    def poll_with(self, poller: threading.Thread) -> None:
        """Starts the thread that polls the events; it must do so until the client is closed."""
        with self._lock:
            if self.closing:
                return
            self._polled = True
            self.run(poller)

    def run(self, thread: threading.Thread) -> None:
        """Starts a thread that ends with the client."""
        self.threads.append(thread)
        thread.start()

    def close(self) -> None:
        """Blocks until handlers have ended, up to ons.shutdownTimeoutMillis. Again: waits for the first."""
        if _library.is_forked():
            return  # it belongs to the parent
        if threading.current_thread() in self.threads:
            raise StateError(f"the {self.kind} cannot be closed from its own handler; close it from another thread")
        with self._lock:
            first, self.closing = not self.closing, True
        if not first:
            self._closed.wait()  # as long as the first may take
            return
        try:
            for callback in self.ending:
                callback()
            self.native.close()
        finally:
            self._finish()
            self._closed.set()

    def _finish(self) -> None:
        if not self._polled:
            self._drain()
        for callback in self.ended:
            callback()
        # The client has waited for handlers as long as it may; threads that are in none end at once.
        deadline = time.monotonic() + _JOIN_S
        for thread in self.threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        running = [thread.name for thread in self.threads if thread.is_alive()]
        if running:
            log.warning("the %s is closed, but handlers still run on %s", self.kind, ", ".join(running))
        runtime.unregister(self)

    def _drain(self) -> None:
        """The last poll frees what the library holds of the client."""
        frames = Frames()
        try:
            while self.native.poll(frames, 1024, 0) is not None:
                pass
        except OnsError as failure:
            log.warning("the %s did not end well: %s", self.kind, failure)
