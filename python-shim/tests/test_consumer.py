"""Goal: messages come to handlers and loops as often as was said."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from conftest import DEADLINE_S, Inbox, World, run_async

import onsclient
from onsclient import (
    BatchConsumer,
    Consumer,
    ConsumeResult,
    Filter,
    Message,
    OrderConsumer,
    OrderProducer,
    Producer,
    ReceivedMessage,
    aio,
)


def test_twenty_handlers_run_at_a_time(world: World) -> None:
    # given
    world.send(*map(str, range(40)))
    together = threading.Barrier(20)
    inbox: Inbox[str] = Inbox()

    def handle(message: ReceivedMessage) -> None:
        together.wait(DEADLINE_S)
        inbox.put(threading.current_thread().name)

    # when
    with Consumer(**world.settings).subscribe(world.topic, "*", handle) as consumer:
        names = inbox.take_many(40)
    # then
    assert len(set(names)) == 20
    assert consumer._life.threads


def test_statistics_count_handlers_that_run(world: World) -> None:
    entered: Inbox[int] = Inbox()
    leave = threading.Event()

    def handle(message: ReceivedMessage) -> None:
        entered.put(1)
        assert leave.wait(DEADLINE_S)

    with Consumer(**world.settings).subscribe(world.topic, "*", handle) as consumer:
        world.send("1", "2", "3")
        entered.take_many(3)
        assert consumer.statistics().callbacks_running == 3
        leave.set()


def test_many_messages_are_handled_once_each(world: World) -> None:
    world.send(*map(str, range(3000)))
    inbox: Inbox[bytes] = Inbox()
    with Consumer(**world.settings).subscribe(world.topic, "*", lambda message: inbox.put(message.body)) as consumer:
        bodies = inbox.take_many(3000)
        consumer.close()
    assert sorted(bodies) == sorted(str(i).encode() for i in range(3000))
    assert inbox.is_empty()


def test_tags_choose(world: World, producer: Producer) -> None:
    producer.send_batch([world.message(tag, tag=tag) for tag in ("A", "B", "C")])
    inbox: Inbox[str] = Inbox()
    with Consumer(**world.settings).subscribe(world.topic, "A || C", lambda message: inbox.put(message.tag)):
        assert sorted(inbox.take_many(2)) == ["A", "C"]
    assert inbox.is_empty()


def test_a_sql_condition_chooses(world: World, producer: Producer) -> None:
    producer.send_batch([world.message(age, properties={"age": age}) for age in ("17", "18")])
    inbox: Inbox[bytes] = Inbox()
    wanted = Filter.sql("age > 17")
    with Consumer(**world.settings).subscribe(world.topic, wanted, lambda message: inbox.put(message.body)):
        assert inbox.take() == b"18"
    assert inbox.is_empty()


@pytest.mark.parametrize("answer", ["raises", "exits", "later", "nonsense"])
def test_what_is_not_handled_comes_again(world: World, caplog: pytest.LogCaptureFixture, answer: str) -> None:
    # given
    world.send("again")
    inbox: Inbox[int] = Inbox()

    def handle(message: ReceivedMessage) -> ConsumeResult | None:
        inbox.put(message.reconsume_times)
        if message.reconsume_times == 0:
            if answer == "raises":
                raise ArithmeticError("on purpose")
            if answer == "exits":
                raise SystemExit(3)
            return ConsumeResult.LATER if answer == "later" else 1  # type: ignore[return-value]
        return ConsumeResult.SUCCESS

    # when: an ordered consumer shows it again after suspend_time
    consumer = OrderConsumer(**world.settings, suspend_time=10).subscribe(world.topic, "*", handle)
    with caplog.at_level(logging.ERROR, "onsclient"), consumer:
        # then
        assert inbox.take_many(2) == [0, 1]
    if answer == "raises":
        assert "ArithmeticError: on purpose" in caplog.text
        assert "Traceback" in caplog.text
    assert bool(caplog.records) == (answer != "later")


def test_order_is_kept_for_each_sharding_key(world: World) -> None:
    # given
    with OrderProducer(**world.settings) as producer:
        for i in range(20):
            for key in "abc":
                producer.send(world.message(str(i), sharding_key=key))
    inbox: Inbox[tuple[str, int]] = Inbox()
    # when
    with OrderConsumer(**world.settings).subscribe(
        world.topic, "*", lambda message: inbox.put((message.sharding_key, int(message.body)))
    ):
        seen = inbox.take_many(60)
    # then
    for key in "abc":
        assert [number for of, number in seen if of == key] == list(range(20))


def test_a_batch_has_one_answer(world: World) -> None:
    # given
    world.send(*map(str, range(100)))
    inbox: Inbox[int] = Inbox()
    bodies: Inbox[bytes] = Inbox()

    def handle(messages: Sequence[ReceivedMessage]) -> None:
        inbox.put(len(messages))
        for message in messages:
            bodies.put(message.body)

    # when
    consumer = BatchConsumer(**world.settings, consume_message_batch_max_size=30, batch_consume_max_await_duration=1000)
    with consumer.subscribe(world.topic, "*", handle):
        seen = bodies.take_many(100)
    # then
    assert len(set(seen)) == 100
    assert max(inbox.take() for _ in range(4)) > 1
    assert consumer._life.closing


def test_a_batch_that_does_not_fit_into_a_buffer_is_still_one(world: World) -> None:
    world.send(*(bytes([i]) * 100_000 for i in range(10)))
    inbox: Inbox[list[int]] = Inbox()

    def handle(messages: Sequence[ReceivedMessage]) -> None:
        inbox.put(sorted(message.body[0] for message in messages))

    consumer = BatchConsumer(**world.settings, consume_message_batch_max_size=10, batch_consume_max_await_duration=2000)
    with consumer.subscribe(world.topic, "*", handle):
        assert inbox.take() == list(range(10))


def test_every_broadcasting_consumer_gets_all(world: World, producer: Producer, tmp_path: Path) -> None:
    inboxes: list[Inbox[bytes]] = [Inbox(), Inbox()]

    def subscribed(number: int) -> Consumer:
        settings = {**world.settings, "message_model": "BROADCASTING", "offsets_folder": str(tmp_path)}
        consumer = Consumer(**settings, instance_name=f"one-{number}")
        return consumer.subscribe(world.topic, "*", lambda message: inboxes[number].put(message.body))

    consumers = [subscribed(0), subscribed(1)]
    producer.send(world.message("before"))
    with consumers[0], consumers[1]:
        producer.send(world.message("to all"))
        for inbox in inboxes:
            while inbox.take() != b"to all":
                pass


class Store:
    """Offsets in memory; a consumer begins each queue where it says."""

    def __init__(self) -> None:
        self.reads: Inbox[str] = Inbox()
        self.writes: Inbox[tuple[str, int]] = Inbox()

    def read(self, topic: str, partition: str) -> int | None:
        self.reads.put(partition)
        return 0

    def write(self, topic: str, partition: str, offset: int) -> None:
        self.writes.put((topic, offset))


@pytest.mark.parametrize("style", [Consumer, aio.Consumer])
def test_a_broadcasting_consumer_keeps_its_progress_in_a_store(world: World, style: type[Any]) -> None:
    # given: messages from before, which it sees because its store says to begin at 0
    world.send("kept")
    store = Store()
    inbox: Inbox[bytes] = Inbox()
    consumer = style(**world.settings, message_model="BROADCASTING")
    consumer.set_offset_store(store)
    # when
    if style is Consumer:
        with consumer.subscribe(world.topic, "*", lambda message: inbox.put(message.body)):
            assert inbox.take() == b"kept"
    else:

        async def main() -> None:
            async def handle(message: ReceivedMessage) -> None:
                inbox.put(message.body)

            async with consumer.subscribe(world.topic, "*", handle):
                assert await asyncio.to_thread(inbox.take) == b"kept"

        run_async(main)
    # then
    assert store.reads.take()
    while store.writes.take() != (world.topic, 1):  # 0 for the queues that are empty
        pass


def test_a_subscription_may_follow_the_start_and_end(world: World, producer: Producer) -> None:
    inbox: Inbox[bytes] = Inbox()
    with Consumer(**world.settings) as consumer:
        consumer.subscribe(world.topic, "*", lambda message: inbox.put(message.body))
        producer.send(world.message("first"))
        assert inbox.take() == b"first"
        consumer.rate_limit(world.topic, 1000)
        consumer.unsubscribe(world.topic)


def test_closing_waits_for_a_handler_whose_answer_counts(world: World) -> None:
    # given: a handler that ends only while its consumer closes
    world.send("slow")
    entered: Inbox[str] = Inbox()
    closing = threading.Event()

    def handle(message: ReceivedMessage) -> None:
        entered.put("in")
        assert closing.wait(DEADLINE_S)

    consumer = Consumer(**world.settings, shutdown_timeout=120_000).subscribe(world.topic, "*", handle).start()
    entered.take()
    # when
    consumer._life.ending.append(closing.set)
    consumer.close()
    # then: nothing comes again
    inbox: Inbox[bytes] = Inbox()
    with Consumer(**world.settings).subscribe(world.topic, "*", lambda message: inbox.put(message.body)):
        world.send("next")
        assert inbox.take() == b"next"


def test_a_consumer_is_not_closed_by_its_own_handler(world: World) -> None:
    world.send("x")
    inbox: Inbox[BaseException | None] = Inbox()

    def handle(message: ReceivedMessage) -> None:
        try:
            consumer.close()
            inbox.put(None)
        except onsclient.StateError as error:
            inbox.put(error)

    consumer = Consumer(**world.settings).subscribe(world.topic, "*", handle)
    with consumer:
        assert isinstance(inbox.take(), onsclient.StateError)


class TestIteration:
    def test_a_loop_gets_messages_and_answers_them(self, world: World) -> None:
        world.send("a", "b", "c")
        with Consumer(**world.settings).subscribe(world.topic) as consumer:
            bodies = []
            for message in consumer:
                bodies.append(message.body)
                if len(bodies) == 3:
                    consumer.complete(message)
                    break
            assert sorted(bodies) == [b"a", b"b", b"c"]
            assert consumer.statistics().consumed == 3

    def test_a_loop_ends_when_it_has_been_quiet(self, world: World) -> None:
        world.send("a")
        with Consumer(**world.settings).subscribe(world.topic) as consumer:
            bodies = [message.body for message in consumer.messages(quiet=3000)]
        assert bodies == [b"a"]

    def test_a_loop_ends_when_another_thread_closes_the_consumer(self, world: World) -> None:
        consumer = Consumer(**world.settings).subscribe(world.topic).start()
        looping = threading.Thread(target=lambda: list(consumer))
        looping.start()
        consumer.close()
        looping.join(DEADLINE_S)
        assert not looping.is_alive()

    def test_what_a_loop_left_comes_again(self, world: World) -> None:
        world.send("left")
        settings = {**world.settings, "shutdown_timeout": 120_000}
        with Consumer(**settings).subscribe(world.topic) as consumer:
            left = next(iter(consumer))
        # then: closing did not wait for an answer, and the message is not lost
        assert left.body == b"left"
        assert consumer._in_hand == {}

    def test_handlers_and_loops_do_not_mix(self, world: World) -> None:
        consumer = Consumer(**world.settings).subscribe(world.topic)
        with pytest.raises(onsclient.StateError):
            consumer.subscribe("other", "*", print)
        consumer.close()
        consumer = Consumer(**world.settings).subscribe(world.topic, "*", print)
        with pytest.raises(onsclient.StateError):
            next(iter(consumer))
        consumer.close()


def test_an_ordered_consumer_needs_a_handler(world: World) -> None:
    consumer = OrderConsumer(**world.settings)
    with pytest.raises(onsclient.StateError, match="handler"):
        consumer.subscribe(world.topic)
    consumer.close()


def test_a_received_message_is_printed_for_people(world: World, producer: Producer) -> None:
    producer.send(Message(world.topic, b"x" * 100, tag="T"))
    inbox: Inbox[str] = Inbox()
    with Consumer(**world.settings).subscribe(world.topic, "*", lambda message: inbox.put(repr(message))):
        assert "<100 bytes>, tag='T'" in inbox.take()
