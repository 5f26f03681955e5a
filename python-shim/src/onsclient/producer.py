"""Producers: they send messages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from onsclient._border.properties import number_of
from onsclient._client import Client
from onsclient._running import reports, threads, waits
from onsclient._running.callbacks import Callbacks, SendFuture
from onsclient._running.flights import Flights, Many, Outcome, Target
from onsclient.errors import OnsError
from onsclient.message import Message, SendOutcome, SendResult

if TYPE_CHECKING:
    from collections.abc import Mapping
    from concurrent.futures import Future

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
        if not waiter.lock.acquire(True, self._flights.patience_s):  # Ctrl-C ends it
            raise self._flights.lost()
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

    def __init__(self, properties: Mapping[str, Any] | None = None, **settings: Unpack[Settings]) -> None:
        super().__init__(properties, **settings)
        bound = number_of(self._life.properties, "max_in_flight_messages")
        self._callbacks = Callbacks(self._life, bound)
        self._life.ended.append(self._callbacks.end)

    def send_async(self, message: Message) -> Future[SendResult]:
        """Sends a message and returns at once; the future has the result.

        Raises when the message was not taken, such as ThrottledError when max_in_flight_messages are in flight, or as
        many callbacks wait for their turn. Closing the producer completes the future, too. Callbacks of futures run on
        up to 4 threads of the package; they may send, and wait, but not close the producer.
        """
        self._callbacks.require_room()
        promise = _Promise(self._callbacks)
        self._flights.send(message, promise)
        return promise.future

    def send_batch(self, messages: Iterable[Message]) -> list[SendOutcome]:
        """Sends messages, many in flight at a time, and waits for all of them; returns the outcome of each, in order.

        A message that fails raises nothing here: look at the outcomes.
        """
        return self.send_batch_async(messages).result(2 * self._flights.patience_s)

    def send_batch_async(self, messages: Iterable[Message]) -> Future[list[SendOutcome]]:
        """Hands messages over, waiting while too many are in flight; the future has the outcome of each, in order."""
        future: SendFuture[list[SendOutcome]] = SendFuture(self._callbacks)
        many = Many(lambda ends: future.set_result([SendOutcome(end) for end in ends]))
        many.expect(self._flights.send_all(messages, many))
        return future

    def send_oneway(self, message: Message) -> None:
        """Sends a message without asking whether it arrives."""
        self._native.send_oneway(message)

    def recall(self, topic: str, recall_handle: str) -> str:
        """Takes a delayed message back before its time; returns its id.

        InvalidError: it was delivered or recalled already.
        """
        return waits.run(self._native.recall, topic, recall_handle)


class OrderProducer(_Sender):
    """Sends messages that each have a sharding key, in whose order they are delivered.

    A message without a sharding key: InvalidError.
    """

    _kind = "order_producer"


def _deliver(ended: list[tuple[Target, int, Outcome]]) -> None:
    for target, token, outcome in ended:
        try:
            target.ended(token, outcome)
        except BaseException:
            reports.failure("the end of a send was not handed on")


class _Waiter:
    """One thread that waits for one send."""

    __slots__ = ("lock", "outcome")

    outcome: Outcome

    def __init__(self) -> None:
        self.lock = threads.waiter()

    def ended(self, token: int, outcome: Outcome) -> None:
        self.outcome = outcome
        self.lock.release()


class _Promise:
    __slots__ = ("future",)

    def __init__(self, callbacks: Callbacks) -> None:
        self.future: SendFuture[SendResult] = SendFuture(callbacks)

    def ended(self, token: int, outcome: Outcome) -> None:
        if isinstance(outcome, OnsError):
            self.future.set_exception(outcome)
        else:
            self.future.set_result(outcome)
