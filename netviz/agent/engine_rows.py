"""Which engines there are: add, change, switch off and on, remove, try. What the agents do follows from the rows."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any

from channels.layers import get_channel_layer
from django.db import IntegrityError, transaction

from netviz.agent.preflight import Refused
from netviz.agent.store import Store
from netviz.agent.watcher import LEASE_S
from netviz.engine.asynchronous import AsyncEngine, Identity
from netviz.engine.client import Tls
from netviz.topology import lease, schema
from netviz.topology.db import in_db
from netviz.topology.models import Engine
from netviz.topology.publish import AGENTS
from netviz.topology.schema import KINDS, Cause, Kind

# How long an agent may take to let an engine go: its lease runs out by then even when it has died.
LET_GO_S = LEASE_S + 5
TRY_EVERY_S = 0.1


@dataclass(frozen=True)
class Settings:
    """How an engine is reached. The TLS files are paths on the agent's machine; empty: none."""

    url: str
    tls_ca: str = ""
    tls_cert: str = ""
    tls_key: str = ""

    @property
    def tls(self) -> Tls | None:
        if not (self.tls_ca or self.tls_cert):
            return None
        return Tls(ca=self.tls_ca or None, cert=self.tls_cert or None, key=self.tls_key or None)


async def add(name: str, settings: Settings) -> Engine:
    """Raises Refused: conflict when an engine has that name."""
    row = await in_db(_create, name, settings)
    await _wake_agents()
    return row


async def change(name: str, settings: Settings) -> Engine:
    """Its agent connects anew when that made a difference. Raises Refused: engine_unknown."""
    row = await in_db(_update, name, asdict(settings))
    await _wake_agents()
    return row


async def switch(name: str, enabled: bool) -> Engine:
    """Off: its agent lets it go and its objects stay as they were last seen. Raises Refused: engine_unknown, agent_busy."""
    row = await in_db(_update, name, {"enabled": enabled})
    await _wake_agents()
    if not enabled:
        await _write(name, _switched_off)
    return row


async def remove(name: str) -> None:
    """The engine and all that is known of it; the journal and the audit keep their rows. Raises Refused as `switch` does."""
    await switch(name, False)
    await _write(name, _emptied)
    await in_db(Engine.objects.filter(name=name).delete)
    await _wake_agents()


async def test(settings: Settings) -> Identity:
    """Who answers at that address. Raises EngineError."""
    engine = AsyncEngine("test", settings.url, tls=settings.tls)
    try:
        return await engine.identify()
    finally:
        await engine.close()


def _create(name: str, settings: Settings) -> Engine:
    try:
        with transaction.atomic():
            return Engine.objects.create(name=name, **asdict(settings))
    except IntegrityError:
        raise Refused("conflict", 409, kind="engine", ref=name) from None


def _update(name: str, values: dict[str, Any]) -> Engine:
    with transaction.atomic():
        row = Engine.objects.select_for_update().filter(name=name).first()
        if row is None:
            raise Refused("engine_unknown", 404, engine=name)
        if any(getattr(row, key) != value for key, value in values.items()):
            for key, value in values.items():
                setattr(row, key, value)
            row.generation += 1
            row.save(update_fields=[*values, "generation"])
    return row


async def _write(name: str, what: Any) -> None:
    """Does what only an engine's one writer may, once its agent has let it go. Raises Refused: agent_busy."""
    holder = f"settings:{secrets.token_hex(6)}"
    fence = await _acquire(name, holder)
    store = Store(name, fence)
    try:
        await store.open()
        await what(store)
    finally:
        store.close()
        await in_db(lease.release, name, holder, fence)


async def _acquire(name: str, holder: str) -> int:
    """The lease is a row: that it has come free can only be asked."""
    for _ in range(int(LET_GO_S / TRY_EVERY_S)):
        fence = await in_db(lease.acquire, name, holder, LEASE_S)
        if fence is not None:
            return fence
        await asyncio.sleep(TRY_EVERY_S)
    raise Refused("agent_busy", 409, engine=name)


async def _switched_off(store: Store) -> None:
    known = store.mirror.get(("engine", store.engine))
    if isinstance(known, schema.Engine):
        off = {"state": "disabled", "since": schema.now(), "reason": None, "reason_code": None}
        await store.put([known.model_copy(update=off)], Cause(type="engine", action="disabled"))


async def _emptied(store: Store) -> None:
    kinds: Collection[Kind] = tuple(KINDS)
    await store.replace(kinds, {}, Cause(type="engine", action="removed"))


async def _wake_agents() -> None:
    await get_channel_layer().group_send(AGENTS, {"type": "engines"})
