"""The library in this process: options, versions, its log and its end. All of it is optional."""

from __future__ import annotations

import atexit
import ctypes
import logging
import platform
from typing import Protocol

from onsclient import _bindings as c
from onsclient._border import loading
from onsclient._border.loading import call, taken_text, text
from onsclient._border.times import Duration, duration_ms
from onsclient._running import logs, threads, waits
from onsclient._version import __version__
from onsclient.errors import OnsError


class Closable(Protocol):
    """A client that the end of the process closes."""

    def close(self) -> None:
        """Closes it, for good."""


_log = logging.getLogger("onsclient")
_lock = threads.Lock()
_opened = False
_open_clients: set[Closable] = set()


def open(
    *,
    library: str | None = None,
    java_home: str = "",
    class_path: str = "",
    jvm_options: str = "",
    log_folder: str = "",
    max_heap_mib: int = 0,
    echo: bool = False,
) -> None:
    """Starts the library. Optional: the first client does it with default options.

    library: path of libonsclient; absent: ONSCLIENT_LIBRARY, then the package's own.
    java_home: a Java runtime, 17 or later; absent: ONS_JAVA_HOME, the package's own, JAVA_HOME, the java on PATH.
    class_path: the client's jars, separated by ":"; absent: ONS_CLASSPATH, then the package's own.
    jvm_options: more options for the Java runtime, one per line.
    log_folder: where crash reports go; absent: ONS_LOG_DIR.
    max_heap_mib: most memory of Java objects, MiB, 16 to 65,536; 0: 256.
    echo: no Java, no server: each message sent comes to every consumer of its topic in this process. For tests.

    Again with the same options: no effect; with others: StateError. After :func:`close`: ClosedError, for good.
    """
    loading.library(library)  # refuses a child of fork, in which the lock below may be held for ever
    waits.run(_open, _options(java_home, class_path, jvm_options, log_folder, max_heap_mib, echo), True)


def ensure_open() -> None:
    """Opens with default options what is not open yet."""
    loading.library()
    if not _opened:
        waits.run(_open, _options(), False)


def _options(
    java_home: str = "",
    class_path: str = "",
    jvm_options: str = "",
    log_folder: str = "",
    max_heap_mib: int = 0,
    echo: bool = False,
) -> c.ons_runtime_options_t:
    options = c.ons_runtime_options_t()
    options.struct_size = ctypes.sizeof(options)
    options.abi_version = c.ONS_ABI_VERSION
    options.wrapper = text(f"python/{__version__} {platform.python_implementation().lower()}/{_python_version()}")
    options.java_home = text(java_home)
    options.class_path = text(class_path)
    options.jvm_options = text(jvm_options)
    options.log_folder = text(log_folder)
    options.max_heap_mib = max_heap_mib
    options.echo = int(echo)
    return options


def _open(options: c.ons_runtime_options_t, again: bool) -> None:
    """`again`: an open library is told, too, and compares the options."""
    global _opened
    with _lock:
        if _opened and not again:
            return
        if not _opened:
            logs.take_over()
        # From here on there are threads that a child of fork would lack.
        loading.note_use()
        call("ons_runtime_open", ctypes.byref(options))
        if not _opened:
            _opened = True
            logs.start()
            atexit.register(_at_exit)


def close(drain: Duration = 5000) -> None:
    """Ends the library, for good, and all clients with it; waits for running handlers up to `drain`.

    TimeoutError: handlers were still running; the clients are closed all the same.
    """
    for client in list(_open_clients):
        client.close()
    waits.run(call, "ons_runtime_close", duration_ms(drain))


def describe() -> str:
    """Describes the library, its Java runtime and every open client, for people."""
    return taken_text("ons_runtime_describe")


def version() -> str:
    """The version of the native library, such as "0.1.0"."""
    found: bytes = loading.library().ons_version()
    return found.decode()


def supports(feature: str) -> bool:
    """Whether the library has a feature, such as "send.recall" or "consume.pull"; onsclient.h lists the names."""
    return bool(loading.library().ons_feature_supported(feature.encode()))


def register(client: Closable) -> None:
    """Remembers a client, for the end of the process."""
    _open_clients.add(client)


def unregister(client: Closable) -> None:
    """Forgets a client that is closed."""
    _open_clients.discard(client)


def _at_exit() -> None:
    # While the interpreter still works: later neither handlers nor threads could run.
    if loading.is_forked():
        return
    try:
        close()
    except OnsError as failure:
        _log.warning("onsclient did not end well: %s", failure)


def _python_version() -> str:
    return ".".join(platform.python_version_tuple()[:2])
