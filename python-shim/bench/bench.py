"""Measures the package against a broker: one line of JSON for each measure and round.

    bench.py --endpoint 127.0.0.1:8081 --count 100000 --bytes 1024 --in-flight 1024 --rounds 3

Names: start (from the import to the first acknowledged send; bytes: memory that this added to the process), send-sync
(one thread, a fiftieth of the count), send-async (batches by send_batch_async, bounded in flight), listener (a backlog
of count messages), and, for half of the count, send-futures (send_async, a future for each message) and send-asyncio.
The first rounds warm up the library's Java machine.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import onsclient

DEADLINE_S = 120.0
BATCH = 256


def resident() -> int:
    """The memory of this process, bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


class Bench:
    def __init__(self, options: argparse.Namespace) -> None:
        self.count: int = options.count
        self.rounds: int = options.rounds
        self.in_flight: int = options.in_flight
        self.body = b"x" * options.bytes
        self.endpoint: str = options.endpoint
        # Others measure on the same broker; a topic that is new has no group and no backlog.
        self.make_message: Callable[..., onsclient.Message]
        self.onsclient: Any
        self.topic = f"bench_python_{time.time_ns()}"

    def report(self, name: str, turn: int, messages: int, seconds: float, size: int | None = None) -> None:
        size = messages * len(self.body) if size is None else size
        line = {"name": name, "round": turn, "messages": messages, "seconds": round(seconds, 6), "bytes": size}
        print(json.dumps(line), flush=True)

    def measure(self, name: str, turn: int, messages: int, work: Callable[[], object]) -> None:
        begun = time.perf_counter()
        work()
        self.report(name, turn, messages, time.perf_counter() - begun)

    def message(self, topic: str) -> onsclient.Message:
        return self.make_message(topic, self.body)

    def run(self) -> None:
        before, begun = resident(), time.perf_counter()
        import onsclient.aio

        self.onsclient = onsclient
        self.make_message = onsclient.Message
        with onsclient.Producer(self.settings_of(self.topic)) as producer:
            producer.send(self.message(self.topic))
            self.report("start", 1, 1, time.perf_counter() - begun, resident() - before)
            few, half = max(1, self.count // 50), max(1, self.count // 2)
            for turn in range(1, self.rounds + 1):
                self.measure("send-sync", turn, few, lambda: self.send_sync(producer, few))
                self.measure("send-async", turn, self.count, lambda: self.send_async(producer, self.topic))
                self.listen(producer, f"{self.topic}_{turn}", turn)
                self.measure("send-futures", turn, half, lambda: self.send_futures(producer, half))
                asyncio.run(self.send_asyncio(turn, half))

    def settings_of(self, topic: str) -> dict[str, Any]:
        return {
            "NAMESRV_ADDR": self.endpoint,
            "AccessKey": "any",
            "SecretKey": "any",
            "GROUP_ID": f"GID_{topic}",
            "SendMsgTimeoutMillis": int(DEADLINE_S * 1000),  # on a busy machine slow, and not an error
        }

    def send_sync(self, producer: onsclient.Producer, count: int) -> None:
        for _ in range(count):
            producer.send(self.message(self.topic))

    def send_async(self, producer: onsclient.Producer, topic: str) -> None:
        flying: deque[Future[Any]] = deque()
        for start in range(0, self.count, BATCH):
            while len(flying) * BATCH >= self.in_flight:
                flying.popleft().result(DEADLINE_S)
            batch = [self.message(topic) for _ in range(min(BATCH, self.count - start))]
            flying.append(producer.send_batch_async(batch))
        for future in flying:
            future.result(DEADLINE_S)

    def send_futures(self, producer: onsclient.Producer, count: int) -> None:
        flying: deque[Future[Any]] = deque()
        for _ in range(count):
            if len(flying) == self.in_flight:
                flying.popleft().result(DEADLINE_S)
            flying.append(producer.send_async(self.message(self.topic)))
        for future in flying:
            future.result(DEADLINE_S)

    async def send_asyncio(self, turn: int, count: int) -> None:
        async with self.onsclient.aio.Producer(self.settings_of(self.topic)) as producer:
            left = iter(range(count))

            async def send() -> None:
                for _ in left:
                    await producer.send(self.message(self.topic))

            begun = time.perf_counter()
            await asyncio.gather(*(send() for _ in range(self.in_flight)))
            self.report("send-asyncio", turn, count, time.perf_counter() - begun)

    def listen(self, producer: onsclient.Producer, topic: str, turn: int) -> None:
        # A group begins a topic when it first consumes it; what is sent after that is its backlog.
        joined, consumer = self.consume(topic, 1)
        producer.send(self.message(topic))
        joined.wait_all()
        consumer.close()
        self.send_async(producer, topic)
        received, consumer = self.consume(topic, self.count)
        received.wait_first()
        begun = time.perf_counter()
        received.wait_all()
        self.report("listener", turn, self.count, time.perf_counter() - begun)
        consumer.close()

    def consume(self, topic: str, expected: int) -> tuple[Received, onsclient.Consumer]:
        received = Received(expected)
        consumer = self.onsclient.Consumer(self.settings_of(topic))
        return received, consumer.subscribe(topic, "*", received.handle).start()


class Received:
    """Counts in handlers, on any thread."""

    def __init__(self, expected: int) -> None:
        self._numbers = itertools.count(1)  # counting is one step, so no lock is needed
        self._expected = expected
        self._first = threading.Event()
        self._all = threading.Event()

    def handle(self, message: onsclient.ReceivedMessage) -> None:
        number = next(self._numbers)
        if number == 1:
            self._first.set()
        if number == self._expected:
            self._all.set()

    def wait_first(self) -> None:
        self._wait(self._first)

    def wait_all(self) -> None:
        self._wait(self._all)

    def _wait(self, event: threading.Event) -> None:
        if not event.wait(DEADLINE_S):
            raise SystemExit(f"{next(self._numbers) - 1} of {self._expected} messages came in {DEADLINE_S:.0f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--endpoint", default="127.0.0.1:8081")
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--bytes", type=int, default=1_024)
    parser.add_argument("--in-flight", type=int, default=1_024)
    parser.add_argument("--rounds", type=int, default=3)
    Bench(parser.parse_args()).run()


if __name__ == "__main__":
    main()
