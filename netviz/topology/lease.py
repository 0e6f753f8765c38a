"""One writer per engine: a lease that runs out by itself, with a fencing number that each write checks."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from netviz.topology.models import Engine

# How long a lease holds. Its holder renews it three times in that time, so one that has run out tells that nothing is written any more.
LEASE_S = 15.0


class Lost(Exception):
    """Another agent writes for this engine now (or its row is gone)."""


class Standstill:
    """Whether a lease that should be renewed three times in its time has stood still for all of it, by a clock that nobody sets.

    A host whose clock is set back an hour would otherwise wait an hour for a holder that has died.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: tuple[datetime | None, float] = (None, 0.0)

    def dead(self, until: datetime | None) -> datetime | None:
        """`until`, the lease's end as it is read now, once it has been the same for longer than a lease lasts; None before."""
        now = self._clock()
        if self._seen[0] != until:
            self._seen = until, now
        return until if now - self._seen[1] > LEASE_S else None


def ends(engine: str) -> datetime | None:
    """When the engine's lease runs out, by the clock of who holds it."""
    return Engine.objects.filter(name=engine).values_list("lease_until", flat=True).first()


def acquire(engine: str, holder: str, ttl_s: float, dead: datetime | None = None) -> int | None:
    """The fencing number of a new lease; None while another holder's has not run out, or when there is no such engine.

    `dead`: the end of a lease that nobody renews, whatever the clock says (Standstill).
    """
    now = timezone.now()
    free = Q(lease_holder="") | Q(lease_holder=holder) | Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    if dead is not None:
        free |= Q(lease_until=dead)
    until = now + timedelta(seconds=ttl_s)
    # In one transaction: the number read is the number made.
    with transaction.atomic():
        taken = Engine.objects.filter(free, name=engine).update(
            lease_holder=holder, lease_until=until, fence=F("fence") + 1
        )
        return Engine.objects.values_list("fence", flat=True).get(name=engine) if taken else None


def renew(engine: str, holder: str, fence: int, ttl_s: float) -> bool:
    """Makes the lease last `ttl_s` seconds from now; False when it is not ours any more."""
    until = timezone.now() + timedelta(seconds=ttl_s)
    return bool(Engine.objects.filter(name=engine, lease_holder=holder, fence=fence).update(lease_until=until))


def release(engine: str, holder: str, fence: int) -> None:
    """Gives the lease up, so that the next holder need not wait; nothing when it is not ours any more."""
    Engine.objects.filter(name=engine, lease_holder=holder, fence=fence).update(lease_holder="", lease_until=None)


def release_all() -> None:
    """Frees every lease: only for a process that knows by other means that no holder lives."""
    Engine.objects.update(lease_holder="", lease_until=None)
