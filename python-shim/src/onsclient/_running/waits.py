"""Waits that Ctrl-C can end, and that greenlets share with others.

Python runs signal handlers only between its own instructions, on the main thread; and a greenlet that stays inside of
the library would stop all others of its thread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from onsclient._running import threads
from onsclient.errors import FatalError

Result = TypeVar("Result")

SLICE_MS = 200
"""The longest that a wait in slices stays inside of the library at a time."""


def run(function: Callable[..., Result], *arguments: Any) -> Result:
    """Calls a function that may block for long; it has a deadline of its own.

    On the main thread and in greenlets it runs on another thread and is waited for. Ctrl-C ends the wait; the call
    itself then goes on: a client that is being started can be closed all the same.
    """
    return apart(function, *arguments) if needs_a_thread() else function(*arguments)


def in_slice(function: Callable[..., Result], *arguments: Any) -> Result:
    """Calls a function that blocks for up to SLICE_MS."""
    return apart(function, *arguments) if threads.is_green() else function(*arguments)


def needs_a_thread() -> bool:
    """Whether the calling thread must not stay inside of the library."""
    return threads.is_main() or threads.is_green()


def apart(function: Callable[..., Result], *arguments: Any) -> Result:
    """Calls a function on a thread of its own, and waits for it."""
    call = Call(function, *arguments)
    return call.result() if call.start() else function(*arguments)


class Call(Generic[Result]):
    """A call on a thread of its own."""

    def __init__(self, function: Callable[..., Result], *arguments: Any) -> None:
        self._function = function
        self._arguments = arguments
        self._ended = threads.Event()
        self._result: Any = None
        self._failure: BaseException | None = None

    def start(self) -> bool:
        """Whether it was started: an interpreter that ends takes no more threads."""
        try:
            threads.Thread(self._run, "onsclient-call").start()
        except FatalError:
            return False
        return True

    def result(self) -> Result:
        """Waits for the end; returns the result, or raises the exception of the call."""
        self._ended.wait()
        if self._failure is not None:
            try:
                raise self._failure
            finally:
                self._failure = None  # else the exception would refer to its own frame
        result: Result = self._result
        return result

    def _run(self) -> None:
        try:
            self._result = self._function(*self._arguments)
        except BaseException as failure:
            self._failure = failure
        finally:
            self._ended.set()
