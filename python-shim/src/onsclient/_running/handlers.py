"""Turns the results and exceptions of users' handlers into answers."""

from __future__ import annotations

from typing import Any

from onsclient._running import reports
from onsclient._running.reports import log
from onsclient.message import ConsumeResult, TransactionStatus

SUCCESS, LATER = int(ConsumeResult.SUCCESS), int(ConsumeResult.LATER)


def consumed(result: Any, what: Any) -> int:
    """The answer that a handler's result is."""
    if result is None or result is ConsumeResult.SUCCESS:
        return SUCCESS
    if result is not ConsumeResult.LATER:
        log.error("a handler returned %r for %r, not None or a ConsumeResult: they come again later", result, what)
    return LATER


def failed(what: Any) -> int:
    """The answer of a handler that raised; inside of the except clause."""
    reports.failure("a handler failed for %r; they come again later", what)
    return LATER


def decided(status: Any, half: Any) -> int:
    """The answer that a checker's or an executer's result is."""
    if isinstance(status, TransactionStatus):
        return int(status)
    log.error("%r is not a TransactionStatus, as the answer for %r; the server asks again", status, half)
    return int(TransactionStatus.UNKNOWN)


def undecided(half: Any) -> int:
    """The answer of a checker that raised; inside of the except clause."""
    reports.failure("a checker failed for %r; the server asks again", half)
    return int(TransactionStatus.UNKNOWN)
