"""Pieces of the map's replay: what a tick of the time bar stands for, and what differs between two moments, in words."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from netviz.accounts.access import viewer_required
from netviz.dashboard import pages
from netviz.dashboard.consumers import revision
from netviz.dashboard.facts import between
from netviz.dashboard.facts.between import Lines
from netviz.topology.db import in_db
from netviz.topology.journal import TooOld


@require_safe
@viewer_required
async def happened(request: HttpRequest) -> HttpResponse:
    """The changes of the revisions `first` to `last`."""
    return await _piece(request, "dashboard/_happened.html", between.happened, "first", "last")


@require_safe
@viewer_required
async def differs(request: HttpRequest) -> HttpResponse:
    """What differs at revision `end` from `start`. Each line names its object, for the map to mark."""
    return await _piece(request, "dashboard/_differs.html", between.differs, "start", "end")


async def _piece(request: HttpRequest, template: str, read: Callable[[int, int], Lines], *names: str) -> HttpResponse:
    """400 without two revisions in order, 410 for what the journal no longer holds."""
    start, end = (revision(request.GET.get(name)) for name in names)
    if start is None or end is None or start > end:
        return HttpResponse(status=400)
    try:
        lines = await in_db(read, start, end)
    except TooOld:
        return HttpResponse(status=410)
    return await pages.page(request, template, {"lines": lines})
