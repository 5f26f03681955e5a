"""Consumers: messages come to handlers, or to a for loop."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Generic, Optional, TypeVar, Union

from onsclient._border import layout
from onsclient._border.frames import Frames
from onsclient._border.native import NativeClient
from onsclient._border.properties import number_of
from onsclient._border.times import Duration, duration_ms
from onsclient._client import Client
from onsclient._running import handlers, waits
from onsclient._running.dispatcher import Dispatcher
from onsclient._running.handlers import LATER, SUCCESS
from onsclient._running.reports import log
from onsclient.errors import StateError
from onsclient.message import ConsumeResult, Filter, OffsetStore, ReceivedMessage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from typing_extensions import Unpack

    from onsclient._settings import Settings

Handler = Callable[[ReceivedMessage], Optional[ConsumeResult]]
"""Handles one message, on a thread of the package; may block. None: success. An exception: it comes again later."""

BatchHandler = Callable[[Sequence[ReceivedMessage]], Optional[ConsumeResult]]
"""Handles several messages, with one answer for all of them."""

AnyHandler = TypeVar("AnyHandler")
Self = TypeVar("Self", bound="_Listening[Any]")


def filter_of(wanted: Union[str, Filter]) -> Filter:
    """A text stands for its tags."""
    return Filter(wanted) if isinstance(wanted, str) else wanted


class _Listening(Client, Generic[AnyHandler]):
    """Consumers with handlers."""

    def __init__(self, properties: Mapping[str, Any] | None = None, **settings: Unpack[Settings]) -> None:
        super().__init__(properties, **settings)
        count = number_of(self._life.properties, "consume_thread_nums")
        self._handlers: dict[bytes, AnyHandler] = {}
        self._dispatcher = Dispatcher(self._life, count, self._group, self._handle)

    def subscribe(self: Self, topic: str, wanted: Union[str, Filter] = "*", handler: AnyHandler | None = None) -> Self:
        """Subscribes to a topic; again: replaces filter and handler. Returns the consumer.

        wanted: tags (``"TagA || TagB"``), ``"*"`` for all, or ``Filter.sql(...)``.
        handler: called on consume_thread_nums threads of the package, several at a time.
        """
        if handler is None:
            raise StateError("a handler is missing; only a Consumer can be iterated instead")
        self._handlers[topic.encode()] = handler
        self._native.subscribe(topic, filter_of(wanted))
        if self._life.started:
            self._begin()
        return self

    def unsubscribe(self, topic: str) -> None:
        """Ends a subscription; messages of it in hand are still handled. A topic that is not subscribed: no effect."""
        self._native.unsubscribe(topic)

    def _begin(self) -> None:
        if self._handlers:
            self._dispatcher.begin()

    def _group(self, events: list[tuple[int, bytes]]) -> list[tuple[int, Any]]:
        return events

    def _handle(self, frame: Any) -> int:
        message = ReceivedMessage(frame)
        try:
            handler: Any = self._handlers[layout.topic_bytes(frame)]
            result = handler(message)
            return SUCCESS if result is None else handlers.consumed(result, message)
        except BaseException:
            return handlers.failed(message)


class _RateLimited(_Listening[Handler]):
    def rate_limit(self, topic: str, per_second: float) -> None:
        """Bounds how many messages of a topic this client gets per second; above 0."""
        self._native.rate_limit(topic, per_second)


class Consumer(_RateLimited):
    """Gets messages pushed to handlers, or to a for loop; with message_model="BROADCASTING" every instance gets all.

    >>> import onsclient
    >>> with onsclient.Consumer(group_id="GID_docs").subscribe("orders", "TagA || TagB", print) as consumer:
    ...     consumer
    <Consumer started>
    """

    _kind = "consumer"

    def __init__(self, properties: Mapping[str, Any] | None = None, **settings: Unpack[Settings]) -> None:
        super().__init__(properties, **settings)
        self._iterated = False
        self._in_hand: dict[ReceivedMessage, int] = {}
        self._life.ending.append(self._give_back)

    def subscribe(self, topic: str, wanted: Union[str, Filter] = "*", handler: Handler | None = None) -> Consumer:
        """Subscribes to a topic, before or after the start; again: replaces filter and handler. Returns the consumer.

        wanted: tags (``"TagA || TagB"``), ``"*"`` for all, or ``Filter.sql(...)``.
        handler: called on consume_thread_nums threads of the package, several at a time. Without handlers, iterate
        the consumer; one way for all its topics, else StateError.
        """
        if self._handlers if handler is None else self._iterated:
            raise StateError("all topics of a consumer have handlers, or none has and the consumer is iterated")
        if handler is not None:
            return super().subscribe(topic, wanted, handler)
        self._iterated = True
        self._native.subscribe(topic, filter_of(wanted))
        return self

    def set_offset_store(self, store: OffsetStore) -> None:
        """Keeps a broadcasting consumer's progress in `store`, instead of in a file. Before the start."""
        self._native.set_offset_store(store)

    def __iter__(self) -> Iterator[ReceivedMessage]:
        return self.messages()

    def messages(self, quiet: Duration | None = None) -> Iterator[ReceivedMessage]:
        """Messages one by one, until the consumer is closed, or until none has come for as long as `quiet`.

        A message is done when the next one is asked for, or by :meth:`complete`. When a loop is left by ``break`` or an
        exception, its last message is not: it comes again, unless you complete it. Several threads may iterate.
        """
        if self._handlers:
            raise StateError("a consumer with handlers cannot be iterated")
        frames = Frames()
        while True:
            message = self._next(frames, quiet)
            if message is None:
                return
            yield message
            if message in self._in_hand:
                self.complete(message)

    def complete(self, message: ReceivedMessage, result: ConsumeResult = ConsumeResult.SUCCESS) -> None:
        """Answers a message of an iteration; too late, or a second time: no effect."""
        token = self._in_hand.pop(message, None)
        if token is not None:
            self._native.complete([(token, handlers.consumed(result, message))])

    def _next(self, frames: Frames, quiet: Duration | None) -> ReceivedMessage | None:
        deadline = None if quiet is None else time.monotonic() + duration_ms(quiet) / 1000
        while True:
            wait = waits.SLICE_MS
            if deadline is not None:
                wait = min(wait, round((deadline - time.monotonic()) * 1000))
                if wait < 0:
                    return None
            # One at a time: what is polled ages, and others of the group could have it.
            events = waits.in_slice(self._native.poll, frames, 1, wait)
            if events is None:
                return None
            if events:
                token, frame = events[0]
                message = ReceivedMessage(frame)
                self._in_hand[message] = token
                return message

    def _give_back(self) -> None:
        answers = [(self._in_hand.pop(message), LATER) for message in list(self._in_hand)]
        if answers:
            log.debug("%d messages of an iteration were not completed; they come again", len(answers))
            self._native.complete(answers)


class OrderConsumer(_RateLimited):
    """Gets the messages of a sharding key one after the other, in order; different keys at the same time.

    Subscribe before the start. A handler that raises or returns LATER suspends its sharding key for suspend_time.
    """

    _kind = "order_consumer"


class BatchConsumer(_Listening[BatchHandler]):
    """Gets up to consume_message_batch_max_size messages at a time, with one answer for all of them.

    Subscribe before the start.
    """

    _kind = "batch_consumer"

    def _group(self, events: list[tuple[int, bytes]]) -> list[tuple[int, Any]]:
        return batches(self._native, events)

    def _handle(self, frames: Any) -> int:
        messages = [ReceivedMessage(frame) for frame in frames]
        try:
            handler: Any = self._handlers[layout.topic_bytes(frames[0])]
            return handlers.consumed(handler(messages), messages)
        except BaseException:
            return handlers.failed(messages)


def batches(native: NativeClient, events: list[tuple[int, bytes]]) -> list[tuple[int, Any]]:
    """Messages of one call share a token; what a poll has cut off is polled at once."""
    grouped: list[tuple[int, Any]] = []
    frames: Frames | None = None
    while events:
        for token, frame in events:
            if not grouped or grouped[-1][0] != token:
                grouped.append((token, []))
            grouped[-1][1].append(frame)
        frames = frames or Frames()
        events = native.poll(frames, 1024, 0) or []
    return grouped
