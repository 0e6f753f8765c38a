"""The same from a shell: commands that look at an object, or do what its page offers."""

from netviz.engine.commands import command
from netviz.engine.orders import Connect, Disconnect, NetworkRemove
from netviz.topology import schema

from .containers import ContainerLine
from .networks import accepts_containers, refuses_networks
from .raw import shell


def of_network(network: schema.Network, engine: schema.Engine | None) -> list[str]:
    """Look at it, connect something to it, remove it."""
    names, podman = {network.id: network.name, "CONTAINER": "CONTAINER"}, _podman(engine)
    found = [shell(_program(podman), "network", "inspect", network.name)]
    if accepts_containers(network) is None:
        connect = Connect(container="CONTAINER", network=network.id)
        found.append(command(connect, names, podman=podman))
    if not network.predefined:
        found.append(command(NetworkRemove(network=network.id), names, podman=podman))
    return found


def of_container(container: schema.Container, line: ContainerLine, engine: schema.Engine | None) -> list[str]:
    """Look at it, connect it, disconnect it from the first of its networks and from those that it is not on, though it names them."""
    names, podman = {container.id: container.name, "NETWORK": "NETWORK"}, _podman(engine)
    found = [shell(_program(podman), "inspect", container.name)]
    if refuses_networks(container) is None:
        found.append(command(Connect(container=container.id, network="NETWORK"), names, podman=podman))
    for number, item in enumerate(line.attachments if not line.owner else ()):
        if number == 0 or item.named_only:
            endpoint = item.endpoint
            names[endpoint.network_id] = endpoint.network_name
            disconnect = Disconnect(container=container.id, network=endpoint.network_id)
            found.append(command(disconnect, names, podman=podman, named_only=item.named_only))
    return found


def _podman(engine: schema.Engine | None) -> bool:
    return engine is not None and engine.product == "podman"


def _program(podman: bool) -> str:
    return "podman" if podman else "docker"
