"""From a session or a token to the user and the principal behind it. Blocking: one or two queries, none for a stranger."""

from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

from .access import Principal, bearer
from .models import User
from .tokens import find


class Identity(NamedTuple):
    user: User
    principal: Principal


def of_request(request: HttpRequest) -> Identity | None:
    """Who sent an HTTP request. A Bearer token counts alone: with a bad one the session does not step in."""
    text = bearer(request.headers.get("Authorization"))
    if text is not None:
        return _of_token(text)
    return _of_session(request) if settings.SESSION_COOKIE_NAME in request.COOKIES else None


def of_scope(scope: dict[str, Any]) -> Identity | None:
    """Who opened a websocket, from its ASGI scope's headers; asked again, whether they still may."""
    headers = {name.lower(): value.decode("latin-1") for name, value in scope.get("headers", [])}
    text = bearer(headers.get(b"authorization"))
    if text is not None:
        return _of_token(text)
    key = _session_key(headers.get(b"cookie", ""))
    if not key:
        return None
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    return _of_session(request)


def _session_key(cookies: str) -> str | None:
    try:
        morsel = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return None
    return morsel.value if morsel else None


def _of_token(text: str) -> Identity | None:
    found = find(text)
    return Identity(found[1], found[0]) if found else None


def _of_session(request: HttpRequest) -> Identity | None:
    user = get_user(request)
    return Identity(user, Principal.of(user)) if isinstance(user, User) else None
