"""Objects that change too often: held back, and written once in a while with a count."""

from collections import deque
from collections.abc import Callable

from netviz.topology.schema import Cause, Key, Observed

# More changes than this in a minute is flapping.
MOST = 30
WINDOW_S = 60.0
# A flapping object is written this often.
EVERY_S = 5.0


class Flaps:
    """Which objects flap, and what those held back have come to. `clock` gives monotonic seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._changes: dict[Key, deque[float]] = {}
        self._held: dict[Key, tuple[Observed | None, Cause, int]] = {}
        self._written_at: dict[Key, float] = {}

    def changed(self, key: Key) -> None:
        """The object got a row of the journal."""
        times = self._changes.setdefault(key, deque(maxlen=MOST))
        times.append(self._clock())
        self._written_at[key] = times[-1]
        if len(self._changes) > 20_000:
            self._forget_old()

    def holds(self, key: Key) -> bool:
        return key in self._held

    def hold(self, key: Key, item: Observed | None, cause: Cause, *, changed: bool) -> bool:
        """Keeps the object's newest state for later when it flaps; whether it did."""
        if key in self._held:
            held = self._held[key]
            if held[0] != item:
                self._held[key] = item, cause, held[2] + 1
            return True
        if changed and self._flaps(key):
            self._held[key] = item, cause, 1
            return True
        return False

    def due(self) -> bool:
        now = self._clock()
        return any(self._written_at.get(key, 0.0) + EVERY_S <= now for key in self._held)

    def take(self) -> dict[Key, tuple[Observed | None, Cause, int]]:
        """The held objects whose time has come, with their newest state, its cause and how many changes that was."""
        now = self._clock()
        due = [key for key in self._held if self._written_at.get(key, 0.0) + EVERY_S <= now]
        return {key: self._held.pop(key) for key in due}

    def _flaps(self, key: Key) -> bool:
        times = self._changes.get(key)
        return times is not None and len(times) == MOST and times[0] > self._clock() - WINDOW_S

    def _forget_old(self) -> None:
        horizon = self._clock() - WINDOW_S
        self._changes = {key: times for key, times in self._changes.items() if times[-1] > horizon}
        self._written_at = {
            key: at for key, at in self._written_at.items() if key in self._changes or key in self._held
        }
