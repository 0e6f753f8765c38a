"""The same from a shell: commands that look at an object, or do what its page offers."""

from netviz.engine.commands import command
from netviz.engine.orders import parse_order
from netviz.topology import schema

from .containers import ContainerLine
from .networks import accepts_containers, refuses_networks
from .raw import shell


def of_network(network: schema.Network) -> list[str]:
    """Look at it, connect something to it, remove it."""
    names = {network.id: network.name, "CONTAINER": "CONTAINER"}
    found = [shell("docker", "network", "inspect", network.name)]
    if accepts_containers(network) is None:
        found.append(_command(names, action="connect", container="CONTAINER", network=network.id))
    if not network.predefined:
        found.append(_command(names, action="network_remove", network=network.id))
    return found


def of_container(container: schema.Container, line: ContainerLine) -> list[str]:
    """Look at it, connect it, disconnect it from the first of its networks."""
    names = {container.id: container.name, "NETWORK": "NETWORK"}
    found = [shell("docker", "inspect", container.name)]
    if refuses_networks(container) is None:
        found.append(_command(names, action="connect", container=container.id, network="NETWORK"))
    if line.attachments and not line.owner:
        first = line.attachments[0].endpoint
        names[first.network_id] = first.network_name
        found.append(_command(names, action="disconnect", container=container.id, network=first.network_id))
    return found


def _command(names: dict[str, str], **order: str) -> str:
    return command(parse_order(order), names)
