"""What a share link opens: the live map, without signing in, and nothing that leads on from it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from netviz.accounts import shares
from netviz.accounts.models import Share
from netviz.dashboard import pages
from netviz.dashboard.views import catalog
from netviz.dashboard.views.wall import wall
from netviz.topology import standing
from netviz.topology.db import in_db


@never_cache
@require_safe
async def shared(request: HttpRequest, secret: str) -> HttpResponse:
    """The page only: what it draws comes through the websocket that its secret opens."""
    share = await in_db(shares.find, secret)
    if share is None:
        response = await pages.page(request, "dashboard/share_ended.html", {}, status=404)
    else:
        old = await in_db(_old, share)
        response = await wall(request, socket=f"/ws/share/{secret}/", share=share, secret=secret, old=old)
    return _kept_to_itself(response)


@require_safe
async def shared_catalog(request: HttpRequest, secret: str, language: str) -> HttpResponse:
    """The translations that the page's scripts use."""
    if not await in_db(_open, secret):
        raise Http404
    return await pages.in_thread(catalog.answer, request, language)


@never_cache
@require_safe
async def shared_standing(request: HttpRequest, secret: str) -> HttpResponse:
    """The page's banner; empty while what it shows is the present."""
    share = await in_db(shares.find, secret)
    if share is None:
        raise Http404
    return _kept_to_itself(
        await pages.page(request, "dashboard/_shared_standing.html", {"old": await in_db(_old, share)})
    )


def _old(share: Share) -> standing.Unwatched | None:
    """The first of what the share shows that nobody writes for, the one that is old for longest."""
    found = [item for item in standing.unwatched(timezone.now()) if share.engine in ("", item.engine)]
    return min(found, key=lambda item: item.since or timezone.now(), default=None)


def _open(secret: str) -> Share | None:
    return shares.find(secret)


def _kept_to_itself(response: HttpResponse) -> HttpResponse:
    """The address is the secret: it goes to no other page, and into no index."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
