"""Who may call: an API token in the Authorization header, or a session's cookie with CSRF on unsafe methods.

The middleware has found out who asks already; nothing here touches the database.
"""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest
from ninja.security.base import AuthBase

from netviz.accounts.access import Principal, Refusal, principal_of, refusal
from netviz.accounts.models import Role


class Denied(Exception):
    """The caller may not do this; `refusal` says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


class TokenAuth(AuthBase):
    """A token whose role is enough. None for a caller without a token: the session is asked next."""

    openapi_type = "http"
    openapi_scheme = "bearer"
    openapi_name = "token"

    def __init__(self, role: Role) -> None:
        super().__init__()
        self.role = role
        self.is_async = True

    async def __call__(self, request: HttpRequest) -> Principal | None:
        principal = principal_of(request)
        return allowed(request, self.role) if principal and principal.is_token else None


class SessionAuth(AuthBase):
    """A signed-in person whose role is enough, with a CSRF token where the method is unsafe. Says why not, to strangers too."""

    openapi_type = "apiKey"
    openapi_in = "cookie"
    openapi_name = "netviz_session"

    def __init__(self, role: Role) -> None:
        super().__init__()
        self.role = role
        self.is_async = True

    async def __call__(self, request: HttpRequest) -> Principal:
        return allowed(request, self.role)


def allowed(request: HttpRequest, role: Role) -> Principal:
    """The caller, who has `role` or more. Raises Denied."""
    why = refusal(request, role)
    if why:
        raise Denied(why)
    return cast(Principal, principal_of(request))


def at_least(role: Role) -> list[Any]:
    return [TokenAuth(role), SessionAuth(role)]


VIEWER = at_least(Role.VIEWER)
OPERATOR = at_least(Role.OPERATOR)
ADMIN = at_least(Role.ADMIN)
