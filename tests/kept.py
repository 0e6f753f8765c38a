"""A database with a small world in it, as an agent would have written it, and who stands for that agent when an order is given."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.utils import timezone

from netviz.accounts.models import Role, User
from netviz.agent.models import Order
from netviz.topology import lease, models
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


def user_of(role: str) -> User:
    """The one user of that role, who is made."""
    return User.objects.get_or_create(username=f"{role}1", defaults={"role": Role(role)})[0]


def asked_for() -> list[dict[str, Any]]:
    """What the orders so far ask for, without what was left empty."""
    return [
        {key: value for key, value in order.args.items() if value not in (None, [], {}, False)}
        for order in Order.objects.order_by("pk")
    ]


@dataclass
class Ending:
    """How the engine's agent, which is another process, ends each order."""

    state: str = "done"
    error: dict[str, Any] | None = None
    result: dict[str, Any] = field(default_factory=dict)

    def fails(self, code: str, detail: str, **params: Any) -> None:
        self.state, self.error = "failed", {"code": code, "detail": detail, "params": params}

    def end(self, order_id: int) -> Order:
        order = Order.objects.get(pk=order_id)
        order.state, order.error, order.result = self.state, self.error, self.result
        order.finished, order.revision = timezone.now(), 7
        order.save()
        return order
