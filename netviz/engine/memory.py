"""What an observation remembers between its looks: what was inspected, and what the models hold of each container."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from netviz.topology.schema import Container, Endpoint, Key, Network, Observed

T = TypeVar("T")


class Reused(Generic[T]):
    """What was made of an answer, made anew only when the answer is another: most of the time, a list of thousands is the same bytes.

    Whoever gets it must not change it.
    """

    def __init__(self, make: Callable[[bytes], T]) -> None:
        self._make = make
        self._last: tuple[bytes, T] | None = None

    def of(self, content: bytes) -> T:
        if self._last is None or self._last[0] != content:
            self._last = content, self._make(content)
        return self._last[1]


@dataclass
class Known:
    """A container as it was last inspected. `asked` numbers the inspects; `summary` is the list's item that it went with, None
    when an event made us look. `contradicted_at` (monotonic seconds): when it showed no restart though the list's words meant one."""

    container: Container
    endpoints: tuple[Endpoint, ...]
    asked: int
    summary: Any = None
    contradicted_at: float | None = None


@dataclass
class Memory:
    """By id. Whoever uses it holds the observation's lock."""

    containers: dict[str, Known] = field(default_factory=dict)
    networks: dict[str, Network] = field(default_factory=dict)
    # The list's item that each network was parsed from.
    network_items: dict[str, Any] = field(default_factory=dict)
    # What the models hold of each container, or were given: by container, then by endpoint.
    endpoints: dict[str, dict[str, Endpoint]] = field(default_factory=dict)

    def state(self) -> dict[Key, Observed]:
        state: dict[Key, Observed] = {item.key: item for item in self.networks.values()}
        for known in self.containers.values():
            state[known.container.key] = known.container
            for endpoint in known.endpoints:
                state[endpoint.key] = endpoint
        return state

    def keep(self, new: Known) -> None:
        """Takes an inspect in, unless one that was asked for later is here already."""
        known = self.containers.get(new.container.id)
        if known is None or known.asked < new.asked:
            self.containers[new.container.id] = new
            self.keep_endpoints(new.endpoints)

    def keep_containers(self, ids: Collection[str]) -> None:
        for key in self.containers.keys() - ids:
            del self.containers[key]

    def drop_container(self, container_id: str) -> set[Key]:
        """The keys of the endpoints that go with it."""
        self.containers.pop(container_id, None)
        return {item.key for item in self.endpoints.pop(container_id, {}).values()}

    def drop_network(self, network_id: str) -> None:
        self.networks.pop(network_id, None)
        self.network_items.pop(network_id, None)

    def endpoint(self, container_id: str, network_id: str) -> Endpoint | None:
        return self.endpoints.get(container_id, {}).get(f"{container_id}:{network_id}")

    def endpoint_keys(self, container_id: str) -> set[Key]:
        return {item.key for item in self.endpoints.get(container_id, {}).values()}

    def keep_endpoints(self, endpoints: Iterable[Endpoint]) -> None:
        for item in endpoints:
            self.endpoints.setdefault(item.container_id, {})[item.id] = item

    def drop_endpoints(self, keys: Iterable[Key]) -> None:
        for _, key in keys:
            container_id = key.partition(":")[0]
            kept = self.endpoints.get(container_id, {})
            kept.pop(key, None)
            if not kept:
                self.endpoints.pop(container_id, None)
