"""Why a call failed: one small tree. ``except OnsError`` catches all of it."""

from __future__ import annotations

import builtins
from typing import Any

from onsclient import _bindings as c


class OnsError(Exception):
    """Why a call failed. Its text tells what, where and what to do.

    Ask the predicates instead of comparing numbers: :attr:`is_retryable`, :attr:`is_timeout`,
    :attr:`is_throttled`, :attr:`is_closed`, :attr:`is_fatal`. Errors can be pickled.

    >>> error = TimeoutError("no answer within 3000 ms")
    >>> error.is_timeout, isinstance(error, OnsError)
    (True, True)
    """

    status: int = c.ONS_E_INTERNAL
    """The class of the error: an ONS_E_* of the C interface, negative."""

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
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
        self.code = self.status if code is None else code
        """The exact code: the server's or the client's number, such as 40402, or the status itself."""
        self.name = name
        """The name of the code, such as ``"TOPIC_NOT_FOUND"``; may be empty."""
        self.request_id = request_id
        """The request that failed, for the server's logs; empty when there was none."""
        self.detail = detail
        """For reports: the inner causes with their stacks; may be empty."""
        self.is_retryable = retryable
        """The same call may succeed later without any change."""

    def __str__(self) -> str:
        return f"{self.name}: {self.message}" if self.name else self.message

    def __reduce__(self) -> tuple[Any, ...]:
        return _unpickled, (type(self), self.message, self.__dict__)

    @property
    def is_timeout(self) -> bool:
        """No answer came in time; whether the call had an effect is not known."""
        return self.status == c.ONS_E_TIMEOUT

    @property
    def is_throttled(self) -> bool:
        """Too much at once, here or at the server."""
        return self.status == c.ONS_E_THROTTLED

    @property
    def is_closed(self) -> bool:
        """The client, or the library, was closed."""
        return self.status == c.ONS_E_CLOSED

    @property
    def is_fatal(self) -> bool:
        """The process must be repaired first: a :class:`FatalError`."""
        return isinstance(self, FatalError)


class InvalidError(OnsError, ValueError):
    """An argument, a property or a message breaks a rule; the text names it."""

    status = c.ONS_E_INVALID


class RolledBackError(InvalidError):
    """The executer of a transaction answered ROLLBACK: the message was dropped, as asked."""


class DeniedError(OnsError, PermissionError):
    """Credentials, rights or TLS."""

    status = c.ONS_E_DENIED


class TimeoutError(OnsError, builtins.TimeoutError):
    """No answer in time; whether the call had an effect is not known. Also a builtin TimeoutError."""

    status = c.ONS_E_TIMEOUT


class ThrottledError(OnsError):
    """Too much at once: here (too many in flight) or at the server. Try later."""

    status = c.ONS_E_THROTTLED


class UnreachableError(OnsError, ConnectionError):
    """No connection to any server."""

    status = c.ONS_E_UNREACHABLE


class ServerError(OnsError):
    """The server failed."""

    status = c.ONS_E_SERVER


class ClosedError(OnsError):
    """The client, or the library, was closed."""

    status = c.ONS_E_CLOSED


class UnsupportedError(OnsError):
    """Beyond this server, this kind of client or this build."""

    status = c.ONS_E_UNSUPPORTED


class StateError(OnsError):
    """Not now: not started, started already, or a close from within a handler."""

    status = c.ONS_E_STATE


class FatalError(OnsError):
    """The process must be repaired first: it was forked, the library or its Java runtime does not load, or a defect."""


class LibraryError(FatalError):
    """The native library was not found or does not fit; the text lists every path tried."""

    status = c.ONS_E_RUNTIME


class SendManyError(OnsError):
    """Some messages of a ``send_many`` failed. It says what the first failure says."""

    def __init__(self, message: str, **facts: Any) -> None:
        super().__init__(message, **facts)
        self.outcomes: list[Any] = []
        """What became of each message, in their order: its SendResult, or its OnsError."""


_BY_STATUS: dict[int, type[OnsError]] = {
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


def error_of(status: int, code: int, flags: int, name: str, request_id: str, message: str, detail: str) -> OnsError:
    """The exception for an error of the C interface."""
    kind = _BY_STATUS.get(status, FatalError)
    if kind is InvalidError and name == "TRANSACTION_ROLLED_BACK":
        kind = RolledBackError
    return kind(
        message,
        status=status,
        code=code,
        name=name,
        request_id=request_id,
        detail=detail,
        retryable=bool(flags & c.ONS_ERROR_RETRYABLE),
    )


def of_outcomes(first: OnsError, outcomes: list[Any]) -> SendManyError:
    """The error of several sends."""
    failed = sum(isinstance(outcome, OnsError) for outcome in outcomes)
    error = SendManyError(
        f"{failed} of {len(outcomes)} messages were not stored; the first: {first.message}",
        status=first.status,
        code=first.code,
        name=first.name,
        request_id=first.request_id,
        detail=first.detail,
        retryable=first.is_retryable,
    )
    error.outcomes = outcomes
    return error


def _unpickled(kind: type[OnsError], message: str, facts: dict[str, Any]) -> OnsError:
    error = kind(message)
    error.__dict__.update(facts)
    return error
