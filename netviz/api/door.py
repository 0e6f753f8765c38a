"""What every call under /api/v1/ passes first: the body's size, HEAD as GET, and JSON for a method that a path does not know."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.http.request import RawPostDataException, UnreadablePostError
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext as _

from netviz.accounts.bodies import MOST_BODY, too_large
from netviz.api.answers import error

View = Callable[..., Awaitable[HttpResponseBase]]


def guarded(patterns: list[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """The same addresses, their views behind the door."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback = _behind_the_door(cast(View, pattern.callback))
    return patterns


def _behind_the_door(view: View) -> View:
    @wraps(view)
    async def enter(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        refused = _read_body(request)
        if refused:
            return refused
        if request.method == "HEAD":
            # The server sends an answer to HEAD without its body.
            request.method = "GET"
        response = await view(request, *args, **kwargs)
        return _method_not_allowed(response) if response.status_code == 405 else response

    return enter


def _read_body(request: HttpRequest) -> HttpResponse | None:
    """Reads the body once, before anything parses it as a form. An answer when it is too large or was cut off."""
    try:
        body = request.read(MOST_BODY + 1)
    except (ValueError, RawPostDataException, UnreadablePostError):
        return error(400, "bad_request", _("The request's body could not be read."))
    if len(body) > MOST_BODY:
        # Its length was not said, so the middleware (accounts/bodies.py) has let it pass.
        return error(*too_large())
    request._body = body
    return None


def _method_not_allowed(response: HttpResponseBase) -> HttpResponse:
    methods = response.headers.get("Allow", "")
    allowed = methods.replace("GET", "GET, HEAD") if "HEAD" not in methods else methods
    answer = error(405, "method_not_allowed", _("This address takes %(methods)s only.") % {"methods": allowed})
    answer["Allow"] = allowed
    return answer
