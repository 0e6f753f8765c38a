"""What slows guessing and flooding down.

Failed sign-ins are counted in the database, so that a restart or a second process forgives nothing: `take` counts a try before it
is made (many at once can't slip through) and `clear` forgets them after a success. What may happen often is counted in memory, per
process: `Bucket`.
"""

import hashlib
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from .models import Attempts


@dataclass(frozen=True)
class Limit:
    """After `free` failures each further one doubles the wait, from `first_s` up to `most_s` seconds."""

    name: str
    free: int
    first_s: float = 10
    most_s: float = 900

    def wait_s(self, failures: int) -> float:
        """How long nothing is looked at after that many failures."""
        over = failures - self.free
        return 0.0 if over < 0 else min(self.most_s, self.first_s * 2.0 ** min(over, 30))


SIGN_IN_USER = Limit("sign-in user", free=5)
# A whole class may sit behind one address.
SIGN_IN_ADDRESS = Limit("sign-in address", free=30)
FORGOTTEN = timedelta(days=1)


def take(*keys: tuple[Limit, str]) -> float:
    """Counts one try under each of the keys. Returns 0 when it may be made, else the seconds to wait (and nothing is counted)."""
    with transaction.atomic():
        Attempts.objects.filter(last__lt=timezone.now() - FORGOTTEN).delete()
        rows = [_row(limit, key) for limit, key in keys]
        # Once the rows are ours: others may have written them while we waited for the lock.
        now = timezone.now()
        wait = max((row.until - now).total_seconds() for row in rows)
        if wait > 0:
            return wait
        for (limit, _key), row in zip(keys, rows, strict=True):
            row.failures += 1
            row.last = now
            row.until = now + timedelta(seconds=limit.wait_s(row.failures))
            row.save()
    return 0.0


def clear(*keys: tuple[Limit, str]) -> None:
    """Forgets the failures under these keys: it was who they said."""
    Attempts.objects.filter(key__in=[_hash(limit, key) for limit, key in keys]).delete()


def give_back(key: tuple[Limit, str]) -> None:
    """Undoes one `take` under a key that others share: a success of one says nothing of the others' failures."""
    limit, text = key
    with transaction.atomic():
        row = Attempts.objects.select_for_update().filter(key=_hash(limit, text)).first()
        if row and row.failures:
            row.failures -= 1
            row.until = row.last
            row.save()


def _row(limit: Limit, key: str) -> Attempts:
    now = timezone.now()
    row, _made = Attempts.objects.select_for_update().get_or_create(
        key=_hash(limit, key), defaults={"last": now, "until": now}
    )
    return row


def _hash(limit: Limit, key: str) -> str:
    """Keys of any length fit, and what people typed into the wrong field is not kept."""
    return hashlib.sha256(f"{limit.name}\0{key}".encode("utf-8", "surrogatepass")).hexdigest()


@dataclass
class Bucket:
    """`burst` at once, `per_second` on average, for each key; of at most `keys` keys the least recent are forgotten. One thread's."""

    per_second: float
    burst: int
    keys: int = 10_000
    clock: Callable[[], float] = time.monotonic
    _levels: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def take(self, key: str, amount: float = 1) -> float:
        """Takes `amount` and returns 0, or takes nothing and returns the seconds until there is enough (inf: never that many)."""
        now = self.clock()
        level, then = self._levels.pop(key, (float(self.burst), now))
        level = min(self.burst, level + (now - then) * self.per_second)
        enough = level >= amount
        self._levels[key] = (level - amount if enough else level, now)
        if len(self._levels) > self.keys:
            self._levels.popitem(last=False)
        if enough:
            return 0.0
        return (amount - level) / self.per_second if amount <= self.burst else math.inf
