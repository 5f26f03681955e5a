"""Threads, locks and events of the operating system, also where gevent or eventlet have replaced them.

Both exchange the functions of ``_thread`` and ``threading`` for ones that share a thread between greenlets. The threads
of this package wait inside of native code, where no greenlet takes turns, so they must be real ones, whatever was
patched before or after the import. A greenlet that waits for one of them lets the other greenlets of its thread go on.
"""

from __future__ import annotations

import _thread
import os
import sys
import threading
import time
from collections.abc import Callable
from typing import Any, Protocol

from onsclient.errors import FatalError


def _original(name: str) -> Any:
    """A function of ``_thread`` as Python made it, also when it was replaced before this import."""
    gevent = sys.modules.get("gevent.monkey")
    if gevent is not None:
        return gevent.get_original("_thread", name)
    eventlet = sys.modules.get("eventlet.patcher")
    if eventlet is not None:
        unpatched = eventlet.original("threading")
        return getattr(unpatched, name, None) or getattr(unpatched, f"_{name}")
    return getattr(_thread, name)


start_new_thread: Any = _original("start_new_thread")
get_ident: Any = _original("get_ident")
Lock: Any = _original("allocate_lock")
"""Makes a lock. Hold it for moments only: greenlets do not take turns meanwhile."""

_own: set[int] = set()


class Waiter(Protocol):
    """One wait for another thread: one side acquires it once, the other releases it once."""

    def acquire(self, blocking: bool = True, timeout: float = -1, /) -> bool:
        """Waits up to `timeout` seconds, -1 for ever; whether it was released."""

    def release(self) -> None:
        """Ends the wait; from any thread."""


def waiter() -> Waiter:
    """A wait of the calling thread, or of the calling greenlet alone."""
    if is_green():
        if _thread.start_new_thread.__module__.startswith("gevent"):
            return _GeventWaiter()
        return _EventletWaiter()
    lock: Waiter = Lock()
    lock.acquire()
    return lock


def is_green() -> bool:
    """Whether greenlets share the calling thread. The package's own threads have no greenlets."""
    return is_patched() and get_ident() not in _own


def is_patched() -> bool:
    """Whether threads that Python starts now would be greenlets."""
    return _thread.start_new_thread is not start_new_thread


def is_main() -> bool:
    """Whether this is the thread that gets the signals."""
    return bool(_thread.get_native_id() == os.getpid())


class Event:
    """As threading.Event, between threads of the operating system and greenlets."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._waiters: list[Waiter] = []
        self._set = False

    def is_set(self) -> bool:
        """Whether it is set."""
        return self._set

    def set(self) -> None:
        """Ends all waits, also those to come."""
        with self._guard:
            self._set = True
            waiters, self._waiters = self._waiters, []
        for one in waiters:
            one.release()

    def clear(self) -> None:
        """Makes waits wait again."""
        self._set = False

    def wait(self, timeout: float | None = None) -> bool:
        """Waits up to `timeout` seconds; whether it was set."""
        if self._set:
            return True
        mine = waiter()
        with self._guard:
            if self._set:
                return True
            self._waiters.append(mine)
        try:
            return mine.acquire(True, -1 if timeout is None else max(0.0, timeout))
        finally:
            with self._guard:
                if mine in self._waiters:
                    self._waiters.remove(mine)


class Condition:
    """As threading.Condition, as far as concurrent.futures needs it, between threads and greenlets."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._waiters: list[Waiter] = []

    def acquire(self) -> bool:
        """Locks it."""
        taken: bool = self._guard.acquire()
        return taken

    def release(self) -> None:
        """Unlocks it."""
        self._guard.release()

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *_: object) -> None:
        self.release()

    def wait(self, timeout: float | None = None) -> bool:
        """Unlocks, waits up to `timeout` seconds, locks again; whether it was notified."""
        mine = waiter()
        self._waiters.append(mine)
        self.release()
        notified = False
        try:
            notified = mine.acquire(True, -1 if timeout is None else max(0.0, timeout))
        finally:
            self.acquire()
            if mine in self._waiters:
                self._waiters.remove(mine)
        return notified

    def notify_all(self) -> None:
        """Ends all waits."""
        waiters, self._waiters = self._waiters, []
        for one in waiters:
            one.release()


class Thread:
    """A daemon thread of the operating system; where threading knows such ones, it knows this one, too."""

    def __init__(self, run: Callable[[], object], name: str) -> None:
        self.name = name
        self._run = run
        self._ident = 0
        self._ended = Event()
        self._known: threading.Thread | None = None

    def start(self) -> None:
        """Starts it. FatalError: the system has no more threads for this process."""
        try:
            if is_patched():
                start_new_thread(self._main, ())
            else:
                self._known = threading.Thread(target=self._main, name=self.name, daemon=True)
                self._known.start()
        except RuntimeError as failure:
            self._ended.set()
            raise FatalError(
                f"the thread {self.name} could not be started: {failure}; the process has {_count()} threads: raise "
                "its limit (ulimit -u, or the container's pids limit), or have fewer clients or consume_thread_nums",
                name="NO_THREAD",
            ) from failure

    def is_current(self) -> bool:
        """Whether the caller runs on it."""
        return bool(self._ident == get_ident())

    def join(self, timeout: float) -> bool:
        """Waits up to `timeout` seconds for its end; whether it has ended."""
        deadline = time.monotonic() + timeout
        if not self._ended.wait(timeout):
            return False
        if self._known is not None and not is_patched():
            self._known.join(max(0.0, deadline - time.monotonic()))
        return True

    def _main(self) -> None:
        self._ident = get_ident()
        _own.add(self._ident)
        try:
            self._run()
        finally:
            _end_loop()
            _own.discard(self._ident)
            self._ident = 0
            self._ended.set()


def pause(seconds: float) -> None:
    """Lets time pass on a thread of the package."""
    lock = Lock()
    lock.acquire()
    lock.acquire(True, seconds)


def _end_loop() -> None:
    """Closes the loop that gevent or eventlet has made for the calling thread, when a handler waited by it."""
    gevent = sys.modules.get("gevent._hub_local")
    hub = gevent.get_hub_if_exists() if gevent is not None else None
    if hub is not None:
        hub.destroy(destroy_loop=True)
    eventlet = sys.modules.get("eventlet.hubs")
    hub = getattr(eventlet._threadlocal, "hub", None) if eventlet is not None else None
    if hub is not None:
        hub.abort(wait=True)
        del eventlet._threadlocal.hub  # type: ignore[union-attr]


class _GeventWaiter:
    """A watcher of the greenlet's loop, which any thread may send to, and which keeps the loop going meanwhile."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._released = False
        self._watcher: Any = None

    def acquire(self, blocking: bool = True, timeout: float = -1, /) -> bool:
        woken = sys.modules["gevent.event"].Event()
        watcher = sys.modules["gevent"].get_hub().loop.async_()
        watcher.start(woken.set)
        try:
            with self._guard:
                if self._released:
                    return True
                self._watcher = watcher
            return bool(woken.wait(None if timeout < 0 else timeout))
        finally:
            with self._guard:
                self._watcher = None
            watcher.stop()
            watcher.close()

    def release(self) -> None:
        with self._guard:
            self._released = True
            if self._watcher is not None:
                self._watcher.send()


class _EventletWaiter:
    """eventlet's may not; a thread of its pool waits for the greenlet."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._lock.acquire()

    def acquire(self, blocking: bool = True, timeout: float = -1, /) -> bool:
        from eventlet import tpool  # type: ignore[import-not-found, import-untyped, unused-ignore]

        return bool(tpool.execute(self._lock.acquire, blocking, timeout))

    def release(self) -> None:
        self._lock.release()


def _count() -> int:
    return len(os.listdir("/proc/self/task"))
