"""The base of the sync clients."""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from onsclient._border.properties import effective
from onsclient._running import waits
from onsclient._running.lifecycle import Life
from onsclient.message import Statistics

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from onsclient._settings import Settings

Self = TypeVar("Self", bound="Client")


class Client:
    """A client of any kind. Every method may be called from any thread.

    Settings are keyword arguments (``endpoint=``, ``group_id=``, ``access_key=``...: see ``Settings``), ONS
    properties by their names in a mapping, or environment variables such as ONSCLIENT_ENDPOINT, in this order. A value
    out of range: InvalidError, which names key, value and range.

    A client is not started when it is made; ``with`` starts and closes it.
    """

    _kind: ClassVar[str]

    def __init__(self, properties: Mapping[str, Any] | None = None, **settings: Unpack[Settings]) -> None:
        self._life = Life(self._kind, properties, settings)
        self._native = self._life.native

    def start(self: Self) -> Self:
        """Connects the client, within its start_timeout. Again: no effect. After a failure it may be called again.

        Raises UnreachableError, DeniedError, TimeoutError or InvalidError, whose text says what is wrong.
        """
        waits.run(self._life.start)
        self._begin()
        return self

    def close(self) -> None:
        """Closes the client, for good; sends in flight have completed when it returns. Again: no effect.

        Waits for running handlers up to the client's shutdown_timeout. From one of its own callbacks: StateError.
        """
        self._life.refuse_inside()
        waits.run(self._life.close)

    def update_credentials(self, properties: Mapping[str, Any] | None = None, **settings: Unpack[Settings]) -> None:
        """Exchanges access_key, secret_key and security_token, all at once; other settings are ignored."""
        self._native.update_credentials(effective(properties, settings))

    def describe(self) -> str:
        """Describes the client, for people: kind, state, properties in force. Secrets are masked."""
        return self._native.describe()

    def statistics(self) -> Statistics:
        """The client's counters since it was made. Cheap."""
        return self._life.statistics()

    def _begin(self) -> None:
        """Starts what the client needs once it is connected; may come twice."""

    def __enter__(self: Self) -> Self:
        try:
            return self.start()
        except BaseException:
            self.close()
            raise

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        state = "closed" if self._life.closing else "started" if self._life.started else "not started"
        return f"<{type(self).__name__} {state}>"
