"""/fleet/: every engine's host with what a person should know of it, above what changed lately."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from netviz.accounts import visits
from netviz.accounts.access import AuthedRequest, viewer_required
from netviz.accounts.models import User
from netviz.dashboard import pages
from netviz.dashboard.facts import fleet, stream, world
from netviz.dashboard.facts.changes import ChangeLine
from netviz.dashboard.facts.stream import Cursor, Filters
from netviz.topology import journal
from netviz.topology.db import in_db

WITHIN = {"15m": timedelta(minutes=15), "1h": timedelta(hours=1)}
VISIT = "visit"


@require_safe
@viewer_required
async def index(request: AuthedRequest) -> HttpResponse:
    context = await in_db(_context, request)
    return await pages.page(request, "dashboard/fleet.html", context)


def _context(request: AuthedRequest) -> dict[str, Any]:
    before = visits.look(request.user, timezone.now()) if isinstance(request.user, User) else None
    now = world.read()
    within = request.GET.get("within", "")
    within = within if within in WITHIN or (within == VISIT and before) else "15m"
    filters = Filters(
        engine=request.GET.get("engine", ""),
        about=request.GET.get("about", "").strip()[:200],
        since=_since(within, before),
    )
    hosts = fleet.hosts(now, world.drift(), _last_changes(now))
    return {
        "revision": now.revision,
        "hosts": hosts,
        "engines": now.engines,
        "several": now.several,
        "within": within,
        "visit_before": before,
        "filters": filters,
        "stream": stream.read(filters, Cursor()),
    }


def _since(within: str, visit_before: datetime | None) -> datetime | None:
    return visit_before if within == VISIT else timezone.now() - WITHIN[within]


def _last_changes(now: world.World) -> dict[str, ChangeLine]:
    """The newest change of each engine, interfaces aside: they come and go with the containers."""
    kinds = stream.kinds_shown("")
    newest = {name: journal.recent(1, kinds=kinds, engine=name) for name in now.engines}
    changes = [found[0] for found in newest.values() if found]
    names = stream.container_names(changes)
    return {change.engine: stream.change_line(change, names, now.several) for change in changes}
