"""Fixtures for tests against a real broker: ``ons_broker``, ``ons_turned_broker``, ``ons_topic``.

    def test_orders(ons_broker, ons_topic):
        with onsclient.Producer(**ons_broker.settings) as producer:
            producer.send(onsclient.Message(ons_topic, "hello"))

Topics are made when they are first used. To have some from the start, or of one type only (NORMAL, FIFO, DELAY,
TRANSACTION): ``--ons-topics orders,payments:FIFO``, the marker ``@pytest.mark.ons_topics("payments:FIFO")``, or a
broker of one's own by ``@pytest.mark.parametrize("ons_broker", [{"payments": "FIFO"}], indirect=True)``.
``ons_turned_broker`` is a broker whose time stands until ``ons_turned_broker.clock.advance(hours=1)`` turns it;
faults end with the test. ``--ons-broker HOST:PORT`` takes one that runs already.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable, Iterator
from typing import Any, Optional, Union

import pytest

from onsclient.testing import Broker

Topics = dict[str, Optional[str]]

_TOPICS = pytest.StashKey[Topics]()
_names = itertools.count(1)


class ExistingBroker:
    """A broker that somebody else started."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint

    @property
    def settings(self) -> dict[str, Any]:
        """Keyword arguments for clients of this broker."""
        return {"endpoint": self.endpoint, "access_key": "any", "secret_key": "any"}


AnyBroker = Union[Broker, ExistingBroker]


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options."""
    group = parser.getgroup("onsclient")
    group.addoption("--ons-broker", metavar="HOST:PORT", help="take this broker instead of starting one")
    group.addoption("--ons-topics", metavar="NAME[:TYPE],...", default="", help="topics to create")


def pytest_configure(config: pytest.Config) -> None:
    """The marker, and the topics of the command line."""
    config.addinivalue_line("markers", "ons_topics(*topics): topics to create in ons_broker: 'name' or 'name:TYPE'")
    topics: Topics = _parsed(filter(None, config.getoption("--ons-topics").split(",")))
    config.stash[_TOPICS] = topics


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The topics of the markers."""
    for item in items:
        for marker in item.iter_markers("ons_topics"):
            topics = config.stash[_TOPICS]
            topics.update(_parsed(marker.args))


@pytest.fixture(scope="session")
def ons_broker(request: pytest.FixtureRequest) -> Iterator[AnyBroker]:
    """A broker for the whole session: its ``endpoint`` and its ``settings`` are what clients need."""
    existing = request.config.getoption("--ons-broker")
    if existing:
        yield ExistingBroker(existing)
        return
    declared = request.config.stash[_TOPICS]
    with Broker({**declared, **getattr(request, "param", {})}) as broker:
        yield broker


@pytest.fixture(scope="session")
def _ons_turned_broker() -> Iterator[Broker]:
    with Broker(clock="turned") as broker:
        yield broker


@pytest.fixture
def ons_turned_broker(_ons_turned_broker: Broker) -> Iterator[Broker]:
    """A broker whose time stands until a test turns it; one for the session, without faults at the begin of a test."""
    yield _ons_turned_broker
    _ons_turned_broker.faults.clear()


@pytest.fixture
def ons_topic(request: pytest.FixtureRequest) -> str:
    """The name of a topic that no other test uses."""
    readable = "".join(char if char.isascii() and char.isalnum() else "_" for char in request.node.name)
    return f"{readable[:80]}-{os.getpid()}-{next(_names)}"


def _parsed(topics: Iterable[str]) -> Topics:
    return {name: kind or None for name, _, kind in (topic.partition(":") for topic in topics)}
