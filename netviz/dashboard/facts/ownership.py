"""Whose a container is, and what that means for what is done to its connections by hand."""

from __future__ import annotations

from netviz.engine.orders import parse_order
from netviz.engine.ownership import Note, notes
from netviz.topology import schema

from .world import World


def of_container(container: schema.Container, world: World) -> list[Note]:
    """What a connect to each of its networks would say, each note once. Networks of its own project say nothing new."""
    found: list[Note] = []
    for endpoint in world.by_container.get((container.engine, container.id), []):
        network = world.networks.get((container.engine, endpoint.network_id))
        if network is None or (container.project and network.project == container.project):
            continue
        spec = parse_order({"action": "connect", "container": container.id, "network": network.id})
        found += [note for note in notes(spec, container, network) if note not in found]
    return found
