"""What an order's effect looks like in the models: pure functions of the order and the mirror."""

from collections.abc import Mapping

from netviz.engine.orders import (
    Connect,
    ContainerRemove,
    ContainerRun,
    Disconnect,
    NetworkCreate,
    NetworkPrune,
    NetworkRemove,
    OrderSpec,
    Pause,
    Rename,
    Start,
    Stop,
    Unpause,
)
from netviz.topology.schema import Container, Endpoint, Key, Network, Observed


def as_engines_take_it(spec: OrderSpec, mirror: Mapping[Key, Observed]) -> OrderSpec:
    """What to send: an engine knows its own host, none and bridge as modes, by name. By id, `host` is an empty namespace."""
    if not isinstance(spec, ContainerRun):
        return spec
    network = mirror.get(("network", spec.network or ""))
    if isinstance(network, Network) and network.predefined:
        return spec.model_copy(update={"network": network.name})
    return spec


def concerned(spec: OrderSpec) -> set[str]:
    """The ids that an event must be about to be this order's doing; empty for an order that makes a new object."""
    match spec:
        case Connect() | Disconnect():
            return {spec.container, spec.network}
        case NetworkRemove():
            return {spec.network}
        case NetworkCreate() | NetworkPrune() | ContainerRun():
            return set()
        case _:
            return {spec.container}


def holds(spec: OrderSpec, mirror: Mapping[Key, Observed]) -> bool:
    """Whether the order's effect is there, as far as the models can tell (a restart leaves none to see)."""
    match spec:
        case Connect():
            endpoint = mirror.get(("endpoint", f"{spec.container}:{spec.network}"))
            return (
                isinstance(endpoint, Endpoint)
                and not endpoint.missing
                and (endpoint.attached or _state(spec.container, mirror) != "running")
            )
        case Disconnect():
            return ("endpoint", f"{spec.container}:{spec.network}") not in mirror
        case NetworkCreate():
            return any(isinstance(item, Network) and item.name == spec.name for item in mirror.values())
        case NetworkRemove():
            return ("network", spec.network) not in mirror
        case NetworkPrune():
            return not any(("network", network) in mirror for network in spec.networks)
        case ContainerRemove():
            return ("container", spec.container) not in mirror
        case ContainerRun():
            return any(isinstance(item, Container) and item.name == spec.name for item in mirror.values())
        case Rename():
            container = mirror.get(("container", spec.container))
            return isinstance(container, Container) and container.name == spec.name
        case Start() | Unpause():
            return _state(spec.container, mirror) == "running"
        case Stop():
            return _state(spec.container, mirror) == "exited"
        case Pause():
            return _state(spec.container, mirror) == "paused"
        case _:
            return False


def _state(container_id: str, mirror: Mapping[Key, Observed]) -> str | None:
    container = mirror.get(("container", container_id))
    return container.state if isinstance(container, Container) else None
