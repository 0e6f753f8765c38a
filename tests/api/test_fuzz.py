"""Anything at all, sent to every call that the description names: an answer in JSON, and never a fault of ours."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netviz.api.v1 import api
from netviz.topology import lease
from netviz.topology.db import in_db

from .conftest import Caller, Objects

WORDS = st.one_of(
    st.sampled_from(
        ["lonely", "web-1", "alpine1", "db", "host1", "busybox", "10.0.0.1", "fd00::1", "10.0.0.0/24", "true"]
    ),
    st.text(max_size=20),
)
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), WORDS)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3), max_leaves=6
)


DESCRIPTION: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema()))
# Method, path and description of every call, as it is published.
CALLS = [(method, path, call) for path, methods in DESCRIPTION["paths"].items() for method, call in methods.items()]


def fields(call: dict[str, Any]) -> list[str]:
    """The names of the body's fields."""
    found = call.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    names = [option["$ref"].rpartition("/")[2] for option in [found, *found.get("anyOf", [])] if "$ref" in option]
    return [field for name in names for field in DESCRIPTION["components"]["schemas"][name]["properties"]]


@st.composite
def requests(draw: st.DrawFn, path: str, call: dict[str, Any]) -> tuple[str, bytes]:
    """An address with its parameters, and a body: mostly the call's own names with values of any kind."""
    parameters = [item for item in call.get("parameters", []) if item["in"] != "header"]
    for item in parameters:
        if item["in"] == "path":
            path = path.replace("{" + item["name"] + "}", quote(draw(WORDS), safe=""))
    query = [item["name"] for item in parameters if item["in"] == "query" and draw(st.booleans())]
    address = path + "?" + "&".join(f"{name}={quote(str(draw(SCALARS)))}" for name in query)
    named = st.fixed_dictionaries({}, optional=dict.fromkeys(fields(call), VALUES))
    body = draw(st.one_of(named.map(_json), VALUES.map(_json), st.binary(max_size=40)))
    return address, body


def _json(value: Any) -> bytes:
    return json.dumps(value, default=str).encode("utf-8", "surrogatepass")


@pytest.mark.parametrize(("method", "path", "call"), CALLS, ids=lambda value: value if isinstance(value, str) else "")
async def test_anything_at_all(
    world: Objects, admin: Caller, monkeypatch: pytest.MonkeyPatch, method: str, path: str, call: dict[str, Any]
) -> None:
    monkeypatch.setattr("netviz.api.orders.WAIT_S", 0.001)
    monkeypatch.setattr("netviz.agent.engine_rows.LET_GO_S", 0.05)
    await in_db(lease.acquire, "host1", "test", 600)

    loop = asyncio.get_running_loop()

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(request=requests(path, call))
    def send(request: tuple[str, bytes]) -> None:
        asyncio.run_coroutine_threadsafe(answered(admin, method.upper(), *request), loop).result(30)

    # Hypothesis calls plain functions: the requests run in this test's loop.
    await asyncio.to_thread(send)


async def answered(caller: Caller, method: str, address: str, body: bytes) -> None:
    answer = await caller.call(method, address, raw=b"" if method == "GET" else body)
    # No engine and no agent are there: the two gateway errors are theirs.
    assert answer.status_code < 500 or answer.status_code in {502, 504}, (address, body, answer.content)
    if answer.status_code >= 400:
        error = json.loads(answer.content)
        assert error["detail"], (address, body)
        assert error["code"], (address, body)
