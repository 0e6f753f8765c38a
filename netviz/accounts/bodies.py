"""How large a request's body may be: one limit for every address, kept before anything reads or parses the body."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from .access import Refusal, refuse, wants_json
from .middleware import Middleware

# Bytes. A container with two hundred ports and a long environment is a tenth of it.
MOST_BODY = 1024 * 1024


def too_large() -> Refusal:
    return Refusal(
        413, "body_too_large", _("The request's body is larger than %(bytes)d bytes.") % {"bytes": MOST_BODY}
    )


class BodyLimit(Middleware):
    """413 for what Content-Length says is too large. The server (agent/bounded.py) hands on such a request without its body."""

    def __call__(self, request: HttpRequest) -> Any:
        refused = _refused(request)
        if refused and not self.is_async:
            return refused
        return super().__call__(request)

    async def call_async(self, request: HttpRequest) -> HttpResponseBase:
        return _refused(request) or await super().call_async(request)


def _refused(request: HttpRequest) -> HttpResponse | None:
    if _length(request) <= MOST_BODY:
        return None
    why = too_large()
    if wants_json(request):
        return refuse(request, why)
    return HttpResponse(render_to_string("413.html", {"detail": why.detail}), status=why.status)


def _length(request: HttpRequest) -> int:
    """0 where none is given, or nonsense: whoever reads the body answers for that."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
