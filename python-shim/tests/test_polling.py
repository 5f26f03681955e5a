"""Goal: an error while events are taken ends nothing: polling goes on, and what is lost comes again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

import pytest
from conftest import DEADLINE_S, Inbox, World, run_async

import onsclient
from onsclient import ReceivedMessage, aio
from onsclient._border import frames, layout
from onsclient._border.native import NativeClient


def fail_at_first(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, error: BaseException, times: int = 2) -> None:
    """The next calls of a function raise; those after them do what they should."""
    original: Callable[..., Any] = getattr(owner, name)
    left = [error] * times

    def failing(*arguments: Any, **keywords: Any) -> Any:
        if left:
            raise left.pop()
        return original(*arguments, **keywords)

    monkeypatch.setattr(owner, name, failing)


@pytest.mark.parametrize("error", [MemoryError("on purpose"), onsclient.ServerError("on purpose"), SystemExit(3)])
def test_a_consumer_goes_on_after_a_failed_poll(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: BaseException
) -> None:
    inbox: Inbox[bytes] = Inbox()
    with caplog.at_level(logging.ERROR, "onsclient"), onsclient.Consumer(**world.settings) as consumer:
        fail_at_first(monkeypatch, consumer._native, "poll", error)
        consumer.subscribe(world.topic, "*", lambda message: inbox.put(message.body))
        world.send("after the failure")
        assert inbox.take() == b"after the failure"
    assert "it is tried again" in caplog.text


def test_a_producer_goes_on_after_a_failed_poll(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with onsclient.Producer(**world.settings) as producer:
        fail_at_first(monkeypatch, producer._native, "poll", MemoryError("on purpose"))
        assert producer.send(world.message()).message_id


def test_an_asyncio_consumer_goes_on_after_a_failed_poll(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    fail_at_first(monkeypatch, NativeClient, "poll", MemoryError("on purpose"), times=3)

    async def main() -> None:
        inbox: asyncio.Queue[bytes] = asyncio.Queue()

        async def handle(message: ReceivedMessage) -> None:
            inbox.put_nowait(message.body)

        async with (
            aio.Consumer(**world.settings).subscribe(world.topic, "*", handle),
            aio.Producer(**world.settings) as producer,
        ):
            await producer.send(world.message("after the failure"))
            assert await asyncio.wait_for(inbox.get(), DEADLINE_S) == b"after the failure"

    run_async(main)


def test_messages_for_which_there_is_no_memory_come_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    # given: the first message that arrives finds no memory; an ordered consumer shows it again after suspend_time
    inbox: Inbox[int] = Inbox()
    world.send("large")
    fail_at_first(monkeypatch, layout, "split", MemoryError("on purpose"), times=1)
    # when
    consumer = onsclient.OrderConsumer(**world.settings, suspend_time=10)
    with consumer.subscribe(world.topic, "*", lambda message: inbox.put(message.reconsume_times)):
        # then
        assert inbox.take() == 1
    assert issubclass(frames.UnreadError, MemoryError)


def test_a_batch_that_cannot_be_gathered_comes_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    inbox: Inbox[int] = Inbox()
    settings = {**world.settings, "group_id": "GID_again_soon"}
    with onsclient.BatchConsumer(**settings) as consumer:
        assert consumer.statistics().consume_failures == 0
    consumer = onsclient.BatchConsumer(**settings)
    fail_at_first(monkeypatch, consumer._dispatcher, "_group", MemoryError("on purpose"), times=1)
    with consumer.subscribe(world.topic, "*", lambda messages: inbox.put(len(messages))):
        world.send("first")
        world.send("second")
        assert inbox.take() >= 1
        assert consumer.statistics().consume_failures >= 1


def test_a_send_whose_end_is_lost_ends_by_a_timeout(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with onsclient.Producer(**world.settings) as producer:
        producer._flights.patience_s = 2.0
        monkeypatch.setattr(producer._flights, "_take", lambda events: None)
        future = producer.send_async(world.message())
        with pytest.raises(onsclient.TimeoutError, match="may be stored or not"):
            producer.send(world.message())
        with pytest.raises(onsclient.TimeoutError, match="may be stored or not"):
            future.result(DEADLINE_S)


def test_the_log_goes_on_after_a_handler_has_failed(world: World) -> None:
    inbox: Inbox[str] = Inbox()
    failures: Inbox[int] = Inbox()

    class Failing(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if failures.is_empty():
                failures.put(1)
                raise ArithmeticError("on purpose")
            inbox.put(record.getMessage())

    logger, handler = logging.getLogger("onsclient.library"), Failing()
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        while inbox.is_empty():
            with onsclient.Producer(**world.settings) as producer:
                producer.send(world.message())
        assert inbox.take()
        assert not failures.is_empty()
    finally:
        logger.setLevel(level)
        logger.removeHandler(handler)


def test_starting_without_threads_says_which_limit(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    producer = onsclient.Producer(**world.settings)
    monkeypatch.setattr("threading.Thread.start", raise_no_thread)
    with pytest.raises(onsclient.FatalError, match="ulimit -u") as thrown:
        producer.start()
    assert thrown.value.name == "NO_THREAD"
    monkeypatch.undo()
    with producer:
        assert producer.send(world.message()).message_id


def raise_no_thread(thread: Any) -> None:
    raise RuntimeError("can't start new thread")
