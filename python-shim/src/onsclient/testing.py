"""A broker for tests: our own, from the package, as a process."""

from __future__ import annotations

import ctypes
import json
import os
import select
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from onsclient import _program
from onsclient._control import Clock, ControlledBroker, Fault, Faults, StoredMessage

__all__ = ["BROKER_VARIABLE", "Broker", "Clock", "Fault", "Faults", "StoredMessage"]

BROKER_VARIABLE = _program.BROKER_VARIABLE
"""Names the variable with the path of a broker to take in place of the installed one; for development."""

_START_S = 60.0
_STOP_S = 20.0
_PR_SET_PDEATHSIG = 1


class Broker(ControlledBroker):
    """A broker on a free port of this machine, with a data folder of its own that goes with it.

    topics: those to have from the start, with what they accept ("NORMAL", "FIFO", "DELAY", "TRANSACTION"), or None for
    everything; others are made when they are first used. options: more options of the broker, such as
    ``"--flush-mode=sync"``. New groups begin at the earliest message.

    clock: "system", or "turned": then its time stands until ``broker.clock.advance(hours=1)``. ``broker.faults`` orders
    faults, ``broker.messages(topic)`` looks without consuming.

    It ends with the thread that made it, even when the process is killed.
    """

    endpoint: str
    """Where it listens, "127.0.0.1:45678"; what clients take as ``endpoint``."""

    def __init__(
        self,
        topics: Mapping[str, str | None] | None = None,
        options: Iterable[str] = (),
        clock: str = "system",
    ) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="ons-broker-"))
        try:
            self._process = self._start(dict(topics or {}), [f"--testing={clock}", *options])
            ready = self._ready()
            self.endpoint = ready["grpc"]
            self._controlled_at(ready["http"])
        except BaseException:
            self.close()
            raise

    @property
    def settings(self) -> dict[str, Any]:
        """Keyword arguments for clients of this broker: ``Producer(**broker.settings)``."""
        return {"endpoint": self.endpoint, "access_key": "any", "secret_key": "any"}

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._process.pid

    def close(self) -> None:
        """Ends the broker and removes its data. Again: no effect."""
        process = getattr(self, "_process", None)
        if process is not None and process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(_STOP_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(_STOP_S)
        if process is not None and process.stdout is not None:
            process.stdout.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _start(self, topics: dict[str, str | None], options: list[str]) -> subprocess.Popen[str]:
        resources = self._folder / "resources.json"
        declared = {name: {"accepts": accepts} if accepts else {} for name, accepts in topics.items()}
        resources.write_text(json.dumps({"topics": declared}), encoding="utf-8")
        command = [
            _program.java(),
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-jar",
            str(_program.broker_jar()),
            "--grpc-port=0",
            "--remoting-port=off",
            "--http-port=0",
            f"--data-dir={self._folder / 'data'}",
            f"--resources={resources}",
            "--new-groups-start-at=earliest",
            *options,
        ]
        with self._log().open("wb") as log:
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,  # Ctrl-C is for the tests; they close the broker
                preexec_fn=_dying_with_parent(),
            )

    def _log(self) -> Path:
        return self._folder / "log"

    def _ready(self) -> dict[str, str]:
        output = self._process.stdout
        assert output is not None
        deadline = time.monotonic() + _START_S
        while select.select([output], [], [], max(0.0, deadline - time.monotonic()))[0]:
            line = output.readline()
            if not line:
                break
            if line.startswith("ready "):
                return dict(part.split("=", 1) for part in line.split()[1:])
        log = self._log().read_text(encoding="utf-8", errors="replace")[-2000:]
        raise RuntimeError(f"the broker did not start within {_START_S:.0f} s:\n{log}")

    def __enter__(self) -> Broker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Broker {getattr(self, 'endpoint', 'not started')}>"


def _dying_with_parent() -> Any:
    """Prepares a child to end with the main thread, if that is the one that starts it."""
    if threading.current_thread() is not threading.main_thread():
        return None
    prctl = ctypes.CDLL(None).prctl
    parent = os.getpid()

    def prepare() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it ended before
            os._exit(1)

    return prepare
