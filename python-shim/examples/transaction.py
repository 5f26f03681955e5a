"""Sends three messages in transactions: one commits, one rolls back, one is left to the checker.

transaction.py [address]
"""

from __future__ import annotations

import queue
import sys
from datetime import timedelta

import onsclient
from onsclient import Message, ReceivedMessage, TransactionProducer, TransactionStatus


def main(endpoint: str) -> None:
    settings = onsclient.Settings(
        endpoint=endpoint,
        access_key="any",
        secret_key="any",
        group_id="GID_transaction",
        check_immunity_time=timedelta(seconds=1),
    )
    asked: queue.Queue[bytes] = queue.Queue()

    def check(half: ReceivedMessage) -> TransactionStatus:
        asked.put(half.body)
        return TransactionStatus.COMMIT

    with TransactionProducer(**settings, checker=check) as producer:
        sent = producer.send(Message("transaction", "paid"), lambda half: TransactionStatus.COMMIT)
        print("committed", sent.message_id)
        try:
            producer.send(Message("transaction", "no money"), lambda half: TransactionStatus.ROLLBACK)
        except onsclient.RolledBackError as error:
            print("rolled back:", error.message)
        sent = producer.send(Message("transaction", "perhaps"), lambda half: TransactionStatus.UNKNOWN)
        print("left open", sent.message_id)
        print("asked about:", asked.get(timeout=120).decode())


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8081")
