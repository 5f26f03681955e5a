"""Buffers that the library writes frames to."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

from onsclient import _bindings as c
from onsclient._border import layout
from onsclient._border.loading import ErrorSlot

FIRST_BUFFER = 256 * 1024
"""Bytes of a buffer at first; it grows when a message needs more."""


class UnreadError(MemoryError):
    """The frames of these tokens were taken, but there was no memory for them."""

    def __init__(self, tokens: list[int]) -> None:
        super().__init__(f"no memory for {len(tokens)} messages that were received")
        self.tokens = tokens


class Frames:
    """A buffer for polls, of one thread at a time."""

    def __init__(self) -> None:
        self._error = ErrorSlot()
        self._size = ctypes.c_size_t()
        self._count = ctypes.c_size_t()
        self._resize(FIRST_BUFFER)

    def _resize(self, capacity: int) -> None:
        self._buffer = (ctypes.c_uint8 * capacity)()
        self._view = memoryview(self._buffer).cast("B")

    def take(
        self, function: Callable[..., int], *arguments: Any, behind: tuple[Any, ...] = ()
    ) -> list[tuple[int, bytes]]:
        """Calls a function that fills a buffer; returns each frame with its token."""
        while True:
            status = function(
                *arguments,
                self._buffer,
                len(self._buffer),
                ctypes.byref(self._size),
                ctypes.byref(self._count),
                *behind,
                self._error.pointer,
            )
            if status == c.ONS_E_BUFFER and self._size.value > len(self._buffer):
                self._resize(self._size.value)
            elif status:
                raise self._error.exception()
            else:
                return self._split() if self._count.value else []

    def _split(self) -> list[tuple[int, bytes]]:
        try:
            return layout.split(self._view, self._size.value)
        except MemoryError as failure:
            raise UnreadError(layout.tokens_in(self._view, self._size.value)) from failure
