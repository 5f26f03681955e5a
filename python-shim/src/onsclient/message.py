"""Messages, and what becomes of them."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple, Protocol, Union

from onsclient import _bindings as c
from onsclient._border import layout
from onsclient._border.times import Time, epoch_ms, time_of
from onsclient.errors import InvalidError, OnsError

Body = Union[bytes, bytearray, memoryview, str]
"""A body: any bytes, or a text, which is sent as UTF-8."""


class Message:
    """A message to send. A client keeps nothing of it after the call.

    >>> message = Message("orders", "hello", tag="TagA", properties={"colour": "green"})
    >>> message.topic, message.body, message.tag
    ('orders', b'hello', 'TagA')
    """

    __slots__ = ("body", "deliver_at_ms", "key", "properties", "sharding_key", "tag", "topic")

    topic: str
    tag: str
    """At most one; subscriptions filter by it."""
    key: str
    """Words separated by blanks, to find the message by."""
    sharding_key: str
    """Messages with the same one stay in order; required by ordered producers."""
    body: bytes
    """Any bytes; servers usually take up to 4 MiB."""
    properties: Mapping[str, str]
    """User properties."""
    deliver_at_ms: int
    """Not delivered before this time, milliseconds since 1970 UTC; 0: at once. Our broker: up to 40 days ahead."""

    def __init__(
        self,
        topic: str,
        body: Body = b"",
        *,
        tag: str = "",
        key: str = "",
        sharding_key: str = "",
        properties: Mapping[str, str] | None = None,
        deliver_at: Time = 0,
    ) -> None:
        self.topic = topic
        self.body = body if isinstance(body, bytes) else _bytes_of(body)
        self.tag = tag
        self.key = key
        self.sharding_key = sharding_key
        self.properties = {} if properties is None else properties
        self.deliver_at_ms = epoch_ms(deliver_at) if deliver_at else 0

    def __repr__(self) -> str:
        return f"Message(topic={self.topic!r}, body={_short(self.body)}, tag={self.tag!r}, key={self.key!r})"


class ReceivedMessage:
    """A received message; yours to keep. What is read of it is decoded at that moment."""

    __slots__ = ("_frame", "_header", "_texts")

    def __init__(self, frame: bytes) -> None:
        self._frame = frame
        self._header: layout.Header | None = None
        self._texts: tuple[str, ...] | None = None

    def _head(self) -> layout.Header:
        header = self._header
        if header is None:
            header = self._header = layout.header_of(self._frame)
        return header

    def _text(self, index: int) -> str:
        texts = self._texts
        if texts is None:
            texts = self._texts = layout.texts_of(self._frame, self._head())
        return texts[index]

    @property
    def topic(self) -> str:
        """The topic that it was sent to."""
        return self._text(layout.TOPIC)

    @property
    def tag(self) -> str:
        """Its tag; empty when it has none."""
        return self._text(layout.TAG)

    @property
    def key(self) -> str:
        """Its keys, separated by blanks."""
        return self._text(layout.KEY)

    @property
    def sharding_key(self) -> str:
        """Messages with the same one are in order."""
        return self._text(layout.SHARDING_KEY)

    @property
    def message_id(self) -> str:
        """The id that the sender was told."""
        return self._text(layout.MESSAGE_ID)

    @property
    def born_host(self) -> str:
        """Where it was sent, as the sender said."""
        return self._text(layout.BORN_HOST)

    @property
    def partition(self) -> str:
        """The queue it came from, as PullConsumer names it; may be empty."""
        return self._text(layout.PARTITION)

    @property
    def body(self) -> bytes:
        """Its bytes."""
        return layout.body_of(self._frame)

    @property
    def properties(self) -> dict[str, str]:
        """A copy of its user properties."""
        return layout.properties_of(self._frame, self._head())

    @property
    def born_at(self) -> datetime | None:
        """When it was sent, by the sender's clock."""
        return time_of(self._head().born_at_ms)

    @property
    def stored_at(self) -> datetime | None:
        """When the server stored it; None when not known."""
        return time_of(self._head().stored_at_ms)

    @property
    def deliver_at(self) -> datetime | None:
        """Not delivered before this time; None: at once."""
        return time_of(self._head().deliver_at_ms)

    @property
    def offset(self) -> int:
        """Its place in its queue."""
        return self._head().offset

    @property
    def reconsume_times(self) -> int:
        """How often it was delivered to this group before."""
        return self._head().number

    def to_message(self) -> Message:
        """A copy to send on."""
        message = Message(
            self.topic,
            self.body,
            tag=self.tag,
            key=self.key,
            sharding_key=self.sharding_key,
            properties=self.properties,
        )
        message.deliver_at_ms = self._head().deliver_at_ms
        return message

    def __repr__(self) -> str:
        return (
            f"ReceivedMessage(topic={self.topic!r}, message_id={self.message_id!r}, body={_short(self.body)}, "
            f"tag={self.tag!r}, reconsume_times={self.reconsume_times})"
        )


class SendResult(NamedTuple):
    """The answer for a message that the server has stored."""

    message_id: str
    recall_handle: str
    """The handle for ``recall``; empty when the message cannot be recalled."""


class SendOutcome:
    """The end of one message of a batch: a result or an error."""

    __slots__ = ("_result", "error")

    error: OnsError | None
    """Why it failed; None when it did not."""

    def __init__(self, end: SendResult | OnsError) -> None:
        self.error = end if isinstance(end, OnsError) else None
        self._result = None if isinstance(end, OnsError) else end

    @property
    def is_success(self) -> bool:
        """Whether the server has stored the message."""
        return self.error is None

    @property
    def result(self) -> SendResult:
        """The result of a send that succeeded; raises the error of one that failed."""
        if self._result is None:
            raise self.error or AssertionError
        return self._result

    def __repr__(self) -> str:
        return f"SendOutcome({self.error or self._result!r})"


class Partition(NamedTuple):
    """One queue of a topic."""

    topic: str
    name: str


class OffsetLimits(NamedTuple):
    """The offsets that a queue holds: from ``first`` to before ``end``."""

    first: int
    end: int


class Statistics(NamedTuple):
    """A client's counters since it was made; one-way sends are not counted."""

    sent: int
    """Messages that the server has stored."""
    send_failures: int
    sends_in_flight: int
    """Messages on their way now."""
    received: int
    """Messages that handlers, iterations and polls were given."""
    consumed: int
    """Messages answered with success."""
    consume_failures: int
    callbacks_running: int
    """Handlers and other callbacks that run now."""


class OffsetStore(Protocol):
    """Keeps the progress of a broadcasting consumer where you want. Called on threads of the library, at any time."""

    def read(self, topic: str, partition: str) -> int | None:
        """The next offset of a queue; None when there is none."""

    def write(self, topic: str, partition: str, offset: int) -> None:
        """Keeps the next offset of a queue."""


class ConsumeResult(enum.IntEnum):
    """A handler's answer; None means SUCCESS, an exception LATER."""

    SUCCESS = c.ONS_CONSUME_SUCCESS
    LATER = c.ONS_CONSUME_LATER
    """Deliver again, after the group's back-off; ordered: after suspend_time."""


class TransactionStatus(enum.IntEnum):
    """The outcome of a local transaction."""

    UNKNOWN = c.ONS_TRANSACTION_UNKNOWN
    """The server asks the checker later."""
    COMMIT = c.ONS_TRANSACTION_COMMIT
    """The message is delivered."""
    ROLLBACK = c.ONS_TRANSACTION_ROLLBACK
    """The message is dropped."""


class Filter(NamedTuple):
    """Which messages of a topic a subscription wants; a text stands for ``Filter(text)``.

    >>> Filter("TagA || TagB"), Filter.sql("colour = 'green'").kind == 1
    (Filter(expression='TagA || TagB', kind=0), True)
    """

    expression: str = "*"
    """Tags, ``"TagA || TagB"``, or ``"*"`` for all."""
    kind: int = c.ONS_FILTER_TAG

    @staticmethod
    def sql(condition: str) -> Filter:
        """A SQL-92 condition over properties, in which TAGS is the tag."""
        return Filter(condition, c.ONS_FILTER_SQL)


def _bytes_of(body: Body) -> bytes:
    if isinstance(body, str):
        return body.encode()
    if isinstance(body, (bytes, bytearray, memoryview)):
        return bytes(body)
    raise InvalidError(f"the body is a {type(body).__name__}; it must be bytes or a text")


def _short(body: bytes) -> str:
    return repr(body) if len(body) <= 32 else f"<{len(body)} bytes>"
