"""Goal: what commits is delivered, what rolls back is not, what is open is asked for."""

from __future__ import annotations

import sqlite3
import threading

import pytest
from conftest import Inbox, World

import onsclient
from onsclient import Consumer, Producer, ReceivedMessage, TransactionProducer, TransactionStatus


def commit(half: ReceivedMessage) -> TransactionStatus:
    return TransactionStatus.COMMIT


def test_commit_and_rollback(world: World) -> None:
    inbox: Inbox[bytes] = Inbox()
    with TransactionProducer(**world.settings, checker=commit) as producer:
        assert producer.send(world.message("paid"), commit).message_id
        with pytest.raises(onsclient.RolledBackError):
            producer.send(world.message("no money"), lambda half: TransactionStatus.ROLLBACK)
        with Consumer(**world.settings).subscribe(world.topic, "*", lambda message: inbox.put(message.body)):
            assert inbox.take() == b"paid"
            assert inbox.is_empty()


@pytest.mark.parametrize("on_main", [True, False])
def test_the_executer_runs_on_the_thread_that_sends(world: World, on_main: bool) -> None:
    # given: a database that only its thread may use
    seen: Inbox[object] = Inbox()

    def send() -> None:
        database = sqlite3.connect(":memory:")

        def execute(half: ReceivedMessage) -> TransactionStatus:
            database.execute("CREATE TABLE orders (id TEXT)")
            seen.put((half.body, half.topic))
            return TransactionStatus.COMMIT

        with TransactionProducer(**world.settings, checker=commit) as producer:
            producer.send(world.message("one"), execute)
        database.close()

    # when
    if on_main:
        send()
    else:
        thread = threading.Thread(target=send)
        thread.start()
        thread.join()
    # then
    assert seen.take() == (b"one", world.topic)


def test_what_the_executer_raises_comes_out(world: World) -> None:
    def fail(half: ReceivedMessage) -> TransactionStatus:
        raise ArithmeticError("on purpose")

    with (
        TransactionProducer(**world.settings, checker=commit) as producer,
        pytest.raises(ArithmeticError, match="on purpose"),
    ):
        producer.send(world.message(), fail)


def test_the_checker_decides_what_was_left_open(world: World, producer: Producer) -> None:
    # given: a checker that fails at first
    asked: Inbox[bytes] = Inbox()
    received: Inbox[bytes] = Inbox()

    def check(half: ReceivedMessage) -> TransactionStatus:
        asked.put(half.body)
        return TransactionStatus.COMMIT

    settings = {**world.settings, "check_immunity_time": 1000}
    with (
        TransactionProducer(**settings, checker=check) as transactions,
        Consumer(**world.settings).subscribe(world.topic, "*", lambda message: received.put(message.body)),
    ):
        # when
        transactions.send(world.message("perhaps"), lambda half: TransactionStatus.UNKNOWN)
        # then
        assert asked.take() == b"perhaps"
        assert received.take() == b"perhaps"


@pytest.mark.parametrize("checked", [TransactionStatus.ROLLBACK, TransactionStatus.COMMIT])
def test_a_decision_that_comes_too_late_is_an_error(world: World, checked: TransactionStatus) -> None:
    # given: a checker that decides while the executer still runs, and an executer that decides otherwise afterwards
    asked: Inbox[bytes] = Inbox()
    late = TransactionStatus.COMMIT if checked is TransactionStatus.ROLLBACK else TransactionStatus.ROLLBACK

    def check(half: ReceivedMessage) -> TransactionStatus:
        asked.put(half.body)
        return checked

    def execute(half: ReceivedMessage) -> TransactionStatus:
        assert asked.take() == b"late"
        # the question about this one comes a second later, long after the answer about the first
        producer.send(world.message("after"), lambda half: TransactionStatus.UNKNOWN)
        while asked.take() != b"after":
            pass
        return late

    # when
    with (
        TransactionProducer(**world.settings, check_immunity_time=1000, checker=check) as producer,
        pytest.raises(onsclient.InvalidError, match="while the executer still ran") as thrown,
    ):
        producer.send(world.message("late"), execute)
    # then
    rolled_back = checked is TransactionStatus.ROLLBACK
    assert isinstance(thrown.value, onsclient.RolledBackError) == rolled_back
    assert thrown.value.name == ("TRANSACTION_ROLLED_BACK" if rolled_back else "INVALID_TRANSACTION_ID")
