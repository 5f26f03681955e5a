"""Goal: the asyncio clients do what the sync ones do, never block the loop, and lose nothing when cancelled."""

from __future__ import annotations

import asyncio
import itertools
import logging
import threading
import time
from collections.abc import Sequence
from typing import Any

import pytest
from conftest import DEADLINE_S, World, run_async

import onsclient
from onsclient import ConsumeResult, ReceivedMessage, TransactionStatus, aio

EVERY_BYTE = bytes(range(256))


async def take(inbox: asyncio.Queue[bytes], count: int) -> list[bytes]:
    return [await asyncio.wait_for(inbox.get(), DEADLINE_S) for _ in range(count)]


@pytest.mark.parametrize(
    "body", [EVERY_BYTE, "\N{GRINNING FACE}".encode(), EVERY_BYTE * (4 << 12)], ids=["bytes", "emoji", "4 MiB"]
)
def test_a_body_arrives_as_it_was_sent(world: World, body: bytes) -> None:
    async def main() -> None:
        consumer = aio.Consumer(**world.settings).subscribe(world.topic)
        async with consumer, aio.Producer(**world.settings) as producer:
            sent = await producer.send(world.message(body, tag="T", properties={"a": "b"}))
            async for message in consumer.messages(quiet=1000 * DEADLINE_S):
                assert (message.body, message.tag, message.properties) == (body, "T", {"a": "b"})
                assert message.message_id == sent.message_id
                consumer.complete(message)
                return
            pytest.fail("nothing came")

    run_async(main)


def test_many_sends_at_once_have_their_own_results(world: World) -> None:
    async def main() -> None:
        inbox: asyncio.Queue[bytes] = asyncio.Queue()

        async def handle(message: ReceivedMessage) -> None:
            await inbox.put(message.body)

        settings = {**world.settings, "max_in_flight_messages": 50}
        async with aio.Producer(**settings) as producer:
            # 50 are in flight at a time; the others wait for room
            results = await asyncio.gather(*(producer.send(world.message(str(i))) for i in range(1000)))
            assert len({result.message_id for result in results}) == 1000
            many = await producer.send_batch(world.message(f"many {i}") for i in range(1000))
            assert len({outcome.result.message_id for outcome in many}) == 1000
            await producer.send_oneway(world.message("one-way"))
            assert producer.statistics().sent == 2000
        async with aio.Consumer(**world.settings).subscribe(world.topic, "*", handle) as consumer:
            bodies = await take(inbox, 2001)
        assert len(set(bodies)) == 2001
        assert repr(consumer) == "<aio.Consumer closed>"

    run_async(main)


def test_of_many_messages_those_that_are_refused_are_told_apart(world: World) -> None:
    async def main() -> None:
        async with aio.Producer(**world.settings) as producer:
            first, second, third = await producer.send_batch(
                [world.message("1"), onsclient.Message("no topic!", "2"), world.message("3")]
            )
            assert first.is_success
            assert isinstance(second.error, onsclient.InvalidError)
            assert third.is_success
            with pytest.raises(onsclient.InvalidError):
                await producer.send(onsclient.Message("no topic!", "x"))

    run_async(main)


def test_a_delayed_message_can_be_recalled(world: World) -> None:
    async def main() -> None:
        async with aio.Producer(**world.settings) as producer:
            sent = await producer.send(world.message(deliver_at=int(time.time() * 1000) + 3_600_000))
            assert await producer.recall(world.topic, sent.recall_handle)

    run_async(main)


def test_a_cancelled_send_leaves_nothing_behind(world: World) -> None:
    async def main() -> None:
        async with aio.Producer(**world.settings) as producer:
            task = asyncio.ensure_future(producer.send(world.message("x")))
            await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert len(producer._flights) == 0
            assert (await producer.send(world.message("y"))).message_id

    run_async(main)


def test_handlers_run_together_up_to_their_number(world: World) -> None:
    world.send(*map(str, range(40)))

    async def main() -> None:
        inside = 0
        most = 0
        full = asyncio.Event()
        done: asyncio.Queue[bytes] = asyncio.Queue()

        async def handle(message: ReceivedMessage) -> None:
            nonlocal inside, most
            inside += 1
            most = max(most, inside)
            if inside == 20:
                full.set()
            await asyncio.wait_for(full.wait(), DEADLINE_S)
            inside -= 1
            done.put_nowait(message.body)

        async with aio.Consumer(**world.settings).subscribe(world.topic, "*", handle):
            await take(done, 40)
        assert most == 20

    run_async(main)


def test_a_subscription_may_follow_the_start(world: World) -> None:
    async def main() -> None:
        inbox: asyncio.Queue[bytes] = asyncio.Queue()
        leave = asyncio.Event()

        async def handle(message: ReceivedMessage) -> None:
            inbox.put_nowait(message.body)
            await asyncio.wait_for(leave.wait(), DEADLINE_S)

        async with aio.Consumer(**world.settings) as consumer, aio.Producer(**world.settings) as producer:
            consumer.subscribe(world.topic, "*", handle)
            await producer.send(world.message("first"))
            assert await take(inbox, 1) == [b"first"]
            assert consumer.statistics().callbacks_running == 1
            leave.set()
        async with aio.OrderConsumer(**world.settings) as ordered:
            with pytest.raises(onsclient.OnsError):
                ordered.subscribe(world.topic, "*", handle)

    run_async(main)


@pytest.mark.parametrize("answer", ["raises", "later"])
def test_what_is_not_handled_comes_again(world: World, caplog: pytest.LogCaptureFixture, answer: str) -> None:
    world.send("again")

    async def main() -> None:
        inbox: asyncio.Queue[int] = asyncio.Queue()

        async def handle(message: ReceivedMessage) -> ConsumeResult:
            inbox.put_nowait(message.reconsume_times)
            if message.reconsume_times == 0:
                if answer == "raises":
                    raise ArithmeticError("on purpose")
                return ConsumeResult.LATER
            return ConsumeResult.SUCCESS

        consumer = aio.OrderConsumer(**world.settings, suspend_time=10).subscribe(world.topic, "*", handle)
        async with consumer:
            assert [await asyncio.wait_for(inbox.get(), DEADLINE_S) for _ in range(2)] == [0, 1]

    with caplog.at_level(logging.ERROR, "onsclient"):
        run_async(main)
    assert ("ArithmeticError: on purpose" in caplog.text) == (answer == "raises")


def test_order_is_kept_and_batches_have_one_answer(world: World) -> None:
    async def main() -> None:
        ordered: asyncio.Queue[bytes] = asyncio.Queue()
        batched: asyncio.Queue[bytes] = asyncio.Queue()

        async def handle_batch(messages: Sequence[ReceivedMessage]) -> None:
            for message in messages:
                batched.put_nowait(message.body)

        async def handle(message: ReceivedMessage) -> None:
            ordered.put_nowait(message.body)

        async with aio.OrderProducer(**world.settings) as producer:
            for i in range(20):
                await producer.send(world.message(str(i), sharding_key="one"))
        async with aio.OrderConsumer(**world.settings).subscribe(world.topic, "*", handle):
            assert await take(ordered, 20) == [str(i).encode() for i in range(20)]
        settings = {**world.settings, "group_id": world.settings["group_id"] + "-batch"}
        async with aio.BatchConsumer(**settings).subscribe(world.topic, "*", handle_batch):
            assert len(set(await take(batched, 20))) == 20

    run_async(main)


def test_transactions(world: World) -> None:
    async def main() -> None:
        asked: asyncio.Queue[bytes] = asyncio.Queue()
        received: asyncio.Queue[bytes] = asyncio.Queue()

        async def check(half: ReceivedMessage) -> TransactionStatus:
            asked.put_nowait(half.body)
            return TransactionStatus.COMMIT

        def answering(status: TransactionStatus) -> aio.Executer:
            async def execute(half: ReceivedMessage) -> TransactionStatus:
                await asyncio.sleep(0)
                return status

            return execute

        async def fail(half: ReceivedMessage) -> TransactionStatus:
            raise ArithmeticError("on purpose")

        async def handle(message: ReceivedMessage) -> None:
            received.put_nowait(message.body)

        settings = {**world.settings, "check_immunity_time": 1000}
        async with (
            aio.TransactionProducer(**settings, checker=check) as producer,
            aio.Consumer(**world.settings).subscribe(world.topic, "*", handle),
        ):
            await producer.send(world.message("paid"), answering(TransactionStatus.COMMIT))
            with pytest.raises(onsclient.RolledBackError):
                await producer.send(world.message("no money"), answering(TransactionStatus.ROLLBACK))
            assert await take(received, 1) == [b"paid"]
            with pytest.raises(ArithmeticError):
                await producer.send(world.message("perhaps"), fail)
            assert await take(asked, 1) == [b"perhaps"]
            assert await take(received, 1) == [b"perhaps"]

    run_async(main)


class Gated:
    """A native consumer whose polls end when they are told to, with their number as what they fetched."""

    def __init__(self, polls: int) -> None:
        self.begun, self.may_end, self.ended = ([threading.Event() for _ in range(polls)] for _ in range(3))
        self._numbers = itertools.count()

    def pull_poll(self, frames: object, timeout_ms: int) -> list[int]:
        number = next(self._numbers)
        self.begun[number].set()
        self.may_end[number].wait(DEADLINE_S)
        self.ended[number].set()
        return [number]

    def end(self, number: int) -> None:
        self.may_end[number].set()
        assert self.ended[number].wait(DEADLINE_S)


def test_polls_that_were_cancelled_and_end_late_lose_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def main() -> None:
        async with aio.PullConsumer(**world.settings) as consumer:
            native = Gated(4)
            native.may_end[3].set()

            async def begin(number: int) -> asyncio.Task[list[Any]]:
                poll = asyncio.ensure_future(consumer.poll(timeout=60_000))
                assert await asyncio.to_thread(native.begun[number].wait, DEADLINE_S)
                return poll

            with monkeypatch.context() as patched:
                patched.setattr(aio.PullConsumer, "_native", property(lambda _: native))
                # given a poll that was cancelled while it fetched, and one that was answered since
                (await begin(0)).cancel()
                second = await begin(1)
                native.end(1)
                taken = list(await second)
                # when the next one fetches something, and the cancelled one ends in the same moment
                third = await begin(2)
                native.end(2)
                native.end(0)
                # then nothing is lost, and nothing comes twice
                taken += await third
                if len(taken) < 3:
                    taken += await consumer.poll(timeout=0)
                assert sorted(taken) == [0, 1, 2]

    run_async(main)


def test_pulling(world: World) -> None:
    world.send(*map(str, range(50)))

    async def main() -> None:
        async with aio.PullConsumer(**world.settings, auto_commit=False) as consumer:
            partitions = await consumer.partitions(world.topic)
            await consumer.assign(partitions)
            for partition in partitions:
                await consumer.seek_to_beginning(partition)
            # a poll that is cancelled at any moment loses nothing
            bodies: set[bytes] = set()
            end = time.monotonic() + DEADLINE_S
            while len(bodies) < 50 and time.monotonic() < end:
                try:
                    polled = await asyncio.wait_for(consumer.poll(timeout=1000), 0.003)
                except asyncio.TimeoutError:
                    polled = await consumer.poll(timeout=1000)
                bodies.update(message.body for message in polled)
            assert len(bodies) == 50
            await consumer.commit()
            assert sum([await consumer.committed(partition) or 0 for partition in partitions]) == 50
            limits = [await consumer.offset_limits(partition) for partition in partitions]
            partition, limit = max(zip(partitions, limits, strict=True), key=lambda pair: pair[1].end)
            messages, following = await consumer.fetch(partition, "*", limit.end - 1)
            assert (len(messages), following) == (1, limit.end)
            await consumer.pause([partition])
            await consumer.resume([partition])
            await consumer.seek(partition, 0)
            await consumer.seek_to_end(partition)
            assert await consumer.offset_for_time(partition, 0) == 0
            await consumer.commit(partition, 1)
            assert await consumer.committed(partition) == 1
            await consumer.on_partitions_changed(world.topic, lambda topic, partitions: None)

    run_async(main)


class TestIteration:
    def test_cancellation_ends_a_loop_and_its_message_is_not_lost(self, world: World) -> None:
        world.send("x")

        async def main() -> None:
            entered = asyncio.Event()
            settings = {**world.settings, "shutdown_timeout": 120_000}

            async def loop(consumer: aio.Consumer) -> None:
                async for _ in consumer:
                    entered.set()
                    await asyncio.Event().wait()

            async with aio.Consumer(**settings).subscribe(world.topic) as consumer:
                task = asyncio.ensure_future(loop(consumer))
                await asyncio.wait_for(entered.wait(), DEADLINE_S)
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task
                assert consumer.statistics().consumed == 0
            # then: closing gave it back at once, instead of waiting for an answer

        run_async(main)

    def test_a_slow_loop_holds_the_polling_back(self, world: World) -> None:
        world.send(*map(str, range(200)))

        async def main() -> None:
            settings = {**world.settings, "shutdown_timeout": 120_000}
            async with aio.Consumer(**settings).subscribe(world.topic) as consumer:
                seen = 0
                async for _ in consumer.messages(quiet=1000 * DEADLINE_S):
                    seen += 1
                    inlet = consumer._inlet
                    assert inlet is not None
                    assert len(inlet._unanswered) <= 8
                    await asyncio.sleep(0)
                    if seen == 150:
                        break
                assert seen == 150

        run_async(main)

    def test_closing_ends_a_loop(self, world: World) -> None:
        async def main() -> None:
            consumer = await aio.Consumer(**world.settings).subscribe(world.topic).start()

            async def loop() -> int:
                return len([message async for message in consumer])

            task = asyncio.ensure_future(loop())
            await asyncio.sleep(0)
            await consumer.close()
            assert await asyncio.wait_for(task, DEADLINE_S) == 0

        run_async(main)

    def test_handlers_and_loops_do_not_mix(self, world: World) -> None:
        async def nothing(message: ReceivedMessage) -> None:
            return None

        with pytest.raises(onsclient.StateError):
            aio.Consumer(**world.settings).subscribe("a").subscribe("b", "*", nothing)
        with pytest.raises(onsclient.StateError):
            aio.OrderConsumer(**world.settings).subscribe("a")


class TestLife:
    def test_a_client_that_was_not_started_says_so(self, world: World) -> None:
        async def main() -> None:
            producer = aio.Producer(**world.settings)
            with pytest.raises(onsclient.StateError, match="async with"):
                await producer.send(world.message())
            await producer.close()
            with pytest.raises(onsclient.ClosedError):
                await producer.start()

        run_async(main)

    def test_a_send_after_the_close_is_refused(self, world: World) -> None:
        async def main() -> None:
            async with aio.Producer(**world.settings) as producer:
                pass
            with pytest.raises(onsclient.ClosedError):
                await producer.send(world.message())

        run_async(main)

    def test_nobody_there_is_told(self) -> None:
        async def main() -> None:
            settings = onsclient.Settings(
                endpoint="127.0.0.1:1", access_key="any", secret_key="any", start_timeout=1000
            )
            with pytest.raises(onsclient.UnreachableError):
                async with aio.Producer(**settings):
                    pass

        run_async(main)

    def test_a_handler_does_not_close_its_consumer(self, world: World) -> None:
        world.send("x")

        async def main() -> None:
            told: asyncio.Queue[BaseException] = asyncio.Queue()

            async def handle(message: ReceivedMessage) -> None:
                try:
                    await consumer.close()
                except onsclient.StateError as error:
                    told.put_nowait(error)

            consumer = aio.Consumer(**world.settings).subscribe(world.topic, "*", handle)
            async with consumer:
                assert isinstance(await asyncio.wait_for(told.get(), DEADLINE_S), onsclient.StateError)

        run_async(main)

    def test_closing_waits_for_a_handler_whose_answer_counts(self, world: World) -> None:
        world.send("slow")

        async def main() -> None:
            entered, closing = asyncio.Event(), asyncio.Event()

            async def handle(message: ReceivedMessage) -> None:
                entered.set()
                await asyncio.wait_for(closing.wait(), DEADLINE_S)

            settings = {**world.settings, "shutdown_timeout": 120_000}
            consumer = await aio.Consumer(**settings).subscribe(world.topic, "*", handle).start()
            await asyncio.wait_for(entered.wait(), DEADLINE_S)
            closed = asyncio.ensure_future(consumer.close())
            await asyncio.sleep(0)
            closing.set()
            await asyncio.wait_for(closed, DEADLINE_S)

        run_async(main)

    def test_no_thread_stays_behind(self, world: World) -> None:
        async def main() -> None:
            async with aio.Producer(**world.settings), aio.Consumer(**world.settings).subscribe(world.topic):
                pass

        run_async(main)
        left = {thread.name for thread in threading.enumerate() if thread.name.startswith("onsclient-")}
        assert left <= {"onsclient-log", "onsclient-call"}
