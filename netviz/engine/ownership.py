"""Whose an object is: what Compose or Swarm made, they make again, and a change by hand lasts until then. Pure."""

from typing import Any

from pydantic import BaseModel, ConfigDict

from netviz.engine.orders import Connect, Disconnect
from netviz.topology.schema import Container, Network


class Note(BaseModel):
    """Something to say beside an order: a code that the faces translate, with its parameters."""

    model_config = ConfigDict(frozen=True)
    code: str
    params: dict[str, Any] = {}


def notes(spec: Any, container: Container | None, network: Network | None) -> list[Note]:
    """Codes: compose_connection (params project, service, yaml), compose_disconnection (the same), compose_container,
    compose_network (project), swarm_task (service)."""
    found: list[Note] = []
    if container is not None and container.labels.get("com.docker.swarm.service.name"):
        found.append(Note(code="swarm_task", params={"service": container.service}))
    elif container is not None and container.project and container.service:
        found.append(_compose(spec, container, network))
    if network is not None and network.project and not isinstance(spec, Connect | Disconnect):
        found.append(Note(code="compose_network", params={"project": network.project}))
    return found


def _compose(spec: Any, container: Container, network: Network | None) -> Note:
    whose = {"project": container.project, "service": container.service}
    if isinstance(spec, Connect) and network is not None:
        return Note(code="compose_connection", params={**whose, "yaml": connection_yaml(spec, container, network)})
    if isinstance(spec, Disconnect) and network is not None:
        return Note(code="compose_disconnection", params={**whose, "yaml": disconnection_yaml(container, network)})
    return Note(code="compose_container", params=whose)


def connection_yaml(spec: Connect, container: Container, network: Network) -> str:
    """The lines of the Compose file that make a connection last."""
    key = _key(container, network)
    lines = ["services:", f"  {_scalar(container.service or '')}:", "    networks:", f"      {_scalar(key)}:"]
    wished = [*_addresses(spec), *_lists(spec)]
    lines[-1] += "" if wished else " {}"
    lines += wished
    return "\n".join([*lines, *_declaration(container, network)]) + "\n"


def disconnection_yaml(container: Container, network: Network) -> str:
    """The lines of the Compose file to take out for a disconnection to last."""
    return (
        "\n".join(
            [
                "services:",
                f"  {_scalar(container.service or '')}:",
                "    networks:",
                f"#     {_scalar(_key(container, network))}: remove this line",
            ]
        )
        + "\n"
    )


def _addresses(spec: Connect) -> list[str]:
    given = {
        "ipv4_address": spec.ipv4,
        "ipv6_address": spec.ipv6,
        "mac_address": spec.mac,
        "gw_priority": spec.gw_priority,
    }
    return [f"        {name}: {_scalar(value)}" for name, value in given.items() if value is not None]


def _lists(spec: Connect) -> list[str]:
    lines = []
    if spec.aliases:
        lines += ["        aliases:", *(f"          - {_scalar(alias)}" for alias in spec.aliases)]
    if spec.driver_opts:
        lines += ["        driver_opts:"]
        lines += [f"          {_scalar(key)}: {_scalar(value)}" for key, value in spec.driver_opts.items()]
    return lines


def _declaration(container: Container, network: Network) -> list[str]:
    """A network that the project does not make itself has to be declared external."""
    if network.project == container.project:
        return []
    return [
        "networks:",
        f"  {_scalar(_key(container, network))}:",
        "    external: true",
        f"    name: {_scalar(network.name)}",
    ]


def _key(container: Container, network: Network) -> str:
    """The network's name inside the Compose file."""
    return network.compose_network if network.project == container.project and network.compose_network else network.name


def _scalar(value: object) -> str:
    """A YAML scalar: names of plain characters as they are, all else in double quotes."""
    text = str(value)
    plain = text.isascii() and text[:1].isalpha() and all(char.isalnum() or char in "_-." for char in text)
    reserved = text.lower() in {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
    if isinstance(value, int) or (plain and not reserved):
        return text
    return f'"{"".join(map(_quoted, text))}"'


def _quoted(char: str) -> str:
    """A character inside double quotes. JSON's pairs of escapes beyond U+FFFF are two characters in YAML."""
    if char in '"\\':
        return f"\\{char}"
    code = ord(char)
    return char if char.isprintable() else f"\\U{code:08x}" if code > 0xFFFF else f"\\u{code:04x}"
