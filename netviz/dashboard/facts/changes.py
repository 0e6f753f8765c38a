"""A change of the journal as a line: what happened, as a code with parameters, and each field before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from netviz.topology import schema

from .links import address
from .world import Ref

# Fields that name the object itself: never a difference worth a row.
IDENTITY = frozenset({"engine", "id"})
# Differences that the line's own words tell already.
SAID = {"container.state": ["state"], "container.rename": ["name"]}
Data = Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class ChangeLine:
    change: schema.Change
    # A code of words/changes.py and what it names.
    code: str
    params: Mapping[str, Any]
    differences: tuple[Difference, ...]
    href: str | None

    @property
    def time(self) -> datetime:
        return datetime.fromisoformat(self.change.time)


def line(change: schema.Change, was: Data | None, names: Mapping[Ref, str], several: bool = False) -> ChangeLine:
    """`was` is the object's row before the change; `names` the names of the containers that exist now, by engine and id."""
    code, params = _told(change, was or {}, names)
    differences = differences_between(was, change.data) if change.op == "update" else ()
    if [difference.field for difference in differences] == SAID.get(code):
        differences = ()
    return ChangeLine(change, code, params, differences, _page(change, was or {}, several))


def differences_between(was: Data | None, now: Data | None) -> tuple[Difference, ...]:
    """The fields whose values differ, in the object's own order."""
    if was is None or now is None:
        return ()
    fields = [field for field in {**was, **now} if field not in IDENTITY]
    return tuple(
        Difference(field, was.get(field), now.get(field)) for field in fields if was.get(field) != now.get(field)
    )


def _told(change: schema.Change, was: Data, names: Mapping[Ref, str]) -> tuple[str, dict[str, Any]]:
    data = change.data or was
    op = "first" if change.cause.type == "first" and change.op == "add" else change.op
    match change.kind:
        case "endpoint":
            return _endpoint(change, op, data, names)
        case "interface":
            return _interface(change, op, data, names)
        case "container" | "engine" if change.op == "update" and was.get("state") not in (None, data.get("state")):
            return f"{change.kind}.state", {
                "name": data.get("name"),
                "before": was["state"],
                "after": data.get("state"),
            }
        case "container" if change.op == "update" and was.get("name") not in (None, data.get("name")):
            return "container.rename", {"name": data.get("name"), "before": was["name"]}
        case _:
            return f"{change.kind}.{op}", {"name": data.get("name") or change.id[:12]}


def _interface(change: schema.Change, op: str, data: Data, names: Mapping[Ref, str]) -> tuple[str, dict[str, Any]]:
    namespace, _, ifindex = change.id.partition(":")
    params = {"name": data.get("name") or ifindex, "container": names.get((change.engine, namespace), namespace[:12])}
    return f"interface.{op}{'' if namespace == 'host' else '.inside'}", params


def _endpoint(change: schema.Change, op: str, data: Data, names: Mapping[Ref, str]) -> tuple[str, dict[str, Any]]:
    container_id, _, network_id = change.id.partition(":")
    params = {
        "container": names.get((change.engine, container_id), container_id[:12]),
        "network": data.get("network_name") or network_id[:12],
        "address": data.get("ipv4") or data.get("ipv6"),
    }
    with_address = op in {"add", "first"} and params["address"]
    return f"endpoint.{op}{'.address' if with_address else ''}", params


def _page(change: schema.Change, was: Data, several: bool) -> str | None:
    """The page of what the change is about, where it still exists as far as this change tells."""
    if change.kind == "endpoint":
        return address("container", change.engine, change.id.partition(":")[0], several)
    if change.kind in {"network", "container"} and change.op != "remove":
        return address(change.kind, change.engine, change.id, several)
    return None
