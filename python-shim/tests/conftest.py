"""What the tests share."""

from __future__ import annotations

import asyncio
import os
import queue
import subprocess
import sys
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any, Generic, TypeVar

import pytest

import onsclient
from onsclient.pytest_plugin import AnyBroker

DEADLINE_S = 60.0
Value = TypeVar("Value")

PATIENT = {
    "ONSCLIENT_START_TIMEOUT": "60000",
    "ONSCLIENT_REQUEST_TIMEOUT": "30000",
    "ONSCLIENT_SEND_MSG_TIMEOUT": "60000",
}
"""The machine may be busy: no test is about how soon."""

pytest_plugins = ["pytester"]


class Inbox(Generic[Value]):
    """What handlers bring to the test's thread; every wait has a deadline."""

    def __init__(self) -> None:
        self._values: queue.Queue[Value] = queue.Queue()

    def put(self, value: Value) -> None:
        self._values.put(value)

    def take(self) -> Value:
        return self._values.get(timeout=DEADLINE_S)

    def take_many(self, count: int) -> list[Value]:
        return [self.take() for _ in range(count)]

    def is_empty(self) -> bool:
        return self._values.empty()


class World:
    """A broker, and a topic and a group of one test."""

    def __init__(self, broker: AnyBroker, topic: str) -> None:
        self.broker = broker
        self.topic = topic
        self.settings: dict[str, Any] = {**broker.settings, "group_id": f"GID_{topic}"}

    def message(self, body: bytes | str = "hello", **fields: Any) -> onsclient.Message:
        return onsclient.Message(self.topic, body, **fields)

    def send(self, *bodies: bytes | str) -> None:
        with onsclient.Producer(**self.settings) as producer:
            producer.send_batch(self.message(body) for body in bodies)


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in PATIENT.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def world(ons_broker: AnyBroker, ons_topic: str) -> World:
    return World(ons_broker, ons_topic)


@pytest.fixture
def producer(world: World) -> Iterator[onsclient.Producer]:
    with onsclient.Producer(**world.settings) as producer:
        yield producer


def run_async(main: Callable[[], Coroutine[Any, Any, Value]]) -> Value:
    """Runs a coroutine function, with a deadline."""

    async def bounded() -> Value:
        return await asyncio.wait_for(main(), 2 * DEADLINE_S)

    return asyncio.run(bounded())


class Child:
    """A Python process that runs a program given as text, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._started: list[subprocess.Popen[str]] = []

    def environment(self, **more: str) -> dict[str, str]:
        return {**os.environ, **PATIENT, "ONS_LOG_DIR": str(self.folder), "PYTHONFAULTHANDLER": "1", **more}

    def start(self, program: str, *arguments: str, warnings: str = "error", **more: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-u", "-W", warnings, "-c", program, *arguments],
            cwd=self.folder,
            env=self.environment(**more),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._started.append(process)
        return process

    def kill_all(self) -> None:
        """After a test that failed."""
        for process in self._started:
            if process.poll() is None:
                process.kill()
            process.communicate()

    def run(self, program: str, *arguments: str, **more: str) -> tuple[int, str, str]:
        """Runs it to its end: exit code, output, errors."""
        process = self.start(program, *arguments, **more)
        return self.end(process)

    def end(self, process: subprocess.Popen[str]) -> tuple[int, str, str]:
        try:
            output, errors = process.communicate(timeout=2 * DEADLINE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            output, errors = process.communicate()
            pytest.fail(f"the child did not end:\n{output}\n{errors}")
        assert not list(self.folder.glob("hs_err*")), errors
        return process.returncode, output, errors


@pytest.fixture
def child(tmp_path: Path) -> Iterator[Child]:
    child = Child(tmp_path)
    yield child
    child.kill_all()
