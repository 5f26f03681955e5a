"""Goal: a pull consumer reads what it chooses, and its group's progress is what it commits."""

from __future__ import annotations

import time

import pytest
from conftest import DEADLINE_S, World

import onsclient
from onsclient import PullConsumer, ReceivedMessage


def pull(consumer: PullConsumer, count: int) -> list[ReceivedMessage]:
    messages: list[ReceivedMessage] = []
    end = time.monotonic() + DEADLINE_S
    while len(messages) < count and time.monotonic() < end:
        messages += consumer.poll(timeout=1000)
    return messages


def test_everything_is_pulled_and_committed(world: World) -> None:
    world.send(*map(str, range(50)))
    settings = {**world.settings, "auto_commit": False}
    with PullConsumer(**settings) as consumer:
        partitions = consumer.partitions(world.topic)
        consumer.assign(partitions)
        for partition in partitions:
            consumer.seek_to_beginning(partition)
        messages = pull(consumer, 50)
        assert {message.body for message in messages} == {str(i).encode() for i in range(50)}
        assert {message.partition for message in messages} <= {partition.name for partition in partitions}
        consumer.commit()
        committed = [consumer.committed(partition) or 0 for partition in partitions]
        assert sum(committed) == 50
        limits = [consumer.offset_limits(partition) for partition in partitions]
        assert sum(limit.end - limit.first for limit in limits) == 50


def test_a_place_in_a_queue_is_chosen(world: World) -> None:
    world.send(*map(str, range(40)))
    with PullConsumer(**world.settings) as consumer:
        partition = max(consumer.partitions(world.topic), key=lambda one: consumer.offset_limits(one).end)
        end = consumer.offset_limits(partition).end
        # by offset
        consumer.assign([partition])
        consumer.seek(partition, end - 1)
        assert [message.offset for message in pull(consumer, 1)] == [end - 1]
        consumer.seek_to_end(partition)
        assert consumer.poll(timeout=0) == []
        # by time
        assert consumer.offset_for_time(partition, 0) == 0
        # without assignment
        messages, next_offset = consumer.fetch(partition, "*", end - 2, max=1)
        assert ([message.offset for message in messages], next_offset) == ([end - 2], end - 1)
        # and back
        consumer.pause([partition])
        consumer.resume([partition])
        consumer.commit(partition, 1)
        assert consumer.committed(partition) == 1


def test_a_queue_that_is_none_is_refused(world: World) -> None:
    world.send("x")
    with PullConsumer(**world.settings) as consumer:
        with pytest.raises(onsclient.OnsError):
            consumer.offset_limits(onsclient.Partition(world.topic, "nonsense"))
        with pytest.raises(TypeError, match="neither"):
            consumer.commit(consumer.partitions(world.topic)[0])
        consumer.on_partitions_changed(world.topic, lambda topic, partitions: None)
