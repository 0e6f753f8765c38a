"""Carries orders out over the Engine API. Blocking; raises EngineError with the engine's own words."""

import contextlib
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from netviz.engine.abilities import refuse_ignored
from netviz.engine.attachment import UNTOUCHED, named_only, withdraw
from netviz.engine.client import EngineClient
from netviz.engine.errors import EngineError
from netviz.engine.orders import (
    Addresses,
    Connect,
    ContainerRemove,
    ContainerRun,
    Disconnect,
    NetworkCreate,
    NetworkPrune,
    NetworkRemove,
    Pause,
    PortSpec,
    Rename,
    Restart,
    Start,
    Stop,
    SubnetSpec,
    Unpause,
)
from netviz.engine.reading import items, text, texts

Result = dict[str, Any]
# A container's own grace period is not asked for: few have more than ten seconds.
GRACE_S = 60


def execute(client: EngineClient, spec: Any) -> Result:
    """What the engine made of the order: `{"id": ...}` for what is new, `removed` and `failed` for a prune, else {}."""
    refuse_ignored(spec, podman=client.podman, api=client.spoken_api)
    carry_out: Callable[[EngineClient, Any], Result] = _HANDLERS[type(spec)]
    return carry_out(client, spec)


def _connect(client: EngineClient, spec: Connect) -> Result:
    """When it fails nothing of it stays, unless the error's `left_behind` says so."""
    _refuse_gateway(client, spec, spec.network)
    body = {"Container": spec.container, "EndpointConfig": endpoint_config(spec)}
    try:
        client.post(f"/networks/{spec.network}/connect", body)
    except EngineError as error:
        if error.code in UNTOUCHED or withdraw(client, spec.container, spec.network):
            raise
        raise EngineError(error.code, error.detail, error.status, **error.params, left_behind=True) from error
    return {}


def _refuse_gateway(client: EngineClient, spec: Addresses, network: str | None) -> None:
    """Podman gives a container the network's gateway address, and cuts all others off from it. Raises EngineError."""
    wished = {spec.ipv4, spec.ipv6} - {None}
    if not (client.podman and wished and network):
        return
    subnets = items(client.get(f"/networks/{quote(network, safe='')}"), "IPAM", "Config")
    if taken := wished & {text(subnet, "Gateway") for subnet in subnets}:
        raise EngineError("address_in_use", f"{', '.join(map(str, taken))} is the network's gateway", 409)


def endpoint_config(spec: Connect | ContainerRun) -> dict[str, Any]:
    """The Engine API's EndpointSettings for the addresses, aliases and options wished for."""
    config: dict[str, Any] = {}
    addresses = {"IPv4Address": spec.ipv4, "IPv6Address": spec.ipv6}
    if any(addresses.values()):
        config["IPAMConfig"] = {key: value for key, value in addresses.items() if value}
    if spec.aliases:
        config["Aliases"] = list(spec.aliases)
    if isinstance(spec, Connect):
        optional = {"MacAddress": spec.mac, "DriverOpts": dict(spec.driver_opts), "GwPriority": spec.gw_priority}
        config |= {key: value for key, value in optional.items() if value}
    return config


def _disconnect(client: EngineClient, spec: Disconnect) -> Result:
    """Also from a network that the engine only names, since an earlier connect failed: by itself it would refuse that."""
    try:
        client.post(f"/networks/{spec.network}/disconnect", {"Container": spec.container, "Force": spec.force})
    except EngineError as error:
        left = error.code == "not_connected" and not client.podman and named_only(client, spec.container, spec.network)
        if not (left and withdraw(client, spec.container, spec.network)):
            raise
    return {}


def _network_create(client: EngineClient, spec: NetworkCreate) -> Result:
    body: dict[str, Any] = {
        "Name": spec.name,
        "CheckDuplicate": True,
        "Driver": spec.driver,
        "Internal": spec.internal,
        "Attachable": spec.attachable,
        "Ingress": spec.ingress,
        "EnableIPv6": spec.ipv6,
        "Options": dict(spec.options),
        "Labels": dict(spec.labels),
        "IPAM": {
            "Driver": spec.ipam_driver or "default",
            "Options": dict(spec.ipam_options),
            "Config": [_ipam_config(subnet) for subnet in spec.subnets],
        },
    }
    if spec.scope:
        body["Scope"] = spec.scope
    if spec.enable_ipv4 is not None:
        body["EnableIPv4"] = spec.enable_ipv4
    if spec.config_only:
        body["ConfigOnly"] = True
    if spec.config_from:
        # The engine takes no other configuration beside a borrowed one.
        body |= {"ConfigFrom": {"Network": spec.config_from}, "IPAM": None, "Options": None}
    answer = client.post("/networks/create", body)
    warning = text(answer, "Warning")
    return {"id": text(answer, "Id"), "warnings": [warning] if warning else []}


def _ipam_config(subnet: SubnetSpec) -> dict[str, Any]:
    config: dict[str, Any] = {"Subnet": subnet.subnet}
    optional = {"Gateway": subnet.gateway, "IPRange": subnet.ip_range, "AuxiliaryAddresses": dict(subnet.aux_addresses)}
    return config | {key: value for key, value in optional.items() if value}


def _network_remove(client: EngineClient, spec: NetworkRemove) -> Result:
    _remove_network(client, spec.network)
    return {}


def _remove_network(client: EngineClient, network: str) -> None:
    ref = network
    if client.podman:
        # By its id Podman removes a network from under running containers; by its name it says that it is in use.
        ref = quote(text(client.get(f"/networks/{network}"), "Name") or network, safe="")
    client.delete(f"/networks/{ref}")


def _network_prune(client: EngineClient, spec: NetworkPrune) -> Result:
    """Exactly the networks listed, one by one: the engine's own prune would take what came in between."""
    removed: list[str] = []
    failed: list[Result] = []
    for network in spec.networks:
        try:
            _remove_network(client, network)
            removed.append(network)
        except EngineError as error:
            if error.code in ("unreachable", "timeout"):
                raise
            failed.append({"id": network, "code": error.code, "detail": error.detail})
    return {"removed": removed, "failed": failed}


def _container_run(client: EngineClient, spec: ContainerRun) -> Result:
    _refuse_gateway(client, spec, spec.network)
    params = {"name": spec.name} if spec.name else {}
    answer = client.post("/containers/create", run_body(spec), **params)
    made = {"id": text(answer, "Id"), "warnings": list(texts(answer, "Warnings"))}
    try:
        client.post(f"/containers/{made['id']}/start")
    except EngineError as error:
        # The created container stays, as with the CLI: people look at why it did not start.
        raise EngineError(error.code, error.detail, error.status, **{**error.params, "result": made}) from error
    return made


def run_body(spec: ContainerRun) -> dict[str, Any]:
    """The Engine API's body of POST /containers/create."""
    host: dict[str, Any] = {"PortBindings": _bindings(spec.ports)}
    if spec.network:
        host["NetworkMode"] = spec.network
    if spec.restart_policy:
        host["RestartPolicy"] = {"Name": spec.restart_policy}
    body: dict[str, Any] = {
        "Image": spec.image,
        "Env": [f"{name}={value}" for name, value in spec.env.items()],
        "Labels": dict(spec.labels),
        "ExposedPorts": {f"{port.port}/{port.protocol}": {} for port in spec.ports},
        "HostConfig": host,
    }
    if spec.command:
        body["Cmd"] = list(spec.command)
    if spec.hostname:
        body["Hostname"] = spec.hostname
    if spec.network and (config := endpoint_config(spec)):
        body["NetworkingConfig"] = {"EndpointsConfig": {spec.network: config}}
    return body


def _bindings(ports: tuple[PortSpec, ...]) -> dict[str, list[dict[str, str]]]:
    bindings: dict[str, list[dict[str, str]]] = {}
    for port in ports:
        host = {"HostIp": port.host_ip or "", "HostPort": str(port.host_port or "")}
        bindings.setdefault(f"{port.port}/{port.protocol}", []).append(host)
    return bindings


def _start(client: EngineClient, spec: Start) -> Result:
    client.post(f"/containers/{spec.container}/start")
    return {}


def _stop(client: EngineClient, spec: Stop | Restart) -> Result:
    # A timeout of None is left out: the container's own grace period counts.
    patience_s = GRACE_S if spec.timeout is None else spec.timeout
    client.call(
        "POST", f"/containers/{spec.container}/{spec.action}", params={"t": spec.timeout}, patience_s=patience_s
    )
    return {}


def _pause(client: EngineClient, spec: Pause | Unpause) -> Result:
    client.post(f"/containers/{spec.container}/{spec.action}")
    return {}


def _rename(client: EngineClient, spec: Rename) -> Result:
    client.post(f"/containers/{spec.container}/rename", name=spec.name)
    return {}


def _container_remove(client: EngineClient, spec: ContainerRemove) -> Result:
    if spec.force and client.podman:
        # By force Docker kills it at once; Podman would wait ten seconds for it to end by itself.
        with contextlib.suppress(EngineError):
            client.post(f"/containers/{spec.container}/kill")
    client.delete(f"/containers/{spec.container}", force=str(spec.force).lower(), v=str(spec.volumes).lower())
    return {}


_HANDLERS: dict[type, Callable[[EngineClient, Any], Result]] = {
    Connect: _connect,
    Disconnect: _disconnect,
    NetworkCreate: _network_create,
    NetworkRemove: _network_remove,
    NetworkPrune: _network_prune,
    ContainerRun: _container_run,
    Start: _start,
    Stop: _stop,
    Restart: _stop,
    Pause: _pause,
    Unpause: _pause,
    ContainerRemove: _container_remove,
    Rename: _rename,
}
