"""/about/: which netviz this is, its licence, and what it stands on."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from netviz.accounts.access import AuthedRequest, viewer_required
from netviz.dashboard import pages


@require_safe
@viewer_required
async def about(request: AuthedRequest) -> HttpResponse:
    context = {"version": settings.VERSION, "vendored": vendored(), "read_only": settings.READ_ONLY}
    return await pages.page(request, "dashboard/about.html", context)


@cache
def vendored() -> list[dict[str, Any]]:
    """The third-party packages whose files are served from here, from their manifest, each once."""
    manifest = json.loads((settings.STATIC_DIR / "vendor" / "manifest.json").read_text())
    packages = [package for file in manifest for package in file["packages"]]
    return list({(package["name"], package["version"]): package for package in packages}.values())
