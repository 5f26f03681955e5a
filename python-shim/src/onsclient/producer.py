"""Producers: they send messages."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future
from threading import Lock
from typing import TYPE_CHECKING, Any, cast

from onsclient import _waits
from onsclient._client import Client
from onsclient._flights import Flights, Many, Outcome, Target
from onsclient.errors import OnsError, of_outcomes
from onsclient.message import Message, SendResult

if TYPE_CHECKING:
    from collections.abc import Mapping

    from typing_extensions import Unpack

    from onsclient._settings import Settings


class _Sender(Client):
    def __init__(self, properties: Mapping[str, Any] | None = None, **settings: Unpack[Settings]) -> None:
        super().__init__(properties, **settings)
        self._flights = Flights(self._life, _deliver)

    def _begin(self) -> None:
        self._flights.begin()

    def send(self, message: Message) -> SendResult:
        """Sends a message and waits for the server's word that it is stored.

        It is tried again as often as send_msg_retry_times says, for at most send_msg_timeout in all. Raises
        InvalidError, TimeoutError, ThrottledError, UnreachableError, DeniedError, ServerError, ClosedError or, before
        the start, StateError.
        """
        waiter = _Waiter()
        self._flights.send(message, waiter)
        waiter.lock.acquire()  # the client bounds it; Ctrl-C ends it
        outcome = waiter.outcome
        if isinstance(outcome, OnsError):
            raise outcome
        return outcome


class Producer(_Sender):
    """Sends messages.

    >>> import onsclient
    >>> with onsclient.Producer(endpoint="127.0.0.1:8081", access_key="any", secret_key="any") as producer:
    ...     bool(producer.send(onsclient.Message("orders", "hello")).message_id)
    True
    """

    _kind = "producer"

    def send_async(self, message: Message) -> Future[SendResult]:
        """Sends a message and returns at once; the future tells the rest.

        Raises when the message was not taken, such as ThrottledError when too many are in flight. Closing the
        producer completes the future, too. Its callbacks run on the producer's thread: keep them short.
        """
        promise = _Promise()
        self._flights.send(message, promise)
        return promise.future

    def send_many(self, messages: Iterable[Message]) -> list[SendResult]:
        """Sends messages, of which many are in flight at a time, and waits for all of them.

        SendManyError: some were not stored; its ``outcomes`` tell of each.
        """
        return self.send_many_async(messages).result()

    def send_many_async(self, messages: Iterable[Message]) -> Future[list[SendResult]]:
        """Hands messages over, waiting while too many are in flight; the future tells what became of all of them."""
        future: Future[list[SendResult]] = Future()
        future.set_running_or_notify_cancel()

        def complete(outcomes: list[Outcome]) -> None:
            first = next((outcome for outcome in outcomes if isinstance(outcome, OnsError)), None)
            if first is not None:
                future.set_exception(of_outcomes(first, outcomes))
            else:
                future.set_result(cast("list[SendResult]", outcomes))

        many = Many(complete)
        many.expect(self._flights.send_all(messages, many))
        return future

    def send_oneway(self, message: Message) -> None:
        """Sends a message without asking whether it arrives."""
        self._native.send_oneway(message)

    def recall(self, topic: str, recall_handle: str) -> str:
        """Takes a delayed message back before its time; gives its id.

        InvalidError: it was delivered or recalled already.
        """
        return _waits.run(self._native.recall, topic, recall_handle)


class OrderProducer(_Sender):
    """Sends messages that each have a sharding key, in whose order they are delivered.

    A message without a sharding key: InvalidError.
    """

    _kind = "order_producer"


def _deliver(ended: list[tuple[Target, int, Outcome]]) -> None:
    for target, token, outcome in ended:
        target.ended(token, outcome)


class _Waiter:
    """One thread that waits for one send."""

    __slots__ = ("lock", "outcome")

    outcome: Outcome

    def __init__(self) -> None:
        self.lock = Lock()
        self.lock.acquire()

    def ended(self, token: int, outcome: Outcome) -> None:
        self.outcome = outcome
        self.lock.release()


class _Promise:
    __slots__ = ("future",)

    def __init__(self) -> None:
        self.future: Future[SendResult] = Future()
        self.future.set_running_or_notify_cancel()  # what is on its way cannot be called back

    def ended(self, token: int, outcome: Outcome) -> None:
        if isinstance(outcome, OnsError):
            self.future.set_exception(outcome)
        else:
            self.future.set_result(outcome)
