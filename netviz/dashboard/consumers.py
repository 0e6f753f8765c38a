"""The websocket that feeds the pages. It only translates: what it sends is made by the hub, once for all."""

import asyncio
import contextlib
import json
from typing import Any
from urllib.parse import parse_qs

from channels.generic.websocket import AsyncWebsocketConsumer

from netviz.accounts import identity
from netviz.accounts.access import Principal, bearer
from netviz.accounts.sessions import group_of
from netviz.dashboard.origins import same_origin
from netviz.topology import hub
from netviz.topology.db import in_db
from netviz.topology.journal import TooOld

# How often a socket asks whether its session, token and user are still good, beside being told.
ASK_AGAIN_S = 15.0
# Close codes, as the page understands them.
NOT_ALLOWED, ENDED, TOO_MUCH = 4401, 4403, 4409
MOST_MESSAGE = 4096


class TopologyConsumer(AsyncWebsocketConsumer):
    """`/ws/topology/?since=REV&journal=ID`: a snapshot, or the changes since; then every change as it is committed."""

    principal: Principal
    group: str | None = None
    tasks: tuple["asyncio.Task[None]", ...] = ()

    async def connect(self) -> None:
        found = await in_db(identity.of_scope, self.scope)
        if found is None or not self._origin_is_ours(found.principal):
            await self.accept()
            await self.close(NOT_ALLOWED)
            return
        self.principal = found.principal
        self.group = group_of(found.principal.user_id)
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()
        self.hub = hub.get()
        await self.hub.attach()
        self.tasks = (asyncio.create_task(self._feed()), asyncio.create_task(self._keep_asking()))

    async def disconnect(self, code: int) -> None:
        for task in self.tasks:
            task.cancel()
        if self.tasks:
            self.hub.detach()
            await asyncio.gather(*self.tasks, return_exceptions=True)
        if self.group:
            await self.channel_layer.group_discard(self.group, self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if len(text_data or bytes_data or "") > MOST_MESSAGE:
            await self.close(TOO_MUCH)
            return
        try:
            message = json.loads(text_data or "")
        except (ValueError, RecursionError):
            message = None
        if isinstance(message, dict) and message.get("type") == "ping":
            await self._send({"type": "pong", "revision": self.hub.last})
            return
        await self._send({"type": "error", "code": "unknown_message", "detail": 'only {"type": "ping"} is understood'})

    async def session_ended(self, message: dict[str, Any]) -> None:
        """A way in of this user has ended: was it ours?"""
        await self._ask()

    async def _feed(self) -> None:
        revision, notice = await self._begin(), self.hub.notice
        while True:
            await self.hub.news(revision, notice)
            if self.hub.journal != self.journal:
                revision = await self._send_snapshot()
            elif self.hub.last > revision:
                revision = await self._send_changes(revision)
            for text in self.hub.notices_since(notice):
                await self.send(text_data=text)
            notice = self.hub.notice

    async def _begin(self) -> int:
        """Catches up from `since`, or starts with a snapshot; the revision that the browser has then."""
        query = parse_qs(self.scope.get("query_string", b"").decode("latin-1"))
        since = query.get("since", [""])[0]
        self.journal = self.hub.journal
        known = query.get("journal", [""])[0] == self.hub.journal and since.isascii() and since.isdecimal()
        if known and len(since) < 19 and int(since) <= self.hub.last:
            return await self._send_changes(int(since))
        return await self._send_snapshot()

    async def _send_changes(self, revision: int) -> int:
        try:
            reached, text = await self.hub.changes_since(revision)
        except TooOld:
            return await self._send_snapshot()
        await self.send(text_data=text)
        return reached

    async def _send_snapshot(self) -> int:
        self.journal = self.hub.journal
        revision, text = await self.hub.snapshot()
        await self.send(text_data=text)
        return revision

    async def _keep_asking(self) -> None:
        while True:
            await asyncio.sleep(ASK_AGAIN_S)
            await self._ask()

    async def _ask(self) -> None:
        if await in_db(identity.of_scope, self.scope) is None:
            with contextlib.suppress(RuntimeError):
                await self.close(ENDED)

    def _origin_is_ours(self, principal: Principal) -> bool:
        headers = dict(self.scope.get("headers", []))
        origin = headers.get(b"origin")
        if origin is None:
            # Only a program has none; a browser's session without an origin is somebody's trick.
            return principal.is_token and bearer(headers.get(b"authorization", b"").decode("latin-1")) is not None
        return same_origin(origin.decode("latin-1"), headers.get(b"host", b"").decode("latin-1"))

    async def _send(self, message: dict[str, Any]) -> None:
        await self.send(text_data=json.dumps(message))


class UnknownConsumer(AsyncWebsocketConsumer):
    """Any other address: refused before it opens."""

    async def connect(self) -> None:
        await self.close()
