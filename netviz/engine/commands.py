"""The equal of an order as a `docker ...` command, quoted for a shell, secrets masked."""

import shlex
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from netviz.engine.orders import (
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
    Unpause,
)

Names = Mapping[str, str]


def command(spec: Any, names: Names, *, podman: bool = False, named_only: bool = False) -> str:
    """The command that does the same, of the engine's own CLI. `names`: ids to the names that people know; an id without one stays.

    `named_only`: the engine only names the network in the container (attachment.py), and disconnects it once it is connected.
    """
    if named_only and isinstance(spec, Disconnect):
        plain = Connect(container=spec.container, network=spec.network)
        return f"{command(plain, names, podman=podman)} && {command(spec, names, podman=podman)}"
    words: Callable[[Any, Names], list[str]] = _WORDS[type(spec)]
    return shlex.join(["podman" if podman else "docker", *words(spec.masked(), names)])


def _name(ref: str, names: Names) -> str:
    return names.get(ref, ref)


def _each(option: str, values: Iterable[str]) -> list[str]:
    return [word for value in values for word in (option, value)]


def _options(option: str, values: Mapping[str, str]) -> list[str]:
    return _each(option, (f"{key}={value}" if value else key for key, value in values.items()))


def _given(**values: object) -> list[str]:
    """`--name value` for what is given; `ip6="..."` becomes `--ip6 ...`."""
    return [
        word
        for name, value in values.items()
        if value is not None
        for word in (f"--{name.replace('_', '-')}", str(value))
    ]


def _connect(spec: Connect, names: Names) -> list[str]:
    options = [
        *_given(ip=spec.ipv4, ip6=spec.ipv6),
        *_each("--alias", spec.aliases),
        # Podman's only: Docker takes none at connect, and as a driver option it fails (20.10, 26) or counts for nothing (28).
        *_given(mac_address=spec.mac),
        *_options("--driver-opt", spec.driver_opts),
        *_given(gw_priority=spec.gw_priority),
    ]
    return ["network", "connect", *options, _name(spec.network, names), _name(spec.container, names)]


def _disconnect(spec: Disconnect, names: Names) -> list[str]:
    force = ["--force"] if spec.force else []
    return ["network", "disconnect", *force, _name(spec.network, names), _name(spec.container, names)]


def _network_create(spec: NetworkCreate, _names: Names) -> list[str]:
    words = ["network", "create", "--driver", spec.driver]
    for subnet in spec.subnets:
        words += _given(subnet=subnet.subnet, gateway=subnet.gateway, ip_range=subnet.ip_range)
        words += _options("--aux-address", subnet.aux_addresses)
    flags = {
        "--internal": spec.internal,
        "--attachable": spec.attachable,
        "--ingress": spec.ingress,
        "--ipv6": spec.ipv6,
        "--config-only": spec.config_only,
        "--ipv4=false": spec.enable_ipv4 is False,
    }
    words += [flag for flag, given in flags.items() if given]
    words += _given(scope=spec.scope, ipam_driver=spec.ipam_driver, config_from=spec.config_from)
    words += _options("--ipam-opt", spec.ipam_options)
    words += _options("--opt", spec.options)
    words += _options("--label", spec.labels)
    return [*words, spec.name]


def _network_remove(spec: NetworkRemove, names: Names) -> list[str]:
    return ["network", "rm", _name(spec.network, names)]


def _network_prune(spec: NetworkPrune, names: Names) -> list[str]:
    """Not `docker network prune`, which takes what is unused at that moment: exactly the listed ones."""
    return ["network", "rm", *(_name(network, names) for network in spec.networks)]


def _container_run(spec: ContainerRun, names: Names) -> list[str]:
    words = ["run", "-d", *_given(name=spec.name, hostname=spec.hostname, restart=spec.restart_policy)]
    if spec.network:
        words += ["--network", _name(spec.network, names)]
    words += _given(ip=spec.ipv4, ip6=spec.ipv6)
    words += _each("--network-alias", spec.aliases)
    words += _each("-p", (_published(port) for port in spec.ports))
    words += _each("-e", (f"{name}={value}" for name, value in spec.env.items()))
    words += _options("--label", spec.labels)
    return [*words, spec.image, *spec.command]


def _published(port: PortSpec) -> str:
    address = f"[{port.host_ip}]" if port.host_ip and ":" in port.host_ip else port.host_ip
    host = ":".join(part for part in (address, str(port.host_port or "")) if part is not None)
    target = f"{port.port}" if port.protocol == "tcp" else f"{port.port}/{port.protocol}"
    return f"{host}:{target}" if host else target


def _grace(spec: Stop | Restart, names: Names) -> list[str]:
    # -t: --time until 27, --timeout from 28.
    grace = ["-t", str(spec.timeout)] if spec.timeout is not None else []
    return [spec.action, *grace, _name(spec.container, names)]


def _plain(spec: Start | Pause | Unpause, names: Names) -> list[str]:
    return [spec.action, _name(spec.container, names)]


def _container_remove(spec: ContainerRemove, names: Names) -> list[str]:
    flags = [flag for flag, given in (("--force", spec.force), ("--volumes", spec.volumes)) if given]
    return ["rm", *flags, _name(spec.container, names)]


def _rename(spec: Rename, names: Names) -> list[str]:
    return ["rename", _name(spec.container, names), spec.name]


_WORDS: dict[type, Callable[[Any, Names], list[str]]] = {
    Connect: _connect,
    Disconnect: _disconnect,
    NetworkCreate: _network_create,
    NetworkRemove: _network_remove,
    NetworkPrune: _network_prune,
    ContainerRun: _container_run,
    Start: _plain,
    Stop: _grace,
    Restart: _grace,
    Pause: _plain,
    Unpause: _plain,
    ContainerRemove: _container_remove,
    Rename: _rename,
}
