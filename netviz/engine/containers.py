"""From the engine's JSON of a container (its inspect) to the schema."""

import re
from typing import Any

from netviz.engine.networks import PROJECT
from netviz.engine.reading import flag, items, mapping, moment, number, pairs, text, texts
from netviz.topology.schema import Container, Port

SERVICE = ("com.docker.compose.service", "io.podman.compose.service", "com.docker.swarm.service.name")
RUNNING = {"running", "paused", "restarting"}
_SLOT = re.compile(r"\.(\d{1,9})\.[a-z0-9]+$")


def parse_container(raw: dict[str, Any], engine: str, namespace_owner: str | None) -> Container:
    """A container of `/containers/<id>/json`. `namespace_owner`: the full id behind a mode of `container:<ref>`."""
    labels = pairs(raw, "Config", "Labels")
    state = text(raw, "State", "Status") or ("running" if flag(raw, "State", "Running") else "created")
    running = state in RUNNING
    return Container(
        engine=engine,
        id=text(raw, "Id") or "",
        name=(text(raw, "Name") or "").lstrip("/"),
        image=text(raw, "Config", "Image") or "",
        image_id=text(raw, "Image"),
        command=_command(raw),
        created=moment(raw, "Created"),
        started_at=moment(raw, "State", "StartedAt"),
        finished_at=None if running else moment(raw, "State", "FinishedAt"),
        state=state,
        exit_code=None if running or state == "created" else number(raw, "State", "ExitCode"),
        health=_health(raw),
        pid=(number(raw, "State", "Pid") or None) if running else None,
        sandbox_key=text(raw, "NetworkSettings", "SandboxKey") if running else None,
        network_mode=text(raw, "HostConfig", "NetworkMode") or "default",
        namespace_owner=namespace_owner,
        hostname=text(raw, "Config", "Hostname"),
        domainname=text(raw, "Config", "Domainname"),
        dns=texts(raw, "HostConfig", "Dns"),
        dns_search=texts(raw, "HostConfig", "DnsSearch"),
        dns_options=texts(raw, "HostConfig", "DnsOptions"),
        extra_hosts=texts(raw, "HostConfig", "ExtraHosts"),
        ports=_ports(raw, running),
        env=tuple(f"{entry.partition('=')[0]}=***" for entry in texts(raw, "Config", "Env")),
        labels=labels,
        project=next((labels[key] for key in PROJECT if key in labels), None),
        service=next((labels[key] for key in SERVICE if key in labels), None),
        number=_number(labels),
        restart_policy=text(raw, "HostConfig", "RestartPolicy", "Name"),
        privileged=flag(raw, "HostConfig", "Privileged"),
        auto_remove=flag(raw, "HostConfig", "AutoRemove"),
        cap_add=texts(raw, "HostConfig", "CapAdd"),
        cap_drop=texts(raw, "HostConfig", "CapDrop"),
    )


def _command(raw: dict[str, Any]) -> str | None:
    path = text(raw, "Path")
    return " ".join([path, *texts(raw, "Args")]) if path else None


def _health(raw: dict[str, Any]) -> str | None:
    # Podman has it as Healthcheck in some versions, and "" or none without a check.
    health = text(raw, "State", "Health", "Status") or text(raw, "State", "Healthcheck", "Status")
    return health if health and health != "none" else None


def _number(labels: dict[str, str]) -> int | None:
    ordinal = number({"n": labels.get("com.docker.compose.container-number", "")}, "n")
    if ordinal is not None:
        return ordinal
    slot = _SLOT.search(labels.get("com.docker.swarm.task.name", ""))
    return int(slot[1]) if slot else None


def _ports(raw: dict[str, Any], running: bool) -> tuple[Port, ...]:
    """As bound now while it runs, as configured otherwise; ports that are only exposed last."""
    shares = mode_target(raw) is not None
    # Podman copies the published ports of the namespace's owner, as it does its networks.
    bound = mapping(raw, "NetworkSettings", "Ports") if running and not shares else {}
    configured = {} if shares else mapping(raw, "HostConfig", "PortBindings")
    exposed = mapping(raw, "Config", "ExposedPorts")
    found: dict[tuple[int, str, str, int], Port] = {}
    for name in [*(bound or configured), *exposed]:
        port, protocol = _port_name(name)
        if port is None:
            continue
        for binding in items(bound or configured, name):
            host_port = number(binding, "HostPort") or None
            host_ip = text(binding, "HostIp")
            found[port, protocol, host_ip or "", host_port or 0] = Port(
                port=port, protocol=protocol, host_ip=host_ip, host_port=host_port
            )
        if not any(key[:2] == (port, protocol) for key in found):
            found[port, protocol, "", 0] = Port(port=port, protocol=protocol)
    return tuple(found[key] for key in sorted(found))


def _port_name(name: object) -> tuple[int | None, str]:
    port, _, protocol = str(name).partition("/")
    value = number({"port": port}, "port")
    return (value if value is not None and 0 < value < 65536 else None), protocol or "tcp"


def mode_target(raw: dict[str, Any]) -> str | None:
    """The reference behind a network mode of `container:<ref>`."""
    mode = text(raw, "HostConfig", "NetworkMode") or ""
    return mode.partition(":")[2] or None if mode.startswith("container:") else None


def attachments(raw: dict[str, Any]) -> dict[str, Any]:
    """What the container is attached to, by network name. Podman copies those of the namespace's owner: not its own."""
    return {} if mode_target(raw) else mapping(raw, "NetworkSettings", "Networks")
