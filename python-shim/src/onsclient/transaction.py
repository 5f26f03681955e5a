"""Producers of messages that are delivered only if a local transaction commits."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from onsclient import _handlers, _waits
from onsclient._client import Client
from onsclient._dispatcher import Dispatcher
from onsclient.message import Message, ReceivedMessage, SendResult, TransactionStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from typing_extensions import Unpack

    from onsclient._settings import Settings

Checker = Callable[[ReceivedMessage], TransactionStatus]
"""Finds out what became of a local transaction, on a thread of the package. An exception counts as UNKNOWN."""

Executer = Callable[[ReceivedMessage], TransactionStatus]
"""Runs a local transaction and decides its half message, on the thread that sends."""

CHECK_THREADS = 4


class TransactionProducer(Client):
    """Sends messages in transactions.

    checker: asked about half messages that this or another producer of the group left undecided.
    """

    _kind = "transaction_producer"

    def __init__(
        self, properties: Mapping[str, Any] | None = None, *, checker: Checker, **settings: Unpack[Settings]
    ) -> None:
        super().__init__(properties, **settings)
        self._checker = checker
        self._dispatcher = Dispatcher(self._life, CHECK_THREADS, lambda events: list(events), self._check)

    def _begin(self) -> None:
        self._dispatcher.begin()

    def send(self, message: Message, executer: Executer) -> SendResult:
        """Sends a half message, runs `executer` on this thread, and tells the server its decision.

        ROLLBACK: RolledBackError. An exception of the executer leaves the message undecided, for the checker, and
        comes out here.
        """
        transaction = _Transaction(executer)

        def send(decide: Callable[[ReceivedMessage], int]) -> SendResult:
            return self._native.send_transaction(message, decide)

        on_main = threading.current_thread() is threading.main_thread()
        result = transaction.from_main(send) if on_main else send(transaction.decide)
        if transaction.thrown is not None:
            raise transaction.thrown
        return result

    def _check(self, frame: Any) -> int:
        half = ReceivedMessage(frame)
        try:
            return _handlers.decided(self._checker(half), half)
        except BaseException:
            return _handlers.undecided(half)


class _Transaction:
    """One send."""

    def __init__(self, executer: Executer) -> None:
        self._executer = executer
        self.thrown: BaseException | None = None

    def decide(self, half: ReceivedMessage) -> int:
        """Runs the executer; what it raises is kept for who called send."""
        try:
            return _handlers.decided(self._executer(half), half)
        except BaseException as thrown:
            self.thrown = thrown
            return int(TransactionStatus.UNKNOWN)

    def from_main(self, send: Callable[[Callable[[ReceivedMessage], int]], SendResult]) -> SendResult:
        """Lets another thread wait inside of the library, so that Ctrl-C works; the executer runs on this one."""
        halves: queue.SimpleQueue[ReceivedMessage | None] = queue.SimpleQueue()
        decisions: queue.SimpleQueue[int] = queue.SimpleQueue()

        def relay(half: ReceivedMessage) -> int:
            halves.put(half)
            return decisions.get()

        def relayed() -> SendResult:
            try:
                return send(relay)
            finally:
                halves.put(None)

        call = _waits.Call(relayed)
        if not call.start():
            return send(self.decide)
        try:
            half = halves.get()
            if half is not None:
                decisions.put(self.decide(half))
            return call.result()
        finally:
            decisions.put(int(TransactionStatus.UNKNOWN))  # for a half message that comes after Ctrl-C
