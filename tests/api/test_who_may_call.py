"""Tokens, sessions, CSRF and roles."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import AsyncClient

from netviz.accounts import tokens
from netviz.accounts.models import Role, Token, User
from netviz.topology.db import in_db

from .conftest import Caller, FakeAgent, Objects, said

CALLS = [
    ("GET", "topology"),
    ("GET", "changes?since=0"),
    ("GET", "networks"),
    ("POST", "networks"),
    ("GET", "networks/lonely"),
    ("DELETE", "networks/lonely"),
    ("POST", "networks/prune"),
    ("POST", "networks/lonely/connect"),
    ("POST", "networks/lonely/disconnect"),
    ("GET", "containers"),
    ("POST", "containers"),
    ("GET", "containers/web-1"),
    ("DELETE", "containers/web-1"),
    ("POST", "containers/web-1/start"),
    ("POST", "containers/web-1/rename"),
    ("GET", "orders"),
    ("GET", "orders/1"),
    ("GET", "engines"),
    ("POST", "engines"),
    ("POST", "engines/test"),
    ("PATCH", "engines/host1"),
    ("DELETE", "engines/host1"),
    ("GET", "openapi.json"),
]


@pytest.mark.parametrize(("method", "path"), CALLS)
async def test_strangers_get_nothing(world: Objects, stranger: Caller, method: str, path: str) -> None:
    answer = await stranger.call(method, path)
    said(answer, 401, "not_signed_in")
    assert answer["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("text", ["", "nv_wrong", "x" * 5000, "nv_\u00e9", "a b"])
async def test_a_bad_token(world: Objects, text: str) -> None:
    answer = await AsyncClient().get("/api/v1/networks", headers={"Authorization": f"Bearer {text}"})
    assert said(answer, 401)["code"] in {"bad_token", "not_signed_in"}


async def test_a_token_counts_in_the_header_only(world: Objects, viewer: Caller) -> None:
    said(await AsyncClient().get(f"/api/v1/networks?token={viewer.token}&access_token={viewer.token}"), 401)


async def test_a_revoked_token(world: Objects, viewer: Caller) -> None:
    said(await viewer.get("networks"), 200)
    token = await in_db(Token.objects.get, user=viewer.user)
    await in_db(tokens.revoke, token.pk)
    said(await viewer.get("networks"), 401, "bad_token")


async def test_a_deactivated_user(world: Objects, viewer: Caller) -> None:
    await in_db(User.objects.filter(pk=viewer.user.pk).update, is_active=False)  # type: ignore[union-attr]
    said(await viewer.get("networks"), 401, "bad_token")


async def test_a_token_of_a_lower_role_than_its_user(world: Objects, admin: Caller) -> None:
    low = Caller(await in_db(tokens.make, admin.user, Role.VIEWER))  # type: ignore[arg-type]
    said(await low.get("networks"), 200)
    said(await low.delete("networks/lonely"), 403, "forbidden")


async def test_operators_do_not_manage_engines(world: Objects, operator: Caller) -> None:
    said(await operator.post("engines", {"name": "x", "url": "unix:///x.sock"}), 403, "forbidden")
    said(await operator.post("engines/test", {"url": "unix:///x.sock"}), 403, "forbidden")
    said(await operator.call("PATCH", "engines/host1", {"enabled": False}), 403, "forbidden")
    said(await operator.delete("engines/host1"), 403, "forbidden")


def signed_in(role: str) -> AsyncClient:
    user, _ = User.objects.get_or_create(username=f"{role}2", defaults={"role": Role(role)})
    client = AsyncClient(enforce_csrf_checks=True)
    client.force_login(user)
    return client


async def send(client: AsyncClient, body: Any, **headers: str) -> Any:
    return await client.generic(
        "POST", "/api/v1/networks/lonely/connect", json.dumps(body).encode(), "application/json", headers=headers
    )


async def test_a_session_reads(world: Objects) -> None:
    client = await in_db(signed_in, "viewer")
    said(await client.get("/api/v1/networks"), 200)


async def test_a_session_without_a_csrf_token(world: Objects, agent: FakeAgent) -> None:
    client = await in_db(signed_in, "operator")
    said(await send(client, {"container": "alpine1"}), 403, "csrf")
    said(await send(client, {"container": "alpine1"}, **{"X-CSRFToken": "wrong"}), 403, "csrf")
    # As a page of another site could: a form.
    form = await client.post("/api/v1/networks/lonely/connect", {"container": "alpine1"})
    said(form, 403, "csrf")


async def test_a_session_with_its_csrf_token(world: Objects, agent: FakeAgent) -> None:
    client = await in_db(signed_in, "operator")
    await client.get("/api/docs")
    token = client.cookies["csrftoken"].value
    said(await send(client, {"container": "alpine1"}, **{"X-CSRFToken": token}), 200)


async def test_a_bad_token_beside_a_session(world: Objects) -> None:
    client = await in_db(signed_in, "viewer")
    said(await client.get("/api/v1/networks", headers={"Authorization": "Bearer nv_wrong"}), 401, "bad_token")
