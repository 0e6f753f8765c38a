"""The websocket of the pages: who gets in, what they get, what they may send, and when it ends."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.test import Client

from netviz.accounts import tokens
from netviz.accounts.models import Role, Token, User
from netviz.accounts.sessions import end_all
from netviz.asgi import application
from netviz.dashboard import sockets
from netviz.topology import hub, journal, publish
from netviz.topology.db import in_db
from netviz.topology.reconcile import Batch, Proposal
from netviz.topology.schema import Cause

from .conftest import Kept, SignIn
from .world import container

pytestmark = pytest.mark.django_db(transaction=True)

HOST = "netviz.test:8000"
ORIGIN = f"http://{HOST}"


class Socket:
    """A websocket client of the whole application, as a browser or a program opens it."""

    def __init__(self, query: str = "", path: str = "/ws/topology/", **headers: str) -> None:
        given = {"host": HOST, **headers}
        self._client = WebsocketCommunicator(
            application, path + query, [(name.encode(), value.encode("latin-1")) for name, value in given.items()]
        )

    async def open(self) -> bool:
        connected, self.code = await self._client.connect(timeout=15)
        return bool(connected)

    async def next(self) -> dict[str, Any]:
        message = json.loads(await self._client.receive_from(timeout=15))
        assert isinstance(message, dict)
        return message

    async def silent(self) -> bool:
        return bool(await self._client.receive_nothing(timeout=0.1))

    async def closed(self) -> int:
        while True:
            output = await self._client.receive_output(timeout=15)
            if output["type"] == "websocket.close":
                return int(output["code"])

    async def send(self, text: str) -> None:
        await self._client.send_to(text_data=text)

    async def send_bytes(self, data: bytes) -> None:
        await self._client.send_to(bytes_data=data)

    async def close(self) -> None:
        await self._client.disconnect(timeout=15)


@pytest.fixture
async def cookie(sign_in: SignIn) -> str:
    client = await sync_to_async(sign_in)("viewer")
    return cookie_of(client)


def cookie_of(client: Client) -> str:
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


@pytest.fixture
async def secret(transactional_db: None) -> str:
    def make() -> str:
        return tokens.make(User.objects.create(username="script", role=Role.VIEWER))

    return await sync_to_async(make)()


@pytest.fixture
async def browser(cookie: str) -> AsyncIterator[Socket]:
    socket = Socket(cookie=cookie, origin=ORIGIN)
    assert await socket.open()
    yield socket
    await socket.close()


async def change(kept: Kept, name: str, *, told: bool = True) -> Batch:
    batch = await in_db(kept.writer.commit, [Proposal([container(name)], [], Cause(type="event"))])
    if told:
        await publish.publish(batch)
    return batch


class TestWhoGetsIn:
    async def test_a_signed_in_browser(self, browser: Socket) -> None:
        assert (await browser.next())["type"] == "snapshot"

    async def test_a_token_needs_no_origin(self, secret: str) -> None:
        socket = Socket(authorization=f"Bearer {secret}")
        assert await socket.open()
        assert (await socket.next())["type"] == "snapshot"
        await socket.close()

    async def test_a_stranger_is_told_to_sign_in(self) -> None:
        socket = Socket(origin=ORIGIN)
        assert await socket.open()
        assert await socket.closed() == sockets.NOT_SIGNED_IN

    @pytest.mark.parametrize("header", ["", "Bearer nv_wrong", "Bearer ", "Basic eDp5"])
    async def test_a_program_without_a_good_token_is_refused(self, header: str) -> None:
        assert not await Socket(authorization=header).open()

    @pytest.mark.parametrize(
        "origin",
        [
            "http://evil.example", "null", "", f"http://{HOST}.evil.example", "http://netviz.test", "http://netviz.test:9",
            f"ftp://{HOST}", f"http://evil.example#@{HOST}", "http://[", HOST,
        ],
    )  # fmt: skip
    async def test_other_sites_pages_are_refused(self, cookie: str, secret: str, origin: str) -> None:
        assert not await Socket(cookie=cookie, origin=origin).open()
        assert not await Socket(cookie=cookie, origin=origin, authorization=f"Bearer {secret}").open()

    async def test_a_session_without_an_origin_is_refused(self, cookie: str) -> None:
        assert not await Socket(cookie=cookie).open()

    async def test_the_public_address_is_ours(self, cookie: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(settings, "PUBLIC_URL", "https://netviz.example.org")
        socket = Socket(cookie=cookie, origin="https://netviz.example.org")
        assert await socket.open()
        assert (await socket.next())["type"] == "snapshot"
        await socket.close()

    @pytest.mark.parametrize("path", ["/ws/", "/ws/topology", "/", "/ws/topology/../x"])
    async def test_other_addresses_are_refused(self, cookie: str, path: str) -> None:
        assert not await Socket(path=path, cookie=cookie, origin=ORIGIN).open()


class TestWhatTheyGet:
    async def test_a_snapshot_then_changes(self, kept: Kept, browser: Socket) -> None:
        snapshot = await browser.next()
        assert (snapshot["revision"], snapshot["containers"]) == (0, [])
        await change(kept, "alpine1")
        message = await browser.next()
        assert (message["type"], message["revision"]) == ("changes", 1)
        (told,) = message["changes"]
        assert (told["op"], told["kind"], told["data"]["name"]) == ("add", "container", "alpine1")
        assert told["engine"] == "host1"

    async def test_changes_since(self, kept: Kept, cookie: str) -> None:
        for name in "abc":
            await change(kept, name)
        state = await in_db(journal.current)
        socket = Socket(f"?since=1&journal={state.id}", cookie=cookie, origin=ORIGIN)
        assert await socket.open()
        message = await socket.next()
        assert [item["revision"] for item in message["changes"]] == [2, 3]
        await change(kept, "d")
        assert [item["revision"] for item in (await socket.next())["changes"]] == [4]
        await socket.close()

    async def test_up_to_date_is_said_once(self, kept: Kept, cookie: str) -> None:
        revision = (await change(kept, "a")).last
        state = await in_db(journal.current)
        socket = Socket(f"?since={revision}&journal={state.id}", cookie=cookie, origin=ORIGIN)
        assert await socket.open()
        assert await socket.next() == {"type": "changes", "revision": revision, "changes": []}
        assert await socket.silent()
        await socket.close()

    @pytest.mark.parametrize("journal_id", ["", "another"])
    async def test_another_journals_revision_gets_a_snapshot(self, kept: Kept, cookie: str, journal_id: str) -> None:
        await change(kept, "a")
        socket = Socket(f"?since=1&journal={journal_id}", cookie=cookie, origin=ORIGIN)
        assert await socket.open()
        assert (await socket.next())["type"] == "snapshot"
        await socket.close()

    async def test_a_revision_that_never_was_gets_a_snapshot(self, kept: Kept, cookie: str) -> None:
        await change(kept, "a")
        state = await in_db(journal.current)
        socket = Socket(f"?since=99&journal={state.id}", cookie=cookie, origin=ORIGIN)
        assert await socket.open()
        assert (await socket.next())["type"] == "snapshot"
        await socket.close()

    async def test_beyond_the_horizon_is_a_snapshot(self, kept: Kept, cookie: str) -> None:
        for name in "abcd":
            await change(kept, name)
        await in_db(journal.prune, 30, 2)
        state = await in_db(journal.current)
        socket = Socket(f"?since=1&journal={state.id}", cookie=cookie, origin=ORIGIN)
        assert await socket.open()
        message = await socket.next()
        assert (message["type"], message["revision"], len(message["containers"])) == ("snapshot", 4, 4)
        await socket.close()

    async def test_the_map_gets_only_what_it_draws(self, kept: Kept, cookie: str) -> None:
        await in_db(kept.put, container("a", env=("SECRET=***",)))
        socket = Socket("?view=map", cookie=cookie, origin=ORIGIN)
        assert await socket.open()
        assert "env" not in (await socket.next())["containers"][0]
        await socket.close()

    async def test_notices(self, browser: Socket) -> None:
        await browser.next()
        await publish.notify({"type": "rates", "engine": "host1", "time": 1.0, "rates": {}})
        assert (await browser.next())["type"] == "rates"

    async def test_a_lost_message_is_made_good(self, kept: Kept, browser: Socket) -> None:
        await browser.next()
        await change(kept, "a", told=False)
        assert [item["revision"] for item in (await browser.next())["changes"]] == [1]

    async def test_the_hub_ends_with_its_last_client(self, cookie: str) -> None:
        socket = Socket(cookie=cookie, origin=ORIGIN)
        await socket.open()
        await socket.next()
        assert hub.get().clients == 1
        await socket.close()
        assert hub.get().clients == 0


class TestWhatTheyMaySend:
    async def test_ping(self, browser: Socket) -> None:
        await browser.next()
        await browser.send('{"type": "ping"}')
        assert await browser.next() == {"type": "pong"}

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            (" ", "invalid"), ("nonsense", "invalid"), ("[]", "invalid"), ("{}", "invalid"), ('{"type": 7}', "invalid"),
            ("null", "invalid"), ("[" * 5000, "invalid"), ('{"type": "close"}', "unknown_type"),
            ('{"type": "_check"}', "unknown_type"), ('{"type": "\\ud800"}', "unknown_type"),
        ],
    )  # fmt: skip
    async def test_garbage_is_answered_clearly(self, browser: Socket, text: str, code: str) -> None:
        await browser.next()
        await browser.send(text)
        answer = await browser.next()
        assert (answer["type"], answer["code"]) == ("error", code)
        assert answer["detail"]
        await browser.send('{"type": "ping"}')
        assert (await browser.next())["type"] == "pong"

    async def test_bytes_are_garbage(self, browser: Socket) -> None:
        await browser.next()
        await browser.send_bytes(b"\x00\xff")
        assert (await browser.next())["code"] == "invalid"

    async def test_too_big_closes(self, browser: Socket) -> None:
        await browser.next()
        await browser.send('{"type": "' + "x" * sockets.MAX_MESSAGE + '"}')
        assert await browser.closed() == sockets.TOO_BIG

    async def test_too_many_close(self, browser: Socket) -> None:
        await browser.next()
        for _ in range(sockets.MAX_MESSAGES_PER_10_S + 1):
            await browser.send('{"type": "ping"}')
        assert await browser.closed() == sockets.TOO_MANY

    @pytest.mark.parametrize("since", ["x", "-1", "1.5", "9" * 30, "²", "%00"])
    async def test_a_bad_revision_is_said_and_gets_a_snapshot(self, cookie: str, since: str) -> None:
        state = await in_db(journal.current)
        socket = Socket(f"?since={since}&journal={state.id}", cookie=cookie, origin=ORIGIN)
        assert await socket.open()
        assert (await socket.next())["code"] == "bad_since"
        assert (await socket.next())["type"] == "snapshot"
        await socket.close()

    @pytest.mark.parametrize(
        "query", ["?" + "&".join("a=1" for _ in range(50)), "?since", "?%ff=%ff", "?since=1&since=2"]
    )
    async def test_odd_queries(self, cookie: str, query: str) -> None:
        socket = Socket(query, cookie=cookie, origin=ORIGIN)
        assert await socket.open()
        assert (await socket.next())["type"] == "snapshot"
        await socket.close()


class TestWhenItEnds:
    async def test_sign_out(self, sign_in: SignIn) -> None:
        client = await sync_to_async(sign_in)("viewer")
        socket = Socket(cookie=cookie_of(client), origin=ORIGIN)
        assert await socket.open()
        await socket.next()
        await sync_to_async(client.post)("/sign-out/")
        assert await socket.closed() == sockets.NOT_SIGNED_IN

    async def test_another_session_of_the_same_person_stays(self, sign_in: SignIn, kept: Kept) -> None:
        first, second = await sync_to_async(sign_in)("viewer"), await sync_to_async(sign_in)("viewer")
        socket = Socket(cookie=cookie_of(first), origin=ORIGIN)
        assert await socket.open()
        await socket.next()
        await sync_to_async(second.post)("/sign-out/")
        await change(kept, "a")
        assert (await socket.next())["type"] == "changes"
        await socket.close()

    async def test_every_session_ended(self, browser: Socket) -> None:
        await browser.next()
        await sync_to_async(lambda: end_all(User.objects.get(username="viewer1")))()
        assert await browser.closed() == sockets.NOT_SIGNED_IN

    async def test_a_revoked_token(self, secret: str) -> None:
        socket = Socket(authorization=f"Bearer {secret}")
        assert await socket.open()
        await socket.next()
        await sync_to_async(lambda: tokens.revoke(Token.objects.get().pk))()
        assert await socket.closed() == sockets.NOT_SIGNED_IN

    async def test_deactivated_behind_our_back(self, cookie: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sockets, "CHECK_EVERY_S", 0.05)
        socket = Socket(cookie=cookie, origin=ORIGIN)
        assert await socket.open()
        await socket.next()
        await sync_to_async(lambda: User.objects.update(is_active=False))()
        assert await socket.closed() == sockets.NOT_SIGNED_IN

    async def test_nothing_is_sent_after_the_end(self, browser: Socket, kept: Kept) -> None:
        await browser.next()
        await sync_to_async(lambda: end_all(User.objects.get(username="viewer1")))()
        await browser.closed()
        await change(kept, "a")
        await asyncio.sleep(0.05)
        assert await browser.silent()
