"""What happened in a stretch of the journal, and what differs between two moments, as lines. Blocking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from netviz.dashboard.facts import changes, stream
from netviz.dashboard.facts.changes import ChangeLine
from netviz.topology import models, past
from netviz.topology.past import Step

# Read of the journal for one answer, and shown of a tick.
MOST = 1000
SHOWN = 8


@dataclass(frozen=True)
class Lines:
    """`main` is what people did and engines told; `links` the kernel's interfaces, which come and go with it. `more` are not shown; `seen`
    were there when netviz first looked, so that nothing made them."""

    main: list[ChangeLine]
    links: list[ChangeLine]
    more: int = 0
    seen: int = 0


def happened(first: int, last: int) -> Lines:
    """The changes from revision `first` to `last`, the last ones first: a few. Raises journal.TooOld."""
    steps = past.steps_before(last, min(MOST, max(0, last - first + 1)))
    lines = _lines(step for step in steps if step.change.revision >= first)
    shown = (lines.main or lines.links)[:SHOWN]
    return Lines(shown, [], last - first + 1 - len(shown))


def differs(start: int, end: int) -> Lines:
    """What differs at revision `end` from `start`, the newest first; not what netviz only saw for the first time. Raises journal.TooOld."""
    found = past.differences(start, end, MOST + 1, seen=False)
    lines = _lines(found[:MOST])
    return Lines(lines.main, lines.links, max(0, len(found) - MOST), past.first_seen(start, end))


def _lines(found: Iterable[Step]) -> Lines:
    steps = list(found)
    names = stream.container_names(step.change for step in steps)
    several = models.Engine.objects.count() > 1
    told = [changes.line(step.change, step.was, names, several) for step in steps]
    return Lines(
        [line for line in told if line.change.kind != "interface"],
        [line for line in told if line.change.kind == "interface"],
    )
