"""The map, and the way to it."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from netviz.accounts.access import principal_of, viewer_required
from netviz.dashboard import pages
from netviz.dashboard.views.wall import wall
from netviz.topology.models import Engine


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """With several engines the fleet is the first page; strangers are not told how many there are."""
    several = principal_of(request) is not None and Engine.objects.count() > 1
    return HttpResponseRedirect("/fleet/" if several else "/map/")


@require_safe
@viewer_required
async def live_map(request: HttpRequest) -> HttpResponse:
    """The page only: what it draws comes through the websocket. `?kiosk=1`: for a wall screen."""
    if request.GET.get("kiosk"):
        return await wall(request, socket="/ws/topology/")
    return await pages.page(request, "dashboard/map.html", {})
