"""Namespaces without an engine, and an engine's objects as the agent would give them to the watcher."""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import threading
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import docker
import pytest
import pytest_asyncio

from netviz.host import namespaces, netlink
from netviz.host.watch import HostWatcher
from netviz.topology.schema import Container, Endpoint, Interface, Key, Network, Observed, Subnet
from tests.waiting import eventually

ENGINE = "local"
T = TypeVar("T")


class Box:
    """An empty network namespace, held by a sleeping process of its own."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            ["unshare", "--net", "sh", "-c", "echo ready && exec sleep 600"], stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "ready\n", "needs root (CAP_SYS_ADMIN)"

    @property
    def path(self) -> str:
        return f"/proc/{self.process.pid}/ns/net"

    def run(self, *command: str) -> str:
        result = subprocess.run(
            ["nsenter", f"--net={self.path}", *command], capture_output=True, text=True, check=False
        )
        assert result.returncode == 0, f"{' '.join(command)}: {result.stderr}"
        return result.stdout

    def ip(self, command: str) -> str:
        return self.run("ip", *command.split())

    def inside(self, work: Callable[[], T]) -> T:
        """What `work` returns when a thread in this namespace calls it."""
        found: list[T] = []

        def go() -> None:
            with Path(self.path).open() as file:
                namespaces.enter(file.fileno())
            found.append(work())

        thread = threading.Thread(target=go)
        thread.start()
        thread.join()
        return found[0]

    def socket(self, groups: int = netlink.GROUPS, receive_bytes: int = 1 << 20) -> Any:
        return self.inside(lambda: netlink.open_socket(groups, receive_bytes))

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()


@pytest.fixture
def box() -> Iterator[Box]:
    made = Box()
    yield made
    made.close()


class World:
    """An engine, a watcher, and what tells them apart from other tests': all that is made here goes at the end."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.api = docker.APIClient(base_url=url, timeout=60)
        self.signals = 0
        self.watcher = HostWatcher(ENGINE, url, self._signal)
        self._containers: list[str] = []
        self._networks: list[str] = []

    def _signal(self) -> None:
        self.signals += 1

    async def call(self, method: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return await asyncio.to_thread(method, *args, **kwargs)

    async def network(
        self, driver: str = "bridge", *, subnet: str | None = None, ipv6: str | None = None, **kw: Any
    ) -> str:
        pools = [docker.types.IPAMPool(subnet=s) for s in (subnet, ipv6) if s]
        ipam = docker.types.IPAMConfig(pool_configs=pools) if pools else None
        name = f"t-{uuid.uuid4().hex[:8]}"
        made = await self.call(self.api.create_network, name, driver, ipam=ipam, enable_ipv6=bool(ipv6), **kw)
        self._networks.append(made["Id"])
        return str(made["Id"])

    async def run(self, network: str = "bridge") -> str:
        """Starts a container; its full id."""
        config = self.api.create_host_config(network_mode=network)
        made = await self.call(
            self.api.create_container, "busybox", ["sleep", "600"], host_config=config, stop_timeout=0
        )
        self._containers.append(made["Id"])
        await self.call(self.api.start, made["Id"])
        return str(made["Id"])

    async def observe(self) -> dict[Key, Observed]:
        """The engine's objects, the watcher following the containers."""
        objects = await self.call(objects_of, self.api)
        await self.watcher.follow(item for item in objects.values() if isinstance(item, Container))
        return objects

    async def interfaces(self) -> dict[str, Interface]:
        return {interface.id: interface for interface in self.watcher.interfaces(await self.observe()).values()}

    async def of(self, container: str) -> dict[str, Interface]:
        """A container's own interfaces by name."""
        return {i.name: i for i in (await self.interfaces()).values() if i.namespace == container}

    async def until(self, look: Callable[[], Any]) -> Any:
        """Waits until look() is true."""
        return await eventually(look, every_s=0.005)

    async def close(self) -> None:
        await self.watcher.close()
        for container in self._containers:
            with contextlib.suppress(docker.errors.NotFound):
                await self.call(self.api.remove_container, container, force=True)
        for network in self._networks:
            with contextlib.suppress(docker.errors.NotFound):
                await self.call(self.api.remove_network, network)
        self.api.close()


@pytest_asyncio.fixture
async def world(engine_url: str) -> AsyncIterator[World]:
    made = World(engine_url)
    await made.watcher.start()
    yield made
    await made.close()


def objects_of(api: Any) -> dict[Key, Observed]:
    """The engine's networks, containers and endpoints, as far as the watcher looks at them."""
    found: list[Observed] = [_network(api.inspect_network(item["Id"])) for item in api.networks()]
    for item in api.containers(all=True):
        with contextlib.suppress(docker.errors.NotFound):
            found += _container(api.inspect_container(item["Id"]))
    return {thing.key: thing for thing in found}


def _network(data: dict[str, Any]) -> Network:
    options = data["Options"] or {}
    return Network(
        engine=ENGINE,
        id=data["Id"],
        name=data["Name"],
        driver=data["Driver"],
        bridge=options.get("com.docker.network.bridge.name"),
        subnets=tuple(Subnet(subnet=c["Subnet"], gateway=c.get("Gateway")) for c in data["IPAM"]["Config"] or []),
    )


def _container(data: dict[str, Any]) -> list[Observed]:
    mode = data["HostConfig"]["NetworkMode"]
    made: list[Observed] = [
        Container(
            engine=ENGINE,
            id=data["Id"],
            name=data["Name"].lstrip("/"),
            state=data["State"]["Status"],
            pid=data["State"]["Pid"] or None,
            sandbox_key=data["NetworkSettings"]["SandboxKey"] or None,
            network_mode=mode,
            namespace_owner=mode.removeprefix("container:") if mode.startswith("container:") else None,
        )
    ]
    for name, endpoint in data["NetworkSettings"]["Networks"].items():
        made.append(
            Endpoint(
                engine=ENGINE,
                id=f"{data['Id']}:{endpoint['NetworkID']}",
                container_id=data["Id"],
                network_id=endpoint["NetworkID"],
                network_name=name,
                ipv4=endpoint["IPAddress"] or None,
                ipv6=endpoint["GlobalIPv6Address"] or None,
                mac=endpoint["MacAddress"] or None,
            )
        )
    return made
