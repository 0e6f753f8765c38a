"""The newest changes of one object, as a piece of a page: the map's inspector shows it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from netviz.accounts.access import viewer_required
from netviz.dashboard import pages
from netviz.dashboard.facts import stream
from netviz.dashboard.facts.changes import ChangeLine
from netviz.topology import journal
from netviz.topology.db import in_db

# The newest few beside the rest of an object, and as many as a person reads.
LIMIT, MANY = 6, 60


@require_safe
@viewer_required
@pages.tells_missing
async def history(request: HttpRequest) -> HttpResponse:
    """`kind` (container, network, interface), `engine` and `id`; what is not known has had no changes. `all=1`: many of them."""
    kind, ref = request.GET.get("kind", ""), request.GET.get("id", "")
    limit = MANY if request.GET.get("all") == "1" else LIMIT
    if kind == "container":
        now, container = await pages.container(request, ref)
        lines = await in_db(stream.of_container, container, limit, several=now.several)
    elif kind == "network":
        now, network = await pages.network(request, ref)
        lines = await in_db(stream.of_network, network, limit, several=now.several)
    else:
        lines = await in_db(_of_interface, request.GET.get("engine", ""), ref, limit)
    return await pages.page(request, "dashboard/_changes.html", {"changes": lines})


def _of_interface(engine: str, interface_id: str, limit: int) -> list[ChangeLine]:
    changes = journal.changes_of(engine, "interface", interface_id, limit)
    return [stream.change_line(change, {}, several=False) for change in changes]
