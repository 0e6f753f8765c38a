"""Agents that run in the test's own loop against the tests' real engine, and the CLI that changes it behind their back."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import pytest_asyncio

from netviz.agent import orders
from netviz.agent.agents import Agents
from netviz.agent.models import Order
from netviz.engine.orders import parse_order
from netviz.topology import journal, snapshot
from netviz.topology.db import in_db
from netviz.topology.models import Engine
from tests.waiting import eventually

NAME = "local"


class World:
    """What a test sees: the CLI at one side, netviz's models at the other."""

    def __init__(self, engine_url: str) -> None:
        self.engine_url = engine_url
        self.names: list[str] = []

    def name(self, hint: str = "t") -> str:
        """A name that no other test uses; what carries it is removed at the end."""
        name = f"{hint}-{uuid.uuid4().hex[:8]}"
        self.names.append(name)
        return name

    async def docker(self, *args: str, check: bool = True) -> str:
        """The docker CLI's output; AssertionError with its error text when it fails."""
        process = await asyncio.create_subprocess_exec(
            "docker", "-H", self.engine_url, *args, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
        )
        out, err = await process.communicate()
        assert not check or process.returncode == 0, f"docker {' '.join(args)}: {err.decode()}"
        return out.decode().strip()

    async def run(self, *options: str, name: str | None = None, command: tuple[str, ...] = ("sleep", "600")) -> str:
        """Starts a container; its full id."""
        name = name or self.name("c")
        return await self.docker("run", "-d", "--stop-timeout", "0", "--name", name, *options, "busybox", *command)

    async def network(self, *options: str, name: str | None = None) -> str:
        name = name or self.name("n")
        return await self.docker("network", "create", *options, name)

    async def find(self, kind: str, object_id: str) -> dict[str, Any] | None:
        found = [item for item in await in_db(snapshot.objects, kind) if item["id"] == object_id]
        return found[0] if found else None

    async def container(self, object_id: str) -> dict[str, Any] | None:
        return await self.find("container", object_id)

    async def running(self, object_id: str) -> dict[str, Any]:
        """The container once netviz knows that it runs."""

        async def look() -> dict[str, Any] | None:
            seen = await self.container(object_id)
            return seen if seen and seen["state"] == "running" else None

        return await self.until(look)

    async def endpoint(self, container_id: str, network_id: str) -> dict[str, Any] | None:
        return await self.find("endpoint", f"{container_id}:{network_id}")

    async def until(self, look: Callable[[], Any]) -> Any:
        """Waits until `look()` (a coroutine function) gives something true, and returns that."""
        return await eventually(look)

    async def order(self, user: Any, **spec: Any) -> Order:
        """Submits an order and waits for its end."""
        order = await orders.submit(parse_order(spec), engine=NAME, by=user)
        return await orders.wait(order)

    async def last_cause(self, kind: str, object_id: str) -> dict[str, Any]:
        changes = await in_db(journal.changes_of, NAME, kind, object_id, 1)
        return changes[0].cause.model_dump()


@pytest_asyncio.fixture
async def world(engine_url: str, transactional_db: None) -> AsyncIterator[World]:
    await in_db(Engine.objects.create, name=NAME, url=engine_url)
    agents = asyncio.create_task(Agents().run())
    world = World(engine_url)

    async def live() -> bool:
        return any(engine["state"] == "live" for engine in await in_db(snapshot.objects, "engine"))

    try:
        await world.until(live)
        yield world
    finally:
        agents.cancel()
        await asyncio.gather(agents, return_exceptions=True)
        for name in world.names:
            await world.docker("rm", "-f", "-v", name, check=False)
        for name in world.names:
            await world.docker("network", "rm", name, check=False)


@pytest.fixture
def operator(transactional_db: None) -> Any:
    from netviz.accounts.models import Role, User

    return User.objects.create_user("ada", role=Role.OPERATOR)
