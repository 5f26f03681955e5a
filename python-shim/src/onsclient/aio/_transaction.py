"""Transactions for asyncio."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from onsclient._running import handlers
from onsclient._running.lifecycle import Life
from onsclient.aio._client import Client
from onsclient.aio._inlet import Inlet
from onsclient.errors import StateError
from onsclient.message import Message, ReceivedMessage, SendResult, TransactionStatus
from onsclient.transaction import CHECK_THREADS

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from onsclient._settings import Settings

Checker = Callable[[ReceivedMessage], Awaitable[TransactionStatus]]
"""Finds out what became of a local transaction. An exception counts as UNKNOWN."""

Executer = Callable[[ReceivedMessage], Awaitable[TransactionStatus]]
"""Runs a local transaction and decides its half message."""


class TransactionProducer(Client):
    """Sends messages that are delivered only if a local transaction commits.

    checker: asked about half messages that this or another producer of the group left undecided.
    """

    _kind = "transaction_producer"

    def __init__(
        self, properties: Mapping[str, Any] | None = None, *, checker: Checker, **settings: Unpack[Settings]
    ) -> None:
        super().__init__(properties, **settings)
        self._checker = checker
        self._executing: set[asyncio.Task[Any]] = set()

    def _open(self, life: Life) -> None:
        self._loop = asyncio.get_running_loop()
        self._inlet = Inlet(life, lambda: 2 * CHECK_THREADS)

    def _begin(self) -> None:
        self._inlet.handle_with(CHECK_THREADS, self._check)
        self._inlet.begin()

    async def close(self) -> None:
        if asyncio.current_task() in self._executing or (self._opened is not None and self._inlet.is_inside()):
            raise StateError(
                "the transaction_producer cannot be closed from its own callback; let that return, and close it from "
                "another task",
            )
        try:
            await super().close()
        finally:
            if self._opened is not None:
                self._inlet.cancel()

    async def send(self, message: Message, executer: Executer) -> SendResult:
        """Sends a half message, awaits `executer`, and reports its decision to the server.

        ROLLBACK: RolledBackError, as in the sync producer. An exception of the executer, or cancellation, leaves the
        message undecided, for the checker.
        """
        thrown: list[BaseException] = []

        async def execute(half: ReceivedMessage) -> int:
            task: Any = asyncio.current_task()
            self._executing.add(task)
            try:
                return handlers.decided(await _awaited(executer(half)), half)
            except BaseException as failure:
                thrown.append(failure)
                return int(TransactionStatus.UNKNOWN)
            finally:
                self._executing.discard(task)

        def relay(half: ReceivedMessage) -> int:
            try:
                return asyncio.run_coroutine_threadsafe(execute(half), self._loop).result()
            except BaseException:  # the loop ended
                return handlers.undecided(half)

        result = await asyncio.to_thread(self._native.send_transaction, message, relay)
        if thrown:
            raise thrown[0]
        return result

    async def _check(self, frame: Any) -> int:
        half = ReceivedMessage(frame)
        try:
            return handlers.decided(await _awaited(self._checker(half)), half)
        except asyncio.CancelledError:
            raise
        except BaseException:
            return handlers.undecided(half)


async def _awaited(value: Any) -> Any:
    return await value if inspect.isawaitable(value) else value
