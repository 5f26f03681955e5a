"""The OpenONS broker for the package onsclient, which runs it: ``python -m onsclient broker``."""

from __future__ import annotations

from pathlib import Path

JAR = Path(__file__).parent / "ons-broker.jar"
"""The runnable jar, for Java 17 and later."""
