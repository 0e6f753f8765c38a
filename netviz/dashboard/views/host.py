"""/host/: the interfaces of each engine's host, its routes, and what can't be seen and why."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from netviz.accounts.access import AuthedRequest, viewer_required
from netviz.dashboard import pages
from netviz.dashboard.facts import interfaces, world
from netviz.topology.db import in_db


@require_safe
@viewer_required
async def show(request: AuthedRequest) -> HttpResponse:
    now = await in_db(world.read)
    hosts = await in_db(interfaces.hosts, now, await in_db(world.drift))
    context = {"revision": now.revision, "hosts": hosts, "several": now.several}
    return await pages.page(request, "dashboard/host.html", context)
