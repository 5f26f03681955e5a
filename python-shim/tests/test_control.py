"""Goal: hours of delays, retries and checks take a test milliseconds; docs/testing.md shows the first three tests."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from conftest import Inbox

import onsclient
from onsclient import ConsumeResult, TransactionStatus
from onsclient.testing import Broker


# begin: delay
def test_a_reminder_comes_after_an_hour(ons_turned_broker: Broker, ons_topic: str) -> None:
    broker, inbox = ons_turned_broker, Inbox[bytes]()
    settings = {**broker.settings, "group_id": f"GID_{ons_topic}"}
    with onsclient.Producer(**settings) as producer:
        producer.send(onsclient.Message(ons_topic, "pay, please", deliver_at=broker.clock.now() + timedelta(hours=1)))
    with onsclient.Consumer(**settings).subscribe(ons_topic, "*", lambda message: inbox.put(message.body)):
        broker.clock.advance(minutes=59)
        broker.await_idle(settings["group_id"])
        assert not broker.messages(ons_topic)

        broker.clock.advance(minutes=1)
        assert inbox.take() == b"pay, please"


# end: delay


# begin: dead letter
def test_an_order_that_fails_three_times_is_a_dead_letter(ons_turned_broker: Broker, ons_topic: str) -> None:
    broker, attempts = ons_turned_broker, Inbox[bytes]()
    settings = {**broker.settings, "group_id": f"GID_{ons_topic}"}
    broker.configure_group(settings["group_id"], max_attempts=3, backoff=[600])

    def fail(message: onsclient.ReceivedMessage) -> ConsumeResult:
        attempts.put(message.body)
        return ConsumeResult.LATER

    with onsclient.Producer(**settings) as producer:
        producer.send(onsclient.Message(ons_topic, "order 7"))
    with onsclient.Consumer(**settings).subscribe(ons_topic, "*", fail):
        for _ in range(3):
            attempts.take()
            broker.await_idle(settings["group_id"])
            broker.clock.advance(minutes=10)
        broker.await_idle(settings["group_id"])
    assert [letter.body for letter in broker.dead_letters(settings["group_id"])] == [b"order 7"]


# end: dead letter


# begin: transaction
def test_a_transaction_whose_decision_is_lost_is_asked_for(ons_turned_broker: Broker, ons_topic: str) -> None:
    broker = ons_turned_broker
    settings = {**broker.settings, "group_id": f"GID_{ons_topic}"}
    broker.faults.refuse("EndTransaction", code="INTERNAL_SERVER_ERROR", topic=ons_topic)

    asked = Inbox[bytes]()

    def check(half: onsclient.ReceivedMessage) -> TransactionStatus:
        asked.put(half.body)
        return TransactionStatus.COMMIT

    with onsclient.TransactionProducer(**settings, checker=check) as producer:
        producer.send(onsclient.Message(ons_topic, "order 8"), lambda half: TransactionStatus.COMMIT)
        assert not broker.messages(ons_topic)

        broker.faults.clear()
        broker.clock.advance(minutes=1)
        assert asked.take() == b"order 8"


# end: transaction


def test_faults_are_ordered_and_counted(ons_turned_broker: Broker, ons_topic: str) -> None:
    broker = ons_turned_broker
    fault = broker.faults.refuse("SendMessage", code="INTERNAL_SERVER_ERROR", topic=ons_topic, times=1)
    with onsclient.Producer(**broker.settings, group_id="GID_faults") as producer:
        producer.send(onsclient.Message(ons_topic, "a", tag="paid", key="7"))
    assert fault.hits == 1
    (stored,) = broker.messages(ons_topic)
    assert (stored.body, stored.tag, stored.keys) == (b"a", "paid", ["7"])

    with pytest.raises(ValueError, match="there is no call 'Send'; these are"):
        broker.faults.cut("Send")
    with pytest.raises(ValueError, match="unknown field 'tpoic'"):
        broker.faults.cut(tpoic="x")


def test_after_a_restart_messages_are_there(ons_turned_broker: Broker, ons_topic: str) -> None:
    broker = ons_turned_broker
    with onsclient.Producer(**broker.settings, group_id="GID_restart") as producer:
        producer.send(onsclient.Message(ons_topic, "before"))
        broker.restart()
        producer.send(onsclient.Message(ons_topic, "after"))
    assert {stored.body for stored in broker.messages(ons_topic)} == {b"before", b"after"}


@pytest.mark.parametrize("name", ["delay", "dead letter", "transaction"])
def test_the_guide_shows_the_examples(name: str) -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    example = source.split(f"# begin: {name}\n")[1].split(f"# end: {name}")[0].rstrip()
    assert example in (Path(__file__).parents[2] / "docs/testing.md").read_text(encoding="utf-8")
