"""From what a caller calls an object to the object, and lists of objects. Blocking: one trip to a database thread per call."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from netviz.api.errors import Wrong
from netviz.topology import models, snapshot
from netviz.topology.schema import Kind
from netviz.topology.snapshot import NotFound


def listed(kind: Kind, engine: str | None) -> list[dict[str, Any]]:
    """All objects of a kind, or one engine's. Raises NotFound for an engine that is not configured."""
    found = snapshot.objects(kind)
    if engine is None:
        return found
    if not models.Engine.objects.filter(name=engine).exists():
        raise NotFound("engine", engine)
    return [item for item in found if item["engine"] == engine]


def crossing(network: str, container: str, engine: str | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """A network, and a container of the same engine. Raises NotFound, Ambiguous."""
    found = snapshot.find("network", network, engine)
    return found, snapshot.find("container", container, found["engine"])


def networks(refs: tuple[str, ...], engine: str | None) -> list[dict[str, Any]]:
    """Several networks of one engine. Raises NotFound, Ambiguous, Wrong."""
    found = [snapshot.find("network", ref, engine) for ref in refs]
    if len({item["engine"] for item in found}) > 1:
        raise Wrong("several_engines", _("These networks are on several engines: one order goes to one engine."))
    return found


def engine_or_only(engine: str | None) -> str:
    """The engine that is to make something new: the one named, or the only one. Raises NotFound, Wrong."""
    names = list(models.Engine.objects.order_by("name").values_list("name", flat=True))
    if engine is None and len(names) != 1:
        raise Wrong("engine_needed", _("Say which engine, with ?engine=NAME."), engines=names)
    if engine is not None and engine not in names:
        raise NotFound("engine", engine)
    return engine or names[0]


def network_mode(asked: str | None, engine: str) -> str | None:
    """What an order to run a container names as its network: an id, or `container:<id>`. Raises NotFound, Ambiguous."""
    if asked is None:
        return None
    if asked.startswith("container:"):
        return "container:" + str(snapshot.find("container", asked.removeprefix("container:"), engine)["id"])
    return str(snapshot.find("network", asked, engine)["id"])
