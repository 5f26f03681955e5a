"""Sends three messages in transactions: one commits, one rolls back, one is left to the checker.

transaction_asyncio.py [address]
"""

from __future__ import annotations

import asyncio
import sys
from datetime import timedelta

import onsclient
from onsclient import Message, ReceivedMessage, TransactionStatus
from onsclient.aio import TransactionProducer


async def commit(half: ReceivedMessage) -> TransactionStatus:
    return TransactionStatus.COMMIT


async def roll_back(half: ReceivedMessage) -> TransactionStatus:
    return TransactionStatus.ROLLBACK


async def leave(half: ReceivedMessage) -> TransactionStatus:
    return TransactionStatus.UNKNOWN


async def main(endpoint: str) -> None:
    settings = onsclient.Settings(
        endpoint=endpoint,
        access_key="any",
        secret_key="any",
        group_id="GID_transaction",
        check_immunity_time=timedelta(seconds=1),
    )
    asked: asyncio.Queue[bytes] = asyncio.Queue()

    async def check(half: ReceivedMessage) -> TransactionStatus:
        asked.put_nowait(half.body)
        return TransactionStatus.COMMIT

    async with TransactionProducer(**settings, checker=check) as producer:
        print("committed", (await producer.send(Message("transaction", "paid"), commit)).message_id)
        try:
            await producer.send(Message("transaction", "no money"), roll_back)
        except onsclient.RolledBackError as error:
            print("rolled back:", error.message)
        print("left open", (await producer.send(Message("transaction", "perhaps"), leave)).message_id)
        print("asked about:", (await asyncio.wait_for(asked.get(), 120)).decode())


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8081"))
