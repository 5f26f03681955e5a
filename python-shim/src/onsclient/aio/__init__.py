"""The same clients for asyncio: ``await producer.send(...)``, ``async for message in consumer``.

    async with onsclient.aio.Producer(endpoint="127.0.0.1:8081") as producer:
        print((await producer.send(onsclient.Message("orders", "hello"))).message_id)

A client belongs to the event loop that it is started in. Settings, messages, results and errors are those of
:mod:`onsclient`. Nothing here blocks the loop; what ends on other threads comes to it in batches.
"""

from __future__ import annotations

from onsclient.aio._consumer import BatchConsumer, BatchHandler, Consumer, Handler, OrderConsumer
from onsclient.aio._producer import OrderProducer, Producer
from onsclient.aio._pull import PullConsumer
from onsclient.aio._transaction import Checker, Executer, TransactionProducer

__all__ = [
    "BatchConsumer",
    "BatchHandler",
    "Checker",
    "Consumer",
    "Executer",
    "Handler",
    "OrderConsumer",
    "OrderProducer",
    "Producer",
    "PullConsumer",
    "TransactionProducer",
]
