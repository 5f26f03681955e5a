"""A client of the C interface, typed: one method for each function, failures as exceptions."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable, Sequence
from typing import Any

from onsclient import _bindings as c
from onsclient import runtime
from onsclient._border import layout, loading
from onsclient._border.frames import Frames, UnreadError
from onsclient._border.loading import ErrorSlot, call, taken_text, text
from onsclient._running import reports
from onsclient.errors import ClosedError, OnsError
from onsclient.message import (
    Filter,
    Message,
    OffsetLimits,
    OffsetStore,
    Partition,
    ReceivedMessage,
    SendResult,
    Statistics,
)

UNANSWERED = 0
"""The answer to an event that is not handled: neither a ConsumeResult, so its messages come again, nor a decision."""


class _Scratch(threading.local):
    """Memory that a thread's hot calls write to."""

    def __init__(self) -> None:
        self.error = ErrorSlot()
        self.accepted = ctypes.c_size_t()
        self.accepted_pointer = ctypes.byref(self.accepted)


_scratch = _Scratch()


class NativeClient:
    """One client, by its number. Every method may be called from any thread; all but those with a wait are short."""

    def __init__(self, kind: str, properties: dict[str, str]) -> None:
        runtime.ensure_open()
        number = ctypes.c_uint64()
        entries = loading.properties_of(properties)
        # A transaction producer also takes a checker, its context and its release: the questions become events.
        checker = (c.ons_transaction_callback_t(), None, c.ons_release_t()) if kind == "transaction_producer" else ()
        call(f"ons_{kind}_open", entries, len(entries), *checker, ctypes.byref(number))
        self.number: int = number.value
        self._library = loading.library()
        call("ons_client_use_events", self.number)

    def start(self) -> None:
        call("ons_client_start", self.number)

    def close(self) -> None:
        """Closed already is no error."""
        try:
            call("ons_client_close", self.number)
        except ClosedError:
            return

    def update_credentials(self, properties: dict[str, str]) -> None:
        entries = loading.properties_of(properties)
        call("ons_client_update_credentials", self.number, entries, len(entries))

    def describe(self) -> str:
        return taken_text("ons_client_describe", self.number)

    def statistics(self) -> Statistics:
        raw = c.ons_statistics_t()
        raw.struct_size = ctypes.sizeof(raw)
        call("ons_client_statistics", self.number, ctypes.byref(raw))
        return Statistics(*(getattr(raw, name) for name in Statistics._fields))

    # ---- Events

    def poll(self, frames: Frames, most: int, timeout_ms: int) -> list[tuple[int, bytes]] | None:
        """Takes events; None when the client is closed and has no more."""
        try:
            return frames.take(self._library.ons_events_poll, self.number, most, timeout_ms)
        except ClosedError:
            return None
        except UnreadError as failure:
            self.complete([(token, UNANSWERED) for token in failure.tokens])
            raise

    def complete(self, answers: Sequence[tuple[int, int]]) -> None:
        """Answers events: tokens with results. Too late is no error, as everywhere in the interface."""
        count = len(answers)
        tokens, results = zip(*answers)
        try:
            call(
                "ons_events_complete",
                self.number,
                (ctypes.c_uint64 * count)(*tokens),
                (ctypes.c_int32 * count)(*results),
                count,
            )
        except ClosedError:
            return

    # ---- Sending

    def send_frames(self, frames: bytes) -> tuple[int, OnsError | None]:
        """Sends frames: how many were taken, and why not all."""
        if loading.is_forked():
            loading.library()
        scratch = _scratch
        status = self._library.ons_producer_send_frames(
            self.number, frames, len(frames), scratch.accepted_pointer, scratch.error.pointer
        )
        return scratch.accepted.value, scratch.error.exception() if status else None

    def send_oneway(self, message: Message) -> None:
        call("ons_producer_send_oneway", self.number, ctypes.byref(_raw(message)))

    def send_transaction(self, message: Message, executer: Callable[[ReceivedMessage], int]) -> SendResult:
        """`executer` must not raise; it is called on this thread."""

        def decide(_: Any, half: Any) -> int:
            return executer(ReceivedMessage(_encoded(half)))

        result = c.ons_send_result_t()
        result.struct_size = ctypes.sizeof(result)
        call(
            "ons_producer_send_transaction",
            self.number,
            ctypes.byref(_raw(message)),
            c.ons_transaction_callback_t(decide),
            None,
            ctypes.byref(result),
        )
        return SendResult(result.message_id.decode(), result.recall_handle.decode())

    def recall(self, topic: str, recall_handle: str) -> str:
        message_id = ctypes.create_string_buffer(128)
        call("ons_producer_recall", self.number, text(topic), text(recall_handle), message_id)
        return message_id.value.decode()

    # ---- Consuming

    def subscribe(self, topic: str, wanted: Filter) -> None:
        call(
            "ons_consumer_subscribe",
            self.number,
            text(topic),
            text(wanted.expression),
            wanted.kind,
            c.ons_listener_t(),
            None,
            c.ons_release_t(),
        )

    def unsubscribe(self, topic: str) -> None:
        call("ons_consumer_unsubscribe", self.number, text(topic))

    def rate_limit(self, topic: str, per_second: float) -> None:
        call("ons_consumer_rate_limit", self.number, text(topic), per_second)

    def set_offset_store(self, store: OffsetStore) -> None:
        def read(_: Any, topic: Any, partition: Any, offset_out: Any) -> int:
            try:
                offset = store.read(_text_in(topic), _text_in(partition))
            except BaseException:
                reports.failure("an offset store failed to read; the queue goes on as if it had no offset")
                return 0
            if offset is None:
                return 0
            offset_out[0] = offset
            return 1

        def write(_: Any, topic: Any, partition: Any, offset: int) -> None:
            try:
                store.write(_text_in(topic), _text_in(partition), offset)
            except BaseException:
                reports.failure("an offset store failed to write")

        # Native code calls them until the client is closed.
        self._kept = (c.ons_offset_read_t(read), c.ons_offset_write_t(write))
        call("ons_consumer_set_offset_store", self.number, *self._kept, None, c.ons_release_t())

    # ---- Pulling

    def partitions(self, topic: str) -> list[Partition]:
        return partitions_of(topic, taken_text("ons_pull_partitions", self.number, text(topic)))

    def with_partitions(self, name: str, partitions: Sequence[Partition]) -> None:
        """ons_pull_assign, _pause or _resume."""
        array = (c.ons_partition_t * len(partitions))(*map(_partition, partitions))
        call(name, self.number, array, len(partitions))

    def pull_poll(self, frames: Frames, timeout_ms: int) -> list[ReceivedMessage]:
        taken = frames.take(self._library.ons_pull_poll, self.number, timeout_ms)
        return [ReceivedMessage(frame) for _, frame in taken]

    def fetch(
        self, frames: Frames, partition: Partition, tags: str, offset: int, most: int, timeout_ms: int
    ) -> tuple[list[ReceivedMessage], int]:
        next_offset = ctypes.c_int64()
        taken = frames.take(
            self._library.ons_pull_fetch,
            self.number,
            _partition(partition),
            text(tags),
            offset,
            most,
            timeout_ms,
            behind=(ctypes.byref(next_offset),),
        )
        return [ReceivedMessage(frame) for _, frame in taken], next_offset.value

    def watch_partitions(self, topic: str) -> None:
        """Changes become events; needs use_events."""
        call(
            "ons_pull_on_partitions_changed",
            self.number,
            text(topic),
            c.ons_partitions_callback_t(),
            None,
            c.ons_release_t(),
        )

    def seek(self, partition: Partition, offset: int) -> None:
        call("ons_pull_seek", self.number, _partition(partition), offset)

    def seek_to_beginning(self, partition: Partition) -> None:
        call("ons_pull_seek_to_beginning", self.number, _partition(partition))

    def seek_to_end(self, partition: Partition) -> None:
        call("ons_pull_seek_to_end", self.number, _partition(partition))

    def offset_for_time(self, partition: Partition, at_ms: int) -> int:
        offset = ctypes.c_int64()
        call("ons_pull_offset_for_time", self.number, _partition(partition), at_ms, ctypes.byref(offset))
        return offset.value

    def committed(self, partition: Partition) -> int | None:
        offset = ctypes.c_int64()
        call("ons_pull_committed", self.number, _partition(partition), ctypes.byref(offset))
        return None if offset.value < 0 else offset.value

    def commit(self) -> None:
        call("ons_pull_commit", self.number)

    def commit_offset(self, partition: Partition, offset: int) -> None:
        call("ons_pull_commit_offset", self.number, _partition(partition), offset)

    def offset_limits(self, partition: Partition) -> OffsetLimits:
        first, end = ctypes.c_int64(), ctypes.c_int64()
        call("ons_pull_offset_limits", self.number, _partition(partition), ctypes.byref(first), ctypes.byref(end))
        return OffsetLimits(first.value, end.value)


def partitions_of(topic: str, names: str) -> list[Partition]:
    """Partitions by their names, one per line."""
    return [Partition(topic, name) for name in names.splitlines()]


def _text_in(value: Any) -> str:
    return ctypes.string_at(value.data, value.size).decode() if value.size else ""


def _partition(partition: Partition) -> c.ons_partition_t:
    return c.ons_partition_t(text(partition.topic), text(partition.name))


def _raw(message: Message) -> c.ons_message_t:
    raw = c.ons_message_t()
    raw.struct_size = ctypes.sizeof(raw)
    frame = layout.encode(message, 0)
    position = ctypes.c_size_t()
    properties = (c.ons_property_t * len(message.properties))()
    call(
        "ons_frame_decode",
        frame,
        len(frame),
        ctypes.byref(position),
        None,
        ctypes.byref(raw),
        properties,
        len(properties),
    )
    raw.keeps = (frame, properties)  # what it points into
    return raw


def _encoded(message: Any) -> bytes:
    """A borrowed ons_message_t as a frame of one's own."""
    size = ctypes.c_size_t()
    error = ErrorSlot()
    encode = loading.library().ons_frame_encode
    encode(message, 0, None, 0, ctypes.byref(size), error.pointer)
    buffer = ctypes.create_string_buffer(size.value)
    if encode(message, 0, buffer, size.value, ctypes.byref(size), error.pointer):
        raise error.exception()
    return buffer.raw
