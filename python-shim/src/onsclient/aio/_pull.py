"""Pulling for asyncio."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from typing import Any

from onsclient._border.frames import Frames
from onsclient._border.properties import number_of
from onsclient._border.times import Duration, Time, duration_ms, epoch_ms
from onsclient._running import polling, reports, waits
from onsclient._running.lifecycle import Life
from onsclient.aio._client import Client, in_loop
from onsclient.message import OffsetLimits, Partition, ReceivedMessage
from onsclient.pull import PartitionsHandler, changed_partitions


class PullConsumer(Client):
    """Fetches messages from queues that it chooses."""

    _kind = "pull_consumer"

    def _open(self, life: Life) -> None:
        self._loop = asyncio.get_running_loop()
        self._left: list[ReceivedMessage] = []
        self._polling = asyncio.Lock()
        self._watchers: dict[str, PartitionsHandler] = {}
        self._watching = False

    async def partitions(self, topic: str) -> list[Partition]:
        """Asks the server for the queues of a topic."""
        return await asyncio.to_thread(self._native.partitions, topic)

    async def assign(self, partitions: Iterable[Partition]) -> None:
        """Chooses the queues to fetch from, in place of those before; each goes on where its group has committed."""
        await asyncio.to_thread(self._native.with_partitions, "ons_pull_assign", list(partitions))

    async def poll(self, timeout: Duration | None = None) -> list[ReceivedMessage]:
        """Takes fetched messages, up to max_batch_message_count, waiting for the first up to `timeout`,
        absent: poll_timeout, 5 s by default.

        None in time: an empty list. What was taken counts as consumed at the next commit. Cancelled: what was
        fetched meanwhile comes with the next poll. One poll at a time; others wait.
        """
        deadline = time.monotonic() + self._timeout_ms(timeout) / 1000
        async with self._polling:
            while not self._left:
                left = round((deadline - time.monotonic()) * 1000)
                slice_ms = max(0, min(left, waits.SLICE_MS))
                await asyncio.shield(asyncio.ensure_future(self._poll(slice_ms)))
                if left <= 0:
                    break
            messages, self._left = self._left, []
            return messages

    def _timeout_ms(self, timeout: Duration | None) -> int:
        return number_of(self._properties, "poll_timeout") if timeout is None else duration_ms(timeout)

    async def _poll(self, timeout_ms: int) -> None:
        # Taken first: += would keep the list of before the wait, which a poll may have returned meanwhile.
        fetched = await asyncio.to_thread(self._native.pull_poll, Frames(), timeout_ms)
        self._left += fetched

    async def fetch(
        self, partition: Partition, tags: str, offset: int, max: int = 32, timeout: Duration | None = None
    ) -> tuple[list[ReceivedMessage], int]:
        """Fetches from one queue at an offset, without assignment and without touching the group's progress.

        Returns up to `max` (1 to 1,024) messages whose tags match ("*": all), and the offset to go on from; waits for
        the first up to `timeout`, absent: poll_timeout.
        """
        return await asyncio.to_thread(
            self._native.fetch, Frames(), partition, tags, offset, max, self._timeout_ms(timeout)
        )

    async def seek(self, partition: Partition, offset: int) -> None:
        """Goes on from an offset of an assigned queue."""
        await asyncio.to_thread(self._native.seek, partition, offset)

    async def seek_to_beginning(self, partition: Partition) -> None:
        """Goes on from the first message of an assigned queue."""
        await asyncio.to_thread(self._native.seek_to_beginning, partition)

    async def seek_to_end(self, partition: Partition) -> None:
        """Goes on behind the last message of an assigned queue."""
        await asyncio.to_thread(self._native.seek_to_end, partition)

    async def pause(self, partitions: Iterable[Partition]) -> None:
        """Stops fetching from assigned queues."""
        await asyncio.to_thread(self._native.with_partitions, "ons_pull_pause", list(partitions))

    async def resume(self, partitions: Iterable[Partition]) -> None:
        """Undoes :meth:`pause`."""
        await asyncio.to_thread(self._native.with_partitions, "ons_pull_resume", list(partitions))

    async def offset_for_time(self, partition: Partition, at: Time) -> int:
        """The offset of the first message stored at or after a time; the end of the queue when there is none."""
        return await asyncio.to_thread(self._native.offset_for_time, partition, epoch_ms(at))

    async def committed(self, partition: Partition) -> int | None:
        """The offset that the group has committed; None when it has none."""
        return await asyncio.to_thread(self._native.committed, partition)

    async def commit(self, partition: Partition | None = None, offset: int | None = None) -> None:
        """Commits what was polled from all assigned queues; or an offset of one queue. Waits for it."""
        if (partition is None) != (offset is None):
            raise TypeError("commit takes a partition and an offset, or neither")
        if partition is None or offset is None:
            await asyncio.to_thread(self._native.commit)
        else:
            await asyncio.to_thread(self._native.commit_offset, partition, offset)

    async def offset_limits(self, partition: Partition) -> OffsetLimits:
        """The offsets of the first message and behind the last message of a queue."""
        return await asyncio.to_thread(self._native.offset_limits, partition)

    async def on_partitions_changed(self, topic: str, handler: PartitionsHandler) -> None:
        """Watches the queues of a topic; again: replaces the handler, which is called in the loop."""
        self._watchers[topic] = handler
        await asyncio.to_thread(self._native.watch_partitions, topic)
        if not self._watching:
            self._watching = True
            self._life.poll_with(lambda: polling.poll(self._native, f"onsclient-{self._kind}", self._changed))

    def _changed(self, events: list[tuple[int, bytes]]) -> None:
        for _, frame in events:
            in_loop(self._loop, self._tell, *changed_partitions(frame))

    def _tell(self, topic: str, partitions: list[Partition]) -> None:
        handler: Any = self._watchers.get(topic)
        if handler is not None:
            try:
                handler(topic, partitions)
            except BaseException:
                reports.failure("the handler for the partitions of %s failed", topic)
