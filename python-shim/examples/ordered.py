"""Sends the steps of three orders and receives each order's steps in their order.   ordered.py [address]"""

from __future__ import annotations

import queue
import sys
from collections import defaultdict

import onsclient
from onsclient import Message, OrderConsumer, OrderProducer, ReceivedMessage

STEPS = ["created", "paid", "shipped"]
ORDERS = ["order-1", "order-2", "order-3"]


def main(endpoint: str) -> None:
    settings = onsclient.Settings(endpoint=endpoint, access_key="any", secret_key="any", group_id="GID_ordered")
    received: queue.Queue[ReceivedMessage] = queue.Queue()
    consumer = OrderConsumer(**settings).subscribe("ordered", "*", received.put)

    with consumer, OrderProducer(**settings) as producer:
        for step in STEPS:
            for order in ORDERS:
                producer.send(Message("ordered", step, sharding_key=order))

        progress: dict[str, list[str]] = defaultdict(list)
        for _ in range(len(STEPS) * len(ORDERS)):
            message = received.get(timeout=30)
            progress[message.sharding_key].append(message.body.decode())

    for order in ORDERS:
        print(f"{order}:", *progress[order])


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8081")
