"""The base of the asyncio clients."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from onsclient._border.native import NativeClient
from onsclient._border.properties import effective
from onsclient._running.lifecycle import Life
from onsclient.errors import ClosedError, StateError
from onsclient.message import Statistics

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from onsclient._settings import Settings

Self = TypeVar("Self", bound="Client")
Result = TypeVar("Result")


class Client:
    """A client of any kind, of one event loop: its methods are for that loop's thread.

    Settings are those of the sync clients. A value out of range: InvalidError, from :meth:`start`.
    """

    _kind: ClassVar[str]

    def __init__(self, properties: Mapping[str, Any] | None = None, **settings: Unpack[Settings]) -> None:
        self._properties = effective(properties, settings)
        self._opened: Life | None = None
        self._closed = False

    @property
    def _life(self) -> Life:
        if self._opened is None:
            raise StateError(f"the {self._kind} was not started; await start(), or use async with")
        return self._opened

    @property
    def _native(self) -> NativeClient:
        return self._life.native

    async def start(self: Self) -> Self:
        """Connects the client, within its start_timeout. Again: no effect. After a failure it may be called again."""
        if self._closed:
            raise ClosedError(f"the {self._kind} was closed")
        if self._opened is None:
            # In a thread: the first client of a process starts its Java runtime.
            self._opened = await asyncio.to_thread(Life, self._kind, self._properties, {})
            self._open(self._opened)
        await asyncio.to_thread(self._connect)
        self._begin()
        return self

    async def close(self) -> None:
        """Closes the client, for good; sends in flight have completed when it returns. Again: no effect.

        Waits for running handlers up to the client's shutdown_timeout. From one of its own handlers: StateError.
        """
        self._closed = True
        if self._opened is not None:
            await asyncio.to_thread(self._opened.close)

    async def update_credentials(
        self, properties: Mapping[str, Any] | None = None, **settings: Unpack[Settings]
    ) -> None:
        """Exchanges access_key, secret_key and security_token, all at once; other settings are ignored."""
        await asyncio.to_thread(self._native.update_credentials, effective(properties, settings))

    def describe(self) -> str:
        """Describes the client, for people: kind, state, properties in force. Secrets are masked."""
        return self._native.describe()

    def statistics(self) -> Statistics:
        """The client's counters since it was started. Cheap."""
        return self._life.statistics()

    def _open(self, life: Life) -> None:
        """Prepares what works with the client; once, in the loop."""

    def _connect(self) -> None:
        """Starts the client; on a thread that may block."""
        self._life.start()

    def _begin(self) -> None:
        """Starts what the client needs once it is connected; may come twice."""

    async def __aenter__(self: Self) -> Self:
        try:
            return await self.start()
        except BaseException:
            await self.close()
            raise

    async def __aexit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    def __repr__(self) -> str:
        state = "closed" if self._closed else "started" if self._opened and self._opened.started else "not started"
        return f"<aio.{type(self).__name__} {state}>"


def in_loop(loop: asyncio.AbstractEventLoop, function: Callable[..., Any], *arguments: Any) -> bool:
    """Calls a function in a loop, from another thread; whether the loop still takes calls."""
    try:
        loop.call_soon_threadsafe(function, *arguments)
    except RuntimeError:  # the loop was closed before the client
        return False
    return True
