"""Sends one message and receives it.   quickstart_asyncio.py [address]"""

from __future__ import annotations

import asyncio
import sys

import onsclient
from onsclient import Message
from onsclient.aio import Consumer, Producer


async def main(endpoint: str) -> None:
    settings = onsclient.Settings(endpoint=endpoint, access_key="any", secret_key="any", group_id="GID_quickstart")
    consumer = Consumer(**settings).subscribe("quickstart")

    async with consumer, Producer(**settings) as producer:
        print("sent", (await producer.send(Message("quickstart", "hello"))).message_id)
        async for message in consumer.messages(quiet=30_000):
            print("received", message.body.decode())
            consumer.complete(message)
            break


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8081"))
