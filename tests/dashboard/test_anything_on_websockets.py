"""Anything at all in the address and in the messages of every websocket, found by looking: an error in words, and it goes on."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from urllib.parse import quote

import pytest

from netviz.accounts import shares, tokens
from netviz.dashboard.routing import websocket_urlpatterns
from netviz.topology import journal
from netviz.topology.db import in_db
from tests.kept import Objects, user_of

from .test_topology_consumer import ORIGIN, Socket

PATHS = sorted("/" + str(pattern.pattern) for pattern in websocket_urlpatterns)
MESSAGES = (
    " ",
    "nonsense",
    "[]",
    "null",
    "17",
    '{"type": null}',
    '{"type": ["ping"]}',
    '{"type": {"a": 1}}',
    '{"type": "nonsense"}',
    '{"action": "start"}',
    '{"type": "session_ended"}',
    '{"type": "session.ended"}',
    '{"type": "__class__"}',
    '{"type": "\\u0000"}',
    '{"type": "\\ud800"}',
    '{"type": NaN}',
    '{"type": 1e999}',
    "[" * 5000,
    '{"a":' * 3000,
    "💥" * 1000,
)
QUERIES = ("since=", "since=-1", "since=" + "9" * 400, "since=%00", "journal=%ff", "view=x&view=y", "%", "&&==", "since=1&journal=" + quote("💥" * 500))  # fmt: skip


def opened_as(path: str) -> tuple[str, dict[str, str]]:
    """An address of somebody who may look, and what the client says of itself."""
    viewer = user_of("operator")
    secret = shares.make(viewer, timedelta(hours=1))[1]
    return re.sub("<str:secret>", secret, path), {"authorization": f"Bearer {tokens.make(viewer)}", "origin": ORIGIN}


@pytest.mark.parametrize("path", PATHS)
async def test_messages(world: Objects, path: str) -> None:
    address, headers = await in_db(opened_as, path)
    before = await in_db(journal.current)
    socket = Socket("", address, **headers)
    assert await socket.open()
    assert (await socket.next())["type"] == "snapshot"
    for text in MESSAGES:
        await socket.send(text)
        answer = await socket.next()
        assert (answer["type"], bool(answer["detail"])) == ("error", True), text[:30]
        assert answer["code"] in {"invalid", "unknown_type"}, text[:30]
    await socket.send(json.dumps({"type": "ping"}))
    assert (await socket.next())["type"] == "pong"
    assert await in_db(journal.current) == before


@pytest.mark.parametrize("path", PATHS)
async def test_queries(world: Objects, path: str) -> None:
    address, headers = await in_db(opened_as, path)
    for query in QUERIES:
        socket = Socket(f"?{query}", address, **headers)
        assert await socket.open(), query[:30]
        told = await socket.next()
        if told["type"] == "error":
            assert told["code"] == "bad_since"
            told = await socket.next()
        assert told["type"] == "snapshot", query[:30]


@pytest.mark.parametrize("path", [path for path in PATHS if "<" in path])
async def test_addresses(world: Objects, path: str) -> None:
    _, headers = await in_db(opened_as, path)
    for text in ("x", "%00", "%ff", "..", "💥", "x" * 3000):
        socket = Socket("", re.sub("<[^>]*>", quote(text, safe="%"), path), **headers)
        if await socket.open():
            assert await socket.closed() in range(4400, 4430), text[:20]
