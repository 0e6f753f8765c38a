"""Which order takes another one back: offered only where that restores everything."""

from netviz.agent.preflight import Standing
from netviz.engine.abilities import API_OF_25, api_version
from netviz.engine.orders import Connect, Disconnect, OrderSpec, Pause, Rename, Unpause
from netviz.topology import schema


def undo_of(spec: OrderSpec, standing: Standing) -> OrderSpec | None:
    """The order that leaves all as it was before `spec`, or None where none does.

    A stopped container started again has lost its processes, a removed network comes back with another id: no undo there.
    """
    match spec:
        case Connect():
            return Disconnect(container=spec.container, network=spec.network)
        case Disconnect():
            return _reconnect(spec, standing)
        case Pause():
            return Unpause(container=spec.container)
        case Unpause():
            return Pause(container=spec.container)
        case Rename() if standing.container is not None:
            return Rename(container=spec.container, name=standing.container.name)
        case _:
            return None


def _reconnect(spec: Disconnect, standing: Standing) -> Connect | None:
    endpoint, network = standing.endpoint, standing.network
    if endpoint is None or network is None or endpoint.missing or not _restorable(endpoint, standing):
        return None
    return Connect(
        container=spec.container,
        network=spec.network,
        ipv4=endpoint.configured_ipv4,
        ipv6=endpoint.configured_ipv6,
        aliases=_own_aliases(endpoint, standing),
        driver_opts=endpoint.driver_opts,
        gw_priority=endpoint.gw_priority or None,
    )


def _restorable(endpoint: schema.Endpoint, standing: Standing) -> bool:
    """An address that the engine chose may go to another in between; links can't be given to a connect by all engines.

    A MAC address of its own Docker gives a container again by itself, up to 24; later ones forget it at the disconnect.
    """
    chosen_by_engine = (endpoint.ipv4 and not endpoint.configured_ipv4) or (
        endpoint.ipv6 and not endpoint.configured_ipv6 and standing.network is not None and standing.network.enable_ipv6
    )
    forgotten = bool(endpoint.configured_mac) and api_version(standing.engine.api_version) >= API_OF_25
    return not chosen_by_engine and not forgotten and not endpoint.links


def _own_aliases(endpoint: schema.Endpoint, standing: Standing) -> tuple[str, ...]:
    """Without those that the engine adds by itself: the short id, and the container's name."""
    own = {endpoint.container_id[:12], standing.container.name if standing.container else ""}
    return tuple(alias for alias in endpoint.aliases if alias not in own)
