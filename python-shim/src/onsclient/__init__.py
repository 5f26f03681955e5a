"""OpenONS for Python: a client for RocketMQ 5 servers with the ONS programming model.

    import onsclient

    with onsclient.Producer(endpoint="127.0.0.1:8081", access_key="any", secret_key="any") as producer:
        print(producer.send(onsclient.Message("orders", "hello")).message_id)

The same nouns for asyncio are in :mod:`onsclient.aio`; the library in this process is :mod:`onsclient.runtime`. Its log
goes to the loggers ``onsclient`` and ``onsclient.library``.
"""

from __future__ import annotations

import logging

from onsclient import errors, runtime
from onsclient._border.times import Duration, Time
from onsclient._settings import Settings
from onsclient._version import __version__
from onsclient.consumer import BatchConsumer, BatchHandler, Consumer, Handler, OrderConsumer
from onsclient.errors import (
    ClosedError,
    DeniedError,
    FatalError,
    InvalidError,
    LibraryError,
    OnsError,
    RolledBackError,
    ServerError,
    StateError,
    Status,
    ThrottledError,
    TimeoutError,
    UnreachableError,
    UnsupportedError,
)
from onsclient.message import (
    Body,
    ConsumeResult,
    Filter,
    Message,
    OffsetLimits,
    OffsetStore,
    Partition,
    ReceivedMessage,
    SendOutcome,
    SendResult,
    Statistics,
    TransactionStatus,
)
from onsclient.producer import OrderProducer, Producer
from onsclient.pull import PartitionsHandler, PullConsumer
from onsclient.transaction import Checker, Executer, TransactionProducer

__all__ = [
    "BatchConsumer",
    "BatchHandler",
    "Body",
    "Checker",
    "ClosedError",
    "ConsumeResult",
    "Consumer",
    "DeniedError",
    "Duration",
    "Executer",
    "FatalError",
    "Filter",
    "Handler",
    "InvalidError",
    "LibraryError",
    "Message",
    "OffsetLimits",
    "OffsetStore",
    "OnsError",
    "OrderConsumer",
    "OrderProducer",
    "Partition",
    "PartitionsHandler",
    "Producer",
    "PullConsumer",
    "ReceivedMessage",
    "RolledBackError",
    "SendOutcome",
    "SendResult",
    "ServerError",
    "Settings",
    "StateError",
    "Statistics",
    "Status",
    "ThrottledError",
    "Time",
    "TimeoutError",
    "TransactionProducer",
    "TransactionStatus",
    "UnreachableError",
    "UnsupportedError",
    "__version__",
    "errors",
    "runtime",
]

# A library says nothing by itself: programs choose where its log goes.
logging.getLogger("onsclient").addHandler(logging.NullHandler())
