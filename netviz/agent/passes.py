"""The safety net: a full pass finds what emitted no event.

A pass only *nominates* objects: what it finds different is looked at again, one by one, since the engine's list is stale for some
milliseconds after an event. What still differs then is drift: counted, by cause, and shown.
"""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass

from netviz.agent.observer import Look, Observer, owner
from netviz.agent.store import Store
from netviz.engine.asynchronous import AsyncEngine
from netviz.topology.reconcile import Batch, diff
from netviz.topology.schema import Cause, Key, Kind, Observed

KINDS: tuple[Kind, ...] = ("network", "container", "endpoint")
PASS = Cause(type="pass")
# After an event the engine's list of containers is stale for 12 to 18 ms: what is looked at so long after a pass is newer than it.
STALE_S = 0.1


@dataclass
class PassFigures:
    """What the last pass took, for the metrics."""

    seconds: float = 0.0
    passes: int = 0


class Passes:
    def __init__(self, engine: AsyncEngine, store: Store, observer: Observer) -> None:
        self._engine = engine
        self._store = store
        self._observer = observer
        self.figures = PassFigures()

    async def once(self, *, drift: bool = True) -> None:
        """One pass; returns when all that it found is looked at and committed.

        `drift`: whether it counts what it finds. After a lost connection that is not the engine's silence.
        """
        found: Counter[str] = Counter()
        with self._store.listening(lambda batch: found.update(_drift_in(batch))):
            await self._find()
            await self._store.flush()
        if found and drift:
            await self._store.drift(found)

    async def _find(self) -> None:
        begun = time.monotonic()
        state = await self._engine.observe_all()
        nominated, ended = self._nominate(state), time.monotonic()
        self.figures = PassFigures(ended - begun, self.figures.passes + 1)
        if nominated:
            # An event on its way names its cause better than a pass does. What was looked at before says nothing: a change without an
            # event may have come since.
            await asyncio.sleep(STALE_S)
            late = [key for key in nominated if not self._observer.seen_since(key, ended)]
            await self._observer.look_and_wait([Look(key, PASS) for key in late])

    def _nominate(self, state: dict[Key, Observed]) -> list[Key]:
        known = {key: item for key, item in list(self._store.mirror.items()) if key[0] in KINDS}
        return sorted({owner(edit.key) for edit in diff(known, state)})


def _drift_in(batch: Batch) -> list[str]:
    return [f"{change.kind}.{change.op}" for change in batch.changes if change.cause.type == "pass"]
