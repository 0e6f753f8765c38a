"""What every websocket of netviz shares: who may open one, for how long, and what a client may send."""

import asyncio
import json
import logging
import time
from typing import Any, ClassVar

from channels.generic.websocket import AsyncWebsocketConsumer
from django.utils.translation import gettext as _

from netviz.accounts import identity
from netviz.accounts.access import Principal, bearer
from netviz.accounts.sessions import group_of
from netviz.dashboard.origins import same_origin
from netviz.topology.db import in_db

log = logging.getLogger(__name__)

# Close codes, after HTTP's statuses: not signed in (any more), too big a message, too many messages, our fault. An application may
# use 1000 and 3000 to 4999 only: the server raises at any other.
NOT_SIGNED_IN, TOO_BIG, TOO_MANY, FAULT = 4401, 4413, 4429, 4500
MAX_MESSAGE = 16 * 1024
MAX_MESSAGES_PER_10_S = 200
CHECK_EVERY_S = 10.0


class SignedInConsumer(AsyncWebsocketConsumer):
    """Open to signed-in people (from our own pages) and to tokens; closed as soon as their session or token ends.

    Subclasses have `opened`, `closed`, and `on_<type>(message)` for each of `types`, the messages that a client may send.
    """

    types: ClassVar[frozenset[str]] = frozenset()
    principal: Principal

    async def connect(self) -> None:
        header = self._header(b"authorization")
        origin = self._header(b"origin")
        if not (same_origin(origin, self._header(b"host") or "") if origin is not None else bearer(header)):
            await self.close()
            return
        found = await self._who()
        if found is None and origin is None:
            await self.close()
            return
        await self.accept()
        if found is None:
            # A browser sees no status of a refused handshake; this code tells the page to sign in again.
            await self.close(NOT_SIGNED_IN)
            return
        self.principal = found
        await self._open()

    async def disconnect(self, code: int) -> None:
        await self._stop_tasks()
        if hasattr(self, "principal"):
            await self.channel_layer.group_discard(self._group(), self.channel_name)
            await self.closed()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if not hasattr(self, "principal"):
            return
        if len(text_data or bytes_data or "") > MAX_MESSAGE:
            await self._end(TOO_BIG)
        elif self._too_many():
            await self._end(TOO_MANY)
        else:
            await self._handle(text_data)

    async def opened(self) -> None:
        """Called once, when the client is known and may be sent to."""

    async def closed(self) -> None:
        """Called once, after `opened`, whatever ended the connection."""

    async def send_error(self, code: str, detail: str, **more: Any) -> None:
        await self.send(json.dumps({"type": "error", "code": code, "detail": detail, **more}))

    def keep(self, coroutine: Any) -> None:
        """Runs it beside the connection, and ends the connection with an error should it fail."""
        task = asyncio.ensure_future(coroutine)
        task.add_done_callback(self._task_ended)
        self._tasks.append(task)

    async def session_ended(self, _event: dict[str, Any]) -> None:
        """A message of the channel layer: some session or token of this user has ended; perhaps this one."""
        await self._check()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._tasks: list[asyncio.Future[Any]] = []
        self._messages = 0
        self._counting_since = 0.0

    async def _open(self) -> None:
        await self.channel_layer.group_add(self._group(), self.channel_name)
        self.keep(self._keep_checking())
        await self.opened()

    async def _handle(self, text: str | None) -> None:
        type_, message = parsed(text)
        if type_ is None:
            await self.send_error("invalid", _("This is not a JSON object that says what it is for."))
        elif type_ == "ping":
            await self.send(json.dumps({"type": "pong"}))
        elif type_ not in self.types:
            await self.send_error("unknown_type", _("There is no such message on this connection."))
        elif await self._check():
            await getattr(self, f"on_{type_}")(message)

    async def _keep_checking(self) -> None:
        while True:
            await asyncio.sleep(CHECK_EVERY_S)
            await self._check()

    async def _check(self) -> bool:
        """Reads anew who this is and what they may do; closes when the answer is nobody."""
        found = await self._who()
        if found is None:
            await self._end(NOT_SIGNED_IN)
            return False
        self.principal = found
        return True

    async def _end(self, code: int) -> None:
        """Closes, and sends nothing more: a client may be slow to answer the close."""
        await self.close(code)
        await self._stop_tasks()

    async def _stop_tasks(self) -> None:
        others = [task for task in self._tasks if task is not asyncio.current_task()]
        self._tasks.clear()
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _who(self) -> Principal | None:
        found = await in_db(identity.of_scope, dict(self.scope))
        return found.principal if found else None

    def _group(self) -> str:
        """Where the end of this connection's way in is told."""
        return group_of(self.principal.user_id)

    def _header(self, name: bytes) -> str | None:
        values = [value.decode("latin-1") for key, value in self.scope["headers"] if key.lower() == name]
        return values[0] if values else None

    def _too_many(self) -> bool:
        now = time.monotonic()
        if now - self._counting_since > 10:
            self._messages, self._counting_since = 0, now
        self._messages += 1
        return self._messages > MAX_MESSAGES_PER_10_S

    def _task_ended(self, task: "asyncio.Future[Any]") -> None:
        if task.cancelled() or task not in self._tasks or not task.exception():
            return
        log.error("a websocket's task failed", exc_info=task.exception())
        self._tasks.append(asyncio.ensure_future(self.close(FAULT)))


def parsed(text: str | None) -> tuple[str | None, dict[str, Any]]:
    """A client's message: a JSON object that says in `type` or `action` what it is for; (None, {}) for anything else."""
    try:
        message = json.loads(text or "")
    except (ValueError, RecursionError):
        return None, {}
    type_ = message.get("type", message.get("action")) if isinstance(message, dict) else None
    return (type_, message) if isinstance(type_, str) else (None, {})
