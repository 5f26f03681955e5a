"""Finds and loads libonsclient, at its first use; calls it."""

from __future__ import annotations

import ctypes
import os
import platform
from pathlib import Path
from typing import Any

from onsclient import _bindings as c
from onsclient._running import threads
from onsclient.errors import FatalError, LibraryError, OnsError, Status, error_of

LIBRARY_VARIABLE = "ONSCLIENT_LIBRARY"
"""Path of a libonsclient to take in place of the package's own; for development."""

_FILE = "libonsclient.so.1"
_BUNDLED = Path(__file__).parent.parent / "_native" / _FILE

_lock = threads.Lock()
_library: Any = None
_forked = False


def library(path: str | os.PathLike[str] | None = None) -> Any:
    """The loaded library; loads it from `path`, from ONSCLIENT_LIBRARY or from the package.

    Raises :class:`LibraryError`, which lists the paths tried, and in a child of fork whose parent uses the library
    :class:`FatalError`.
    """
    global _library
    if _forked:
        raise FatalError(
            "this process was forked from one that uses onsclient; create clients after the fork, or start the "
            'process by exec (multiprocessing: the start method "spawn" or "forkserver")',
            status=Status.FORKED,
        )
    if _library is None:
        with _lock:
            if _library is None:
                _library = _load(path)
    return _library


def folder() -> Path:
    """The folder of the library in use, where jars and runtime lie; loads nothing."""
    return Path(os.environ.get(LIBRARY_VARIABLE) or _BUNDLED).parent


def _load(path: str | os.PathLike[str] | None) -> Any:
    tried = []
    # A library that was chosen must work: falling back would hide that it does not.
    asked = path or os.environ.get(LIBRARY_VARIABLE)
    for candidate in [Path(asked)] if asked else [_BUNDLED, Path(_FILE)]:
        try:
            loaded = ctypes.CDLL(str(candidate))
            c.declare(loaded)
        except (OSError, AttributeError) as failure:
            tried.append(f"{candidate} ({failure})")
            continue
        _check_version(loaded, candidate)
        os.register_at_fork(after_in_child=_after_fork)
        return loaded
    raise LibraryError(
        f"libonsclient was not loaded. Tried: {'; '.join(tried)}. {_remedy()}, "
        f"or set {LIBRARY_VARIABLE} to the path of a {_FILE}",
        name="LIBRARY_NOT_LOADED",
    )


def _remedy() -> str:
    if Path("/lib").is_dir() and any(Path("/lib").glob("ld-musl-*.so.1")) and not platform.libc_ver()[0]:
        return (
            "This system's C library is musl (Alpine Linux), for which there is no Java runtime to carry: use an image "
            "with glibc, such as python:slim"
        )
    return "Install the wheel for this machine (Linux with glibc 2.17 or later, x86-64 or ARM64)"


def _check_version(loaded: Any, path: Path) -> None:
    found = loaded.ons_abi_version()
    if found >> 16 != c.ONS_ABI_VERSION >> 16 or found < c.ONS_ABI_VERSION:
        raise LibraryError(
            f"{path} has the interface version {found >> 16}.{found & 0xFFFF}; this package needs "
            f"{c.ONS_ABI_VERSION >> 16}.{c.ONS_ABI_VERSION & 0xFFFF} or a later minor one: install them together",
            status=Status.VERSION,
        )


def _after_fork() -> None:
    global _forked
    # Before its runtime is open, a library is nothing but code: the child may use it.
    _forked = _in_use


_in_use = False


def note_use() -> None:
    """From now on children of fork are refused."""
    global _in_use
    _in_use = True


def is_forked() -> bool:
    """Whether this process is a child of fork that must not use the library."""
    return _forked


# ---- Calls


class ErrorSlot:
    """An error to pass to the C interface; for one thread at a time, reusable."""

    __slots__ = ("pointer", "raw")

    def __init__(self) -> None:
        self.raw = c.ons_error_t()
        self.raw.struct_size = ctypes.sizeof(self.raw)
        self.pointer = ctypes.byref(self.raw)

    def exception(self) -> OnsError:
        """Its content, as an exception."""
        raw = self.raw
        return error_of(
            raw.status,
            raw.code,
            raw.flags,
            _shown(raw.name),
            _shown(raw.request_id),
            _shown(raw.message),
            _shown(raw.detail),
        )


def call(name: str, *arguments: Any) -> None:
    """Calls a function whose last parameter is the error; raises it."""
    error = ErrorSlot()
    if getattr(library(), name)(*arguments, error.pointer):
        raise error.exception()


def text(value: str) -> c.ons_str_t:
    """A text as the C interface takes it; it keeps the bytes alive."""
    data = value.encode()
    return c.ons_str_t(data, len(data))


def taken_text(name: str, *arguments: Any) -> str:
    """Calls a function whose parameter before the error is a buffer for text; returns the text."""
    buffer = c.ons_buffer_t()
    call(name, *arguments, ctypes.byref(buffer))
    try:
        return ctypes.string_at(buffer.data, buffer.size).decode() if buffer.size else ""
    finally:
        library().ons_buffer_release(ctypes.byref(buffer))


def properties_of(entries: dict[str, str]) -> Any:
    """An array of ons_property_t."""
    pairs = [c.ons_property_t(text(key), text(value)) for key, value in entries.items()]
    return (c.ons_property_t * len(pairs))(*pairs)


def _shown(data: bytes) -> str:
    return data.decode("utf-8", "replace")
