"""Producers of messages that are delivered only if a local transaction commits."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from onsclient._client import Client
from onsclient._running import handlers, threads, waits
from onsclient._running.dispatcher import Dispatcher
from onsclient._running.lifecycle import Life
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
        """Sends a half message, runs `executer` on this thread, and reports its decision to the server.

        ROLLBACK: RolledBackError; also when the checker answered ROLLBACK while the executer ran, so that its COMMIT
        came too late. An exception of the executer leaves the message undecided, for the checker, and comes out here.
        """
        transaction = _Transaction(self._life, executer)

        def send(decide: Callable[[ReceivedMessage], int]) -> SendResult:
            return self._native.send_transaction(message, decide)

        result = transaction.apart(send) if waits.needs_a_thread() else send(transaction.decide)
        if transaction.thrown is not None:
            raise transaction.thrown
        return result

    def _check(self, frame: Any) -> int:
        half = ReceivedMessage(frame)
        try:
            return handlers.decided(self._checker(half), half)
        except BaseException:
            return handlers.undecided(half)


class _Transaction:
    """One send."""

    def __init__(self, life: Life, executer: Executer) -> None:
        self._life = life
        self._executer = executer
        self.thrown: BaseException | None = None

    def decide(self, half: ReceivedMessage) -> int:
        """Runs the executer; what it raises is kept for the caller of send."""
        try:
            with self._life.executing():
                return handlers.decided(self._executer(half), half)
        except BaseException as thrown:
            self.thrown = thrown
            return int(TransactionStatus.UNKNOWN)

    def apart(self, send: Callable[[Callable[[ReceivedMessage], int]], SendResult]) -> SendResult:
        """Lets another thread wait inside of the library, so that Ctrl-C works; the executer runs on this one."""
        asked, decided = threads.Event(), threads.Event()
        halves: list[ReceivedMessage] = []
        decisions: list[int] = []

        def relay(half: ReceivedMessage) -> int:
            halves.append(half)
            asked.set()
            decided.wait()
            return decisions[0] if decisions else int(TransactionStatus.UNKNOWN)

        def relayed() -> SendResult:
            try:
                return send(relay)
            finally:
                asked.set()

        call = waits.Call(relayed)
        if not call.start():
            return send(self.decide)
        try:
            asked.wait()
            if halves:
                decisions.append(self.decide(halves[0]))
            decided.set()
            return call.result()
        finally:
            decided.set()  # after Ctrl-C, also for a half message that is still to come: undecided
