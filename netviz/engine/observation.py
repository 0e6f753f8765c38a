"""Observes an engine: what has not changed is neither asked for nor parsed again. Blocking; from several threads."""

import itertools
import logging
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

from netviz.engine.client import EngineClient, decode
from netviz.engine.containers import attachments, mode_target, parse_container
from netviz.engine.endpoints import configured_mac, mark_default_route, parse_endpoint
from netviz.engine.errors import EngineError
from netviz.engine.memory import Known, Memory, Reused
from netviz.engine.networks import PREDEFINED, comparable_network, parse_network
from netviz.engine.reading import text
from netviz.engine.summaries import as_inspected, comparable, restarted_since
from netviz.topology.schema import Container, Endpoint, Key, Network, Observed

log = logging.getLogger(__name__)

# Inspects at a time: more make neither side faster.
AT_A_TIME = 4
# Seconds for which the list's words on a container's start are not believed once an inspect has shown that they are not so.
CONTRADICTED_S = 300.0
# What Podman's own API is asked for; this version of it is in all of 4 and 5.
LIBPOD_NETWORKS = "/libpod/networks/json"


@dataclass(frozen=True)
class Sighting:
    """What was seen of one object and what belongs to it: `objects` as they are, `gone` for keys that are no more."""

    objects: tuple[Observed, ...] = ()
    gone: tuple[Key, ...] = ()


class Observation:
    def __init__(self, engine: str, client: EngineClient) -> None:
        self._engine = engine
        self._client = client
        self._memory = Memory()
        self._lock = threading.RLock()
        # Numbers the inspects in the order in which they were asked for: an older answer never replaces a newer one.
        self._asked = itertools.count()
        self._network_list = Reused(_with_ids)
        self._container_list = Reused(_summarized)
        self.podman = False
        # The engine's clock minus ours.
        self.clock_skew_s = 0.0

    def remember(self, objects: Iterable[Observed]) -> None:
        """What earlier runs knew: the addresses that stopped containers had."""
        with self._lock:
            self._memory.keep_endpoints(item for item in objects if isinstance(item, Endpoint))

    def forget(self) -> None:
        """After a reconnect nothing that was inspected counts."""
        with self._lock:
            self._memory.containers.clear()
            self._memory.network_items.clear()

    def everything(self, pool: Executor) -> dict[Key, Observed]:
        """Networks, containers and endpoints: two list calls, and an inspect per container that the list shows changed."""
        listing = pool.submit(self._client.get_bytes, "/networks")
        listed, summaries = self._container_list.of(self._client.get_bytes("/containers/json", all="1"))
        self._take_networks(self._network_list.of(listing.result()))
        now_s = time.time() + self.clock_skew_s
        stale = [key for key, item in listed.items() if self._changed(key, item, summaries[key], now_s)]
        self._inspect_all(stale, listed, summaries, pool)
        with self._lock:
            self._memory.keep_containers(summaries.keys())
            return self._memory.state()

    def container(self, ref: str) -> Sighting:
        """One container and its endpoints, by inspect; all of them `gone` when the engine does not know it."""
        asked = next(self._asked)
        try:
            raw = self._client.get(f"/containers/{ref}/json")
        except EngineError as error:
            if error.status != 404:
                raise
            with self._lock:
                return Sighting(gone=(*sorted(self._memory.drop_container(ref)), ("container", ref)))
        found: list[Network] = []
        new = self._parse(raw, asked, found)
        with self._lock:
            # Not what the last inspect showed: a pass may have inspected it since, and what it missed then is still in the models.
            gone = self._memory.endpoint_keys(new.container.id) - {item.key for item in new.endpoints}
            self._memory.keep(new)
            self._memory.drop_endpoints(gone)
        return Sighting((*found, new.container, *new.endpoints), tuple(sorted(gone)))

    def network(self, ref: str) -> Sighting:
        """One network, by inspect; `gone` when the engine does not know it."""
        network = self._fetch_network(ref)
        if network is None:
            with self._lock:
                self._memory.drop_network(ref)
            return Sighting(gone=(("network", ref),))
        return Sighting((network,))

    def _take_networks(self, listed: Sequence[dict[str, Any]]) -> None:
        items = {str(item["Id"]): comparable_network(item, podman=self.podman) for item in listed}
        changed = {key for key, item in items.items() if self._memory.network_items.get(key) != item}
        interfaces = self._libpod_interfaces() if changed else {}
        with self._lock:
            for key in changed:
                self._memory.networks[key] = self._network(items[key], interfaces)
                self._memory.network_items[key] = items[key]
            for key in self._memory.networks.keys() - items.keys():
                self._memory.drop_network(key)

    def _libpod_interfaces(self) -> dict[str, str]:
        """The bridges' and parents' names by network id, which Podman's Docker API leaves out; nothing on Docker."""
        if not self.podman:
            return {}
        try:
            listed = _list(self._client.libpod(LIBPOD_NETWORKS))
        except EngineError as error:
            if error.code in ("unreachable", "timeout"):
                raise
            log.warning("%s: Podman does not tell the names of its bridges: %s", self._engine, error.detail)
            return {}
        return {str(item.get("id")): text(item, "network_interface") or "" for item in listed}

    def _network(self, raw: dict[str, Any], interfaces: Mapping[str, str]) -> Network:
        interface = interfaces.get(text(raw, "Id") or "") or None
        return parse_network(raw, self._engine, interface=interface, podman=self.podman)

    def _fetch_network(self, ref: str) -> Network | None:
        try:
            raw = self._client.get(f"/networks/{ref}")
        except EngineError as error:
            if error.status != 404:
                raise
            return None
        network = self._network(raw if isinstance(raw, dict) else {}, self._libpod_interfaces())
        with self._lock:
            self._memory.networks[network.id] = network
        return network

    def _changed(self, key: str, item: dict[str, Any], summary: dict[str, Any], now_s: float) -> bool:
        known = self._memory.containers.get(key)
        if known is None or known.summary != summary:
            return True
        # An inspect that has contradicted these words before would do so again: some clock is wrong.
        trusted = known.contradicted_at is None or time.monotonic() - known.contradicted_at > CONTRADICTED_S
        return trusted and restarted_since(item, known.container.started_at, now_s)

    def _inspect_all(
        self, keys: Sequence[str], listed: Mapping[str, dict[str, Any]], summaries: Mapping[str, Any], pool: Executor
    ) -> None:
        asked: dict[str, int] = {}

        def paths() -> Iterator[tuple[str, str]]:
            for key in keys:
                asked[key] = next(self._asked)
                yield key, f"/containers/{key}/json"

        # Closed here: whoever keeps the error of a pass would keep its unread answers too, and they are in the way of the next.
        with closing(self._client.get_each(paths(), pool, AT_A_TIME)) as answers:
            for key, answer in answers:
                new = self._inspected(key, answer, listed[key], asked[key], summaries[key])
                with self._lock:
                    if new is None:
                        self._memory.containers.pop(key, None)
                    else:
                        self._memory.keep(new)

    def _inspected(
        self, key: str, answer: Any | EngineError, item: dict[str, Any], asked: int, summary: Any
    ) -> Known | None:
        """What a listed container's inspect says; None when it went between the list and now.

        One whose inspect hangs or fails is no reason to see nothing of the others.
        """
        try:
            if not isinstance(answer, EngineError):
                new = replace(self._parse(answer, asked), summary=summary)
                if restarted_since(item, new.container.started_at, time.time() + self.clock_skew_s):
                    new.contradicted_at = time.monotonic()
                return new
        except EngineError as error:
            answer = error
        if answer.code == "unreachable":
            raise answer
        if answer.status == 404:
            return None
        log.warning("%s: container %s can't be inspected: %s", self._engine, key[:12], answer.detail)
        return self._by_list(key, item, asked)

    def _by_list(self, key: str, item: dict[str, Any], asked: int) -> Known:
        """A container that the engine can't inspect: what the list says, with what was known of it before."""
        listed = parse_container(as_inspected(item), self._engine, None)
        known = self._memory.containers.get(key)
        if known is None:
            return Known(listed, (), asked)
        moved = {"name": listed.name, "state": listed.state}
        return Known(known.container.model_copy(update=moved), known.endpoints, asked)

    def _parse(self, raw: Any, asked: int, found: list[Network] | None = None) -> Known:
        """An inspect. Networks that had to be asked for are added to `found`."""
        raw = raw if isinstance(raw, dict) else {}
        container = parse_container(raw, self._engine, self._owner(mode_target(raw)))
        endpoints = [
            self._endpoint(container, raw, name, found if found is not None else [])
            for name in attachments(raw)
            if not (self.podman and name in ("host", "none"))  # Modes there, and no networks.
        ]
        with self._lock:
            marked = mark_default_route(endpoints, self._memory.networks, podman=self.podman)
        return Known(container, tuple(marked), asked)

    def _endpoint(self, container: Container, raw: dict[str, Any], name: str, found: list[Network]) -> Endpoint:
        attachment = attachments(raw)[name]
        network_id = text(attachment, "NetworkID")
        network = self._known_network(container, network_id, name)
        if network is None and (network := self._fetch_network(network_id or name)) is not None:
            found.append(network)
        object_id = network.id if network else self._gone_network(container.id, network_id, name)
        return parse_endpoint(
            attachment,
            self._engine,
            container.id,
            object_id,
            network.name if network else name,
            missing=network is None,
            before=self._memory.endpoint(container.id, object_id),
            configured_mac=configured_mac(raw, container.network_mode, network, attachment),
        )

    def _known_network(self, container: Container, network_id: str | None, name: str) -> Network | None:
        """The network behind an attachment, unless it has to be asked for.

        The id is empty for a container that never started or was connected while it was stopped (Podman 4.3 gives the name):
        then the name decides, and of several networks with that name the one that the container is known to be on. It decides
        too for Docker's own networks: each start of the engine makes the default bridge anew, and a stopped container names the
        id of the one before until it starts.
        """
        with self._lock:
            if network_id and network_id in self._memory.networks:
                return self._memory.networks[network_id]
            by_name = name in PREDEFINED and not self.podman
            if network_id and network_id != name and not by_name:
                return None
            default = self.podman and name == "podman"
            named = [
                item
                for item in self._memory.networks.values()
                if item.name == name or (default and item.default_bridge)
            ]
            known = self._memory.endpoint_keys(container.id)
            return min(
                named,
                key=lambda item: (
                    item.id != container.network_mode,
                    ("endpoint", f"{container.id}:{item.id}") not in known,
                    item.created or "",
                ),
                default=None,
            )

    def _gone_network(self, container_id: str, network_id: str | None, name: str) -> str:
        """The id of a network that is no more, which its engine may have forgotten as well; its name where nobody knows."""
        if network_id and network_id != name:
            return network_id
        with self._lock:
            before = self._memory.endpoints.get(container_id, {}).values()
            return next((item.network_id for item in before if item.network_name == name), name)

    def _owner(self, ref: str | None) -> str | None:
        """The full id behind the `container:<ref>` of a network mode."""
        if ref is None or len(ref) == 64:
            return ref
        with self._lock:
            for known in self._memory.containers.values():
                if ref in (known.container.id, known.container.name):
                    return known.container.id
        try:
            return text(self._client.get(f"/containers/{ref}/json"), "Id") or ref
        except EngineError as error:
            if error.status != 404:
                raise
            return ref


def _summarized(content: bytes) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
    """The items of a list of containers by id, and what is compared of each."""
    listed = {str(item["Id"]): item for item in _with_ids(content)}
    return listed, {key: comparable(item) for key, item in listed.items()}


def _with_ids(content: bytes) -> list[dict[str, Any]]:
    return [item for item in _list(decode(content)) if text(item, "Id") is not None]


def _list(answer: Any) -> list[dict[str, Any]]:
    return [item for item in answer if isinstance(item, dict)] if isinstance(answer, list) else []
