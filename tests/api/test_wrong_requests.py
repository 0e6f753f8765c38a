"""Addresses, methods and bodies that no call has: a clear error in JSON, never a fault of ours."""

from __future__ import annotations

import json
from typing import Any

import pytest

from netviz.accounts.bodies import MOST_BODY
from netviz.agent.models import Order
from netviz.topology.db import in_db
from tests.dashboard.world import network

from .conftest import Caller, Objects, said


@pytest.mark.parametrize("path", ["", "nonsense", "networks/", "networks/a/b/c", "orders/abc", "containers/web-1/kill"])
async def test_unknown_addresses(world: Objects, operator: Caller, path: str) -> None:
    said(await operator.get(path), 404, "not_found")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", "topology", {"GET", "HEAD"}),
        ("PUT", "networks", {"GET", "HEAD", "POST"}),
        ("PATCH", "networks/lonely", {"GET", "HEAD", "DELETE"}),
        ("GET", "networks/lonely/connect", {"POST"}),
        ("DELETE", "orders/1", {"GET", "HEAD"}),
        ("OPTIONS", "networks", {"GET", "HEAD", "POST"}),
        ("GET", "engines/host1", {"PATCH", "DELETE"}),
    ],
)
async def test_wrong_methods(world: Objects, admin: Caller, method: str, path: str, allowed: set[str]) -> None:
    answer = await admin.call(method, path)
    said(answer, 405, "method_not_allowed")
    assert set(answer["Allow"].split(", ")) == allowed


async def test_head_is_get_without_a_body(world: Objects, viewer: Caller) -> None:
    answer = await viewer.call("HEAD", "networks")
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"nonsense",
        b'{"container": NaN}',
        b"\xff\xfe",
        b'{"container": "\\ud800"}',
        b'{"container": "a\\u0000b"}',
        b'{"container": "alpine1", "driver_opts": {"a\\u0000": "b"}}',
        b"[" * 100_000,
        b'{"a":' * 50_000,
    ],
)
async def test_bodies_that_are_no_json(world: Objects, operator: Caller, raw: bytes) -> None:
    said(await operator.call("POST", "networks/lonely/connect", raw=raw), 400, "bad_request")
    assert await in_db(Order.objects.count) == 0


async def test_a_huge_number(world: Objects, operator: Caller) -> None:
    raw = b'{"container": "alpine1", "gw_priority": ' + b"9" * 10_000 + b"}"
    answer = await operator.call("POST", "networks/lonely/connect", raw=raw)
    assert said(answer, answer.status_code)["code"] in {"invalid", "bad_request"}


async def test_a_body_that_is_too_large(world: Objects, operator: Caller) -> None:
    raw = json.dumps({"container": "x" * MOST_BODY}).encode()
    said(await operator.call("POST", "networks/lonely/connect", raw=raw), 413, "body_too_large")


async def test_a_form_instead_of_json(world: Objects, operator: Caller) -> None:
    headers = {"Authorization": f"Bearer {operator.token}"}
    answer = await operator.client.post("/api/v1/networks/lonely/connect", {"container": "alpine1"}, headers=headers)
    said(answer, 400, "bad_request")


async def test_a_broken_multipart_form_with_a_session(world: Objects, operator: Caller) -> None:
    client = operator.client
    await client.aforce_login(operator.user)
    client.handler.enforce_csrf_checks = True
    answer = await client.generic(
        "POST", "/api/v1/networks/lonely/connect", b"--x\r\nnonsense", "multipart/form-data; boundary="
    )
    assert said(answer, answer.status_code)["code"] in {"csrf", "bad_request"}
    assert answer.status_code in {400, 403}


@pytest.mark.parametrize("ref", ["%00", "a%00b", "x" * 300, "%F0%9F%90%8B", "..%2f..", "%22%3Cscript%3E", "'; drop"])
async def test_strange_names(world: Objects, operator: Caller, ref: str) -> None:
    for method, path in (
        ("GET", f"networks/{ref}"),
        ("DELETE", f"containers/{ref}"),
        ("GET", f"networks?engine={ref}"),
    ):
        answer = await operator.call(method, path)
        assert said(answer, answer.status_code)["code"] in {"not_found", "invalid"}, path


@pytest.mark.parametrize("key", ["x" * 201, "a b", "\u00e9", " "])
async def test_wrong_idempotency_keys(world: Objects, operator: Caller, key: str) -> None:
    answer = await operator.post("networks/lonely/connect", {"container": "alpine1"}, **{"Idempotency-Key": key})
    said(answer, 422, "invalid")
    assert await in_db(Order.objects.count) == 0


async def test_errors_speak_the_callers_language(world: Objects, operator: Caller) -> None:
    answer = await operator.get("networks/nowhere", **{"Accept-Language": "zh-hans"})
    assert answer["Content-Language"] == "zh-hans"
    detail = said(answer, 404, "not_found")["detail"]
    assert "nowhere" in detail
    assert "网络" in detail


async def test_hostile_names_are_data(world: Objects, kept: Any, viewer: Caller) -> None:
    hostile = '<img src=x onerror="alert(1)">\u202e\u2028'
    await in_db(kept.put, network("evil").model_copy(update={"name": hostile}))
    answer = await viewer.get("networks")
    assert hostile in {item["name"] for item in said(answer, 200)}
    assert answer["X-Content-Type-Options"] == "nosniff"
