"""Waits that Ctrl-C can end: Python runs signal handlers only between its own instructions, on the main thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar

Result = TypeVar("Result")

SLICE_MS = 200
"""The longest that a wait in slices stays inside of the library at a time."""


def run(function: Callable[..., Result], *arguments: Any) -> Result:
    """Calls a function that may block for long. On the main thread it is waited for, so Ctrl-C ends the wait.

    The call itself then goes on; a client that is being started can be closed all the same.
    """
    if threading.current_thread() is not threading.main_thread():
        return function(*arguments)
    call = Call(function, *arguments)
    return call.result() if call.start() else function(*arguments)


class Call(Generic[Result]):
    """A call on a thread of its own."""

    def __init__(self, function: Callable[..., Result], *arguments: Any) -> None:
        self._function = function
        self._arguments = arguments
        self._ended = threading.Event()
        self._result: Any = None
        self._failure: BaseException | None = None

    def start(self) -> bool:
        """Whether it was started: an interpreter that ends takes no more threads."""
        try:
            threading.Thread(target=self._run, name="onsclient-call", daemon=True).start()
        except RuntimeError:
            return False
        return True

    def result(self) -> Result:
        """Waits for the end; gives the result, or raises what was raised."""
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
