"""The websocket of a share link: what the map draws, as it changes, until the share ends. It takes nothing but a ping."""

from __future__ import annotations

from netviz.accounts import shares
from netviz.accounts.access import Principal
from netviz.accounts.models import Role, Share
from netviz.dashboard.consumers import TopologyConsumer
from netviz.dashboard.shared_view import shared
from netviz.topology.db import in_db


class SharedConsumer(TopologyConsumer):
    """`/ws/share/<secret>/?since=REV&journal=ID`: who has the secret, and no one by a session or a token. Its principal is this
    connection's alone: it stands for nobody, and no message reaches a handler."""

    share: Share | None = None
    view = "map"

    async def _who(self) -> Principal | None:
        found = await in_db(shares.find, self.scope["url_route"]["kwargs"]["secret"])
        if found is None:
            return None
        # What opened it once is needed to the end, also when it has ended.
        self.share = found
        return Principal(found.user_id, "", Role.VIEWER)

    def _group(self) -> str:
        assert self.share is not None
        return shares.group_of(self.share.pk)

    async def opened(self) -> None:
        assert self.share is not None
        await in_db(shares.note_opened, self.share)
        await super().opened()

    def seen(self, message: str) -> str | None:
        return shared(message, self.share.engine) if self.share else None
