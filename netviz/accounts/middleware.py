"""Who asks, in which language, and what a browser may do with the answer. Each runs in the event loop without a thread of its own."""

from collections.abc import Awaitable, Callable
from typing import Any, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone, translation

from netviz.topology.db import in_db

from . import identity
from .identity import Identity
from .models import User

GetResponse = Callable[[HttpRequest], Any]

# Scripts and styles only from our own files; a style set by a script (CSSOM) is not an inline style. Pictures may be data: URLs,
# which Bootstrap's style sheet uses for its icons.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "camera",
        "display-capture",
        "geolocation",
        "microphone",
        "payment",
        "serial",
        "usb",
        "midi",
    )
)


def embeddable(response: HttpResponseBase) -> HttpResponseBase:
    """Lets the sites of NETVIZ_FRAME_ANCESTORS show an answer in a frame: for pages on which nothing can be pressed that changes anything."""
    if settings.FRAME_ANCESTORS:
        allowed = f"frame-ancestors {' '.join(settings.FRAME_ANCESTORS)}"
        response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", allowed)
    return response


class Middleware:
    """Either half of Django's stack: `before` and `after` do the work and touch no database; the async half calls them as they are."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        if self.is_async:
            return self.call_async(request)
        return self.after(request, cast(HttpResponseBase, self.get_response(request)))

    async def call_async(self, request: HttpRequest) -> HttpResponseBase:
        return self.after(request, await self.get_response(request))

    def after(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        return response


class SecurityHeaders(Middleware):
    """Content-Security-Policy and its relatives on every answer. Answers that name no caching are for this browser alone."""

    def after(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


class Authentication(Middleware):
    """Sets `request.user` and `request.principal`, and that user's language and time zone: one trip to the database per request."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        if not self.is_async:
            _settle(request, identity.of_request(request))
        return super().__call__(request)

    async def call_async(self, request: HttpRequest) -> HttpResponseBase:
        _settle(request, await in_db(identity.of_request, request))
        return await super().call_async(request)


def _settle(request: HttpRequest, found: Identity | None) -> None:
    user = found.user if found else AnonymousUser()
    principal = found.principal if found else None

    async def auser() -> User | AnonymousUser:
        return user

    request.user = user
    request.auser = auser  # type: ignore[assignment]  # the user is there already
    request.principal = principal  # type: ignore[attr-defined]
    if principal and principal.is_token:
        # A page of another site can't send this header: nothing to forge.
        request.csrf_processing_done = True  # type: ignore[attr-defined]
    _speak(request, found.user if found else None)


def _speak(request: HttpRequest, user: User | None) -> None:
    """The user's language (else LocaleMiddleware's choice stays) and time zone (else the server's)."""
    if user and user.language:
        translation.activate(user.language)
        request.LANGUAGE_CODE = translation.get_language()
    zone = _zone(user.time_zone) if user and user.time_zone else None
    if zone:
        timezone.activate(zone)
    else:
        timezone.deactivate()


def _zone(name: str) -> ZoneInfo | None:
    """None for a zone that this system has not (any more): another system's database may name it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return None
