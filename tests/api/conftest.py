"""Callers of every role, and an agent that ends orders as a test says."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio
from channels.layers import get_channel_layer
from django.http import HttpResponse
from django.test import AsyncClient

from netviz.accounts import tokens
from netviz.accounts.models import User
from netviz.agent.models import Order
from netviz.agent.orders import order_group
from netviz.topology.db import in_db
from tests.dashboard.world import shop
from tests.kept import Ending, Kept, Objects, asked_for, kept, user_of, world

__all__ = ["Kept", "Objects", "kept", "world"]


@pytest.fixture
def other_host(world: Objects) -> Kept:
    """A second engine, with a network and a container that have names of the first one's."""
    other = Kept("host2")
    for item in (shop()["host1"].model_copy(update={"name": "host2", "id": "host2"}), *map(shop().get, SAME)):
        assert item is not None
        other.put(item.model_copy(update={"engine": "host2"}))
    return other


# Names that both engines have; the ids are the same too, as an overlay's would be.
SAME = ("lonely", "alpine1")


class Caller:
    """Calls the API with one token, or with none."""

    def __init__(self, token: str | None, user: User | None = None) -> None:
        self.client = AsyncClient()
        self.token = token
        self.user = user

    async def call(self, method: str, path: str, body: Any = None, *, raw: bytes | None = None, **headers: str) -> Any:
        data = raw if raw is not None else (b"" if body is None else json.dumps(body).encode())
        if self.token:
            headers = {"Authorization": f"Bearer {self.token}", **headers}
        address = path if path.startswith("/") else f"/api/v1/{path}"
        return await self.client.generic(method, address, data, "application/json", headers=headers)

    async def get(self, path: str, **headers: str) -> Any:
        return await self.call("GET", path, **headers)

    async def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return await self.call("POST", path, body, **headers)

    async def delete(self, path: str, **headers: str) -> Any:
        return await self.call("DELETE", path, **headers)


def caller(role: str) -> Caller:
    user = user_of(role)
    return Caller(tokens.make(user), user)


@pytest.fixture
def stranger(transactional_db: None) -> Caller:
    return Caller(None)


@pytest.fixture
def viewer(transactional_db: None) -> Caller:
    return caller("viewer")


@pytest.fixture
def operator(transactional_db: None) -> Caller:
    return caller("operator")


@pytest.fixture
def admin(transactional_db: None) -> Caller:
    return caller("admin")


@dataclass
class FakeAgent(Ending):
    """Ends each order that it finds; the state `pending` leaves it as it is."""

    after_s: float = 0.0

    async def run(self) -> None:
        while True:
            for order_id in await in_db(self._open):
                await asyncio.sleep(self.after_s)
                await in_db(self.end, order_id)
                await get_channel_layer().group_send(order_group(order_id), {"type": "order.ended"})
            await asyncio.sleep(0.005)

    def _open(self) -> list[int]:
        return (
            [] if self.state == "pending" else list(Order.objects.filter(state="pending").values_list("pk", flat=True))
        )


@pytest_asyncio.fixture
async def agent(world: Objects) -> AsyncIterator[FakeAgent]:
    fake = FakeAgent()
    task = asyncio.create_task(fake.run())
    yield fake
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
def asked() -> Callable[[], list[dict[str, Any]]]:
    return asked_for


def said(response: HttpResponse, status: int, code: str | None = None) -> dict[str, Any]:
    """The answer's JSON, its status and code being those."""
    assert response.status_code == status, response.content
    assert response["Content-Type"].startswith("application/json")
    body: dict[str, Any] = json.loads(response.content)
    if code is not None:
        assert body["code"] == code, body
        assert body["detail"]
    return body
