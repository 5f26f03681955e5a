"""Goal: callbacks of every kind may send, close other clients, raise anything and block; others still come."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from conftest import DEADLINE_S, Inbox, World, run_async

import onsclient
from onsclient import ReceivedMessage, TransactionStatus, aio


class OddError(BaseException):
    """What no except clause for Exception catches."""


class Stage:
    """What a callback can reach."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.producer = onsclient.Producer(**world.settings).start()
        self.other = onsclient.Producer(**world.settings).start()
        self.own: Any = self.producer
        self.leave = threading.Event()
        self.results: Inbox[Any] = Inbox()

    def message(self, body: str) -> onsclient.Message:
        return self.world.message(body, sharding_key=body)

    def close(self) -> None:
        self.leave.set()
        for client in (self.own, self.producer, self.other):
            client.close()


def send(stage: Stage) -> None:
    stage.results.put(stage.producer.send(stage.world.message("sent by a callback", tag="elsewhere")).message_id)


def close_another(stage: Stage) -> None:
    stage.other.close()
    with pytest.raises(onsclient.ClosedError):
        stage.other.send(stage.world.message())
    stage.results.put("closed")


def close_its_own(stage: Stage) -> None:
    with pytest.raises(onsclient.StateError, match="its own callback"):
        stage.own.close()
    stage.results.put("refused")


def block(stage: Stage) -> None:
    stage.results.put("blocks")
    assert stage.leave.wait(2 * DEADLINE_S)


def raising(error: BaseException) -> Callable[[Stage], None]:
    def act(stage: Stage) -> None:
        stage.results.put("raises")
        raise error

    return act


ACTS: dict[str, Callable[[Stage], None]] = {
    "sends": send,
    "closes another": close_another,
    "closes its own": close_its_own,
    "blocks": block,
    **{
        f"raises {type(error).__name__}": raising(error)
        for error in (ArithmeticError(), MemoryError(), SystemExit(3), KeyboardInterrupt(), OddError())
    },
}

Callback = Callable[[str], None]
Trigger = Callable[[str], object]


def listener(kind: type[Any]) -> Callable[[Stage, Callback], Trigger]:
    def prepare(stage: Stage, callback: Callback) -> Trigger:
        def handle(given: Any) -> None:
            for message in [given] if isinstance(given, ReceivedMessage) else given:
                callback(message.body.decode())

        stage.own = kind(**stage.world.settings, shutdown_timeout=1000)
        stage.own.subscribe(stage.world.topic, "TagA", handle).start()
        tagged = {"tag": "TagA"}
        return lambda body: stage.producer.send(stage.world.message(body, sharding_key=body, **tagged))

    return prepare


def checker(stage: Stage, callback: Callback) -> Trigger:
    def check(half: ReceivedMessage) -> TransactionStatus:
        callback(half.body.decode())
        return TransactionStatus.COMMIT

    stage.own = onsclient.TransactionProducer(**stage.world.settings, check_immunity_time=1000, checker=check).start()
    return lambda body: stage.own.send(stage.world.message(body), lambda half: TransactionStatus.UNKNOWN)


def executer(stage: Stage, callback: Callback) -> Trigger:
    def execute(half: ReceivedMessage) -> TransactionStatus:
        callback(half.body.decode())
        return TransactionStatus.COMMIT

    def send(body: str) -> None:
        with contextlib.suppress(BaseException):  # what the executer raises comes out here
            stage.own.send(stage.world.message(body), execute)

    stage.own = onsclient.TransactionProducer(
        **stage.world.settings, checker=lambda half: TransactionStatus.COMMIT
    ).start()
    return lambda body: threading.Thread(target=send, args=(body,), daemon=True).start()


@contextlib.contextmanager
def held_back(producer: onsclient.Producer) -> Iterator[None]:
    """No send ends meanwhile, so callbacks are there before; of a send that has ended they run where they are added."""
    go_on = threading.Event()
    deliver = producer._flights._deliver

    def later(ended: Any) -> None:
        assert go_on.wait(DEADLINE_S)
        deliver(ended)

    producer._flights._deliver = later
    try:
        yield
    finally:
        producer._flights._deliver = deliver
        go_on.set()


def future(stage: Stage, callback: Callback) -> Trigger:
    def trigger(body: str) -> None:
        with held_back(stage.producer):
            stage.producer.send_async(stage.message(body)).add_done_callback(lambda ended: callback(body))

    return trigger


def future_of_many(stage: Stage, callback: Callback) -> Trigger:
    def trigger(body: str) -> None:
        with held_back(stage.producer):
            stage.producer.send_batch_async([stage.message(body)]).add_done_callback(lambda ended: callback(body))

    return trigger


KINDS: dict[str, Callable[[Stage, Callback], Trigger]] = {
    "listener": listener(onsclient.Consumer),
    "ordered listener": listener(onsclient.OrderConsumer),
    "batch listener": listener(onsclient.BatchConsumer),
    "checker": checker,
    "executer": executer,
    "future": future,
    "future of many": future_of_many,
}


@pytest.fixture
def stage(world: World) -> Iterator[Stage]:
    stage = Stage(world)
    yield stage
    stage.close()


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_callback_may_do_anything(stage: Stage, kind: str, act: str) -> None:
    # given
    seen: Inbox[str] = Inbox()

    def callback(body: str) -> None:
        seen.put(body)
        if body == "act":
            ACTS[act](stage)

    trigger = KINDS[kind](stage, callback)
    # when
    trigger("act")
    assert seen.take() == "act"
    assert stage.results.take()
    trigger("next")
    # then
    while seen.take() != "next":
        pass


@pytest.mark.parametrize("act", ["sends", "closes its own", "raises", "exits", "cancels itself"])
@pytest.mark.parametrize("kind", ["listener", "checker", "executer"])
def test_an_asyncio_callback_may_do_anything(world: World, kind: str, act: str) -> None:
    async def main() -> None:
        seen: asyncio.Queue[str] = asyncio.Queue()
        done: asyncio.Queue[str] = asyncio.Queue()
        own: Any = None

        async def callback(given: ReceivedMessage) -> TransactionStatus:
            body = given.body.decode()
            seen.put_nowait(body)
            if body == "act":
                if act == "sends":
                    await producer.send(world.message("sent by a callback", tag="elsewhere"))
                elif act == "closes its own":
                    with pytest.raises(onsclient.StateError):
                        await own.close()
                done.put_nowait(act)
                if act == "raises":
                    raise OddError
                if act == "exits":
                    raise ArithmeticError
                if act == "cancels itself":
                    raise asyncio.CancelledError
            return TransactionStatus.COMMIT

        async def handle(given: ReceivedMessage) -> None:
            await callback(given)

        async def undecided(half: ReceivedMessage) -> TransactionStatus:
            return TransactionStatus.UNKNOWN

        async def trigger(body: str) -> None:
            message = world.message(body, tag="TagA")
            if kind == "listener":
                await producer.send(message)
                return
            with contextlib.suppress(BaseException):
                await own.send(message, callback if kind == "executer" else undecided)

        settings = world.settings
        if kind == "listener":
            # one worker: it must survive
            own = aio.Consumer(**settings, consume_thread_nums=1).subscribe(world.topic, "TagA", handle)
        else:
            own = aio.TransactionProducer(**settings, check_immunity_time=1000, checker=callback)
        async with aio.Producer(**settings) as producer, own:
            sending = asyncio.ensure_future(trigger("act"))
            assert await asyncio.wait_for(seen.get(), DEADLINE_S) == "act"
            assert await asyncio.wait_for(done.get(), DEADLINE_S) == act
            await asyncio.wait_for(sending, DEADLINE_S)
            await asyncio.wait_for(trigger("next"), DEADLINE_S)
            while await asyncio.wait_for(seen.get(), DEADLINE_S) != "next":
                pass

    run_async(main)


def test_callbacks_that_wait_are_bounded(world: World) -> None:
    # given: the callbacks of four sends occupy all threads for callbacks
    leave = threading.Event()
    entered: Inbox[int] = Inbox()

    def callback(ended: Any) -> None:
        entered.put(1)
        assert leave.wait(2 * DEADLINE_S)

    with onsclient.Producer(**world.settings, max_in_flight_messages=10) as producer:
        with held_back(producer):
            for _ in range(4):
                producer.send_async(world.message()).add_done_callback(callback)
        entered.take_many(4)
        # when: ten more wait for a thread
        with held_back(producer):
            waiting = [producer.send_async(world.message()) for _ in range(10)]
            for one in waiting:
                one.add_done_callback(callback)
        for one in waiting:
            assert one.result(DEADLINE_S)
        producer.send(world.message("sends are completed all the same"))
        # then
        with pytest.raises(onsclient.ThrottledError, match="10 callbacks"):
            producer.send_async(world.message())
        leave.set()
        entered.take_many(10)
        assert producer.send_async(world.message()).result(DEADLINE_S)


def test_callbacks_for_which_there_is_no_thread_run_when_the_producer_is_closed(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    called: Inbox[str] = Inbox()
    with onsclient.Producer(**world.settings) as producer, caplog.at_level(logging.ERROR, "onsclient"):

        def no_thread(thread: threading.Thread) -> None:
            raise RuntimeError("can't start new thread")

        with held_back(producer):
            future = producer.send_async(world.message())
            future.add_done_callback(lambda ended: called.put("called"))
            monkeypatch.setattr("threading.Thread.start", no_thread)
        assert future.result(DEADLINE_S)
        producer.send(world.message("sends are completed all the same"))
        assert called.is_empty()
        monkeypatch.undo()
    assert called.take() == "called"
    assert "wait for the next send" in caplog.text


def test_closing_a_producer_runs_the_callbacks_of_its_sends(world: World) -> None:
    called: Inbox[int] = Inbox()

    def send(producer: onsclient.Producer, number: int) -> None:
        producer.send_async(world.message()).add_done_callback(lambda ended: called.put(number))

    with onsclient.Producer(**world.settings) as producer:
        for number in range(200):
            send(producer, number)
    assert sorted(called.take_many(200)) == list(range(200))
    assert called.is_empty()


def test_an_offset_store_may_fail(world: World, caplog: pytest.LogCaptureFixture) -> None:
    class Failing:
        def read(self, topic: str, partition: str) -> int | None:
            raise OddError

        def write(self, topic: str, partition: str, offset: int) -> None:
            raise SystemExit(3)

    inbox: Inbox[bytes] = Inbox()
    consumer = onsclient.Consumer(**world.settings, message_model="BROADCASTING")
    consumer.set_offset_store(Failing())
    with caplog.at_level(logging.ERROR, "onsclient"):
        with consumer.subscribe(world.topic, "*", lambda message: inbox.put(message.body)):
            world.send("x")
            assert inbox.take() == b"x"
        assert "an offset store failed to read" in caplog.text
