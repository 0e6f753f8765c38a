"""A change of the journal as a line: what happened, as a code with parameters, and what else became different."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from netviz.topology import schema

from .happenings import Happening, happening
from .links import address
from .world import Ref

# Fields that name the object itself: never a difference worth a row.
IDENTITY = frozenset({"engine", "id"})
# What follows from something else, or means something to the engine alone: told last, and only to who asks.
MINOR = frozenset(
    {
        *("endpoint_id", "sandbox_key", "pid", "image_id", "engine_id", "swarm_node_id", "container_id", "network_id"),
        *("ipv4_prefix_len", "ipv6_prefix_len", "ipv4_gateway", "ipv6_gateway", "last_ipv4", "last_ipv6", "dns_names"),
        *("started_at", "finished_at", "since", "reason_code", "peer"),
    }
)
Data = Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class ChangeLine:
    change: schema.Change
    happening: Happening
    # What became different and the happening's own words do not tell: worth a look, and only to who asks.
    differences: tuple[Difference, ...]
    minor: tuple[Difference, ...]
    href: str | None

    @property
    def time(self) -> datetime:
        return datetime.fromisoformat(self.change.time)


def line(change: schema.Change, was: Data | None, names: Mapping[Ref, str], several: bool = False) -> ChangeLine:
    """`was` is the object's row before the change; `names` the names of the containers that exist now, by engine and id."""
    told = happening(change, was or {}, names)
    found = differences_between(was, change.data) if change.op == "update" else ()
    rest = [item for item in found if item.field not in told.fields]
    minor = [item for item in rest if item.field in MINOR or _own_alias(item, change)]
    major = tuple(item for item in rest if item not in minor)
    return ChangeLine(change, told, major, tuple(minor), _page(change, several))


def _own_alias(difference: Difference, change: schema.Change) -> bool:
    """The alias that an engine gives each container by itself, which comes and goes with its address: the short id."""
    if difference.field != "aliases":
        return False
    changed = {*(difference.before or ())} ^ {*(difference.after or ())}
    return changed == {change.id[:12]}


def differences_between(was: Data | None, now: Data | None) -> tuple[Difference, ...]:
    """The fields whose values differ, in the object's own order."""
    if was is None or now is None:
        return ()
    fields = [field for field in {**was, **now} if field not in IDENTITY]
    return tuple(
        Difference(field, was.get(field), now.get(field)) for field in fields if was.get(field) != now.get(field)
    )


def _page(change: schema.Change, several: bool) -> str | None:
    """The page of what the change is about, where it still exists as far as this change tells."""
    if change.kind == "endpoint":
        return address("container", change.engine, change.id.partition(":")[0], several)
    if change.kind in {"network", "container"} and change.op != "remove":
        return address(change.kind, change.engine, change.id, several)
    return None
