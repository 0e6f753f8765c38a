"""A database with a small world in it, callers of every role, and an agent that ends orders as a test says."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest
import pytest_asyncio
from channels.layers import get_channel_layer
from django.http import HttpResponse
from django.test import AsyncClient
from django.utils import timezone

from netviz.accounts import tokens
from netviz.accounts.models import Role, User
from netviz.agent.models import Order
from netviz.agent.orders import order_group
from netviz.topology import lease, models
from netviz.topology.db import in_db
from netviz.topology.reconcile import Proposal, Writer
from netviz.topology.schema import Cause, Key, Observed
from tests.dashboard.world import ENGINE, shop

Objects = dict[str, Observed]


class Kept:
    """The rows of one engine, written as its agent would."""

    def __init__(self, engine: str) -> None:
        models.Engine.objects.get_or_create(name=engine, defaults={"url": "unix:///x.sock"})
        fence = lease.acquire(engine, "test", 600)
        assert fence is not None
        self.writer = Writer(engine, fence)

    def put(self, *objects: Observed, gone: Iterable[Key] = (), **cause: Any) -> int:
        """Commits; the last revision."""
        return self.writer.commit([Proposal(objects, tuple(gone), Cause(**{"type": "event", **cause}))]).last


@pytest.fixture
def kept(transactional_db: None) -> Kept:
    return Kept(ENGINE)


@pytest.fixture
def world(kept: Kept) -> Objects:
    objects = shop()
    kept.put(*objects.values(), type="first")
    return objects


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
    user, _ = User.objects.get_or_create(username=f"{role}1", defaults={"role": Role(role)})
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
class FakeAgent:
    """Stands for the engine's agent: it ends each order as `state` says, `pending` leaves it as it is."""

    state: str = "done"
    error: dict[str, Any] | None = None
    result: dict[str, Any] = field(default_factory=dict)
    after_s: float = 0.0

    def fails(self, code: str, detail: str, **params: Any) -> None:
        self.state, self.error = "failed", {"code": code, "detail": detail, "params": params}

    async def run(self) -> None:
        while True:
            for order_id in await in_db(self._open):
                await asyncio.sleep(self.after_s)
                await in_db(self._end, order_id)
                await get_channel_layer().group_send(order_group(order_id), {"type": "order.ended"})
            await asyncio.sleep(0.005)

    def _open(self) -> list[int]:
        return (
            [] if self.state == "pending" else list(Order.objects.filter(state="pending").values_list("pk", flat=True))
        )

    def _end(self, order_id: int) -> None:
        Order.objects.filter(pk=order_id).update(
            state=self.state, error=self.error, result=self.result, finished=timezone.now(), revision=7
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
    """What the orders so far ask for, without what was left empty."""
    return lambda: [
        {key: value for key, value in order.args.items() if value not in (None, [], {}, False)}
        for order in Order.objects.order_by("pk")
    ]


def said(response: HttpResponse, status: int, code: str | None = None) -> dict[str, Any]:
    """The answer's JSON, its status and code being those."""
    assert response.status_code == status, response.content
    assert response["Content-Type"].startswith("application/json")
    body: dict[str, Any] = json.loads(response.content)
    if code is not None:
        assert body["code"] == code, body
        assert body["detail"]
    return body
