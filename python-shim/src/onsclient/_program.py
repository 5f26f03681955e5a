"""The broker as a program: which Java runs it, which jar it is."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from onsclient._border import loading

BROKER_VARIABLE = "ONSCLIENT_BROKER_JAR"
"""Path of a broker to take in place of the package's own; for development."""

# What the broker's launcher gives Java, and why: broker-sim/src/main/launcher/ons-broker.
OPTIONS = (
    *("-XX:+UseSerialGC", "-Xms64m", "-Xmn32m", "-XX:SurvivorRatio=4", "-XX:+IgnoreUnrecognizedVMOptions"),
    *("-XX:TrimNativeHeapInterval=10000", "-Dio.netty.leakDetection.level=disabled"),
)


def java() -> str:
    """The command of the package's own runtime, else of JAVA_HOME, else of PATH."""
    bundled = loading.folder() / "runtime/bin/java"
    home = os.environ.get("JAVA_HOME")
    command = str(bundled) if bundled.exists() else f"{home}/bin/java" if home else shutil.which("java")
    if command is None:
        raise RuntimeError("no Java runtime for the broker: install the wheel, which has one, or set JAVA_HOME")
    return command


def broker_jar() -> Path:
    """The broker, from the package onsclient-broker."""
    given = os.environ.get(BROKER_VARIABLE)
    if given:
        jar = Path(given)
        if not jar.exists():
            raise RuntimeError(f"there is no broker at {jar}, which {BROKER_VARIABLE} names")
        return jar
    try:
        from onsclient_broker import JAR
    except ImportError:
        raise RuntimeError(
            f"the broker is not installed: pip install 'onsclient[broker]', or set {BROKER_VARIABLE} to its jar"
        ) from None
    return Path(JAR)


def run_broker(options: list[str]) -> None:
    """Becomes the broker; its options are those of docs/running-the-broker.md."""
    command = [java(), *OPTIONS, "-jar", str(broker_jar()), *options]
    os.execv(command[0], command)
