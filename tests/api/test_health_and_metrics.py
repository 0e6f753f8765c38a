"""GET /healthz and GET /metrics."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import AsyncClient
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from netviz.accounts.models import Role, User
from netviz.topology import db, models
from netviz.topology.db import in_db

from .conftest import Caller, FakeAgent, Kept, Objects, said


@pytest.fixture(autouse=True)
def _nothing_refused() -> Iterator[None]:
    """What the database refused in another test is nothing of this one's."""
    db.forget_refusals()
    yield
    db.forget_refusals()


async def test_strangers_learn_ok_and_no_more(world: Objects, stranger: Caller) -> None:
    assert said(await stranger.get("/healthz"), 200) == {"status": "ok"}


async def test_those_who_may_look_see_each_engine(world: Objects, other_host: Kept, viewer: Caller) -> None:
    body = said(await viewer.get("/healthz"), 200)
    assert body["status"] == "ok"
    assert body["revision"] > 0
    assert [(engine["name"], engine["state"], engine["watched"]) for engine in body["engines"]] == [
        ("host1", "live", True),
        ("host2", "live", True),
    ]


async def test_a_database_that_does_not_answer(stranger: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> None:
        raise OperationalError("disk I/O error")

    monkeypatch.setattr("netviz.topology.journal.current", gone)
    assert said(await stranger.get("/healthz"), 503) == {"status": "unavailable"}


async def ends_lease(ago: timedelta) -> None:
    await in_db(models.Engine.objects.update, lease_until=timezone.now() - ago)


async def test_an_agent_that_writes_nothing_is_told(world: Objects, stranger: Caller) -> None:
    await ends_lease(timedelta(seconds=3))
    assert said(await stranger.get("/healthz"), 200) == {"status": "degraded"}


async def test_a_database_that_takes_nothing_is_a_failure(world: Objects, stranger: Caller) -> None:
    def full() -> None:
        raise OperationalError("database or disk is full")

    await ends_lease(timedelta(seconds=3))
    with pytest.raises(OperationalError):
        await in_db(full)
    assert said(await stranger.get("/healthz"), 503) == {"status": "degraded"}
    # What restarts a process that is not well must not end one that still serves who looks.
    assert said(await stranger.get("/healthz?alive"), 200) == {"status": "degraded"}
    await ends_lease(-timedelta(seconds=15))
    assert said(await stranger.get("/healthz"), 200) == {"status": "ok"}


async def test_an_engine_that_is_switched_off_is_no_failure(world: Objects, stranger: Caller) -> None:
    await in_db(models.Engine.objects.update, lease_until=None, enabled=False)
    assert said(await stranger.get("/healthz"), 200) == {"status": "ok"}


async def test_wrong_methods(viewer: Caller) -> None:
    assert (await viewer.post("/healthz")).status_code == 405
    assert (await viewer.post("/metrics")).status_code == 405


def labels(*values: str) -> frozenset[str]:
    return frozenset(values)


async def numbers(caller: Caller) -> dict[tuple[str, frozenset[str]], float]:
    answer = await caller.get("/metrics")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain")
    families = text_string_to_metric_families(answer.content.decode())
    return {
        (sample.name, frozenset(sample.labels.values())): sample.value
        for family in families
        for sample in family.samples
    }


async def test_the_numbers(world: Objects, agent: FakeAgent, operator: Caller, viewer: Caller) -> None:
    await operator.post("networks/lonely/connect", {"container": "alpine1"})
    await in_db(models.Engine.objects.filter(name="host1").update, drift={"endpoint.add": 3})
    found = await numbers(viewer)
    assert found["netviz_engine_state", labels("host1", "live")] == 1
    assert found["netviz_engine_state", labels("host1", "unreachable")] == 0
    assert found["netviz_objects", labels("host1", "network")] == 6
    assert found["netviz_objects", labels("host1", "container")] == 5
    assert found["netviz_revision_total", labels()] == await in_db(
        models.Journal.objects.values_list("revision", flat=True).get
    )
    assert found["netviz_drift_total", labels("host1", "endpoint.add")] == 3
    assert found["netviz_orders", labels("host1", "connect", "done")] == 1
    assert found["netviz_websocket_clients", labels()] == 0
    assert found["process_resident_memory_bytes", labels()] > 0


async def test_who_may_see_the_numbers(world: Objects, stranger: Caller, viewer: Caller) -> None:
    assert (await stranger.get("/metrics")).status_code in {302, 401}
    assert (await stranger.get("/metrics", Authorization="Bearer nv_wrong")).status_code == 401
    for role, status in ((Role.VIEWER, 403), (Role.OPERATOR, 403), (Role.ADMIN, 200)):
        client = AsyncClient()
        user = await in_db(User.objects.create_user, f"{role}-session", role=role)
        await client.aforce_login(user)
        assert (await client.get("/metrics")).status_code == status


async def test_hostile_engine_names_and_causes(world: Objects, viewer: Caller) -> None:
    await in_db(models.Engine.objects.filter(name="host1").update, drift={'a"\n\\b': 1})
    assert (await numbers(viewer))["netviz_drift_total", labels("host1", 'a"\n\\b')] == 1
