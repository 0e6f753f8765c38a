"""What the items of `/containers/json` tell of containers that were inspected before. Pure."""

import re
from datetime import UTC, datetime
from typing import Any

from netviz.engine.reading import child, items, mapping, number, text

# How long the words of `Status` may stand for at the most, in seconds a unit (github.com/docker/go-units, HumanDuration).
_UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800, "month": 2592000, "year": 31536000}
_UP = re.compile(r"^Up (?:Less than a|About an?|(\d{1,6})) (second|minute|hour|day|week|month|year)s?\b")
_HEALTH = re.compile(r"\((healthy|unhealthy|health: starting)\)")
# Between the engine's start of a container and its words on it.
MARGIN_S = 2.0


def comparable(item: dict[str, Any]) -> dict[str, Any]:
    """An item without what changes by the clock alone."""
    status = child(item, "Status")
    health = _HEALTH.search(status) if isinstance(status, str) else None
    return {**{key: value for key, value in item.items() if key != "Status"}, "health": health[1] if health else ""}


def restarted_since(item: dict[str, Any], started_at: str | None, now_s: float) -> bool:
    """Whether a container started after `started_at` (RFC 3339), by `Status`; `now_s`: Unix seconds by the engine's clock.

    Nothing else in the list shows that a container in another's namespace, or Podman's, was restarted.
    """
    up = _UP.match(text(item, "Status") or "")
    started = _unix_s(started_at)
    if up is None or started is None:
        return False
    most_s = (int(up[1] or 1) + 1) * _UNITS[up[2]] + MARGIN_S
    return now_s - started > most_s


def _unix_s(moment: str | None) -> float | None:
    try:
        # Python reads six digits of a second at most; Go writes nine.
        found = datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", moment or ""))
    except ValueError:
        return None
    return found.replace(tzinfo=found.tzinfo or UTC).timestamp()


def as_inspected(item: dict[str, Any]) -> dict[str, Any]:
    """What the list knows of a container in the form of an inspect, for one that the engine can't inspect."""
    name = next((name for name in items(item, "Names") if isinstance(name, str)), "")
    return {
        "Id": child(item, "Id"),
        "Name": name,
        "Created": _created(item),
        "Image": child(item, "ImageID"),
        "State": {"Status": child(item, "State")},
        "Config": {"Image": child(item, "Image"), "Labels": child(item, "Labels")},
        "HostConfig": mapping(item, "HostConfig"),
        "NetworkSettings": mapping(item, "NetworkSettings"),
    }


def _created(item: dict[str, Any]) -> str | None:
    seconds = number(item, "Created")
    return datetime.fromtimestamp(seconds, UTC).isoformat() if seconds and 0 < seconds < 2**33 else None
