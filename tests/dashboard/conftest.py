"""People of every role, and an agent that ends orders as a test says."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from netviz.agent import orders, questions
from netviz.agent.models import Order
from netviz.topology.db import in_db
from tests.engines import Docker
from tests.kept import Ending, Kept, Objects, asked_for, kept, user_of, world
from tests.served import Served

__all__ = ["Kept", "Objects", "kept", "world"]
SignIn = Callable[[str], Client]


@pytest.fixture
def sign_in(transactional_db: None) -> SignIn:
    def sign_in(role: str) -> Client:
        client = Client()
        client.force_login(user_of(role))
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


class FakeAgent(Ending):
    """Has ended an order as soon as somebody waits for it."""

    async def wait(self, order: Order, timeout_s: float = 15) -> Order:
        return await in_db(self.end, order.pk)

    @property
    def asked(self) -> list[dict[str, Any]]:
        return asked_for()


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
