"""A period as a person types it or an address holds it: a day, a minute or a second names all of itself. Pure.

Without an offset it is the reader's own time; `text` gives one with its offset, which means the same to everybody.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta, tzinfo
from typing import NamedTuple

# YYYY-MM-DD, with HH:MM, with :SS and fractions, with Z or an offset: what a browser's field gives, and ISO 8601 as people write it.
_SHAPE = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)(?:[T ](?P<minute>\d\d:\d\d)(?P<second>:\d\d(?:\.\d{1,6})?)?(?P<zone>Z|[+-]\d\d:?\d\d)?)?",
    re.ASCII,
)


class NoTime(ValueError):
    """The text names no time."""


class Named(NamedTuple):
    """What a text names: its first moment, the last minute or second of it, and the first moment after it."""

    start: datetime
    last: datetime
    end: datetime


def read(text: str, zone: tzinfo) -> Named:
    """Raises NoTime. A day is as long as the clocks of `zone` make it."""
    found = _SHAPE.fullmatch(text.strip())
    try:
        given = datetime.fromisoformat(text.strip()) if found else None
    except ValueError:
        given = None
    # Of years beyond these no time zone can be worked out.
    if found is None or given is None or not 1970 <= given.year < 9000:
        raise NoTime(text)
    there = given.tzinfo or zone
    clock = given.replace(tzinfo=None)
    length = timedelta(seconds=1) if found["second"] else timedelta(minutes=1) if found["minute"] else timedelta(days=1)
    last = clock if found["minute"] else clock + length - timedelta(minutes=1)
    # In the zone after the sum: a day in which the clocks change is not 24 hours long.
    start, last, end = (moment.replace(tzinfo=there).astimezone(zone) for moment in (clock, last, clock + length))
    return Named(start, last, end)


def text(moment: datetime) -> str:
    """As an address holds it: with its offset, to the minute where that is exact."""
    return moment.isoformat(timespec="seconds" if moment.second else "minutes")


def field(moment: datetime) -> str:
    """As the browser's own field for times takes it: the clock's time where the reader is."""
    return moment.replace(tzinfo=None).isoformat(timespec="seconds" if moment.second else "minutes")
