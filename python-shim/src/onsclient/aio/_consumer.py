"""Consumers for asyncio."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, Optional, TypeVar, Union

from onsclient._border import layout
from onsclient._border.properties import number_of
from onsclient._border.times import Duration, duration_ms
from onsclient._running import handlers
from onsclient._running.lifecycle import Life
from onsclient.aio._client import Client
from onsclient.aio._inlet import Inlet
from onsclient.consumer import batches, filter_of
from onsclient.errors import StateError
from onsclient.message import ConsumeResult, Filter, OffsetStore, ReceivedMessage

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from onsclient._settings import Settings

Handler = Callable[[ReceivedMessage], Awaitable[Optional[ConsumeResult]]]
"""Handles one message, as a coroutine. None: success. An exception: it comes again later."""

BatchHandler = Callable[[Sequence[ReceivedMessage]], Awaitable[Optional[ConsumeResult]]]
"""Handles several messages, with one answer for all of them."""

AnyHandler = TypeVar("AnyHandler")
Self = TypeVar("Self", bound="_Listening[Any]")

_AHEAD_OF_ITERATION = 8
"""Messages polled ahead of a for loop; those that it does not take go back."""


class _Listening(Client, Generic[AnyHandler]):
    """Consumers with handlers."""

    def __init__(self, properties: Mapping[str, Any] | None = None, **settings: Unpack[Settings]) -> None:
        super().__init__(properties, **settings)
        self._filters: dict[str, Filter] = {}
        self._handlers: dict[bytes, AnyHandler] = {}
        self._inlet: Inlet | None = None

    def subscribe(self: Self, topic: str, wanted: Union[str, Filter] = "*", handler: AnyHandler | None = None) -> Self:
        """Subscribes to a topic, before the start; again: replaces filter and handler. Returns the consumer.

        wanted: tags (``"TagA || TagB"``), ``"*"`` for all, or ``Filter.sql(...)``.
        handler: a coroutine function; consume_thread_nums of them run at a time.
        """
        if handler is None:
            raise StateError("a handler is missing; only a Consumer can be iterated instead")
        self._handlers[topic.encode()] = handler
        self._add(topic, wanted)
        return self

    def _add(self, topic: str, wanted: Union[str, Filter]) -> None:
        chosen = filter_of(wanted)
        if self._opened is not None and self._opened.started:
            self._opened.native.subscribe(topic, chosen)
        self._filters[topic] = chosen
        if self._opened is not None and self._opened.started:
            self._begin()

    async def unsubscribe(self, topic: str) -> None:
        """Ends a subscription; messages of it in hand are still handled. A topic that is not subscribed: no effect."""
        await asyncio.to_thread(self._native.unsubscribe, topic)

    async def close(self) -> None:
        if self._inlet is not None:
            if self._inlet.is_inside():
                raise StateError(f"the {self._kind} cannot be closed from its own handler; close it from another task")
            self._before_close(self._inlet)
        try:
            await super().close()
        finally:
            if self._inlet is not None:
                self._inlet.cancel()

    def _before_close(self, inlet: Inlet) -> None:
        """Messages that no task has taken are still handled while the client closes."""

    def _open(self, life: Life) -> None:
        self._count = number_of(self._properties, "consume_thread_nums")
        self._inlet = Inlet(life, self._limit, self._group)

    def _connect(self) -> None:
        if not self._life.started:
            for topic, wanted in self._filters.items():
                self._native.subscribe(topic, wanted)
        super()._connect()

    def _begin(self) -> None:
        if self._inlet is not None and self._filters:
            if self._handlers:
                self._inlet.handle_with(self._count, self._handle)
            self._inlet.begin()

    def _limit(self) -> int:
        return 2 * self._count if self._handlers else _AHEAD_OF_ITERATION

    def _group(self, events: list[tuple[int, bytes]]) -> list[tuple[int, Any]]:
        return list(events)

    async def _handle(self, frame: Any) -> int:
        message = ReceivedMessage(frame)
        return await self._call(frame, message)

    async def _call(self, frame: bytes, what: Any) -> int:
        try:
            handler: Any = self._handlers[layout.topic_bytes(frame)]
            result = handler(what)
            return handlers.consumed(await result if inspect.isawaitable(result) else result, what)
        except asyncio.CancelledError:
            raise
        except BaseException:
            return handlers.failed(what)


class _RateLimited(_Listening[Handler]):
    async def rate_limit(self, topic: str, per_second: float) -> None:
        """Bounds how many messages of a topic this client gets per second; above 0."""
        await asyncio.to_thread(self._native.rate_limit, topic, per_second)


class Consumer(_RateLimited):
    """Gets messages pushed to handlers, or to an ``async for``; with message_model="BROADCASTING" each gets all."""

    _kind = "consumer"

    def __init__(self, properties: Mapping[str, Any] | None = None, **settings: Unpack[Settings]) -> None:
        super().__init__(properties, **settings)
        self._store: OffsetStore | None = None
        self._iterated = False
        self._in_hand: dict[ReceivedMessage, int] = {}

    def subscribe(self, topic: str, wanted: Union[str, Filter] = "*", handler: Handler | None = None) -> Consumer:
        """Subscribes to a topic, before or after the start; again: replaces filter and handler. Returns the consumer.

        wanted: tags (``"TagA || TagB"``), ``"*"`` for all, or ``Filter.sql(...)``.
        handler: a coroutine function; consume_thread_nums of them run at a time. Without handlers, iterate the
        consumer; one way for all its topics, else StateError.
        """
        if self._handlers if handler is None else self._iterated:
            raise StateError("all topics of a consumer have handlers, or none has and the consumer is iterated")
        if handler is not None:
            return super().subscribe(topic, wanted, handler)
        self._add(topic, wanted)
        self._iterated = True
        return self

    def set_offset_store(self, store: OffsetStore) -> None:
        """Keeps a broadcasting consumer's progress in `store`, instead of in a file. Before the start."""
        self._store = store

    def _open(self, life: Life) -> None:
        super()._open(life)
        if self._store is not None:
            life.native.set_offset_store(self._store)

    def __aiter__(self) -> AsyncIterator[ReceivedMessage]:
        return self.messages()

    async def messages(self, quiet: Duration | None = None) -> AsyncIterator[ReceivedMessage]:
        """Messages one by one, until the consumer is closed, or until none has come for as long as `quiet`.

        A message is done when the next one is asked for, or by :meth:`complete`. When a loop is left by ``break``, an
        exception or cancellation, its last message is not: it comes again, unless you complete it.
        """
        inlet = self._inlet
        if inlet is None or self._handlers:
            raise StateError("a consumer is iterated after its start, and only without handlers")
        timeout = None if quiet is None else duration_ms(quiet) / 1000
        while True:
            try:
                taken = await asyncio.wait_for(inlet.next(), timeout) if timeout is not None else await inlet.next()
            except asyncio.TimeoutError:
                return
            if taken is None:
                return
            token, frame = taken
            message = ReceivedMessage(frame)
            self._in_hand[message] = token
            yield message
            self.complete(message)

    def complete(self, message: ReceivedMessage, result: ConsumeResult = ConsumeResult.SUCCESS) -> None:
        """Answers a message of an iteration; too late, or a second time: no effect."""
        token = self._in_hand.pop(message, None)
        if token is not None and self._inlet is not None:
            self._inlet.answer(token, handlers.consumed(result, message))

    def _before_close(self, inlet: Inlet) -> None:
        if self._iterated:
            inlet.refuse()
            inlet.give_back([self._in_hand.pop(message) for message in list(self._in_hand)])


class OrderConsumer(_RateLimited):
    """Gets the messages of a sharding key one after the other, in order; different keys at the same time.

    A handler that raises or returns LATER suspends its sharding key for suspend_time.
    """

    _kind = "order_consumer"


class BatchConsumer(_Listening[BatchHandler]):
    """Gets up to consume_message_batch_max_size messages at a time, with one answer for all of them."""

    _kind = "batch_consumer"

    def _group(self, events: list[tuple[int, bytes]]) -> list[tuple[int, Any]]:
        return batches(self._native, events)

    async def _handle(self, frames: Any) -> int:
        return await self._call(frames[0], [ReceivedMessage(frame) for frame in frames])
