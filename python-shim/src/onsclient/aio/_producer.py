"""Producers for asyncio."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from onsclient._border import layout
from onsclient._running.flights import CHUNK_COUNT, RECHECK_S, Flights, Many, Outcome, Target
from onsclient._running.lifecycle import Life
from onsclient.aio._client import Client, in_loop
from onsclient.errors import OnsError, StateError
from onsclient.message import Message, SendOutcome, SendResult

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from onsclient._settings import Settings


class _Sender(Client):
    """Sends of one turn of the loop cross together; those that find no room wait for it."""

    def __init__(self, properties: Mapping[str, Any] | None = None, **settings: Unpack[Settings]) -> None:
        super().__init__(properties, **settings)
        self._outgoing: list[tuple[int, bytes]] = []
        self._scheduled = False

    def _open(self, life: Life) -> None:
        loop = self._loop = asyncio.get_running_loop()
        self._room = asyncio.Event()
        self._flights = Flights(life, lambda ended: in_loop(loop, self._ended, ended))
        life.ended.append(lambda: in_loop(loop, self._flush))

    def _begin(self) -> None:
        self._flights.begin()

    async def send(self, message: Message) -> SendResult:
        """Sends a message and waits for the server's word that it is stored.

        While too many are in flight, it waits for room. Cancelled: the message is still sent if it is on its way.
        Errors are those of the sync producer.
        """
        self._require_started()
        promise = _Promise(self._loop)
        token = self._flights.new_token(promise)
        try:
            self._outgoing.append((token, layout.encode(message, token)))
            self._schedule()
            return await promise.future
        except BaseException:
            self._flights.forget(token)
            raise

    def _require_started(self) -> None:
        if not self._life.started:
            raise StateError(f"the {self._kind} was not started; await start(), or use async with")

    def _schedule(self) -> None:
        if not self._scheduled:
            self._scheduled = True
            self._loop.call_soon(self._flush)

    def _flush(self) -> None:
        self._scheduled = False
        # Without those that were cancelled meanwhile.
        outgoing = [entry for entry in self._outgoing if self._flights.awaits(entry[0])]
        throttled = self._flights.hand_over(outgoing)
        self._outgoing = outgoing
        if throttled is not None and not self._scheduled:
            self._scheduled = True
            self._loop.call_later(RECHECK_S, self._flush)

    def _ended(self, ended: list[tuple[Target, int, Outcome]]) -> None:
        for target, token, outcome in ended:
            target.ended(token, outcome)
        if self._outgoing:
            self._flush()
        self._room.set()


class Producer(_Sender):
    """Sends messages."""

    _kind = "producer"

    async def send_batch(self, messages: Iterable[Message]) -> list[SendOutcome]:
        """Sends messages, many in flight at a time, and waits for all of them; returns the outcome of each, in order.

        A message that fails raises nothing here: look at the outcomes.
        """
        self._require_started()
        future: asyncio.Future[list[Outcome]] = self._loop.create_future()
        many = Many(lambda outcomes: None if future.done() else future.set_result(outcomes))
        count = 0
        for message in messages:
            token = self._flights.new_token(many)
            count += 1
            try:
                self._outgoing.append((token, layout.encode(message, token)))
            except OnsError as failure:
                self._flights.forget(token)
                many.ended(token, failure)
            if len(self._outgoing) >= CHUNK_COUNT:
                self._flush()
                while len(self._outgoing) >= CHUNK_COUNT:  # keeps the iterable out of memory
                    self._room.clear()
                    await self._room.wait()
        self._flush()
        many.expect(count)
        return [SendOutcome(end) for end in await future]

    async def send_oneway(self, message: Message) -> None:
        """Sends a message without asking whether it arrives."""
        self._native.send_oneway(message)

    async def recall(self, topic: str, recall_handle: str) -> str:
        """Takes a delayed message back before its time; returns its id.

        InvalidError: it was delivered or recalled already.
        """
        return await asyncio.to_thread(self._native.recall, topic, recall_handle)


class OrderProducer(_Sender):
    """Sends messages that each have a sharding key, in whose order they are delivered."""

    _kind = "order_producer"


class _Promise:
    __slots__ = ("future",)

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.future: asyncio.Future[SendResult] = loop.create_future()

    def ended(self, token: int, outcome: Outcome) -> None:
        if self.future.done():
            return
        if isinstance(outcome, OnsError):
            self.future.set_exception(outcome)
        else:
            self.future.set_result(outcome)
