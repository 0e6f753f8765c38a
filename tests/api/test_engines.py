"""GET/POST engines, POST engines/test, PATCH/DELETE engines/{name}."""

from __future__ import annotations

from typing import Any

import pytest

from netviz.topology import lease, models
from netviz.topology.db import in_db

from .conftest import Caller, Objects, said

ADDRESS = {"url": "tcp://10.0.0.5:2376", "tls_ca": "/c/ca.pem", "tls_cert": "/c/cert.pem", "tls_key": "/c/key.pem"}


async def test_lists_what_is_watched_and_what_is_new(world: Objects, admin: Caller, viewer: Caller) -> None:
    said(await admin.post("engines", {"name": "new", **ADDRESS}), 201)
    first, second = said(await viewer.get("engines"), 200)
    assert (first["name"], first["state"]) == ("host1", "live")
    assert (second["name"], second["state"], second["url"]) == ("new", "connecting", ADDRESS["url"])


async def test_adds(world: Objects, admin: Caller) -> None:
    made = said(await admin.post("engines", {"name": "new", **ADDRESS}), 201)
    assert (made["id"], made["state"]) == ("new", "connecting")
    row = await in_db(models.Engine.objects.get, name="new")
    assert {key: getattr(row, key) for key in ADDRESS} == ADDRESS


async def test_a_name_that_is_taken(world: Objects, admin: Caller) -> None:
    said(await admin.post("engines", {"name": "host1", "url": "unix:///y.sock"}), 409, "conflict")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"url": "unix:///x.sock"}, "name"),
        ({"name": "", "url": "unix:///x.sock"}, "name"),
        ({"name": "a/b", "url": "unix:///x.sock"}, "name"),
        ({"name": "test", "url": "unix:///x.sock"}, "name"),
        ({"name": "x" * 65, "url": "unix:///x.sock"}, "name"),
        ({"name": "n"}, "url"),
        ({"name": "n", "url": ""}, "url"),
        ({"name": "n", "url": "ssh://host"}, "url"),
        ({"name": "n", "url": "unix://"}, "url"),
        ({"name": "n", "url": "tcp://"}, "url"),
        ({"name": "n", "url": "tcp://host:0"}, "url"),
        ({"name": "n", "url": "tcp://host:99999"}, "url"),
        ({"name": "n", "url": "tcp://[::1"}, "url"),
        ({"name": "n", "url": "http://h/" + "x" * 600}, "url"),
        ({"name": "n", "url": "tcp://h:1", "tls_cert": "/c.pem"}, "tls_key"),
        ({"name": "n", "url": "tcp://h:1", "tls_ca": 5}, "tls_ca"),
        ({"name": "n", "url": "tcp://h:1", "enabled": True}, "enabled"),
    ],
)
async def test_wrong_values_add_nothing(world: Objects, admin: Caller, body: Any, field: str) -> None:
    assert said(await admin.post("engines", body), 422, "invalid")["problems"][0]["field"] == field
    assert await in_db(models.Engine.objects.count) == 1


async def test_changes_what_is_given(world: Objects, admin: Caller) -> None:
    said(await admin.post("engines", {"name": "new", **ADDRESS}), 201)
    said(await admin.call("PATCH", "engines/new", {"url": "tcp://10.0.0.6:2376", "name": "new"}), 200)
    row = await in_db(models.Engine.objects.get, name="new")
    assert (row.url, row.tls_ca) == ("tcp://10.0.0.6:2376", ADDRESS["tls_ca"])
    said(await admin.call("PATCH", "engines/new", {"tls_ca": None, "tls_cert": None, "tls_key": None}), 200)
    row = await in_db(models.Engine.objects.get, name="new")
    assert (row.url, row.tls_ca, row.tls_key) == ("tcp://10.0.0.6:2376", "", "")


@pytest.mark.parametrize(
    "body",
    [{"name": "other"}, {"url": "nonsense"}, {"url": None}, {"tls_cert": "/c.pem"}, {"enabled": "maybe"}, {"x": 1}],
)
async def test_wrong_values_change_nothing(world: Objects, admin: Caller, body: Any) -> None:
    said(await admin.call("PATCH", "engines/host1", body), 422, "invalid")
    row = await in_db(models.Engine.objects.get, name="host1")
    assert (row.url, row.generation) == ("unix:///x.sock", 1)


async def test_switches_off_and_on(world: Objects, admin: Caller) -> None:
    await in_db(_let_go)
    assert said(await admin.call("PATCH", "engines/host1", {"enabled": False}), 200)["state"] == "disabled"
    row = await in_db(models.Engine.objects.get, name="host1")
    assert (row.enabled, row.data["state"]) == (False, "disabled")
    said(await admin.call("PATCH", "engines/host1", {"enabled": True}), 200)


async def test_removes_an_engine_and_what_is_known_of_it(world: Objects, admin: Caller, viewer: Caller) -> None:
    await in_db(_let_go)
    answer = await admin.delete("engines/host1")
    assert (answer.status_code, answer.content) == (204, b"")
    assert said(await viewer.get("networks"), 200) == []
    said(await viewer.get("containers/web-1"), 404, "not_found")


async def test_an_agent_that_does_not_let_go(world: Objects, admin: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("netviz.agent.engine_rows.LET_GO_S", 0.2)
    said(await admin.delete("engines/host1"), 409, "agent_busy")


async def test_engines_that_are_not_there(world: Objects, admin: Caller) -> None:
    said(await admin.call("PATCH", "engines/nowhere", {"url": "unix:///y.sock"}), 404, "not_found")
    said(await admin.delete("engines/nowhere"), 404, "not_found")


@pytest.mark.parametrize("url", ["unix:///no/such.sock", "tcp://127.0.0.1:1"])
async def test_an_address_where_nobody_answers(world: Objects, admin: Caller, url: str) -> None:
    said(await admin.post("engines/test", {"url": url}), 502, "unreachable")
    assert await in_db(models.Engine.objects.count) == 1


async def test_tls_files_that_are_not_there(world: Objects, admin: Caller) -> None:
    answer = await admin.post("engines/test", {**ADDRESS, "url": "tcp://127.0.0.1:1"})
    assert said(answer, answer.status_code)["code"] in {"unreachable", "invalid"}


async def test_wrong_addresses_are_not_tried(world: Objects, admin: Caller) -> None:
    said(await admin.post("engines/test", {"url": "file:///etc/passwd"}), 422, "invalid")
    said(await admin.post("engines/test", {}), 422, "invalid")


@pytest.mark.engine
async def test_an_address_where_an_engine_answers(transactional_db: None, engine_url: str, admin: Caller) -> None:
    identity = said(await admin.post("engines/test", {"url": engine_url}), 200)
    assert identity["product"] == "docker"
    assert identity["version"]
    assert identity["local"] is True


def _let_go() -> None:
    lease.release_all()
