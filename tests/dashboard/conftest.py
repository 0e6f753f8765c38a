"""A database with a small world in it, people of every role, and an agent that ends orders as a test says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from netviz.accounts.models import Role, User
from netviz.agent import orders, questions
from netviz.agent.models import Order
from netviz.topology import lease, models
from netviz.topology.db import in_db
from netviz.topology.reconcile import Proposal, Writer
from netviz.topology.schema import Cause, Key, Observed
from tests.engines import Docker
from tests.served import Served

from .world import ENGINE, shop

Objects = dict[str, Observed]


class Kept:
    """The rows of one engine, written as its agent would."""

    def __init__(self, engine: str) -> None:
        models.Engine.objects.get_or_create(name=engine, defaults={"url": "unix:///x.sock"})
        fence = lease.acquire(engine, "test", 600)
        assert fence is not None
        self.writer = Writer(engine, fence)

    def put(self, *objects: Observed, gone: Iterable[Key] = (), **cause: Any) -> None:
        self.writer.commit([Proposal(objects, tuple(gone), Cause(**{"type": "event", **cause}))])


@pytest.fixture
def kept(transactional_db: None) -> Kept:
    return Kept(ENGINE)


@pytest.fixture
def world(kept: Kept) -> Objects:
    objects = shop()
    kept.put(*objects.values(), type="first")
    return objects


SignIn = Callable[[str], Client]


@pytest.fixture
def sign_in(transactional_db: None) -> SignIn:
    def sign_in(role: str) -> Client:
        user, _ = User.objects.get_or_create(username=f"{role}1", defaults={"role": Role(role)})
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def viewer(sign_in: SignIn) -> Client:
    return sign_in("viewer")


@pytest.fixture
def operator(sign_in: SignIn) -> Client:
    return sign_in("operator")


@pytest.fixture
def admin(sign_in: SignIn) -> Client:
    return sign_in("admin")


@pytest.fixture(autouse=True)
def _no_agent_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """No agent runs here: nobody waits for its answers."""
    monkeypatch.setattr(questions, "ANSWER_WITHIN_S", 0.01)


@dataclass
class FakeAgent:
    """Stands for the engine's agent, which is another process: it ends each order as `outcome` says."""

    state: str = "done"
    error: dict[str, Any] | None = None
    result: dict[str, Any] = field(default_factory=dict)

    def fails(self, code: str, detail: str, **params: Any) -> None:
        self.state, self.error = "failed", {"code": code, "detail": detail, "params": params}

    async def wait(self, order: Order, timeout_s: float = 15) -> Order:
        return await in_db(self._end, order.pk)

    def _end(self, order_id: int) -> Order:
        order = Order.objects.get(pk=order_id)
        order.state, order.error, order.result = self.state, self.error, self.result
        order.finished = timezone.now()
        order.save()
        return order

    @property
    def asked(self) -> list[dict[str, Any]]:
        """What the orders so far ask for, without what was left empty."""
        return [
            {key: value for key, value in order.args.items() if value not in (None, [], {}, False)}
            for order in Order.objects.order_by("pk")
        ]


@pytest.fixture
def agent(monkeypatch: pytest.MonkeyPatch) -> FakeAgent:
    fake = FakeAgent()
    monkeypatch.setattr(orders, "wait", fake.wait)
    return fake


@pytest.fixture
def person(new_page: Callable[..., Any], served: Served) -> Callable[..., Any]:
    """A page in which a person of that role has signed in."""

    def open_page(role: str = "operator", name: str | None = None, **options: Any) -> Any:
        page = new_page(base_url=served.base, **options)
        page.goto(served.link(role, name))
        page.get_by_role("main").get_by_role("button").click()
        # The map; with several engines the fleet.
        page.wait_for_url(re.compile(r"/(map|fleet)/"))
        return page

    return open_page


@pytest.fixture
def two(docker: Docker) -> tuple[str, str]:
    """A network with a subnet of a person's choice, and a container elsewhere: their ids."""
    network = docker("network", "create", "--subnet", "172.31.77.0/24", "pages-net")
    return network, docker.run("pages-one")
