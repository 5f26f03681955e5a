"""The table of properties: what every language's options are made of."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple, Optional

_UNITS = {"ms": 1, "s": 1_000, "minutes": 60_000}
_PREFIX = "ONSCLIENT_"


class Property(NamedTuple):
    """One key that this version reads."""

    key: str
    keyword: str
    """The name of its environment variable in lower case, without ONSCLIENT_, such as max_in_flight_mib."""
    kind: str
    """text, number, truth or duration."""
    unit_ms: int
    """Of a duration; else 0."""
    told: str
    """What it means, with what it may be, for people."""
    default: Optional[str]
    clients: frozenset[str]
    rivals: list[str]
    """Keys that, like its own, keep the environment variable out when a program sets them."""


def read(path: Path) -> list[Property]:
    """All keys but older names of others, in the order of the table."""
    found = []
    for row in json.loads(path.read_text(encoding="utf-8")):
        if "variable" not in row:  # an older name, or without effect
            continue
        key, unit = row["key"], row.get("unit")
        unit_ms = _UNITS.get(unit, 0)
        if unit_ms:
            kind = "duration"
        elif row["type"] == "number":
            kind = "number"
        else:
            kind = "truth" if row["range"] == "true, false" else "text"
        told = row["meaning"]
        if row["type"] == "one of":
            told += f" One of {row['range']}."
        elif row["type"] == "number":
            told += f" Range: {row['range']}; unit: {unit}."
        told += f" Default: {row['default']}." if "default" in row else ""
        clients = frozenset(row["clients"])
        keyword = row["variable"][len(_PREFIX) :].lower()
        rivals = row.get("variableUnlessSet", [])
        found.append(Property(key, keyword, kind, unit_ms, told, row.get("default"), clients, rivals))
    return found
