"""The scripts of pages, each put together of its modules."""

import gzip
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from netviz.dashboard.bundle import ENTRIES, bundled

# The address changes with the files.
KEPT = "max-age=315360000, public, immutable"


@require_safe
def script(request: HttpRequest, entry: str) -> HttpResponse:
    """For anyone, as all static files are."""
    if entry not in ENTRIES:
        raise Http404
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(_packed(entry) if packed else bundled(entry), content_type="text/javascript; charset=utf-8")
    if packed:
        response["Content-Encoding"] = "gzip"
    response["Cache-Control"] = KEPT
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


@lru_cache(maxsize=16)
def _packed(entry: str) -> bytes:
    return gzip.compress(bundled(entry), mtime=0)
