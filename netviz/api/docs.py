"""/api/docs: Swagger UI from vendored files, under the same Content-Security-Policy as every page."""

from __future__ import annotations

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from netviz.accounts.access import AuthedRequest, viewer_required


@require_safe
@viewer_required
async def docs(request: AuthedRequest) -> HttpResponse:
    """Without context processors: they ask the database."""
    return HttpResponse(render_to_string("api/docs.html", {"csrf_token": get_token(request)}))
