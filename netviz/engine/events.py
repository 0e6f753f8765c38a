"""The engine's events, Docker's and Podman's in one form."""

import json
from dataclasses import dataclass
from typing import Any

from netviz.engine.reading import mapping, text

# Without exec_*: a health check would be two events each time, and the engine keeps 256 events and drops slow listeners.
CONTAINER_ACTIONS = (
    "create", "start", "restart", "stop", "die", "died", "kill", "oom", "pause", "unpause", "rename", "update",
    "destroy", "remove", "health_status", "cleanup", "init",
)  # fmt: skip
NETWORK_ACTIONS = ("create", "connect", "disconnect", "destroy", "remove", "update")
FILTERS = json.dumps({"type": ["container", "network"], "event": sorted({*CONTAINER_ACTIONS, *NETWORK_ACTIONS})})


@dataclass(frozen=True)
class EngineEvent:
    """What happened to which object. `network` is an id on Docker and a name on Podman; None where the engine does not say."""

    type: str
    action: str
    time_ns: int
    container_id: str | None = None
    network_id: str | None = None
    network_name: str | None = None


def parse_event(raw: dict[str, Any], *, podman: bool = False) -> EngineEvent | None:
    """An event of `/events`; None for one that concerns no container and no network."""
    attributes = mapping(raw, "Actor", "Attributes")
    kind, action = text(raw, "Type") or "", text(raw, "Action") or text(raw, "status") or ""
    object_id = text(raw, "Actor", "ID") or text(raw, "id")
    time_ns = _time_ns(raw)
    action = action.partition(":")[0].strip()
    if kind == "container" and object_id and not action.startswith("exec_"):
        return EngineEvent(kind, action, time_ns, container_id=object_id)
    if kind != "network" or not object_id:
        return None
    if podman and action in ("connect", "disconnect"):
        # Podman names the container as the actor, and the network by its name.
        return EngineEvent(kind, action, time_ns, container_id=object_id, network_name=text(attributes, "network"))
    return EngineEvent(
        kind,
        action,
        time_ns,
        container_id=text(attributes, "container") if action in ("connect", "disconnect") else None,
        network_id=object_id,
        network_name=text(attributes, "name"),
    )


def _time_ns(raw: dict[str, Any]) -> int:
    try:
        return int(raw.get("timeNano") or 0) or int(float(raw.get("time") or 0) * 1_000_000_000)
    except (TypeError, ValueError, OverflowError):
        return 0
