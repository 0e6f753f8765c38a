"""One writer per engine: a lease that runs out by itself, with a fencing number that each write checks."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from netviz.topology.models import Engine

# How long a lease holds. Its holder renews it three times in that time, so one that has run out tells that nothing is written any more.
LEASE_S = 15.0


class Lost(Exception):
    """Another agent writes for this engine now (or its row is gone)."""


def acquire(engine: str, holder: str, ttl_s: float) -> int | None:
    """The fencing number of a new lease; None while another holder's has not run out, or when there is no such engine."""
    now = timezone.now()
    free = Q(lease_holder="") | Q(lease_holder=holder) | Q(lease_until__isnull=True) | Q(lease_until__lt=now)
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
