"""/api/docs: Swagger UI from vendored files, under the same Content-Security-Policy as every page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from netviz.accounts.access import AuthedRequest, viewer_required


@require_safe
@viewer_required
async def docs(request: AuthedRequest) -> HttpResponse:
    return render(request, "api/docs.html")
