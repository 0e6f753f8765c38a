"""The websockets of the pages: what happens elsewhere, translated into messages."""

from typing import Any
from urllib.parse import parse_qs

from channels.generic.websocket import AsyncWebsocketConsumer
from django.utils.translation import gettext as _

from netviz.dashboard.sockets import FAULT, SignedInConsumer
from netviz.topology import hub


class TopologyConsumer(SignedInConsumer):
    """`/ws/topology/?since=REV&journal=ID[&view=map]`: the changes after REV, or first a snapshot, then all that comes.

    Without `since`, with one that the journal no longer reaches or that is another journal's: a snapshot. `view=map` leaves out
    of the snapshot what the map does not draw.
    """

    cursor: hub.Cursor | None = None
    # Without one in the query.
    view: str | None = None

    def seen(self, message: str) -> str | None:
        """What of a message this client may see: all of it."""
        return message

    async def opened(self) -> None:
        query = parse_qs(self.scope["query_string"].decode("latin-1"))
        asked = query.get("since", [None])[-1]
        since = revision(asked)
        if asked and since is None:
            await self.send_error("bad_since", _("“since” is a revision: a whole number."))
        view = "map" if "map" in query.get("view", []) else self.view
        self.cursor = await hub.get().open(since, query.get("journal", [None])[-1], view=view)
        self.keep(self._pass_on(self.cursor))

    async def closed(self) -> None:
        if self.cursor:
            hub.get().close(self.cursor)

    async def _pass_on(self, cursor: hub.Cursor) -> None:
        try:
            while True:
                for message in await cursor.next():
                    seen = self.seen(message)
                    if seen is not None:
                        await self.send(seen)
        except hub.Failed:
            # The hub has logged why; the client comes again.
            await self.close(FAULT)


class UnknownConsumer(AsyncWebsocketConsumer):
    """Any other address: refused before it opens."""

    async def connect(self) -> None:
        await self.close()


def revision(text: Any) -> int | None:
    """A revision in a query; None when it is none."""
    return int(text) if isinstance(text, str) and text.isascii() and text.isdecimal() and len(text) < 19 else None
