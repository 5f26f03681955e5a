"""A tour: tags and keys, properties, waiting, futures, one-way, batches, delay and recall, errors, pulling, statistics.

walkthrough.py [address]
"""

from __future__ import annotations

import sys
import time
from datetime import datetime, timedelta, timezone

import onsclient
from onsclient import Message, Producer, PullConsumer

TOPIC = "walkthrough"


def send_in_every_way(producer: Producer) -> None:
    message = Message(TOPIC, "with everything", tag="TagA", key="key-1 key-2", properties={"colour": "green"})
    print("sent", producer.send(message).message_id)

    futures = [producer.send_async(Message(TOPIC, f"async {i}", tag="TagB")) for i in range(10)]
    for future in futures:
        future.result()
    print("sent 10 at once")

    producer.send_oneway(Message(TOPIC, "one-way"))

    for outcome in producer.send_batch([Message(TOPIC, "batch 1"), Message(TOPIC, "batch 2")]):
        print("batch:", outcome.error or outcome.result.message_id)


def delay_and_recall(producer: Producer) -> None:
    later = datetime.now(timezone.utc) + timedelta(hours=1)
    sent = producer.send(Message(TOPIC, "never seen", deliver_at=later))
    print("recalled", producer.recall(TOPIC, sent.recall_handle))


def fail(producer: Producer) -> None:
    try:
        producer.send(Message("no such topic!", "lost"))
    except onsclient.OnsError as error:
        print(f"{type(error).__name__}, retryable: {error.is_retryable}: {error}")


def pull_all(consumer: PullConsumer, expected: int) -> int:
    """Reads all that the queues hold, at most for 30 s."""
    partitions = consumer.partitions(TOPIC)
    consumer.assign(partitions)
    for partition in partitions:
        consumer.seek_to_beginning(partition)
    ids: set[str] = set()
    end = time.monotonic() + 30
    while len(ids) < expected and time.monotonic() < end:
        ids.update(message.message_id for message in consumer.poll(timeout=1000))
    consumer.commit()
    return len(ids)


def main(endpoint: str) -> None:
    settings = onsclient.Settings(endpoint=endpoint, access_key="any", secret_key="any", group_id="GID_walkthrough")
    print("libonsclient", onsclient.runtime.version())
    with Producer(**settings) as producer, PullConsumer(**settings) as consumer:
        send_in_every_way(producer)
        delay_and_recall(producer)
        fail(producer)
        print("pulled", pull_all(consumer, 13), "messages")
        print(producer.describe())
        print(producer.statistics().sent, "sent")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8081")
