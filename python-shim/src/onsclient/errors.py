"""Why a call failed: one small tree. ``except OnsError`` catches all of it."""

from __future__ import annotations

import builtins
import enum
from typing import Any

from onsclient import _bindings as c


class Status(enum.IntEnum):
    """The class of an error, an ONS_E_* of the C interface."""

    INVALID = c.ONS_E_INVALID
    """An argument, a property or a message breaks a rule; the text names it."""
    DENIED = c.ONS_E_DENIED
    """Credentials, rights or TLS."""
    TIMEOUT = c.ONS_E_TIMEOUT
    """No answer in time; whether the call had an effect is not known."""
    THROTTLED = c.ONS_E_THROTTLED
    """Too much at once: here (too many in flight) or at the server. Try later."""
    UNREACHABLE = c.ONS_E_UNREACHABLE
    """No connection to any server."""
    SERVER = c.ONS_E_SERVER
    """The server failed."""
    CLOSED = c.ONS_E_CLOSED
    """The client, or the library, was closed."""
    UNSUPPORTED = c.ONS_E_UNSUPPORTED
    """Beyond this server, this kind of client or this build."""
    STATE = c.ONS_E_STATE
    """Not now: not started, started already, or a close from within a callback."""
    FORKED = c.ONS_E_FORKED
    """This process is a child of fork."""
    RUNTIME = c.ONS_E_RUNTIME
    """The native library or its Java runtime was not found, or did not start."""
    VERSION = c.ONS_E_VERSION
    """The native library is of another version than this package."""
    BUFFER = c.ONS_E_BUFFER
    """A buffer was too small; handled inside."""
    INTERNAL = c.ONS_E_INTERNAL
    """A defect. Please report it, with its detail."""


class OnsError(Exception):
    """Why a call failed. Its text names what, where and the remedy.

    Ask the predicates instead of comparing numbers: :attr:`is_retryable`, :attr:`is_timeout`,
    :attr:`is_throttled`, :attr:`is_closed`, :attr:`is_fatal`. Errors can be pickled.

    >>> error = TimeoutError("no answer within 3000 ms")
    >>> error.is_timeout, isinstance(error, OnsError)
    (True, True)
    """

    status: Status = Status.INTERNAL
    """The class of the error."""

    def __init__(
        self,
        message: str,
        *,
        status: Status | None = None,
        code: int | None = None,
        name: str = "",
        request_id: str = "",
        detail: str = "",
        retryable: bool = False,
    ) -> None:
        super().__init__(message)
        self.message = message
        """What, where, and what to do."""
        if status is not None:
            self.status = status
        self.code = int(self.status) if code is None else code
        """The exact code: the server's or the client's number, such as 40402, or the status itself."""
        self.name = name or f"ONS_E_{self.status.name}"
        """The name of the code, such as ``"TOPIC_NOT_FOUND"``; of an error found here one like ``"ONS_E_STATE"``."""
        self.request_id = request_id
        """The request that failed, for the server's logs; empty when there was none."""
        self.detail = detail
        """For reports: the inner causes with their stacks; may be empty."""
        self.is_retryable = retryable
        """The same call may succeed later without any change."""

    def __str__(self) -> str:
        return f"{self.name}: {self.message}"

    def __reduce__(self) -> tuple[Any, ...]:
        return _unpickled, (type(self), self.message, self.__dict__)

    @property
    def is_timeout(self) -> bool:
        """No answer came in time; whether the call had an effect is not known."""
        return self.status == Status.TIMEOUT

    @property
    def is_throttled(self) -> bool:
        """Too much at once, here or at the server."""
        return self.status == Status.THROTTLED

    @property
    def is_closed(self) -> bool:
        """The client, or the library, was closed."""
        return self.status == Status.CLOSED

    @property
    def is_fatal(self) -> bool:
        """The process must be repaired first: a :class:`FatalError`."""
        return isinstance(self, FatalError)


class InvalidError(OnsError, ValueError):
    """An argument, a property or a message breaks a rule; the text names it."""

    status = Status.INVALID


class RolledBackError(InvalidError):
    """The message of a transaction was dropped: the executer answered ROLLBACK, or the checker did while it ran."""


class DeniedError(OnsError, PermissionError):
    """Credentials, rights or TLS."""

    status = Status.DENIED


class TimeoutError(OnsError, builtins.TimeoutError):
    """No answer in time; whether the call had an effect is not known. Also a builtin TimeoutError."""

    status = Status.TIMEOUT


class ThrottledError(OnsError):
    """Too much at once: here (too many in flight) or at the server. Try later."""

    status = Status.THROTTLED


class UnreachableError(OnsError, ConnectionError):
    """No connection to any server."""

    status = Status.UNREACHABLE


class ServerError(OnsError):
    """The server failed."""

    status = Status.SERVER


class ClosedError(OnsError):
    """The client, or the library, was closed."""

    status = Status.CLOSED


class UnsupportedError(OnsError):
    """Beyond this server, this kind of client or this build."""

    status = Status.UNSUPPORTED


class StateError(OnsError):
    """Not now: not started, started already, or a close from within a handler."""

    status = Status.STATE


class FatalError(OnsError):
    """The process must be repaired first: it was forked, the library or its Java runtime does not load, or a defect."""


class LibraryError(FatalError):
    """The native library was not found or does not fit; the text lists every path tried."""

    status = Status.RUNTIME


_BY_STATUS: dict[Status, type[OnsError]] = {
    kind.status: kind
    for kind in (
        InvalidError,
        DeniedError,
        TimeoutError,
        ThrottledError,
        UnreachableError,
        ServerError,
        ClosedError,
        UnsupportedError,
        StateError,
    )
}


_STATUSES = frozenset(map(int, Status))


def error_of(status: int, code: int, flags: int, name: str, request_id: str, message: str, detail: str) -> OnsError:
    """The exception for an error of the C interface."""
    known = Status(status) if status in _STATUSES else Status.INTERNAL
    kind = _BY_STATUS.get(known, FatalError)
    if kind is InvalidError and name == "TRANSACTION_ROLLED_BACK":
        kind = RolledBackError
    return kind(
        message,
        status=known,
        code=code,
        name=name,
        request_id=request_id,
        detail=detail,
        retryable=bool(flags & c.ONS_ERROR_RETRYABLE),
    )


def _unpickled(kind: type[OnsError], message: str, facts: dict[str, Any]) -> OnsError:
    error = kind(message)
    error.__dict__.update(facts)
    return error
