"""Who asks, and whether they may: the principal of a request, and the decorators that guard views."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar, cast
from urllib.parse import urlencode

from asgiref.sync import iscoroutinefunction
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.utils.translation import gettext as _

from .models import Role, User

View = TypeVar("View", bound=Callable[..., Any])
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks: a signed-in user, or a token (`is_token`), whose `role` is the lower of its own and its user's."""

    user_id: int
    username: str
    role: Role
    is_token: bool = False
    token_id: int | None = None

    @classmethod
    def of(cls, user: User) -> Principal:
        return cls(user.pk, user.username, Role(user.role))

    def at_least(self, role: Role) -> bool:
        return self.role.includes(role)


class AuthedRequest(HttpRequest):
    """A request behind one of the decorators: its `principal` is someone. For annotations only."""

    user: User  # type: ignore[assignment]
    principal: Principal


class Refusal(NamedTuple):
    """Why not: an HTTP status, a stable code, and a sentence for people."""

    status: int
    code: str
    detail: str


def bearer(header: str | None) -> str | None:
    """The token in an Authorization header's value; None where there is none. Other schemes belong to a proxy in front of us."""
    scheme, _space, text = (header or "").partition(" ")
    return text.strip() if scheme.lower() == "bearer" else None


def principal_of(request: HttpRequest) -> Principal | None:
    """Who the middleware found out to be asking; None for a stranger."""
    return cast("Principal | None", getattr(request, "principal", None))


def refusal(request: HttpRequest, role: Role, *, tokens: bool = True) -> Refusal | None:
    """Why this request may not do what needs `role`, CSRF included; None when it may. Touches no database. `tokens`: whether they count."""
    principal = principal_of(request)
    if principal is None:
        if bearer(request.headers.get("Authorization")) is not None:
            return Refusal(401, "bad_token", _("This token is not valid, or it has been revoked."))
        return Refusal(401, "not_signed_in", _("Sign in, or send an API token."))
    if principal.is_token and not tokens:
        return Refusal(403, "token_not_enough", _("This can only be done in the browser, signed in."))
    if not principal.at_least(role):
        return Refusal(403, "forbidden", _("This needs the role “%(role)s”.") % {"role": role.label})
    if not principal.is_token and csrf_failed(request):
        return Refusal(403, "csrf", _("The request came without a valid CSRF token."))
    return None


def csrf_failed(request: HttpRequest) -> bool:
    """Whether an unsafe request lacks its CSRF token. Views that are exempt from Django's own check (the API's) are checked here."""
    if request.method in SAFE_METHODS:
        return False
    check = CsrfViewMiddleware(_nothing)
    check.process_request(request)
    return check.process_view(request, _nothing, (), {}) is not None


def _nothing(_request: HttpRequest) -> HttpResponse:
    """Stands for a view that is not exempt."""
    return HttpResponse()


def wants_json(request: HttpRequest) -> bool:
    """Whether the caller is a program: an API path, a token, or an Accept header that names JSON and not HTML."""
    accept = request.headers.get("Accept", "")
    return (
        request.path.startswith("/api/")
        or bearer(request.headers.get("Authorization")) is not None
        or ("application/json" in accept and "text/html" not in accept)
    )


def refuse(request: HttpRequest, why: Refusal) -> HttpResponse:
    """The refusal as an answer: JSON for programs; for people the sign-in page, or a page that says what is missing."""
    if wants_json(request):
        response: HttpResponse = JsonResponse({"detail": why.detail, "code": why.code}, status=why.status)
        if why.status == 401:
            response["WWW-Authenticate"] = "Bearer"
        return response
    if why.status == 401:
        return _to_sign_in(request)
    return render(request, "403.html", {"detail": why.detail}, status=why.status)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request") == "true":
        # A redirect would be followed inside htmx and land in a fragment: let the whole page go.
        return HttpResponse(status=401, headers={"HX-Redirect": str(settings.LOGIN_URL)})
    target = str(settings.LOGIN_URL)
    if request.method in {"GET", "HEAD"} and request.path != "/":
        target += "?" + urlencode({"next": request.get_full_path()})
    return HttpResponseRedirect(target)


def _requires(role: Role, *, tokens: bool = True) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            why = refusal(request, role, tokens=tokens)
            return refuse(request, why) if why else view(request, *args, **kwargs)

        @functools.wraps(view)
        async def guarded_async(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            why = refusal(request, role, tokens=tokens)
            if why:
                return refuse(request, why)
            return await cast("Awaitable[HttpResponse]", view(request, *args, **kwargs))

        return cast(View, guarded_async if iscoroutinefunction(view) else guarded)

    return decorate


def viewer_required(view: View) -> View:
    """Only signed-in people and valid tokens."""
    return _requires(Role.VIEWER)(view)


def operator_required(view: View) -> View:
    """Only operators and admins."""
    return _requires(Role.OPERATOR)(view)


def admin_required(view: View) -> View:
    """Only admins."""
    return _requires(Role.ADMIN)(view)


def person_required(view: View) -> View:
    """Only signed-in people: a token must not make further ways in, which would outlive it."""
    return _requires(Role.VIEWER, tokens=False)(view)


def operator_person_required(view: View) -> View:
    """Only operators and admins who have signed in, no tokens."""
    return _requires(Role.OPERATOR, tokens=False)(view)


def admin_person_required(view: View) -> View:
    """Only admins who have signed in, no tokens."""
    return _requires(Role.ADMIN, tokens=False)(view)
