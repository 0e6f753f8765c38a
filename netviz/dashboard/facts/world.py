"""One snapshot, typed and indexed by what the pages join on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from netviz.topology import models, schema, snapshot

# Two engines can hold objects of one id (an overlay): an object is known by its engine's name and its id.
Ref = tuple[str, str]
T = TypeVar("T", bound=schema.Observed)


@dataclass(frozen=True)
class World:
    revision: int
    engines: Mapping[str, schema.Engine]
    networks: Mapping[Ref, schema.Network]
    containers: Mapping[Ref, schema.Container]
    endpoints: tuple[schema.Endpoint, ...]
    interfaces: Mapping[Ref, schema.Interface]

    @property
    def several(self) -> bool:
        """Whether objects must be shown and addressed with their engine."""
        return len(self.engines) > 1

    @cached_property
    def by_network(self) -> Mapping[Ref, list[schema.Endpoint]]:
        return _grouped((endpoint.engine, endpoint.network_id, endpoint) for endpoint in self.endpoints)

    @cached_property
    def bridges(self) -> Mapping[Ref, list[schema.Interface]]:
        """The host's own interfaces of each network: its bridge."""
        found: dict[Ref, list[schema.Interface]] = defaultdict(list)
        for item in self.interfaces.values():
            if item.namespace == "host" and item.type == "bridge" and item.network_id:
                found[item.engine, item.network_id].append(item)
        return found

    @cached_property
    def by_container(self) -> Mapping[Ref, list[schema.Endpoint]]:
        """A container's endpoints, the one that its default route takes first."""
        groups = _grouped((endpoint.engine, endpoint.container_id, endpoint) for endpoint in self.endpoints)
        for group in groups.values():
            group.sort(key=lambda endpoint: (not endpoint.default_route, endpoint.network_name, endpoint.network_id))
        return groups

    @cached_property
    def members(self) -> Mapping[Ref, list[schema.Container]]:
        """The containers that share each namespace owner's network namespace, by name."""
        groups: dict[Ref, list[schema.Container]] = defaultdict(list)
        for container in self.containers.values():
            if container.namespace_owner:
                groups[container.engine, container.namespace_owner].append(container)
        for group in groups.values():
            group.sort(key=lambda container: container.name)
        return groups

    def owner(self, container: schema.Container) -> schema.Container | None:
        """The container whose network namespace `container` has joined, where it is known."""
        if container.namespace_owner is None:
            return None
        return self.containers.get((container.engine, container.namespace_owner))


def of_snapshot(taken: schema.Snapshot) -> World:
    return World(
        revision=taken.revision,
        engines={item["name"]: schema.Engine.model_validate(item) for item in taken.engines},
        networks=_indexed(schema.Network.model_validate(item) for item in taken.networks),
        containers=_indexed(schema.Container.model_validate(item) for item in taken.containers),
        endpoints=tuple(schema.Endpoint.model_validate(item) for item in taken.endpoints),
        interfaces=_indexed(schema.Interface.model_validate(item) for item in taken.interfaces),
    )


def read() -> World:
    """The world as it is now, engines that nobody has reached yet included. Blocking."""
    now = of_snapshot(snapshot.read())
    rows = list(models.Engine.objects.order_by("pk").values_list("name", "url"))
    engines = {
        name: now.engines.get(name) or schema.Engine(engine=name, id=name, name=name, url=url) for name, url in rows
    }
    return replace(now, engines=engines)


def drift() -> dict[str, dict[str, int]]:
    """What full passes found because an engine sent no event, by cause, for each engine. Blocking."""
    return {name: found or {} for name, found in models.Engine.objects.values_list("name", "drift")}


def _indexed(items: Iterable[T]) -> dict[Ref, T]:
    return {(item.engine, item.id): item for item in items}


def _grouped(items: Iterable[tuple[str, str, schema.Endpoint]]) -> dict[Ref, list[schema.Endpoint]]:
    groups: dict[Ref, list[schema.Endpoint]] = defaultdict(list)
    for engine, object_id, endpoint in items:
        groups[engine, object_id].append(endpoint)
    return groups
