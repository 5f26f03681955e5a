"""Sends the steps of three orders and receives each order's steps in their order.   ordered_asyncio.py [address]"""

from __future__ import annotations

import asyncio
import sys
from collections import defaultdict

import onsclient
from onsclient import Message, ReceivedMessage
from onsclient.aio import OrderConsumer, OrderProducer

STEPS = ["created", "paid", "shipped"]
ORDERS = ["order-1", "order-2", "order-3"]


async def send_steps(producer: OrderProducer, order: str) -> None:
    for step in STEPS:
        await producer.send(Message("ordered", step, sharding_key=order))


async def main(endpoint: str) -> None:
    settings = onsclient.Settings(endpoint=endpoint, access_key="any", secret_key="any", group_id="GID_ordered")
    received: asyncio.Queue[ReceivedMessage] = asyncio.Queue()
    consumer = OrderConsumer(**settings).subscribe("ordered", "*", received.put)

    async with consumer, OrderProducer(**settings) as producer:
        await asyncio.gather(*(send_steps(producer, order) for order in ORDERS))

        progress: dict[str, list[str]] = defaultdict(list)
        for _ in range(len(STEPS) * len(ORDERS)):
            message = await asyncio.wait_for(received.get(), 30)
            progress[message.sharding_key].append(message.body.decode())

    for order in ORDERS:
        print(f"{order}:", *progress[order])


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8081"))
