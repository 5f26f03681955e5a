"""Sends one message and receives it.   quickstart.py [address]"""

from __future__ import annotations

import queue
import sys

import onsclient
from onsclient import Consumer, Message, Producer


def main(endpoint: str) -> None:
    settings = onsclient.Settings(endpoint=endpoint, access_key="any", secret_key="any", group_id="GID_quickstart")
    # The handler runs on threads of the package; the queue brings what it gets here.
    received: queue.Queue[bytes] = queue.Queue()
    consumer = Consumer(**settings).subscribe("quickstart", "*", lambda message: received.put(message.body))

    with consumer, Producer(**settings) as producer:
        print("sent", producer.send(Message("quickstart", "hello")).message_id)
        print("received", received.get(timeout=30).decode())


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8081")
