"""The map alone: on a wall screen (`?kiosk=1`), and for whoever has a share link. Nothing on it changes anything, so it may be framed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from netviz.accounts.middleware import embeddable
from netviz.dashboard import pages

# A wall screen is read from far away, in either scheme.
SCHEMES = ("light", "dark")


async def wall(request: HttpRequest, socket: str, **shown: Any) -> HttpResponse:
    """`socket` is the path of its websocket. In the query: `kiosk` (no frame, large, fitted), `theme` (light or dark)."""
    kiosk = bool(request.GET.get("kiosk"))
    theme = request.GET.get("theme", "")
    context = {"socket": socket, "kiosk": kiosk, "scheme": theme if theme in SCHEMES else "", **shown}
    response = await pages.page(request, "dashboard/wall.html", context)
    embeddable(response)
    return response
