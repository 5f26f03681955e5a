"""A tour: tags and keys, properties, waiting, tasks, one-way, batches, delay and recall, errors, pulling, statistics.

walkthrough_asyncio.py [address]
"""

from __future__ import annotations

import asyncio
import sys
import time
from datetime import datetime, timedelta, timezone

import onsclient
from onsclient import Message
from onsclient.aio import Producer, PullConsumer

TOPIC = "walkthrough"


async def send_in_every_way(producer: Producer) -> None:
    message = Message(TOPIC, "with everything", tag="TagA", key="key-1 key-2", properties={"colour": "green"})
    print("sent", (await producer.send(message)).message_id)

    await asyncio.gather(*(producer.send(Message(TOPIC, f"async {i}", tag="TagB")) for i in range(10)))
    print("sent 10 at once")

    await producer.send_oneway(Message(TOPIC, "one-way"))

    for outcome in await producer.send_batch([Message(TOPIC, "batch 1"), Message(TOPIC, "batch 2")]):
        print("batch:", outcome.error or outcome.result.message_id)


async def delay_and_recall(producer: Producer) -> None:
    later = datetime.now(timezone.utc) + timedelta(hours=1)
    sent = await producer.send(Message(TOPIC, "never seen", deliver_at=later))
    print("recalled", await producer.recall(TOPIC, sent.recall_handle))


async def fail(producer: Producer) -> None:
    try:
        await producer.send(Message("no such topic!", "lost"))
    except onsclient.OnsError as error:
        print(f"{type(error).__name__}, retryable: {error.is_retryable}: {error}")


async def pull_all(consumer: PullConsumer, expected: int) -> int:
    """Reads all that the queues hold, at most for 30 s."""
    partitions = await consumer.partitions(TOPIC)
    await consumer.assign(partitions)
    for partition in partitions:
        await consumer.seek_to_beginning(partition)
    ids: set[str] = set()
    end = time.monotonic() + 30
    while len(ids) < expected and time.monotonic() < end:
        ids.update(message.message_id for message in await consumer.poll(timeout=1000))
    await consumer.commit()
    return len(ids)


async def main(endpoint: str) -> None:
    settings = onsclient.Settings(endpoint=endpoint, access_key="any", secret_key="any", group_id="GID_walkthrough")
    print("libonsclient", onsclient.runtime.version())
    async with Producer(**settings) as producer, PullConsumer(**settings) as consumer:
        await send_in_every_way(producer)
        await delay_and_recall(producer)
        await fail(producer)
        print("pulled", await pull_all(consumer, 13), "messages")
        print(producer.describe())
        print(producer.statistics().sent, "sent")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8081"))
