"""What calls take and give, for checking and for the docs. Objects are the snapshot's own (topology/schema.py)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from netviz.engine.orders import Alias, Mac, Name, Options, PortSpec, SubnetSpec, Text
from netviz.topology import schema

# The largest number that a database's column holds.
MOST = 2**63 - 1

Ref = Annotated[
    str,
    StringConstraints(min_length=1, max_length=255, pattern=r"^[^\x00]*$"),
    Field(description="an id, a unique name, or a unique beginning of an id (12 characters at least)"),
]
EngineName = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[^\x00]*$")]
Revision = Annotated[int, Field(ge=0, le=MOST)]


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("out of range") from None


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]


class Body(BaseModel):
    """A call's body: a field that it does not know is an error, not nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ConnectBody(Body):
    container: Ref
    ipv4: str | None = None
    ipv6: str | None = None
    aliases: tuple[Alias, ...] = ()
    mac: Mac | None = None
    driver_opts: Options = {}
    gw_priority: int | None = None


class DisconnectBody(Body):
    container: Ref
    force: bool = False


class NetworkBody(Body):
    name: Name
    driver: str = "bridge"
    scope: Literal["local", "swarm", "global"] | None = None
    subnets: tuple[SubnetSpec, ...] = ()
    options: Options = {}
    labels: Options = {}
    internal: bool = False
    attachable: bool = False
    ingress: bool = False
    ipv6: bool = False
    enable_ipv4: bool | None = None
    ipam_driver: str | None = None
    ipam_options: Options = {}
    config_only: bool = False
    config_from: Name | None = None


class PruneBody(Body):
    networks: tuple[Ref, ...] = Field(
        min_length=1, max_length=1000, description="exactly these are removed, one by one"
    )


class RunBody(Body):
    image: str
    name: Name | None = None
    command: tuple[Text, ...] = ()
    network: str | None = Field(
        None, min_length=1, max_length=300, description="a network's id or name, host, none, or container:<id or name>"
    )
    ipv4: str | None = None
    ipv6: str | None = None
    aliases: tuple[Alias, ...] = ()
    ports: tuple[PortSpec, ...] = ()
    env: dict[str, Text] = {}
    labels: Options = {}
    hostname: str | None = None
    restart_policy: Literal["no", "always", "unless-stopped", "on-failure"] | None = None


class GraceBody(Body):
    timeout: int | None = Field(
        None, ge=0, le=3600, description="seconds before it is killed; absent: the engine's choice"
    )


class RenameBody(Body):
    name: Name


class EngineAddress(Body):
    """Where an engine is, and the TLS files for it: their paths on the machine where its agent runs."""

    url: str = Field(min_length=1, max_length=500, pattern=r"^[^\x00]*$")
    tls_ca: str | None = Field(None, max_length=500, pattern=r"^[^\x00]*$")
    tls_cert: str | None = Field(None, max_length=500, pattern=r"^[^\x00]*$")
    tls_key: str | None = Field(None, max_length=500, pattern=r"^[^\x00]*$")


class EngineBody(EngineAddress):
    name: str = Field(pattern=r"^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,63}$")


class EngineChange(EngineAddress):
    """What is absent stays; null takes a TLS file away."""

    url: str | None = Field(None, min_length=1, max_length=500, pattern=r"^[^\x00]*$")  # type: ignore[assignment]
    name: str | None = Field(None, description="an engine keeps its name: the journal knows it by that")
    enabled: bool | None = Field(None, description="false: its agent lets it go, and what was last seen stays")


class EngineIdentity(BaseModel):
    """Who answers at an address."""

    product: Literal["docker", "podman"]
    engine_id: str | None
    version: str | None
    api_version: str | None
    host_name: str | None
    operating_system: str | None
    kernel_version: str | None
    architecture: str | None
    firewall_backend: str | None
    swarm: str | None
    swarm_node_id: str | None
    clock_skew_s: float | None
    local: bool


class SnapshotOut(BaseModel):
    revision: int
    journal: str
    time: str
    engines: list[schema.Engine]
    networks: list[schema.Network]
    containers: list[schema.Container]
    endpoints: list[schema.Endpoint]
    interfaces: list[schema.Interface]


class Changes(BaseModel):
    revision: int
    changes: list[schema.Change]
    more: bool


class OrderError(BaseModel):
    code: str
    detail: str
    params: dict[str, Any]


class OrderOut(BaseModel):
    id: int
    action: str
    engine: str
    state: Literal["pending", "running", "done", "failed", "expired", "unknown"]
    command: str = Field(description="the equal docker command, secrets masked")
    by: str
    created: str
    finished: str | None
    revision: int | None = Field(description="the revision at which its effect is committed")
    args: dict[str, Any]
    result: dict[str, Any] | None
    error: OrderError | None
    notes: list[dict[str, Any]]
    undo: dict[str, Any] | None


class OrderAnswer(BaseModel):
    order: OrderOut


class Error(BaseModel):
    detail: str = Field(description="for people, in the caller's language")
    code: str = Field(description="for programs")


class OrderFailure(Error):
    order: OrderOut | None = None
