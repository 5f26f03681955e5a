"""The table of properties: what every language's options are made of."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import NamedTuple, Optional

_OTHER_NAMES = {"NAMESRV_ADDR": "endpoint", "ONSAddr": "ons_addr"}
_UNITS = {"ms": 1, "s": 1_000, "minutes": 60_000}
_UNIT_SUFFIX = re.compile(r"_(millis|in_seconds)$")


class Property(NamedTuple):
    """One key that this version reads."""

    key: str
    keyword: str
    """Its name in lower case with underscores; of a duration without the unit: ons.maxInFlightMiB is
    max_in_flight_mib."""
    kind: str
    """text, number, truth or duration."""
    unit_ms: int
    """Of a duration; else 0."""
    told: str
    """What it means, with what it may be, for people."""
    default: Optional[str]
    clients: frozenset[str]


def read(path: Path) -> list[Property]:
    """All keys but older names of others, in the order of the table."""
    found = []
    for row in json.loads(path.read_text(encoding="utf-8")):
        if not row["clients"] or "olderNameOf" in row:
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
        found.append(Property(key, _keyword(key, unit_ms), kind, unit_ms, told, row.get("default"), clients))
    return found


def _keyword(key: str, unit_ms: int) -> str:
    if key in _OTHER_NAMES:
        return _OTHER_NAMES[key]
    name = re.sub(r"^ons\.(client\.)?", "", key).replace("MiB", "Mib")
    if not name.isupper():
        name = re.sub(r"(?<!^)([A-Z])", r"_\1", name)
    name = name.lower()
    return _UNIT_SUFFIX.sub("", name) if unit_ms else name
