"""Whether what is kept is still the present: for each engine, whether its agent writes. Reads only, so it works on a full disk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from netviz.topology import db
from netviz.topology.lease import LEASE_S
from netviz.topology.models import Engine


@dataclass(frozen=True)
class Unwatched:
    """An engine that nobody writes for, though it is switched on. `since`: when its agent was last known to; None: unknown."""

    engine: str
    since: datetime | None
    # What the database said to this process since then, verbatim; empty where it refused nothing here.
    refusal: str


def unwatched(now: datetime) -> list[Unwatched]:
    """By name. An engine whose agent has not tried yet has nothing that could be old. Blocking."""
    rows = Engine.objects.filter(enabled=True).exclude(data={}).order_by("name")
    return [_unwatched(row) for row in rows if row.lease_until is None or row.lease_until < now]


def _unwatched(row: Engine) -> Unwatched:
    since = row.lease_until - timedelta(seconds=LEASE_S) if row.lease_until else None
    last = db.last_refusal()
    counts = last is not None and (since is None or datetime.fromtimestamp(last.at, UTC) >= since)
    return Unwatched(row.name, since, last.detail if last and counts else "")
