"""What can be asked of an engine: one frozen model per order, told apart by `action`.

Inside an order `container` and `network` are the engine's full ids; the faces resolve names before.
"""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Union

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, field_validator, model_validator

MASK = "***"
Id = Annotated[str, StringConstraints(min_length=1, max_length=128, pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:-]*$")]
# What Docker and Podman accept as a name of a container or a network.
Name = Annotated[str, StringConstraints(min_length=1, max_length=255, pattern=r"^[a-zA-Z0-9][a-zA-Z0-9_.-]*$")]
Alias = Annotated[str, StringConstraints(min_length=1, max_length=253, pattern=r"^[A-Za-z0-9_]([A-Za-z0-9_.-]*)$")]
Text = Annotated[str, StringConstraints(max_length=4096, pattern=r"^[^\x00]*$")]
Mac = Annotated[str, StringConstraints(pattern=r"^([0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}$")]
Options = dict[Annotated[str, StringConstraints(min_length=1, max_length=255)], Text]


class Spec(BaseModel):
    """Base of all orders. `target` is what must not have two open orders at one engine."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    action: str
    # The object that the target names, for the orders of one container or one network.
    subject: ClassVar[str] = ""

    @property
    def target(self) -> str:
        return f"{self.subject}:{getattr(self, self.subject)}"

    def masked(self) -> Any:
        """The same without secrets."""
        return self


def _address(value: str | None, version: int) -> str | None:
    if value is None:
        return None
    address = ipaddress.ip_address(value.strip())
    if address.version != version:
        raise ValueError(f"not an IPv{version} address")
    return str(address)


class Addresses(Spec):
    """What can be wished for at an attachment."""

    ipv4: str | None = None
    ipv6: str | None = None
    aliases: tuple[Alias, ...] = Field((), max_length=50)

    @field_validator("ipv4")
    @classmethod
    def _ipv4(cls, value: str | None) -> str | None:
        return _address(value, 4)

    @field_validator("ipv6")
    @classmethod
    def _ipv6(cls, value: str | None) -> str | None:
        return _address(value, 6)


class Connect(Addresses):
    action: Literal["connect"] = "connect"
    container: Id
    network: Id
    mac: Mac | None = None
    driver_opts: Options = {}
    gw_priority: int | None = Field(None, ge=-(2**31), le=2**31 - 1)

    @property
    def target(self) -> str:
        return f"crossing:{self.container}:{self.network}"


class Disconnect(Spec):
    action: Literal["disconnect"] = "disconnect"
    container: Id
    network: Id
    force: bool = False

    @property
    def target(self) -> str:
        return f"crossing:{self.container}:{self.network}"


class SubnetSpec(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    subnet: str
    gateway: str | None = None
    ip_range: str | None = None
    aux_addresses: dict[Annotated[str, StringConstraints(min_length=1, max_length=255)], str] = {}

    @model_validator(mode="after")
    def _inside(self) -> SubnetSpec:
        subnet = ipaddress.ip_network(self.subnet)
        for value in [self.gateway, *self.aux_addresses.values()]:
            if value is not None and ipaddress.ip_address(value) not in subnet:
                raise ValueError(f"{value} is not in {self.subnet}")
        if self.ip_range is not None:
            inner = ipaddress.ip_network(self.ip_range)
            if inner.version != subnet.version or not inner.subnet_of(subnet):  # type: ignore[arg-type]
                raise ValueError(f"{self.ip_range} is not in {self.subnet}")
        return self


class NetworkCreate(Spec):
    action: Literal["network_create"] = "network_create"
    name: Name
    driver: Annotated[str, StringConstraints(min_length=1, max_length=255)] = "bridge"
    scope: Literal["local", "swarm", "global"] | None = None
    subnets: tuple[SubnetSpec, ...] = Field((), max_length=20)
    options: Options = {}
    labels: Options = {}
    internal: bool = False
    attachable: bool = False
    ingress: bool = False
    ipv6: bool = False
    enable_ipv4: bool | None = None
    ipam_driver: Annotated[str, StringConstraints(min_length=1, max_length=255)] | None = None
    ipam_options: Options = {}
    config_only: bool = False
    config_from: Name | None = None

    @property
    def target(self) -> str:
        return f"network-name:{self.name}"


class NetworkRemove(Spec):
    subject: ClassVar[str] = "network"
    action: Literal["network_remove"] = "network_remove"
    network: Id


class NetworkPrune(Spec):
    """Removes exactly these networks, one by one."""

    action: Literal["network_prune"] = "network_prune"
    networks: tuple[Id, ...] = Field(min_length=1, max_length=1000)

    @property
    def target(self) -> str:
        return "prune"


class PortSpec(BaseModel):
    """A published port; without `host_port` the engine chooses one."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    port: int = Field(ge=1, le=65535)
    protocol: Literal["tcp", "udp", "sctp"] = "tcp"
    host_ip: str | None = None
    host_port: int | None = Field(None, ge=1, le=65535)

    @field_validator("host_ip")
    @classmethod
    def _host_ip(cls, value: str | None) -> str | None:
        return str(ipaddress.ip_address(value)) if value else None


class ContainerRun(Addresses):
    """Creates and starts a container. When the start fails the created one stays, and the error's `result` names it."""

    action: Literal["container_run"] = "container_run"
    image: Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^[^\s\x00-\x1f-][^\s\x00-\x1f]*$")]
    name: Name | None = None
    command: tuple[Text, ...] = Field((), max_length=200)
    network: Annotated[str, StringConstraints(min_length=1, max_length=255)] | None = None
    ports: tuple[PortSpec, ...] = Field((), max_length=200)
    env: dict[Annotated[str, StringConstraints(min_length=1, max_length=255, pattern=r"^[^=\x00]+$")], Text] = {}
    labels: Options = {}
    hostname: Annotated[str, StringConstraints(min_length=1, max_length=253, pattern=r"^[A-Za-z0-9._-]+$")] | None = (
        None
    )
    restart_policy: Literal["no", "always", "unless-stopped", "on-failure"] | None = None

    @model_validator(mode="after")
    def _of_a_network(self) -> ContainerRun:
        """No engine has addresses and names for a container without networks of its own; some ignore the wish."""
        joined = self.network is None or self.network.startswith("container:")
        if joined and (self.ipv4 or self.ipv6 or self.aliases):
            raise ValueError("addresses and aliases need a network")
        return self

    @property
    def target(self) -> str:
        # Without a name the engine makes one up: such runs never meet.
        return f"container-name:{self.name}" if self.name else f"run:{secrets.token_hex(8)}"

    def masked(self) -> ContainerRun:
        return self.model_copy(update={"env": dict.fromkeys(self.env, MASK)})


class Lifecycle(Spec):
    subject: ClassVar[str] = "container"
    container: Id


class Start(Lifecycle):
    action: Literal["start"] = "start"


class Stop(Lifecycle):
    action: Literal["stop"] = "stop"
    timeout: int | None = Field(
        None, ge=0, le=3600, description="seconds before it is killed; the engine's own choice when absent"
    )


class Restart(Lifecycle):
    action: Literal["restart"] = "restart"
    timeout: int | None = Field(
        None, ge=0, le=3600, description="seconds before it is killed; the engine's own choice when absent"
    )


class Pause(Lifecycle):
    action: Literal["pause"] = "pause"


class Unpause(Lifecycle):
    action: Literal["unpause"] = "unpause"


class ContainerRemove(Lifecycle):
    action: Literal["container_remove"] = "container_remove"
    force: bool = False
    volumes: bool = False


class Rename(Lifecycle):
    action: Literal["rename"] = "rename"
    name: Name


OrderSpec = Annotated[
    Union[  # noqa: UP007 - a discriminated union needs the old spelling inside Annotated on 3.11
        Connect,
        Disconnect,
        NetworkCreate,
        NetworkRemove,
        NetworkPrune,
        ContainerRun,
        Start,
        Stop,
        Restart,
        Pause,
        Unpause,
        ContainerRemove,
        Rename,
    ],
    Field(discriminator="action"),
]
_adapter: TypeAdapter[Any] = TypeAdapter(OrderSpec)


def parse_order(data: Mapping[str, Any]) -> Any:
    """The order that `data` describes. Raises pydantic.ValidationError."""
    return _adapter.validate_python(data)
