"""In and out: with a password, with a one-time link, and the way out."""

import math

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from .. import limits, links
from ..access import principal_of
from ..audit import note
from ..forms import SignInForm
from ..models import User
from ..sessions import announce_end

METHODS = ["GET", "HEAD", "POST"]
BACKEND = "django.contrib.auth.backends.ModelBackend"
# In the session: how it was begun. Whoever came by a link need not know the old password to set a new one.
BY = "accounts.by"
TARGET_MAX = 2000


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(METHODS)
def with_password(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseRedirect(_target(request)) if principal_of(request) else _form_page(request, SignInForm())
    form = SignInForm(request.POST)
    if not form.is_valid():
        return _form_page(request, form, 400)
    return _try_password(request, form)


def _try_password(request: HttpRequest, form: SignInForm) -> HttpResponse:
    username = form.cleaned_data["username"]
    own = (limits.SIGN_IN_USER, username.casefold())
    shared = (limits.SIGN_IN_ADDRESS, request.META.get("REMOTE_ADDR", ""))
    wait = limits.take(own, shared)
    if wait:
        note("sign-in.slowed", request, user=username)
        return _slow_down(request, form, wait)
    user = authenticate(request, username=username, password=form.cleaned_data["password"])
    if user is None:
        note("sign-in.failed", request, user=username)
        form.add_error(None, _("The user name or the password is not right."))
        return _form_page(request, form, 400)
    limits.clear(own)
    limits.give_back(shared)
    return _begin(request, user, "password", _target(request))


def _slow_down(request: HttpRequest, form: SignInForm, wait_s: float) -> HttpResponse:
    """The same answer for a user who exists and one who doesn't; a one-time link still works."""
    minutes = math.ceil(wait_s / 60)
    form.add_error(
        None,
        ngettext(
            "Too many failed sign-ins. Try again in %(minutes)d minute, or use a sign-in link.",
            "Too many failed sign-ins. Try again in %(minutes)d minutes, or use a sign-in link.",
            minutes,
        )
        % {"minutes": minutes},
    )
    response = _form_page(request, form, 429)
    response["Retry-After"] = str(math.ceil(wait_s))
    return response


def _form_page(request: HttpRequest, form: SignInForm, status: int = 200) -> HttpResponse:
    return render(
        request,
        "accounts/sign_in.html",
        {"form": form, "next": _target(request), "ended": "ended" in request.GET},
        status=status,
    )


def _begin(request: HttpRequest, user: User, way: str, target: str) -> HttpResponse:
    """Begins a session under a new key (one that a stranger planted is worth nothing)."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    login(request, user, backend=BACKEND)
    request.session[BY] = way
    note("sign-in", request, user=user.username, way=way)
    return HttpResponseRedirect(target)


def _target(request: HttpRequest) -> str:
    """Where `next` leads: a path on this server, else the start page; never another site's address."""
    target = (request.POST if request.method == "POST" else request.GET).get("next", "")
    plain = target.startswith("/") and target.isprintable() and len(target) <= TARGET_MAX
    if plain and url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        return target
    return str(settings.LOGIN_REDIRECT_URL)


@never_cache
@require_http_methods(METHODS)
def with_link(request: HttpRequest, secret: str) -> HttpResponse:
    """GET shows one button: a mail scanner or a preview that follows the link does not use it up."""
    if request.method != "POST":
        link = links.find(secret)
        return render(request, "accounts/link.html", {"link": link}, status=200 if link else 410)
    user = links.consume(secret)
    if user is None:
        note("link.refused", request)
        return render(request, "accounts/link.html", {"link": None}, status=410)
    return _begin(request, user, "link", str(settings.LOGIN_REDIRECT_URL))


@never_cache
@require_http_methods(METHODS)
def sign_out(request: HttpRequest) -> HttpResponse:
    who = principal_of(request)
    if who is None:
        return redirect("accounts:sign_in")
    if request.method != "POST":
        return render(request, "accounts/sign_out.html")
    key = request.session.session_key
    note("sign-out", request)
    logout(request)
    announce_end(who.user_id, key)
    return redirect("accounts:sign_in")
