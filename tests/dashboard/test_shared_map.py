"""A share link: it opens the live map and its own websocket, and is refused by every other page, call and socket."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from netviz.accounts import shares
from netviz.accounts.models import Role, Share, User
from netviz.dashboard import sockets
from netviz.dashboard.routing import websocket_urlpatterns
from netviz.topology import journal
from netviz.topology.db import in_db

from .conftest import Kept, Objects
from .test_topology_consumer import HOST, ORIGIN, Socket
from .world import container, network

pytestmark = pytest.mark.django_db(transaction=True)

# What strangers may ask for: signing in, whether netviz works at all, and what a share itself opens.
OPEN = {"sign-in/", "sign-in/link/<str:secret>/", "healthz", "metrics", "share/<str:secret>/", ""}
OPEN |= {"share/<str:secret>/catalog/<str:language>.js"}


def made(engine: str = "") -> str:
    user, _ = User.objects.get_or_create(username="maker", defaults={"role": Role.OPERATOR})
    return shares.make(user, timedelta(hours=1), engine=engine)[1]


@pytest.fixture
def secret(world: Objects) -> str:
    return made()


def addresses(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, path)
        else:
            yield path


def filled(path: str) -> str:
    """An address with something in each of its places."""
    from re import sub

    return "/" + sub(r"<(int:)?[^>]*>", lambda place: "1" if place[1] else "zh-hans", path.lstrip("^").rstrip("$"))


def test_the_page(secret: str) -> None:
    response = Client().get(f"/share/{secret}/")
    assert response.status_code == 200
    text = response.content.decode()
    assert f'data-socket="/ws/share/{secret}/"' in text
    for nowhere in ("data-may-order", "<form", "/containers/", "/settings/", "csrf", "engine-rows"):
        assert nowhere not in text
    assert response["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response["X-Robots-Tag"]
    assert "no-store" in response["Cache-Control"]
    assert "sessionid" not in response.cookies
    assert not response.cookies
    assert Client().get(f"/share/{secret}/catalog/zh-hans.js").status_code == 200
    assert Client().get(f"/share/{secret}/catalog/xx.js").status_code == 404
    assert Client().post(f"/share/{secret}/").status_code == 405


@pytest.mark.parametrize("wrong", ["x", "x" * 300, "..", "%00"])
def test_no_such_link(secret: str, wrong: str) -> None:
    response = Client().get(f"/share/{wrong}/")
    assert response.status_code == 404
    assert Client().get(f"/share/{wrong}/catalog/en.js").status_code == 404


def test_an_ended_link_says_so(secret: str) -> None:
    Share.objects.update(expires=timezone.now())
    response = Client().get(f"/share/{secret}/")
    assert response.status_code == 404
    assert "This link has ended" in response.content.decode()


def test_every_other_page_and_call_refuses_it(secret: str) -> None:
    """With the secret wherever a caller could put one: as a token, as a session, as a cookie, in the query."""
    client = Client()
    client.get(f"/share/{secret}/")
    for name in ("netviz_session", "share", "secret"):
        client.cookies[name] = secret
    checked = 0
    for path in sorted(set(addresses(get_resolver().url_patterns))):
        if path.lstrip("^") in OPEN:
            continue
        for method in (client.get, client.post):
            for headers in ({}, {"Authorization": f"Bearer {secret}"}):
                response = method(f"{filled(path)}?secret={secret}&share={secret}", headers=headers)
                assert response.status_code in {302, 401, 403, 404, 405}, path
                if response.status_code == 302:
                    assert response["Location"].startswith("/sign-in/"), path
                if response.status_code == 404:
                    # Nothing of that name for anybody: it says nothing of what is there.
                    assert secret not in response.content.decode()
                checked += 1
    assert checked > 200


async def test_every_other_websocket_refuses_it(secret: str) -> None:
    checked = 0
    for pattern in websocket_urlpatterns:
        if "share" in str(pattern.pattern):
            continue
        headers = {"origin": ORIGIN, "cookie": f"netviz_session={secret}", "authorization": f"Bearer {secret}"}
        for given in ({"origin": ORIGIN}, headers, {"authorization": f"Bearer {secret}"}):
            socket = Socket(f"?secret={secret}", "/" + filled(str(pattern.pattern)).lstrip("/"), **given)
            if await socket.open():
                assert await socket.closed() == sockets.NOT_SIGNED_IN
            checked += 1
    assert checked >= 3


def socket_of(secret: str, query: str = "", **headers: str) -> Socket:
    return Socket(query, f"/ws/share/{secret}/", **{"origin": ORIGIN, **headers})


async def test_the_live_map(secret: str, kept: Kept) -> None:
    socket = socket_of(secret)
    assert await socket.open()
    first = await socket.next()
    assert first["type"] == "snapshot"
    assert {item["name"] for item in first["networks"]} >= {"lonely", "shop_front"}
    assert "env" not in first["containers"][0]
    await in_db(kept.put, network("later"), type="order", order=1, by="ada")
    message = await socket.next()
    assert [one["data"]["name"] for one in message["changes"]] == ["later"]
    assert "ada" not in json.dumps(message)
    await socket.close()


async def test_it_goes_on_where_it_was(secret: str, kept: Kept) -> None:
    state = await in_db(journal.current)
    await in_db(kept.put, network("later"))
    socket = socket_of(secret, f"?since={state.revision}&journal={state.id}")
    assert await socket.open()
    message = await socket.next()
    assert (message["type"], [one["revision"] for one in message["changes"]]) == ("changes", [state.revision + 1])
    await socket.close()


async def test_only_its_engine(world: Objects) -> None:
    other = await in_db(Kept, "host2")
    await in_db(other.put, container("theirs", engine="host2"))
    socket = socket_of(await sync_to_async(made)("host1"))
    assert await socket.open()
    first = await socket.next()
    assert "theirs" not in json.dumps(first)
    await in_db(other.put, network("theirs", engine="host2"))
    assert (await socket.next())["changes"] == [{"revision": first["revision"] + 1, "kind": "hidden"}]
    await socket.close()


@pytest.mark.parametrize("text", ['{"action": "start"}', '{"type": "subscribe"}', "nonsense", "[]"])
async def test_it_takes_nothing_but_a_ping(secret: str, text: str) -> None:
    socket = socket_of(secret)
    assert await socket.open()
    await socket.next()
    await socket.send('{"type": "ping"}')
    assert (await socket.next())["type"] == "pong"
    await socket.send(text)
    assert (await socket.next())["type"] == "error"
    await socket.close()


async def test_revoked_while_it_is_open(secret: str) -> None:
    socket = socket_of(secret)
    assert await socket.open()
    await socket.next()
    share = await in_db(Share.objects.get)
    await sync_to_async(shares.revoke)(share)
    assert await asyncio.wait_for(socket.closed(), 5) == sockets.NOT_SIGNED_IN
    # The client hangs up in turn: what is left of the connection is put away.
    await socket.close()


async def test_expired_while_it_is_open(secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "CHECK_EVERY_S", 0.05)
    socket = socket_of(secret)
    assert await socket.open()
    await socket.next()
    await in_db(lambda: Share.objects.update(expires=timezone.now()))
    assert await asyncio.wait_for(socket.closed(), 5) == sockets.NOT_SIGNED_IN


async def test_its_maker_is_deactivated(secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "CHECK_EVERY_S", 0.05)
    socket = socket_of(secret)
    assert await socket.open()
    await socket.next()
    await in_db(lambda: User.objects.update(is_active=False))
    assert await asyncio.wait_for(socket.closed(), 5) == sockets.NOT_SIGNED_IN


@pytest.mark.parametrize("headers", [{"origin": "http://evil.test"}, {"origin": "null"}])
async def test_another_sites_page_opens_no_socket(secret: str, headers: dict[str, str]) -> None:
    assert not await socket_of(secret, **headers).open()


async def test_a_wrong_secret_opens_no_socket(secret: str) -> None:
    socket = socket_of("x" * 43)
    assert await socket.open()
    assert await socket.closed() == sockets.NOT_SIGNED_IN
    assert not await Socket("", f"/ws/share/{secret}/", host=HOST).open()
