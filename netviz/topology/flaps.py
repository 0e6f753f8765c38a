"""Objects that change too often: held back, and written once in a while with a count."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from netviz.topology.schema import Cause, Key, Observed

# More changes than this in a minute is flapping.
MOST = 30
WINDOW_S = 60.0
# What a flapping object has come to is written this long after its first change that was held back.
EVERY_S = 5.0


class Held(NamedTuple):
    """The newest state of an object that is held back (None: gone), what caused it, how many changes that makes, and since when."""

    item: Observed | None
    cause: Cause
    changes: int
    since: float


class Flaps:
    """Which objects flap, and what those held back have come to. `clock` gives monotonic seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        # The times of an object's last changes, at most MOST of them.
        self._changes: dict[Key, list[float]] = {}
        self._held: dict[Key, Held] = {}
        self._swept_at = clock()

    @property
    def held_keys(self) -> Iterable[Key]:
        return self._held.keys()

    def held(self, key: Key) -> Held | None:
        return self._held.get(key)

    def hold(self, key: Key, item: Observed | None, cause: Cause) -> bool:
        """Counts a change of an object; keeps its new state for later when it flaps. Whether it did."""
        flaps = self._count(key)
        held = self._held.get(key)
        if held:
            self._held[key] = Held(item, cause, held.changes + 1, held.since)
        elif flaps:
            self._held[key] = Held(item, cause, 1, self._clock())
        return held is not None or flaps

    def release(self, key: Key) -> int:
        """Forgets what is held of an object, since it is written now; how many changes that were."""
        held = self._held.pop(key, None)
        return held.changes if held else 0

    def due(self) -> bool:
        until = self._clock() - EVERY_S
        return any(held.since <= until for held in self._held.values())

    def take(self) -> dict[Key, Held]:
        """What has been held for long enough: it is no more held then."""
        until = self._clock() - EVERY_S
        due = [key for key, held in self._held.items() if held.since <= until]
        return {key: self._held.pop(key) for key in due}

    def _count(self, key: Key) -> bool:
        """Whether this is more than the MOSTth change within the window."""
        now = self._clock()
        self._sweep(now)
        times = self._changes.setdefault(key, [])
        flaps = len(times) == MOST and times[0] > now - WINDOW_S
        times.append(now)
        del times[:-MOST]
        return flaps

    def _sweep(self, now: float) -> None:
        """Forgets objects that have been quiet, once per window: as many as changed in it can be there, and no more."""
        if now - self._swept_at >= WINDOW_S:
            self._swept_at = now
            self._changes = {key: times for key, times in self._changes.items() if times[-1] > now - WINDOW_S}
