"""What tests control about a broker that was started for them: calls below /testing/v1 of its HTTP port."""

from __future__ import annotations

import base64
import contextlib
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any, Optional

_CALL_S = 90.0
_PATIENCE_S = 90.0
_LOOK_S = 0.002


@dataclass(frozen=True)
class StoredMessage:
    """A message in a queue of its topic, looked at without consuming it."""

    topic: str
    queue: int
    offset: int
    id: str
    body: bytes
    store_time: datetime
    tag: Optional[str] = None
    keys: list[str] = field(default_factory=list)
    properties: dict[str, str] = field(default_factory=dict)
    sharding_key: Optional[str] = None
    delivery_time: Optional[datetime] = None


class Control:
    """Calls of the API for tests."""

    def __init__(self, endpoint: str) -> None:
        self._root = f"http://{endpoint}/testing/v1/"
        # A proxy of the environment is not for the broker of a test.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def call(self, method: str, name: str, body: Any = None, **query: str) -> Any:
        """Calls; what the broker refuses is a ValueError with its words."""
        url = self._root + name + ("?" + urllib.parse.urlencode(query) if query else "")
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(url, data, {"content-type": "application/json"}, method=method)
        try:
            with self._opener.open(request, timeout=_CALL_S) as answer:
                text = answer.read()
        except urllib.error.HTTPError as refusal:
            with refusal:
                raise ValueError(_detail(refusal.read())) from None
        return json.loads(text) if text else None


def _detail(body: bytes) -> str:
    try:
        return str(json.loads(body)["detail"])
    except (ValueError, KeyError):
        return body.decode(errors="replace")


class Clock:
    """The broker's time; with ``clock="turned"`` it stands until a test turns it."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def now(self) -> datetime:
        """The broker's time, in UTC: the system's plus all turns."""
        return _time(self._control.call("GET", "state")["timeMillis"])

    def advance(self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0) -> None:
        """Lets time pass; returns when the broker has done what fell due."""
        millis = round((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000)
        self._control.call("POST", "clock", {"advanceMillis": millis})


class Fault:
    """A fault that is ordered."""

    def __init__(self, control: Control, number: int) -> None:
        self._control = control
        self._number = number

    @property
    def hits(self) -> int:
        """How many calls it has met."""
        return int(self._control.call("GET", "faults", id=str(self._number))["hits"])


class Faults:
    """Faults to order. calls: names such as "SendMessage"; none for all. The rest narrows the choice."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def delay(self, *calls: str, seconds: float, **choice: Any) -> Fault:
        """Holds calls, by the broker's clock, before they do anything."""
        return self._order(calls, choice, effect="delay", delayMillis=round(seconds * 1000))

    def refuse(self, *calls: str, code: str, **choice: Any) -> Fault:
        """Refuses calls with a code of the protocol, such as "TOO_MANY_REQUESTS"."""
        return self._order(calls, choice, effect="refuse", code=code)

    def drop_answer(self, *calls: str, **choice: Any) -> Fault:
        """Lets calls do what they should, and never answers."""
        return self._order(calls, choice, effect="drop-answer")

    def cut(self, *calls: str, **choice: Any) -> Fault:
        """Cuts the connection before calls do anything."""
        return self._order(calls, choice, effect="cut")

    def cut_answer(self, *calls: str, **choice: Any) -> Fault:
        """Lets calls do what they should, and cuts the connection in place of the answer."""
        return self._order(calls, choice, effect="cut-answer")

    def fill_disk(self) -> None:
        """Leaves the disk without room."""
        self._control.call("POST", "disk", {"full": True})

    def slow_disk(self, seconds: float) -> None:
        """Makes each flush take longer."""
        self._control.call("POST", "disk", {"slowMillis": round(seconds * 1000)})

    def heal_disk(self) -> None:
        """The disk has room and is fast again."""
        self._control.call("POST", "disk", {})

    def clear(self) -> None:
        """Ends all faults."""
        self._control.call("DELETE", "faults")

    def _order(self, calls: Iterable[str], choice: dict[str, Any], **what: Any) -> Fault:
        # choice: topic, group, client, times, share, seed; the broker refuses others by name.
        answer = self._control.call("POST", "faults", {"calls": list(calls), **choice, **what})
        return Fault(self._control, int(answer["id"]))


class ControlledBroker:
    """What tests do with a broker beside sending and receiving."""

    _control: Control
    clock: Clock
    """Its time."""
    faults: Faults
    """Faults to order from it."""

    def _controlled_at(self, endpoint: str) -> None:
        self._control = Control(endpoint)
        self.clock = Clock(self._control)
        self.faults = Faults(self._control)

    def messages(self, topic: str) -> list[StoredMessage]:
        """The messages of a topic, queue by queue, without consuming them; 1000 of each queue at most."""
        return [_message(found) for found in self._control.call("GET", "messages", topic=topic)["messages"]]

    def dead_letters(self, group: str) -> list[StoredMessage]:
        """What a group failed on too often."""
        return self.messages(f"%DLQ%{group}")

    def await_idle(self, group: str) -> None:
        """Waits until no message is ready for a group and none of its consumers holds one."""
        self._until(
            lambda: bool(self._control.call("GET", "idle", group=group)["idle"]),
            f"group {group} still has messages to handle",
        )

    def configure_group(self, group: str, *, max_attempts: int, backoff: Iterable[float]) -> None:
        """Makes a group, or changes it: how often it tries a message, and the seconds between."""
        millis = [round(seconds * 1000) for seconds in backoff]
        self._control.call("POST", "groups", {"name": group, "maxAttempts": max_attempts, "backoffMillis": millis})

    def restart(self) -> None:
        """Stops the broker and starts it in place; clients find it again."""
        before = self._starts()
        with contextlib.suppress(OSError):  # it may end the connection before its answer is out
            self._control.call("POST", "restart")
        self._until(lambda: self._starts() > before, "the broker did not come back")

    def _starts(self) -> int:
        try:
            return int(self._control.call("GET", "state")["starts"])
        except (OSError, ValueError):  # gone, or just going
            return -1

    @staticmethod
    def _until(condition: Any, otherwise: str) -> None:
        deadline = time.monotonic() + _PATIENCE_S
        while not condition():
            if time.monotonic() > deadline:
                raise TimeoutError(f"{otherwise} after {_PATIENCE_S:.0f} s")
            time.sleep(_LOOK_S)


def _message(found: dict[str, Any]) -> StoredMessage:
    due = found.get("deliveryTimeMillis")
    return StoredMessage(
        topic=found["topic"],
        queue=found["queue"],
        offset=found["offset"],
        id=found["id"],
        body=base64.b64decode(found["body"]),
        store_time=_time(found["storeTimeMillis"]),
        tag=found.get("tag"),
        keys=found["keys"],
        properties=found["properties"],
        sharding_key=found.get("shardingKey"),
        delivery_time=None if due is None else _time(due),
    )


def _time(millis: int) -> datetime:
    return datetime.fromtimestamp(millis / 1000, timezone.utc)
