"""Goal: what is sent arrives once and unchanged, and each send has one outcome."""

from __future__ import annotations

import concurrent.futures
import threading
import time
from concurrent.futures import Future
from datetime import timedelta

import pytest
from conftest import DEADLINE_S, Inbox, World

import onsclient
from onsclient import Consumer, Message, OrderProducer, Producer, ReceivedMessage, SendResult

EVERY_BYTE = bytes(range(256))
EMOJI = "\N{GRINNING FACE}\N{MUSICAL SYMBOL G CLEF} \N{LATIN SMALL LETTER A WITH DIAERESIS}"


def received(world: World, count: int) -> list[ReceivedMessage]:
    inbox: Inbox[ReceivedMessage] = Inbox()
    with Consumer(**world.settings).subscribe(world.topic, "*", inbox.put):
        return inbox.take_many(count)


@pytest.mark.parametrize("body", [EVERY_BYTE, EMOJI.encode(), b"\0", EVERY_BYTE * (4 << 12)], ids=len)
def test_a_body_arrives_as_it_was_sent(world: World, producer: Producer, body: bytes) -> None:
    producer.send(world.message(body))
    assert [message.body for message in received(world, 1)] == [body]


def test_an_empty_body_is_refused(world: World, producer: Producer) -> None:
    with pytest.raises(onsclient.InvalidError) as thrown:
        producer.send(world.message(b""))
    assert thrown.value.name == "MESSAGE_BODY_EMPTY"


def test_everything_of_a_message_arrives(world: World, producer: Producer) -> None:
    # when
    sent = producer.send(world.message("x", tag="TagA", key="k1 k2", properties={EMOJI: EMOJI, "empty": ""}))
    message = received(world, 1)[0]
    # then
    assert message.message_id == sent.message_id
    assert (message.topic, message.tag, message.key) == (world.topic, "TagA", "k1 k2")
    assert message.properties == {EMOJI: EMOJI, "empty": ""}
    assert message.reconsume_times == 0
    assert message.born_at is not None
    assert abs(message.born_at.timestamp() - time.time()) < 2 * DEADLINE_S


def test_sends_from_many_threads_arrive_once_each(world: World, producer: Producer) -> None:
    def send(number: int) -> None:
        for i in range(20):
            producer.send(world.message(f"{number}-{i}"))

    threads = [threading.Thread(target=send, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(DEADLINE_S)
    assert producer.statistics().sent == 320
    assert len({message.body for message in received(world, 320)}) == 320


def test_an_asynchronous_send_ends_its_future(world: World, producer: Producer) -> None:
    futures = [producer.send_async(world.message(str(i))) for i in range(100)]
    results = [future.result(DEADLINE_S) for future in futures]
    assert len({result.message_id for result in results}) == 100


def test_futures_of_sends_are_those_of_concurrent_futures(world: World, producer: Producer) -> None:
    futures = [producer.send_async(world.message(str(i))) for i in range(50)]
    assert len(concurrent.futures.wait(futures[:25], DEADLINE_S).done) == 25
    assert {one.result().message_id for one in concurrent.futures.as_completed(futures[25:], DEADLINE_S)}
    assert not futures[0].cancel()
    assert "finished" in repr(futures[0])


def test_a_future_tells_its_callbacks(world: World, producer: Producer) -> None:
    inbox: Inbox[Future[SendResult]] = Inbox()
    producer.send_async(world.message()).add_done_callback(inbox.put)
    assert inbox.take().result().message_id


def test_many_messages_wait_for_room_and_have_their_results_in_order(world: World) -> None:
    with Producer(**world.settings, max_in_flight_messages=50) as producer:
        results = producer.send_batch(world.message(str(i)) for i in range(1000))
    assert len({outcome.result.message_id for outcome in results}) == 1000
    ids = {message.message_id: message.body for message in received(world, 1000)}
    assert [ids[outcome.result.message_id] for outcome in results] == [str(i).encode() for i in range(1000)]


def test_too_many_in_flight_are_refused_at_once(world: World) -> None:
    with Producer(**world.settings, max_in_flight_messages=1) as producer:
        producer.send(world.message("the route is known"))
        futures: list[Future[SendResult]] = []

        def send_until_refused() -> None:
            while len(futures) < 10_000:
                futures.append(producer.send_async(world.message()))

        with pytest.raises(onsclient.ThrottledError) as thrown:
            send_until_refused()
        assert thrown.value.is_throttled
        assert thrown.value.is_retryable
        for future in futures:
            assert future.result(DEADLINE_S).message_id


def test_a_message_larger_than_all_the_room_goes_alone(world: World) -> None:
    with Producer(**world.settings, max_in_flight_mib=1) as producer:
        results = producer.send_batch(
            [world.message("small"), world.message(bytes(2 << 20)), world.message("small too")]
        )
    assert len({outcome.result.message_id for outcome in results}) == 3


def test_of_many_messages_those_that_are_refused_are_told_apart(world: World, producer: Producer) -> None:
    messages = [world.message("1"), Message("no such topic!", "2"), world.message("3"), Message("", "4")]
    outcomes = producer.send_batch(messages)
    assert [outcome.is_success for outcome in outcomes] == [True, False, True, False]
    assert isinstance(outcomes[1].error, onsclient.InvalidError)
    with pytest.raises(onsclient.InvalidError):
        assert outcomes[3].result
    assert {message.body for message in received(world, 2)} == {b"1", b"3"}


def test_each_failure_of_a_batch_says_whether_it_may_be_tried_again(world: World) -> None:
    # given: messages that find no answer in time, and one that is wrong
    retryable: set[bool] = set()
    with Producer(**world.settings, send_msg_timeout=1) as producer:
        for _ in range(1000):
            messages = [world.message("1"), world.message(b""), world.message("3")]
            first, second, third = (outcome.error for outcome in producer.send_batch(messages))
            assert second is not None
            assert not second.is_retryable
            retryable.update(error.is_retryable for error in (first, third) if error)
            if retryable:
                break
    assert retryable == {True}


def test_no_messages_are_a_batch_too(producer: Producer) -> None:
    assert producer.send_batch([]) == []


def test_a_one_way_message_arrives(world: World, producer: Producer) -> None:
    producer.send_oneway(world.message("one-way", tag="T", properties={"a": "b"}))
    message = received(world, 1)[0]
    assert (message.body, message.tag, message.properties) == (b"one-way", "T", {"a": "b"})


def test_a_delayed_message_can_be_recalled_once(world: World, producer: Producer) -> None:
    sent = producer.send(world.message(deliver_at=int(time.time() * 1000) + 3_600_000))
    assert producer.recall(world.topic, sent.recall_handle)
    with pytest.raises(onsclient.InvalidError):
        producer.recall(world.topic, sent.recall_handle)


def test_ordered_messages_need_their_sharding_key(world: World) -> None:
    with OrderProducer(**world.settings) as producer:
        assert producer.send(world.message(sharding_key="a")).message_id
        with pytest.raises(onsclient.InvalidError, match="sharding"):
            producer.send(world.message())


class TestLife:
    def test_a_send_before_the_start_is_refused(self, world: World) -> None:
        producer = Producer(**world.settings)
        with pytest.raises(onsclient.StateError):
            producer.send(world.message())
        producer.close()

    def test_a_send_after_the_close_is_refused(self, world: World) -> None:
        with Producer(**world.settings) as producer:
            assert repr(producer) == "<Producer started>"
        producer.close()
        with pytest.raises(onsclient.ClosedError) as thrown:
            producer.send(world.message())
        assert thrown.value.is_closed

    def test_starting_twice_is_starting_once(self, world: World) -> None:
        with Producer(**world.settings) as producer:
            threads = threading.active_count()
            producer.start()
            assert threading.active_count() == threads

    def test_closing_completes_what_is_in_flight(self, world: World) -> None:
        with Producer(**world.settings) as producer:
            futures = [producer.send_async(world.message(str(i))) for i in range(500)]
        assert all(future.done() for future in futures)
        assert all(future.exception() is None for future in futures)

    def test_no_thread_stays_behind(self, world: World) -> None:
        with Producer(**world.settings), Consumer(**world.settings).subscribe(world.topic, "*", print):
            names = {thread.name for thread in threading.enumerate()}
            assert {"onsclient-producer", "onsclient-consumer", "onsclient-consumer-20"} < names
        left = {thread.name for thread in threading.enumerate() if thread.name.startswith("onsclient-")}
        assert left <= {"onsclient-log", "onsclient-call"}

    def test_nobody_there_is_told_with_the_address(self) -> None:
        with pytest.raises(onsclient.UnreachableError, match=r"127\.0\.0\.1:1"):
            Producer(
                endpoint="127.0.0.1:1", access_key="any", secret_key="any", start_timeout=timedelta(seconds=1)
            ).start()

    def test_a_property_out_of_range_is_named(self, world: World) -> None:
        with pytest.raises(onsclient.InvalidError, match=r"SendMsgRetryTimes.*1 to 100"):
            Producer(**world.settings, send_msg_retry_times=0)

    def test_a_description_masks_secrets(self, world: World) -> None:
        producer = Producer(**{**world.settings, "secret_key": "very-secret-key"})
        assert "NAMESRV_ADDR" in producer.describe()
        assert "very-secret-key" not in producer.describe()
        producer.update_credentials(access_key="other", secret_key="other")
        assert "other" in producer.describe()
        producer.close()

    def test_the_library_describes_itself(self, world: World) -> None:
        with Producer(**world.settings):
            assert "python/" in onsclient.runtime.describe()
        assert onsclient.runtime.supports("events")
        assert not onsclient.runtime.supports("magic")
        assert onsclient.runtime.version() == onsclient.__version__
