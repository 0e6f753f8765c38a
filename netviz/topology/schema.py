"""What netviz knows of one engine, object by object.

Fields are the Engine API's in snake_case where it has one. Absent is None. Every object is frozen and compares by value: reconcile's
diff is `==`. The rooms `engine` and `host` make these, `topology` keeps them, the faces show them; `data()` is the JSON that the
journal, the API and the websocket carry.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

Kind = Literal["engine", "network", "container", "endpoint", "interface"]
Op = Literal["add", "update", "remove"]
# Within one engine an object is known by its kind and id.
Key = tuple[Kind, str]


def now() -> str:
    """This moment as objects and changes carry it: RFC 3339, UTC."""
    return datetime.now(UTC).isoformat()


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Observed(Frozen):
    """An object of the topology. `engine` is the engine's name in netviz, `id` the engine's own full id (see each class)."""

    kind: ClassVar[Kind]
    engine: str
    id: str

    @property
    def key(self) -> Key:
        return self.kind, self.id

    def data(self) -> dict[str, Any]:
        """The object as plain JSON values."""
        return self.model_dump(mode="json")


class Ability(Frozen):
    """Something that netviz can or can't see on this engine; `code` says why not (the faces translate it), `detail` whose words they are."""

    available: bool
    code: str | None = None
    detail: str | None = None


class Engine(Observed):
    """An engine; its `id` is its name in netviz (an engine's own id can change at one URL, and is new at each call on Podman)."""

    kind: ClassVar[Kind] = "engine"
    name: str
    url: str
    state: Literal["connecting", "live", "unreachable", "disabled"] = "connecting"
    reason: str | None = Field(None, description="why it can't be reached, in the engine's or the system's own words")
    reason_code: str | None = None
    since: str | None = Field(None, description="since when the state holds, RFC 3339")
    engine_id: str | None = Field(
        None, description="what the engine says it is; None for Podman, whose id is new at each call"
    )
    product: Literal["docker", "podman"] | None = None
    version: str | None = None
    api_version: str | None = None
    host_name: str | None = None
    operating_system: str | None = None
    kernel_version: str | None = None
    architecture: str | None = None
    firewall_backend: str | None = None
    swarm: str | None = Field(None, description="Swarm.LocalNodeState: inactive, pending, active, error, locked")
    swarm_node_id: str | None = None
    clock_skew_s: float | None = Field(
        None, description="the engine's clock minus ours, rounded to whole seconds; None within 2 s"
    )
    host_interfaces: Ability = Ability(available=False, code="not_yet")
    namespaces: Ability = Ability(available=False, code="not_yet")


class Subnet(Frozen):
    subnet: str
    gateway: str | None = None
    ip_range: str | None = None
    aux_addresses: dict[str, str] = {}


class Network(Observed):
    kind: ClassVar[Kind] = "network"
    name: str
    driver: str
    scope: str = "local"
    created: str | None = None
    internal: bool = False
    attachable: bool = False
    ingress: bool = False
    config_only: bool = False
    config_from: str | None = Field(
        None, description="name of the config-only network whose configuration this one uses"
    )
    enable_ipv4: bool = True
    enable_ipv6: bool = False
    ipam_driver: str | None = None
    ipam_options: dict[str, str] = {}
    subnets: tuple[Subnet, ...] = ()
    options: dict[str, str] = {}
    labels: dict[str, str] = {}
    project: str | None = Field(None, description="the Compose project that made it")
    compose_network: str | None = Field(None, description="its name in the Compose file")
    predefined: bool = Field(
        False, description="the engine's own: bridge, host, none, Podman's default; can't be removed"
    )
    default_bridge: bool = Field(
        False, description="the network that a container gets when none is named; no embedded DNS on Docker"
    )
    bridge: str | None = Field(None, description="the bridge's interface name on the host, of a bridge network")
    parent: str | None = Field(None, description="the parent interface's name, of macvlan and ipvlan")
    vxlan_id: int | None = None
    peers: tuple[str, ...] = Field(
        (), description="addresses of the other hosts of an overlay, as the engine knows them"
    )


class Port(Frozen):
    """A port of a container. Exposed only: `host_port` None."""

    port: int
    protocol: str = "tcp"
    host_ip: str | None = None
    host_port: int | None = None


class Container(Observed):
    kind: ClassVar[Kind] = "container"
    name: str
    image: str = ""
    image_id: str | None = None
    command: str | None = None
    created: str | None = None
    started_at: str | None = None
    finished_at: str | None = None
    state: str = Field("created", description="created, running, paused, restarting, removing, exited, dead")
    exit_code: int | None = None
    health: str | None = Field(None, description="starting, healthy, unhealthy; None without a health check")
    pid: int | None = None
    sandbox_key: str | None = Field(None, description="the path of its network namespace on the engine's host")
    network_mode: str = "default"
    namespace_owner: str | None = Field(None, description="id of the container whose network namespace it has joined")
    hostname: str | None = None
    domainname: str | None = None
    dns: tuple[str, ...] = ()
    dns_search: tuple[str, ...] = ()
    dns_options: tuple[str, ...] = ()
    extra_hosts: tuple[str, ...] = ()
    ports: tuple[Port, ...] = Field(
        (), description="published: as bound now while it runs, as configured otherwise; and exposed ones"
    )
    env: tuple[str, ...] = Field((), description="NAME=***: names only, values are secrets")
    labels: dict[str, str] = {}
    project: str | None = None
    service: str | None = Field(None, description="the Compose service, or the Swarm service")
    number: int | None = Field(None, description="the Compose container number, or the Swarm task's slot")
    restart_policy: str | None = None
    privileged: bool = False
    auto_remove: bool = False
    cap_add: tuple[str, ...] = ()
    cap_drop: tuple[str, ...] = ()


class Endpoint(Observed):
    """A container's attachment to a network; its `id` is `<container id>:<network id>`.

    Addresses are null while the container is stopped; `configured_*` is what it asks for, `last_*` what it had.
    """

    kind: ClassVar[Kind] = "endpoint"
    container_id: str
    network_id: str
    network_name: str
    endpoint_id: str | None = None
    ipv4: str | None = None
    ipv4_prefix_len: int | None = None
    ipv4_gateway: str | None = None
    ipv6: str | None = None
    ipv6_prefix_len: int | None = None
    ipv6_gateway: str | None = None
    mac: str | None = None
    configured_ipv4: str | None = None
    configured_ipv6: str | None = None
    configured_mac: str | None = None
    last_ipv4: str | None = None
    last_ipv6: str | None = None
    aliases: tuple[str, ...] = ()
    dns_names: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    driver_opts: dict[str, str] = {}
    gw_priority: int | None = None
    default_route: bool = Field(False, description="the container's default route leaves through this endpoint")
    missing: bool = Field(False, description="the network is gone; a stopped container still names it")

    @property
    def attached(self) -> bool:
        """Whether the engine holds a live attachment. Docker 20.10 keeps naming a network after a connect that failed.

        (Podman gives no endpoint ids, the drivers host and null no addresses.)
        """
        return bool(self.endpoint_id or self.ipv4 or self.ipv6 or self.mac)


class Address(Frozen):
    address: str
    prefix_len: int
    scope: str = "global"


class Route(Frozen):
    destination: str = Field(description="CIDR, or default")
    gateway: str | None = None
    family: Literal[4, 6] = 4
    metric: int | None = None
    source: str | None = None


class Interface(Observed):
    """A kernel link. Its `id` is `host:<ifindex>` or `<id of the container that owns the namespace>:<ifindex>`."""

    kind: ClassVar[Kind] = "interface"
    namespace: str = Field(description='"host", or the id of the container that owns the namespace')
    ifindex: int
    name: str
    type: str = Field(
        description="the kernel's link kind: bridge, veth, macvlan, ipvlan, vxlan, vlan, ...; loopback, ethernet"
    )
    mac: str | None = None
    mtu: int | None = None
    state: str = Field("unknown", description="operational state: up, down, unknown, lowerlayerdown, ...")
    addresses: tuple[Address, ...] = ()
    routes: tuple[Route, ...] = Field((), description="routes of the main table that leave by this interface")
    master: str | None = Field(None, description="id of the interface that it is enslaved to (its bridge)")
    parent: str | None = Field(None, description="id of its lower interface (macvlan, vlan, vxlan)")
    peer: str | None = Field(None, description="id of a veth's other end")
    container_id: str | None = Field(None, description="the container that it serves, on either end of its veth pair")
    network_id: str | None = Field(
        None, description="the network that it carries: a bridge, a veth, an overlay's vxlan"
    )
    endpoint_id: str | None = Field(None, description="id of the endpoint (container:network) that it is")


KINDS: dict[Kind, type[Observed]] = {cls.kind: cls for cls in (Engine, Network, Container, Endpoint, Interface)}


class Cause(Frozen):
    """What made a change: codes with parameters, never sentences.

    `event`: the engine's event (`action`); `order`: an order of netviz (`order`, `by`); `netlink`: the kernel told;
    `pass`: a full pass found it (drift); `first`: the first observation; `engine`: the engine's own state.
    """

    type: Literal["event", "order", "netlink", "pass", "first", "engine"]
    action: str | None = None
    order: int | None = None
    by: str | None = None


class Change(Frozen):
    """One row of the journal."""

    revision: int
    time: str
    engine: str
    op: Op
    kind: Kind
    id: str
    cause: Cause
    data: dict[str, Any] | None = Field(description="the whole new object; null for a removal")
    count: int = Field(1, description="how many changes of a flapping object this row stands for")


class Snapshot(Frozen):
    revision: int
    journal: str
    time: str
    engines: list[dict[str, Any]]
    networks: list[dict[str, Any]]
    containers: list[dict[str, Any]]
    endpoints: list[dict[str, Any]]
    interfaces: list[dict[str, Any]]
