"""What the description says that a call answers is what it answers: each code can be reached, and no other comes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import pytest
from django.utils import timezone

from netviz.accounts.bodies import MOST_BODY
from netviz.agent import engine_rows
from netviz.agent.models import Order
from netviz.api.v1 import api
from netviz.engine.asynchronous import Identity
from netviz.engine.errors import EngineError
from netviz.topology import journal, lease
from netviz.topology.db import in_db
from tests.dashboard.world import object_id

from .conftest import Caller, FakeAgent, Kept, Objects

DESCRIPTION: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema()))
CALLS = {
    call["operationId"]: (method.upper(), path.removeprefix("/api/v1/"), call)
    for path, methods in DESCRIPTION["paths"].items()
    for method, call in methods.items()
}


@dataclass
class Good:
    """A call that does what it is for, and the same where the answer is that something stands in the way (409)."""

    path: str
    body: Any = None
    in_the_way: tuple[str, Any] | None = None


def crossing(container: str) -> dict[str, Any]:
    return {"container": container}


ORDERS = {
    "create_network": Good("networks?engine=host1", {"name": "new"}),
    "prune_networks": Good("networks/prune?engine=host1", {"networks": ["lonely"]}, ("networks/prune", {"networks": ["lonely"]})),
    "remove_network": Good("networks/lonely?engine=host1", None, ("networks/lonely", None)),
    "connect": Good("networks/lonely/connect?engine=host1", crossing("alpine1"), ("networks/shop_front/connect", crossing("web-1"))),
    "disconnect": Good("networks/shop_front/disconnect", crossing("web-1"), ("networks/lonely/disconnect?engine=host1", crossing("alpine1"))),
    "run_container": Good("containers?engine=host1", {"image": "busybox"}),
    "remove_container": Good("containers/web-1?force=true", None, ("containers/alpine1", None)),
    "start": Good("containers/{stopped}/start", None, ("containers/web-1/start", None)),
    "stop": Good("containers/web-1/stop", None, ("containers/{stopped}/stop", None)),
    "restart": Good("containers/web-1/restart", {"timeout": 1}, ("containers/alpine1/restart", None)),
    "pause": Good("containers/web-1/pause", None, ("containers/{paused}/pause", None)),
    "unpause": Good("containers/{paused}/unpause", None, ("containers/web-1/unpause", None)),
    "rename": Good("containers/web-1/rename", {"name": "new"}, ("containers/web-1/rename", {"name": "web-1"})),
    "undo_order": Good("orders/{undoable}/undo", None, ("orders/{final}/undo", None)),
}  # fmt: skip
READS = {
    "read_topology": Good("topology"),
    "read_changes": Good("changes?since={horizon}"),
    "read_history": Good("history?kind=network&engine=host1&id=x"),
    "read_timeline": Good("timeline"),
    "read_steps": Good("changes/steps?after={horizon}"),
    "read_difference": Good("topology/difference?start={horizon}&end={now}"),
    "export_topology": Good("topology/export?format=json"),
    "list_networks": Good("networks"),
    "show_network": Good("networks/shop_front", None, ("networks/lonely", None)),
    "list_containers": Good("containers"),
    "show_container": Good("containers/web-1", None, ("containers/alpine1", None)),
    "list_orders": Good("orders"),
    "show_order": Good("orders/{undoable}"),
    "list_engines": Good("engines"),
}
# Further back than the journal reaches, of those that can be asked for it.
TOO_OLD = {
    "read_topology": "topology?revision=1",
    "read_changes": "changes?since=0",
    "read_steps": "changes/steps?after=1",
    "read_difference": "topology/difference?start=1&end={now}",
    "export_topology": "topology/export?format=json&revision=1",
}
ENGINES = {
    "add_engine": Good("engines", {"name": "new", "url": "tcp://10.0.0.9:2375"}, ("engines", {"name": "host1", "url": "tcp://10.0.0.9:2375"})),
    "test_engine": Good("engines/test", {"url": "tcp://10.0.0.9:2375"}),
    "change_engine": Good("engines/host1", {"enabled": False}),
    "remove_engine": Good("engines/host2"),
}  # fmt: skip
GOOD = {**ORDERS, **READS, **ENGINES}


@dataclass
class Tried:
    """The world of one call, and the codes that it has answered."""

    operation: str
    agent: FakeAgent
    places: dict[str, Any]
    seen: set[int] = field(default_factory=set)

    async def ask(self, caller: Caller, path: str, body: Any = None, raw: bytes | None = None) -> None:
        method = CALLS[self.operation][0]
        answer = await caller.call(method, path.format(**self.places), body, raw=raw)
        self.seen.add(answer.status_code)

    async def good(self, caller: Caller) -> None:
        await self.ask(caller, GOOD[self.operation].path, GOOD[self.operation].body)


@pytest.fixture
async def tried(
    world: Objects, other_host: Kept, kept: Kept, agent: FakeAgent, operator: Caller, request: pytest.FixtureRequest
) -> Tried:
    places = await in_db(_places, world, kept, operator)
    await in_db(kept.writer.commit, [])
    return Tried(request.getfixturevalue("operation"), agent, places)


def _places(world: Objects, kept: Kept, operator: Caller) -> dict[str, Any]:
    """What the paths name: containers of each state, orders that can be taken back and not, and a journal that has been pruned."""
    web = world["web-1"]
    paused = web.model_copy(update={"id": object_id("paused"), "name": "paused", "state": "paused"})
    kept.put(paused)
    back = {"action": "unpause", "container": paused.id}
    now = timezone.now()
    orders = [
        Order.objects.create(
            engine="host1", action="pause", target=f"x:{number}", args={"action": "pause", "container": paused.id},
            by=operator.user, by_name="x", state="done", undo=undo, created=now, deadline=now, finished=now,
        ).pk
        for number, undo in enumerate((back, None))
    ]  # fmt: skip
    for number in range(3):
        kept.put(paused.model_copy(update={"hostname": f"h{number}"}))
    journal.prune(days=365, rows=2)
    state = journal.current()
    found = {"undoable": orders[0], "final": orders[1], "horizon": state.horizon, "now": state.revision}
    return {**found, "stopped": "db", "paused": "paused"}


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("netviz.api.orders.WAIT_S", 0.3)
    monkeypatch.setattr("netviz.agent.engine_rows.LET_GO_S", 0.1)


@pytest.mark.parametrize("operation", sorted(GOOD))
async def test_each_documented_code_is_reached_and_no_other(
    tried: Tried, stranger: Caller, viewer: Caller, admin: Caller, monkeypatch: pytest.MonkeyPatch, operation: str
) -> None:
    method, path, call = CALLS[operation]
    good = GOOD[operation]
    await tried.ask(stranger, good.path, good.body)
    if method != "GET":
        await tried.ask(viewer, good.path, good.body)
        await tried.ask(admin, good.path, raw=b" " * (MOST_BODY + 1))
    if "requestBody" in call:
        await tried.ask(admin, good.path, raw=b"{")
        await tried.ask(admin, good.path, {"nonsense": 1})
    for address in wrong_addresses(path, call):
        await tried.ask(admin, address, good.body)
    if good.in_the_way:
        await tried.ask(admin, *good.in_the_way)
    if operation in TOO_OLD:
        await tried.ask(admin, TOO_OLD[operation])
    if operation in ORDERS:
        await in_every_end(tried, admin)
    if operation in ENGINES:
        await engines_in_every_way(tried, admin, monkeypatch)
    else:
        await tried.good(admin)
    assert tried.seen == {int(code) for code in call["responses"]}


def wrong_addresses(path: str, call: dict[str, Any]) -> Iterator[str]:
    """Of what is not there, and of what can't be."""
    own = "nowhere" if "{ref}" in path or "{name}" in path else "999999"
    gone = path.replace("{ref}", own).replace("{name}", own).replace("{order_id}", own)
    if gone != path:
        yield gone
    for parameter in call.get("parameters", []):
        if parameter["in"] == "query":
            yield f"{gone}?{parameter['name']}=nowhere"
            yield f"{gone}?{parameter['name']}={quote(chr(0) + 'x' * 300)}"
        if parameter["in"] == "path" and parameter["name"] != "order_id":
            yield path.replace("{" + parameter["name"] + "}", quote(chr(0)))


async def in_every_end(tried: Tried, admin: Caller) -> None:
    """The engine refuses, in each way; it takes longer than a caller waits; it does it."""
    for code in ("refused", "timeout", "address_not_in_subnet", "name_in_use"):
        tried.agent.fails(code, "its words")
        await tried.good(admin)
        await in_db(lambda: Order.objects.filter(idempotency_key__isnull=False).delete())
    tried.agent.state, tried.agent.error = "pending", None
    await tried.good(admin)
    await in_db(lambda: Order.objects.exclude(pk__in=(tried.places["undoable"], tried.places["final"])).delete())
    tried.agent.state = "done"


async def engines_in_every_way(tried: Tried, admin: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """An agent that does not let go, one that does, and addresses at which nobody, a silent one and an engine answers."""
    await tried.good(admin)
    await in_db(lease.release_all)
    for outcome in (EngineError("timeout", "x"), Identity(product="docker")):
        monkeypatch.setattr(engine_rows, "test", _answering(outcome))
        await tried.good(admin)


def _answering(outcome: EngineError | Identity) -> Callable[..., Any]:
    async def test(_settings: object) -> Identity:
        if isinstance(outcome, EngineError):
            raise outcome
        return outcome

    return test


def test_every_call_is_tried() -> None:
    assert set(GOOD) == set(CALLS)
