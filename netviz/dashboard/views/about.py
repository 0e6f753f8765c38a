"""/about/: which netviz this is, what it remembers, its licence, and what it stands on."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Count, Min
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from netviz.accounts.access import AuthedRequest, viewer_required
from netviz.dashboard import pages
from netviz.topology.db import in_db
from netviz.topology.models import Change


@require_safe
@viewer_required
async def about(request: AuthedRequest) -> HttpResponse:
    context = {
        "version": settings.VERSION,
        "vendored": vendored(),
        "read_only": settings.READ_ONLY,
        "database": connection.display_name,
        "now": timezone.now(),
        "zone": timezone.get_current_timezone_name(),
        "days": settings.JOURNAL_DAYS,
        "rows": settings.JOURNAL_ROWS,
        **await in_db(_remembered),
    }
    return await pages.page(request, "dashboard/about.html", context)


def _remembered() -> dict[str, Any]:
    """How many changes the journal holds, and when the oldest was made; none: None."""
    return Change.objects.aggregate(changes=Count("revision"), oldest=Min("time"))


@cache
def vendored() -> list[dict[str, Any]]:
    """The third-party packages whose files are served from here, from their manifest, each once."""
    manifest = json.loads((settings.STATIC_DIR / "vendor" / "manifest.json").read_text())
    packages = [package for file in manifest for package in file["packages"]]
    return list({(package["name"], package["version"]): package for package in packages}.values())
