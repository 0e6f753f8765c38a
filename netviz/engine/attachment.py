"""Takes back what a failed connect leaves behind.

Docker 20.10 to 28 go on naming a network to which a running container could not be connected, with the address that was asked for: the
container's next restart then fails with it. Podman 4 and 5.4 do so as well, and can't inspect the container any more.
"""

import logging
from typing import Any

from netviz.engine.client import EngineClient
from netviz.engine.errors import EngineError
from netviz.engine.reading import flag, mapping, text

log = logging.getLogger(__name__)

# Failures after which nothing can be left, or what is there was there before.
UNTOUCHED = {"already_connected", "not_found", "shared_namespace", "unreachable", "timeout", "invalid", "unsupported"}


def withdraw(client: EngineClient, container: str, network: str) -> bool:
    """Whether nothing of the failed attachment is left now."""
    take_back = _withdraw_from_podman if client.podman else _withdraw_from_docker
    try:
        take_back(client, container, network)
    except EngineError as error:
        log.warning("container %s still names network %s: %s", container[:12], network[:12], error.detail)
        return False
    return True


def _withdraw_from_docker(client: EngineClient, container: str, network: str) -> None:
    """It disconnects, by force too, only what is connected: so connect it without what made it fail, and disconnect it.

    Where the kernel lacks the driver 20.10 shows even an endpoint and addresses, and refuses both: only of a stopped container it
    takes the network back.
    """
    attachment = _attachment_while_running(client, container, network)
    if attachment is None:
        return
    if text(attachment, "EndpointID") is None:
        client.post(f"/networks/{network}/connect", {"Container": container, "EndpointConfig": {}})
    client.post(f"/networks/{network}/disconnect", {"Container": container, "Force": True})


def named_only(client: EngineClient, container: str, network: str) -> bool:
    """Whether Docker names the network in a running container that is not connected to it. (A stopped one's is its configuration.)"""
    attachment = _attachment_while_running(client, container, network)
    return attachment is not None and text(attachment, "EndpointID") is None


def _attachment_while_running(client: EngineClient, container: str, network: str) -> Any:
    """What the container's inspect says of the network; None where it does not name it, or is stopped."""
    name = text(client.get(f"/networks/{network}"), "Name") or ""
    raw = client.get(f"/containers/{container}/json")
    return mapping(raw, "NetworkSettings", "Networks").get(name) if flag(raw, "State", "Running") else None


def _withdraw_from_podman(client: EngineClient, container: str, network: str) -> None:
    if _inspectable(client, container):
        return
    try:
        client.post(f"/networks/{network}/disconnect", {"Container": container, "Force": True})
    except EngineError:
        # It finds no interface to take down, says so, and has forgotten the network all the same.
        if not _inspectable(client, container):
            raise


def _inspectable(client: EngineClient, container: str) -> bool:
    try:
        client.get(f"/containers/{container}/json")
    except EngineError as error:
        if error.code in ("unreachable", "timeout"):
            raise
        return False
    return True
