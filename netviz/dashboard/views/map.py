"""The map, and the way to it."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from netviz.accounts.access import viewer_required


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect("/map/")


@require_safe
@viewer_required
def live_map(request: HttpRequest) -> HttpResponse:
    """The page only: what it draws comes through the websocket."""
    return render(request, "dashboard/map.html")
