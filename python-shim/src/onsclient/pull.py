"""Consumers that fetch by themselves."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from onsclient import _bindings as c
from onsclient._border import layout
from onsclient._border.frames import Frames
from onsclient._border.native import partitions_of
from onsclient._border.properties import number_of
from onsclient._border.times import Duration, Time, duration_ms, epoch_ms
from onsclient._client import Client
from onsclient._running import polling, reports, threads, waits
from onsclient.message import OffsetLimits, Partition, ReceivedMessage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from typing_extensions import Unpack

    from onsclient._settings import Settings

PartitionsHandler = Callable[[str, "list[Partition]"], None]
"""Told a topic and all of its queues when they have changed, on a thread of the package."""


class PullConsumer(Client):
    """Fetches messages from queues that it chooses."""

    _kind = "pull_consumer"

    def __init__(self, properties: Mapping[str, Any] | None = None, **settings: Unpack[Settings]) -> None:
        super().__init__(properties, **settings)
        self._watchers: dict[str, PartitionsHandler] = {}
        self._beginning = threads.Lock()
        self._watching = False

    def partitions(self, topic: str) -> list[Partition]:
        """Asks the server for the queues of a topic."""
        return waits.run(self._native.partitions, topic)

    def assign(self, partitions: Iterable[Partition]) -> None:
        """Chooses the queues to fetch from, in place of those before; each goes on where its group has committed."""
        waits.run(self._native.with_partitions, "ons_pull_assign", list(partitions))

    def poll(self, timeout: Duration | None = None) -> list[ReceivedMessage]:
        """Takes fetched messages, up to max_batch_message_count, waiting for the first up to `timeout`,
        absent: poll_timeout, 5 s by default.

        None in time: an empty list. What was taken counts as consumed at the next commit.
        """
        frames = Frames()
        deadline = time.monotonic() + self._timeout_ms(timeout) / 1000
        while True:
            left = round((deadline - time.monotonic()) * 1000)
            messages = waits.in_slice(self._native.pull_poll, frames, max(0, min(left, waits.SLICE_MS)))
            if messages or left <= 0:
                return messages

    def _timeout_ms(self, timeout: Duration | None) -> int:
        return number_of(self._life.properties, "poll_timeout") if timeout is None else duration_ms(timeout)

    def fetch(
        self, partition: Partition, tags: str, offset: int, max: int = 32, timeout: Duration | None = None
    ) -> tuple[list[ReceivedMessage], int]:
        """Fetches from one queue at an offset, without assignment and without touching the group's progress.

        Returns up to `max` (1 to 1,024) messages whose tags match ("*": all), and the offset to go on from; waits for
        the first up to `timeout`, absent: poll_timeout.
        """
        return waits.run(self._native.fetch, Frames(), partition, tags, offset, max, self._timeout_ms(timeout))

    def seek(self, partition: Partition, offset: int) -> None:
        """Goes on from an offset of an assigned queue."""
        waits.run(self._native.seek, partition, offset)

    def seek_to_beginning(self, partition: Partition) -> None:
        """Goes on from the first message of an assigned queue."""
        waits.run(self._native.seek_to_beginning, partition)

    def seek_to_end(self, partition: Partition) -> None:
        """Goes on behind the last message of an assigned queue."""
        waits.run(self._native.seek_to_end, partition)

    def pause(self, partitions: Iterable[Partition]) -> None:
        """Stops fetching from assigned queues."""
        waits.run(self._native.with_partitions, "ons_pull_pause", list(partitions))

    def resume(self, partitions: Iterable[Partition]) -> None:
        """Undoes :meth:`pause`."""
        waits.run(self._native.with_partitions, "ons_pull_resume", list(partitions))

    def offset_for_time(self, partition: Partition, at: Time) -> int:
        """The offset of the first message stored at or after a time; the end of the queue when there is none."""
        return waits.run(self._native.offset_for_time, partition, epoch_ms(at))

    def committed(self, partition: Partition) -> int | None:
        """The offset that the group has committed; None when it has none."""
        return waits.run(self._native.committed, partition)

    def commit(self, partition: Partition | None = None, offset: int | None = None) -> None:
        """Commits what was polled from all assigned queues; or an offset of one queue. Waits for it."""
        if (partition is None) != (offset is None):
            raise TypeError("commit takes a partition and an offset, or neither")
        if partition is None or offset is None:
            waits.run(self._native.commit)
        else:
            waits.run(self._native.commit_offset, partition, offset)

    def offset_limits(self, partition: Partition) -> OffsetLimits:
        """The offsets of the first message and behind the last message of a queue."""
        return waits.run(self._native.offset_limits, partition)

    def on_partitions_changed(self, topic: str, handler: PartitionsHandler) -> None:
        """Watches the queues of a topic; again: replaces the handler."""
        self._watchers[topic] = handler
        self._native.watch_partitions(topic)
        with self._beginning:
            if not self._watching:
                self._life.poll_with(lambda: polling.poll(self._native, f"onsclient-{self._kind}", self._changed))
                self._watching = True

    def _changed(self, events: list[tuple[int, bytes]]) -> None:
        for _, frame in events:
            topic, partitions = changed_partitions(frame)
            handler = self._watchers.get(topic)
            if handler is not None:
                try:
                    handler(topic, partitions)
                except BaseException:
                    reports.failure("the handler for the partitions of %s failed", topic)


def changed_partitions(frame: bytes) -> tuple[str, list[Partition]]:
    """Topic and queues of an ONS_FRAME_PARTITIONS."""
    assert layout.kind_of(frame) == c.ONS_FRAME_PARTITIONS
    topic = layout.topic_bytes(frame).decode()
    return topic, partitions_of(topic, layout.body_of(frame).decode())
