"""The patch panel: containers down, networks across."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from netviz.accounts.access import viewer_required


@require_safe
@viewer_required
def panel(request: HttpRequest) -> HttpResponse:
    """The page only: what it draws comes through the websocket."""
    return render(request, "dashboard/panel.html")
