"""Puts the broker into the wheel: ONSCLIENT_BROKER_JAR."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Broker(BuildHookInterface[Any]):
    """Called by hatchling."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        jar = Path(os.environ.get("ONSCLIENT_BROKER_JAR", "/none"))
        if not jar.is_file():
            raise SystemExit("ONSCLIENT_BROKER_JAR must name the broker's runnable jar; build.sh sets it")
        build_data["force_include"] = {str(jar.resolve()): "onsclient_broker/ons-broker.jar"}
