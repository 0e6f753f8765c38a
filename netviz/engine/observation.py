"""Observes an engine: what has not changed is neither asked for nor parsed again. Blocking."""

from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import Any

from netviz.engine.client import EngineClient
from netviz.engine.containers import attachments, health_in_status, mode_target, parse_container
from netviz.engine.endpoints import mark_default_route, parse_endpoint
from netviz.engine.errors import EngineError
from netviz.engine.networks import parse_network
from netviz.engine.reading import text
from netviz.topology.schema import Container, Endpoint, Key, Network, Observed

# Inspects at a time: more make neither side faster.
AT_A_TIME = 4


@dataclass(frozen=True)
class Sighting:
    """What was seen of one object and what belongs to it: `objects` as they are, `gone` for keys that are no more."""

    objects: tuple[Observed, ...] = ()
    gone: tuple[Key, ...] = ()


@dataclass
class Known:
    """A container as it was last inspected. `summary` is the list's item that it went with, None when an event made us look."""

    container: Container
    endpoints: tuple[Endpoint, ...]
    summary: Any = None


@dataclass
class Memory:
    """What was seen before, by id."""

    containers: dict[str, Known] = field(default_factory=dict)
    networks: dict[str, Network] = field(default_factory=dict)
    # The list's item that each network was parsed from.
    network_items: dict[str, Any] = field(default_factory=dict)
    # What the models hold of each container, or were given: by container, then by endpoint.
    endpoints: dict[str, dict[str, Endpoint]] = field(default_factory=dict)


class Observation:
    def __init__(self, engine: str, client: EngineClient) -> None:
        self._engine = engine
        self._client = client
        self._memory = Memory()
        self.podman = False

    def remember(self, objects: Iterable[Observed]) -> None:
        """What earlier runs knew: the addresses that stopped containers had."""
        for item in objects:
            if isinstance(item, Endpoint):
                self._memory.endpoints.setdefault(item.container_id, {})[item.id] = item

    def forget(self) -> None:
        """After a reconnect nothing that was inspected counts."""
        self._memory.containers.clear()
        self._memory.network_items.clear()

    def everything(self, pool: Executor) -> dict[Key, Observed]:
        """Networks, containers and endpoints: two list calls, and an inspect per container that the list shows changed."""
        listing = pool.submit(self._client.get, "/networks")
        summaries = {
            str(item["Id"]): _summary(item)
            for item in _list(self._client.get("/containers/json", all="1"))
            if text(item, "Id")
        }
        self._take_networks(_list(listing.result()))
        stale = [key for key, item in summaries.items() if self._changed(key, item)]
        self._inspect_all(stale, summaries, pool)
        for key in self._memory.containers.keys() - summaries.keys():
            del self._memory.containers[key]
        return self._state()

    def container(self, ref: str) -> Sighting:
        """One container and its endpoints, by inspect; all of them `gone` when the engine does not know it."""
        # Not what the last inspect showed: a pass may have inspected it since, and what it missed then is still in the models.
        had = {item.key for item in self._memory.endpoints.get(ref, {}).values()}
        try:
            raw = self._client.get(f"/containers/{ref}/json")
        except EngineError as error:
            if error.status != 404:
                raise
            self._memory.containers.pop(ref, None)
            self._drop(had)
            return Sighting(gone=(*sorted(had), ("container", ref)))
        new, found_networks = self._parse(raw)
        gone = had - {item.key for item in new.endpoints}
        self._drop(gone)
        self._memory.containers[new.container.id] = new
        return Sighting((*found_networks, new.container, *new.endpoints), tuple(sorted(gone)))

    def network(self, ref: str) -> Sighting:
        """One network, by inspect; `gone` when the engine does not know it."""
        network = self._fetch_network(ref)
        if network is None:
            self._memory.networks.pop(ref, None)
            self._memory.network_items.pop(ref, None)
            return Sighting(gone=(("network", ref),))
        return Sighting((network,))

    def _state(self) -> dict[Key, Observed]:
        state: dict[Key, Observed] = {item.key: item for item in list(self._memory.networks.values())}
        for known in list(self._memory.containers.values()):
            state[known.container.key] = known.container
            for endpoint in known.endpoints:
                state[endpoint.key] = endpoint
        return state

    def _take_networks(self, listed: Sequence[Any]) -> None:
        interfaces = self._podman_interfaces(listed)
        seen = set()
        for item in listed:
            key = text(item, "Id")
            if key is None:
                continue
            seen.add(key)
            if self.podman:
                # Podman's list holds the endpoints too: they are the containers' business.
                item = {name: value for name, value in item.items() if name != "Containers"}
            if self._memory.network_items.get(key) != item:
                self._memory.networks[key] = self._network(item, interfaces.get(key))
                self._memory.network_items[key] = item
        for key in self._memory.networks.keys() - seen:
            self._memory.networks.pop(key, None)
            self._memory.network_items.pop(key, None)

    def _podman_interfaces(self, listed: Sequence[Any]) -> dict[str, str]:
        """The bridges' and parents' names by network id, which Podman's Docker API leaves out."""
        if not self.podman or not any(
            self._memory.network_items.get(text(item, "Id") or "") is None for item in listed
        ):
            return {key: item.bridge or item.parent or "" for key, item in self._memory.networks.items()}
        return self._libpod_interfaces()

    def _libpod_interfaces(self) -> dict[str, str]:
        try:
            listed = _list(self._client.call("GET", "/libpod/networks/json"))
        except EngineError as error:
            if error.code in ("unreachable", "timeout"):
                raise
            return {}
        return {str(item.get("id")): text(item, "network_interface") or "" for item in listed}

    def _network(self, raw: dict[str, Any], interface: str | None) -> Network:
        return parse_network(raw, self._engine, interface=interface or None, podman=self.podman)

    def _fetch_network(self, ref: str) -> Network | None:
        try:
            raw = self._client.get(f"/networks/{ref}")
        except EngineError as error:
            if error.status != 404:
                raise
            return None
        interface = self._libpod_interfaces().get(text(raw, "Id") or "") if self.podman else None
        network = self._network(raw, interface)
        self._memory.networks[network.id] = network
        return network

    def _changed(self, key: str, summary: Any) -> bool:
        known = self._memory.containers.get(key)
        return known is None or known.summary != summary

    def _inspect_all(self, keys: Sequence[str], summaries: dict[str, Any], pool: Executor) -> None:
        def inspect(key: str) -> None:
            try:
                new, _ = self._parse(self._client.get(f"/containers/{key}/json"))
            except EngineError as error:
                # One container whose inspect hangs or fails is no reason to see nothing of the others.
                if error.code == "unreachable":
                    raise
                if error.status == 404:
                    # It went between the list and now.
                    self._memory.containers.pop(key, None)
                return
            new.summary = summaries[key]
            self._memory.containers[key] = new

        def inspect_each(mine: Sequence[str]) -> None:
            for key in mine:
                inspect(key)

        for done in [pool.submit(inspect_each, keys[start::AT_A_TIME]) for start in range(AT_A_TIME)]:
            done.result()

    def _parse(self, raw: dict[str, Any]) -> tuple[Known, list[Network]]:
        container = parse_container(raw, self._engine, self._owner(mode_target(raw)))
        endpoints, found = [], []
        for name, attachment in attachments(raw).items():
            network, fetched = self._network_of(text(attachment, "NetworkID"), name)
            if network and fetched:
                found.append(network)
            network_id = network.id if network else text(attachment, "NetworkID") or name
            endpoints.append(
                parse_endpoint(
                    attachment,
                    self._engine,
                    container.id,
                    network_id,
                    network.name if network else name,
                    missing=network is None,
                    before=self._memory.endpoints.get(container.id, {}).get(f"{container.id}:{network_id}"),
                )
            )
        internal = {item.id for item in list(self._memory.networks.values()) if item.internal}
        marked = tuple(mark_default_route(endpoints, internal))
        self._memory.endpoints.setdefault(container.id, {}).update({item.id: item for item in marked})
        return Known(container, marked), found

    def _network_of(self, network_id: str | None, name: str) -> tuple[Network | None, bool]:
        """The network behind an attachment, and whether it had to be asked for.

        The id is empty for a container that never started or was connected while it was stopped: then the name decides.
        """
        networks = self._memory.networks
        if network_id and network_id in networks:
            return networks[network_id], False
        named = [
            item
            for item in list(networks.values())
            if item.name == name or (self.podman and name == "podman" and item.default_bridge)
        ]
        # Podman 4.3 gives the name as the id.
        if named and (not network_id or network_id == name):
            return min(named, key=lambda item: item.created or ""), False
        found = self._fetch_network(network_id or name)
        return found, found is not None

    def _owner(self, ref: str | None) -> str | None:
        if ref is None or ref in self._memory.containers:
            return ref
        for known in list(self._memory.containers.values()):
            if known.container.name == ref:
                return known.container.id
        if len(ref) == 64:
            return ref
        try:
            return text(self._client.get(f"/containers/{ref}/json"), "Id") or ref
        except EngineError as error:
            if error.status != 404:
                raise
            return ref

    def _drop(self, keys: Iterable[Key]) -> None:
        for _, key in keys:
            container = key.partition(":")[0]
            kept = self._memory.endpoints.get(container, {})
            kept.pop(key, None)
            if not kept:
                self._memory.endpoints.pop(container, None)


def _summary(item: dict[str, Any]) -> dict[str, Any]:
    """A list's item without what changes by the clock alone."""
    health = health_in_status(item)
    return {**{key: value for key, value in item.items() if key != "Status"}, "health": health}


def _list(answer: Any) -> list[dict[str, Any]]:
    return [item for item in answer if isinstance(item, dict)] if isinstance(answer, list) else []
