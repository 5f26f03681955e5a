"""Times cross the border as milliseconds; programs may use datetime and timedelta instead."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Optional, Union

from onsclient.errors import InvalidError

Duration = Union[timedelta, int, float]
"""A length of time: a timedelta, or milliseconds."""

Time = Union[datetime, int]
"""A point in time: a datetime (a naive one is local time), or milliseconds since 1970 UTC."""

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_MILLISECOND = timedelta(milliseconds=1)


def duration_ms(duration: Duration) -> int:
    """Milliseconds of a duration, rounded.

    >>> duration_ms(timedelta(seconds=1.5)), duration_ms(250)
    (1500, 250)
    """
    if isinstance(duration, timedelta):
        return round(duration / _MILLISECOND)
    return round(duration)


def epoch_ms(time: Time) -> int:
    """Milliseconds since 1970 UTC.

    >>> epoch_ms(datetime(1970, 1, 1, 0, 0, 1, tzinfo=timezone.utc)), epoch_ms(1000)
    (1000, 1000)
    """
    if isinstance(time, datetime):
        return (time.astimezone(timezone.utc) - _EPOCH) // _MILLISECOND
    return int(time)


def time_of(ms: int) -> Optional[datetime]:
    """The time, in UTC; None for 0, which stands for none.

    >>> time_of(1000)
    datetime.datetime(1970, 1, 1, 0, 0, 1, tzinfo=datetime.timezone.utc)
    """
    return _EPOCH + ms * _MILLISECOND if ms else None


def in_unit(name: str, duration: Duration, unit_ms: int) -> int:
    """A duration in a unit, of which it must be a multiple: nothing is rounded away in silence."""
    ms = duration_ms(duration)
    if ms % unit_ms:
        unit = timedelta(milliseconds=unit_ms)
        raise InvalidError(f"{name} is {ms} ms; it must be a multiple of {unit}: give a timedelta, or milliseconds")
    return ms // unit_ms
