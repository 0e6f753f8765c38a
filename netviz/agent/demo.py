"""The demo: a few networks and containers that show each way of being connected, labelled, so that all and only they go again."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from netviz.engine.client import EngineClient
from netviz.engine.errors import EngineError
from netviz.engine.execution import execute
from netviz.engine.images import busybox_image, has_image, import_image, remove_image
from netviz.engine.orders import Connect, ContainerRemove, ContainerRun, Disconnect, NetworkCreate, NetworkRemove, Start

LABEL = "org.netviz.demo"
IMAGE = "netviz-demo:latest"
PROJECT = "demo"
WEB_PORT = 8099
# More networks at once make an engine no faster.
AT_A_TIME = 4
PAGE = b"<!doctype html><title>netviz demo</title><p>A web server of netviz's demo.\n"

# As process 1 of a container a program gets no signal that it doesn't ask for: without the trap each would take ten seconds to stop.
IDLE = ("sh", "-c", "trap exit TERM; sleep 2147483647 & wait $!")


def serving(port: int) -> tuple[str, ...]:
    return ("sh", "-c", f"trap exit TERM; httpd -f -p {port} -h /var/www & wait $!")


def listening(port: int) -> tuple[str, ...]:
    return ("sh", "-c", f"trap exit TERM; nc -ll -p {port} -e cat & wait $!")


@dataclass(frozen=True)
class DemoNetwork:
    name: str
    compose: str | None = None

    @property
    def labels(self) -> dict[str, str]:
        project = {"com.docker.compose.project": PROJECT, "com.docker.compose.network": self.compose or ""}
        return {LABEL: "1"} | (project if self.compose else {})


@dataclass(frozen=True)
class DemoContainer:
    name: str
    network: str
    command: tuple[str, ...] = IDLE
    service: str | None = None
    aliases: tuple[str, ...] = field(default=())

    @property
    def labels(self) -> dict[str, str]:
        project = {
            "com.docker.compose.project": PROJECT,
            "com.docker.compose.service": self.service or "",
            "com.docker.compose.container-number": "1",
            "com.docker.compose.oneoff": "False",
        }
        return {LABEL: "1"} | (project if self.service else {})


NETWORKS = (
    DemoNetwork("demo-network"),
    DemoNetwork("demo_db", compose="db"),
    DemoNetwork("demo_default", compose="default"),
)
BUILT_IN = {"bridge", "host", "none"}
CONTAINERS = (
    DemoContainer("alpine1", "demo-network"),
    DemoContainer("alpine2", "demo-network"),
    DemoContainer("alpine3", "bridge"),
    DemoContainer("demo-web", "host", serving(WEB_PORT)),
    DemoContainer("demo-none", "none"),
    DemoContainer("demo-app-1", "demo_db", serving(8080), service="app", aliases=("app",)),
    DemoContainer("demo-mysql-1", "demo_db", listening(3306), service="mysql", aliases=("mysql",)),
    DemoContainer("demo-helper-1", "demo_default", service="helper", aliases=("helper",)),
)


@dataclass(frozen=True)
class Step:
    """One thing done, left as it was, or refused: `error` holds the engine's own words."""

    what: str
    name: str
    outcome: str
    error: str | None = None


def up(client: EngineClient) -> Iterator[Step]:
    """Makes and starts what is missing. Objects of others that have one of its names are left alone. Raises NoBusybox, EngineError."""
    if not has_image(client, IMAGE, f"{LABEL}=1"):
        image = busybox_image({"var/www/index.html": PAGE})
        import_image(client, image, IMAGE, (f"LABEL {LABEL}=1", 'CMD ["sh"]'))
        yield Step("image", IMAGE, "made")
    there = {network["Name"] for network in _networks(client)}
    taken = {network["Name"] for network in client.get("/networks")} - there
    for network in NETWORKS:
        if network.name in there:
            yield Step("network", network.name, "kept")
        elif network.name in taken:
            yield Step("network", network.name, "refused", "another network has this name")
        else:
            yield _attempt("network", network.name, partial(execute, client, _create(network)))
    states = {_name(container): container for container in _containers(client)}
    ids = {network["Name"]: network["Id"] for network in _networks(client)}
    refused = taken - there - BUILT_IN

    def steps(container: DemoContainer) -> list[Step]:
        if container.network in refused:
            return [Step("container", container.name, "refused", f"{container.network} is another network")]
        return list(_container_up(client, container, states.get(container.name), ids.get(container.network)))

    yield from _by_network(steps)


def _by_network(steps: Callable[[DemoContainer], list[Step]]) -> Iterator[Step]:
    """Networks at once, in half the time; the containers of one in turn, so that they always get the same addresses."""
    names = dict.fromkeys(container.network for container in CONTAINERS)
    groups = [[container for container in CONTAINERS if container.network == name] for name in names]
    with ThreadPoolExecutor(AT_A_TIME, "demo") as threads:
        for done in threads.map(lambda group: [step for container in group for step in steps(container)], groups):
            yield from done


def down(client: EngineClient) -> Iterator[Step]:
    """Removes everything that is labelled as the demo's, and nothing else. Raises EngineError."""
    for container in _containers(client):
        spec = ContainerRemove(container=container["Id"], force=True, volumes=True)
        yield _attempt("container", _name(container), partial(execute, client, spec), "removed")
    for network in _networks(client):
        yield _attempt("network", network["Name"], partial(_remove_network, client, network["Id"]), "removed")
    if has_image(client, IMAGE, f"{LABEL}=1"):
        yield _attempt("image", IMAGE, partial(remove_image, client, IMAGE), "removed")


def _container_up(
    client: EngineClient, container: DemoContainer, found: dict[str, Any] | None, network: str | None
) -> Iterator[Step]:
    """`network`: the id of its network, where that is one of the demo's own, which somebody may have removed meanwhile."""
    if found is None:
        yield _attempt("container", container.name, partial(execute, client, _run(container)))
        return
    lost = network if network and _attached_to(found, container.network) != network else None
    if lost:
        yield _attempt("container", container.name, partial(_reconnect, client, container, found, lost), "connected")
    if found.get("State") != "running":
        yield _attempt("container", container.name, partial(execute, client, Start(container=found["Id"])), "started")
    elif not lost:
        yield Step("container", container.name, "kept")


def _attached_to(found: dict[str, Any], network: str) -> str | None:
    """The id of the network of this name that a container of the list is on, or was when the network was removed."""
    attachment = found["NetworkSettings"]["Networks"].get(network)
    return attachment and str(attachment["NetworkID"])


def _reconnect(client: EngineClient, container: DemoContainer, found: dict[str, Any], network: str) -> None:
    if _attached_to(found, container.network):
        # A stopped container still names the network that was removed, and would not start. The engine knows that one by its name alone.
        execute(client, Disconnect(container=found["Id"], network=network, force=True))
    execute(client, Connect(container=found["Id"], network=network, aliases=container.aliases))


def _attempt(what: str, name: str, act: Callable[[], object], outcome: str = "made") -> Step:
    try:
        act()
    except EngineError as error:
        if error.code in ("unreachable", "timeout"):
            raise
        return Step(what, name, "refused", error.detail)
    return Step(what, name, outcome)


def _create(network: DemoNetwork) -> NetworkCreate:
    return NetworkCreate(name=network.name, labels=network.labels)


def _run(container: DemoContainer) -> ContainerRun:
    return ContainerRun(
        image=IMAGE,
        name=container.name,
        command=container.command,
        network=container.network,
        aliases=container.aliases,
        labels=container.labels,
    )


def _remove_network(client: EngineClient, network: str) -> None:
    """A network of the demo goes also when somebody has connected a container of their own to it: that one stays."""
    for container in client.get(f"/networks/{network}").get("Containers") or {}:
        execute(client, Disconnect(container=container, network=network, force=True))
    execute(client, NetworkRemove(network=network))


def _containers(client: EngineClient) -> list[dict[str, Any]]:
    return list(client.get("/containers/json", all="1", filters=_labelled()))


def _networks(client: EngineClient) -> list[dict[str, Any]]:
    return list(client.get("/networks", filters=_labelled()))


def _labelled() -> str:
    return json.dumps({"label": [f"{LABEL}=1"]})


def _name(container: dict[str, Any]) -> str:
    return str((container.get("Names") or ["?"])[0]).lstrip("/")
