"""What a share link opens: the live map, without signing in, and nothing that leads on from it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from netviz.accounts import shares
from netviz.accounts.models import Share
from netviz.dashboard import pages
from netviz.dashboard.views import catalog
from netviz.dashboard.views.wall import wall
from netviz.topology.db import in_db


@never_cache
@require_safe
async def shared(request: HttpRequest, secret: str) -> HttpResponse:
    """The page only: what it draws comes through the websocket that its secret opens."""
    share = await in_db(shares.find, secret)
    if share is None:
        response = await pages.page(request, "dashboard/share_ended.html", {}, status=404)
    else:
        response = await wall(request, socket=f"/ws/share/{secret}/", share=share, secret=secret)
    return _kept_to_itself(response)


@require_safe
async def shared_catalog(request: HttpRequest, secret: str, language: str) -> HttpResponse:
    """The translations that the page's scripts use."""
    if not await in_db(_open, secret):
        raise Http404
    return await pages.in_thread(catalog.answer, request, language)


def _open(secret: str) -> Share | None:
    return shares.find(secret)


def _kept_to_itself(response: HttpResponse) -> HttpResponse:
    """The address is the secret: it goes to no other page, and into no index."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
