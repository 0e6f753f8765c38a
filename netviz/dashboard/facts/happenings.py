"""What a change means: that a container started, that an address moved. Codes of words/changes.py with what they name. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from netviz.topology import schema

from .world import Ref

Data = Mapping[str, Any]
Names = Mapping[Ref, str]


@dataclass(frozen=True)
class Happening:
    code: str
    params: Mapping[str, Any]
    # The fields whose difference these words tell already.
    fields: frozenset[str] = field(default_factory=frozenset)


def happening(change: schema.Change, was: Data, names: Names) -> Happening:
    """`was`: the object's row before; empty where there was none, or nobody knows."""
    data = change.data or was
    params = _params(change, data, names)
    if change.op == "update" and was:
        found = next(_UPDATES[change.kind](was, data), None)
        if found is not None:
            return Happening(_placed(found.code, change), {**params, **found.params}, found.fields)
    op = "first" if change.cause.type == "first" and change.op == "add" else change.op
    address = ".address" if change.kind == "endpoint" and op in {"add", "first"} and params["address"] else ""
    return Happening(_placed(f"{change.kind}.{op}{address}", change), params)


def _placed(code: str, change: schema.Change) -> str:
    """An interface is the host's or one inside a container, and told so."""
    return f"{code}.inside" if change.kind == "interface" and not change.id.startswith("host:") else code


def _params(change: schema.Change, data: Data, names: Names) -> dict[str, Any]:
    owner, _, other = change.id.partition(":")
    named = names.get((change.engine, owner), owner[:12])
    match change.kind:
        case "endpoint":
            network = data.get("network_name") or other[:12]
            return {"container": named, "network": network, "address": ", ".join(_addresses(data))}
        case "interface":
            return {"name": data.get("name") or other, "container": named}
        case _:
            return {"name": data.get("name") or change.id[:12]}


def _told(code: str, *fields: str, **params: Any) -> Happening:
    return Happening(code, params, frozenset(fields))


def _container(was: Data, now: Data) -> Iterator[Happening]:
    before, after = was.get("state"), now.get("state")
    if before != after and before is not None:
        yield _state(str(before), str(after), now)
    if after == "running" and was.get("started_at") and was.get("started_at") != now.get("started_at"):
        yield _told("container.restarted")
    if was.get("name") != now.get("name"):
        yield _told("container.rename", "name", before=was.get("name"))
    if was.get("health") != now.get("health") and now.get("health"):
        yield _told(f"container.health.{now['health']}", "health")


STOPPED = frozenset({"exited", "dead"})


def _state(before: str, after: str, now: Data) -> Happening:
    if after == "running":
        code = "container.resumed" if before == "paused" else "container.started"
        return _told(code, "state", "exit_code")
    if after in STOPPED and now.get("exit_code") is not None:
        return _told("container.stopped.code", "state", "exit_code", exit_code=now["exit_code"])
    if after in {"exited", "paused", "restarting", "removing"}:
        return _told(f"container.{'stopped' if after == 'exited' else after}", "state", "exit_code")
    return _told("container.state", "state", before=before, after=after)


# What comes and goes with an address.
ADDRESSING = ("ipv4", "ipv6", "mac", "default_route")


def _addresses(data: Data) -> list[str]:
    return [data[family] for family in ("ipv4", "ipv6") if data.get(family)]


def _endpoint(was: Data, now: Data) -> Iterator[Happening]:
    if now.get("missing") and not was.get("missing"):
        yield _told("endpoint.missing", "missing")
    before, after = _addresses(was), _addresses(now)
    if before != after:
        change = "moved" if before and after else "gained" if after else "lost"
        yield _told(f"endpoint.address.{change}", *ADDRESSING, before=", ".join(before), after=", ".join(after))
    if bool(was.get("default_route")) != bool(now.get("default_route")):
        yield _told(f"endpoint.route.{'gained' if now.get('default_route') else 'lost'}", "default_route")


UP_DOWN = frozenset({"up", "down", "lowerlayerdown"})


def _interface(was: Data, now: Data) -> Iterator[Happening]:
    before, after = was.get("state"), now.get("state")
    if before != after and after in UP_DOWN:
        yield _told(f"interface.{'up' if after == 'up' else 'down'}", "state")
    if was.get("name") != now.get("name"):
        yield _told("interface.rename", "name", before=was.get("name"))


def _engine(was: Data, now: Data) -> Iterator[Happening]:
    before, after = was.get("state"), now.get("state")
    if after == "unreachable" and now.get("reason") and was.get("reason") != now["reason"]:
        code = "engine.unreachable.still" if before == after else "engine.unreachable.reason"
        yield _told(code, "state", "reason", reason=now["reason"])
    elif before != after and after in {"live", "unreachable", "connecting", "disabled"}:
        yield _told(f"engine.{after}", "state", "reason")
    elif seen := [field for field in ABILITIES if was.get(field) != now.get(field)]:
        yield _told(
            "engine.looked" if _not_yet(was, seen) else "engine.abilities", *(seen if _not_yet(was, seen) else ())
        )


# What an engine's row says of what can be seen of its host.
ABILITIES = ("host_interfaces", "namespaces")


def _not_yet(was: Data, fields: list[str]) -> bool:
    """Whether netviz had not looked there before: nothing of that changed at the host."""
    return all((was.get(field) or {}).get("code") == "not_yet" for field in fields)


def _network(_was: Data, _now: Data) -> Iterator[Happening]:
    """What changes of a network is told field by field."""
    return iter(())


_UPDATES = {
    "container": _container,
    "endpoint": _endpoint,
    "interface": _interface,
    "engine": _engine,
    "network": _network,
}
