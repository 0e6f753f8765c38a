"""The map, and the way to it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from netviz.accounts.access import principal_of, viewer_required
from netviz.dashboard import pages
from netviz.dashboard.views.wall import wall
from netviz.topology.models import Engine

_OF_THE_MAP = ("", "draw", "inspector", "layout", "map", "replay")


def _modules() -> list[str]:
    """Every module that the map imports, so that the browser asks for all of them at once instead of one depth after another."""
    folder = settings.STATIC_DIR / "dashboard"
    ours = [path for part in _OF_THE_MAP for path in sorted((folder / part).glob("*.js"))]
    unused = {
        "boot.js",
        "palette.js",
        "types.js",
        "pages.js",
        "live-table.js",
        "busy-form.js",
        "rates-table.js",
        "pick.js",
    }
    names = [str(path.relative_to(settings.STATIC_DIR)) for path in ours if path.name not in unused]
    return ["vendor/lit.js", "vendor/zoom.js", *names]


MODULES = _modules()


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
    return await pages.page(request, "dashboard/map.html", {"modules": MODULES})
