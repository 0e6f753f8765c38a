"""/standing/: the banner that says that what the pages show is old, asked for again and again by the pages that stay open."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from netviz.accounts.access import viewer_required


@never_cache
@require_safe
@viewer_required
def standing(request: HttpRequest) -> HttpResponse:
    """Empty while every engine is watched: what to write is the frame's (`shell`), as on every page."""
    return render(request, "dashboard/_standing.html")
