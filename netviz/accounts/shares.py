"""Links that show the live map without signing in: read-only, for a while, for one engine or all. Kept as a hash, shown once.

A share is no principal: no view, no call of the API and no other websocket knows of it. Only the page and the socket that carry its
secret in their address ask `find`.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from netviz.topology.db import unless_refused

from .models import Role, Share, User
from .tokens import MAX_LENGTH, hash_of

LIFETIMES = {"1h": timedelta(hours=1), "1d": timedelta(days=1), "7d": timedelta(days=7)}
LIFETIME_NAMES = {"1h": _("one hour"), "1d": _("one day"), "7d": _("seven days")}
# Ended shares say nothing any more; a day later they go.
KEPT = timedelta(days=1)
MAKERS = (Role.OPERATOR, Role.ADMIN)
# `last_opened` is for people.
OPENED_RESOLUTION = timedelta(minutes=1)


def make(user: User, lifetime: timedelta, *, engine: str = "", name: str = "") -> tuple[Share, str]:
    """A new share of an operator or admin, and its secret, which can't be read again."""
    now = timezone.now()
    Share.objects.filter(expires__lt=now - KEPT).delete()
    secret = secrets.token_urlsafe(32)
    share = Share.objects.create(
        user=user, name=name, engine=engine, hint=secret[:6], hash=hash_of(secret), created=now, expires=now + lifetime
    )
    return share, secret


def open_shares() -> QuerySet[Share]:
    """Those that work: not ended, and their maker may still make some."""
    return Share.objects.select_related("user").filter(
        revoked=None, expires__gt=timezone.now(), user__is_active=True, user__role__in=MAKERS
    )


def find(secret: str) -> Share | None:
    """The share, while it works. Blocking: one query."""
    if not secret or len(secret) > MAX_LENGTH:
        return None
    return open_shares().filter(hash=hash_of(secret)).first()


def note_opened(share: Share) -> None:
    now = timezone.now()
    if share.last_opened is None or now - share.last_opened > OPENED_RESOLUTION:
        with unless_refused():
            Share.objects.filter(pk=share.pk).update(last_opened=now)


def group_of(share_id: int) -> str:
    """The channel-layer group of the sockets that a share has opened."""
    return f"share.{share_id}"


def revoke(share: Share) -> bool:
    """Ends a share and its sockets. False when it had been revoked before."""
    if not Share.objects.filter(pk=share.pk, revoked=None).update(revoked=timezone.now()):
        return False
    layer = get_channel_layer()
    if layer is not None:
        async_to_sync(layer.group_send)(group_of(share.pk), {"type": "session.ended"})
    return True
