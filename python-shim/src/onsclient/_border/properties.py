"""How a client is set up: ONS keys, keyword arguments, the environment. The client checks the values."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from onsclient._border.times import in_unit
from onsclient._settings import DEFAULTS, KEYWORDS, RIVALS
from onsclient.errors import InvalidError

ENVIRONMENT_PREFIX = "ONSCLIENT_"


def effective(properties: Mapping[str, Any] | None, settings: Mapping[str, Any]) -> dict[str, str]:
    """The ONS properties in force: keyword arguments win over the mapping, that over the environment.

    >>> effective({"GROUP_ID": "GID_a"}, {"endpoint": "127.0.0.1:8081", "send_msg_retry_times": 5})["GROUP_ID"]
    'GID_a'
    """
    found = {key: _text(key, value) for key, value in (properties or {}).items()}
    for keyword, value in settings.items():
        if keyword not in KEYWORDS:
            raise InvalidError(f"there is no setting {keyword!r}{_nearest(keyword)}; Settings lists all")
        if value is not None:
            key, text = _entry(keyword, value)
            found[key] = text
    return {**found, **_of_environment(os.environ, found)}


def number_of(properties: Mapping[str, str], keyword: str) -> int:
    """A number in force, in the unit of its ONS key; the client has checked it.

    >>> number_of({}, "consume_thread_nums"), number_of({"ConsumeThreadNums": "3"}, "consume_thread_nums")
    (20, 3)
    """
    key = KEYWORDS[keyword][0]
    return int(properties.get(key) or DEFAULTS[key])


def _of_environment(environment: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """ONSCLIENT_ENDPOINT, ONSCLIENT_GROUP_ID and so on, unless the program sets a key of that purpose."""
    found = {}
    for keyword, (own, unit_ms) in KEYWORDS.items():
        value = environment.get(ENVIRONMENT_PREFIX + keyword.upper())
        if value and not any(given.get(key) for key in (own, *RIVALS.get(own, ()))):
            key, text = _entry(keyword, _number(keyword, value) if unit_ms else value)
            found[key] = text
    return found


def _number(keyword: str, value: str) -> int:
    try:
        return int(value)
    except ValueError:
        variable = ENVIRONMENT_PREFIX + keyword.upper()
        raise InvalidError(f"the environment variable {variable} is {value!r}; it must be milliseconds") from None


def _entry(keyword: str, value: Any) -> tuple[str, str]:
    key, unit_ms = KEYWORDS[keyword]
    return key, str(in_unit(keyword, value, unit_ms)) if unit_ms else _text(keyword, value)


def _text(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, int)):
        return str(value)
    raise InvalidError(f"{name} is {value!r}; it must be a text, a number, a truth value or, if so named, a duration")


def _nearest(keyword: str) -> str:
    import difflib

    close = difflib.get_close_matches(keyword, KEYWORDS, 1)
    return f"; perhaps {close[0]!r} was meant" if close else ""
