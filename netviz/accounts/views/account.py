"""One's own account: language, time zone, theme, password, tokens."""

import math
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from .. import limits, tokens
from ..access import person_required
from ..audit import note
from ..forms import PasswordForm, PreferencesForm, TokenForm
from ..models import Token, User
from ..sessions import announce_end
from .sign_in import BY


@never_cache
@require_safe
@person_required
def show(request: HttpRequest) -> HttpResponse:
    return _page(request)


def _page(request: HttpRequest, status: int = 200, **shown: Any) -> HttpResponse:
    """The page with its forms, of which `shown` may replace some: one with errors, or the token that was just made."""
    user = _me(request)
    context = {
        "preferences": PreferencesForm(instance=user),
        "password": PasswordForm(user=user, ask_old=_ask_old(request)),
        "token_form": TokenForm(user=user),
        "tokens": Token.objects.filter(user=user, revoked=None).order_by("-created"),
    }
    return render(request, "accounts/account.html", {**context, **shown}, status=status)


def _me(request: HttpRequest) -> User:
    return cast(User, request.user)


def _ask_old(request: HttpRequest) -> bool:
    return _me(request).has_usable_password() and request.session.get(BY) != "link"


@require_POST
@person_required
def set_preferences(request: HttpRequest) -> HttpResponse:
    user = User.objects.get(pk=_me(request).pk)
    form = PreferencesForm(request.POST, instance=user)
    if not form.is_valid():
        return _page(request, 400, preferences=form)
    user.save(update_fields=PreferencesForm.Meta.fields)
    if user.language:
        translation.activate(user.language)
    messages.success(request, _("Saved."))
    return redirect("accounts:account")


@sensitive_post_parameters("old", "new", "repeated")
@require_POST
@person_required
def set_password(request: HttpRequest) -> HttpResponse:
    user = _me(request)
    form = PasswordForm(request.POST, user=user, ask_old=_ask_old(request))
    if not form.is_valid():
        return _page(request, 400, password=form)
    if "old" in form.fields and not _old_is_right(form, user):
        return _page(request, 400, password=form)
    user.set_password(form.cleaned_data["new"])
    user.save(update_fields=["password"])
    # The other browsers of this user are signed out by the new hash; this one stays.
    update_session_auth_hash(request, user)
    announce_end(user.pk)
    note("password.set", request)
    messages.success(request, _("The password is changed. Your other browsers are signed out."))
    return redirect("accounts:account")


def _old_is_right(form: PasswordForm, user: User) -> bool:
    """Counted like a sign-in: an open browser is no place to guess in."""
    own = (limits.SIGN_IN_USER, user.username.casefold())
    wait = limits.take(own)
    if wait:
        form.add_error(
            "old", _("Too many failed tries. Try again in %(minutes)d min.") % {"minutes": math.ceil(wait / 60)}
        )
        return False
    if not user.check_password(form.cleaned_data["old"]):
        form.add_error("old", _("This is not the current password."))
        return False
    limits.clear(own)
    return True


@never_cache
@require_POST
@person_required
def make_token(request: HttpRequest) -> HttpResponse:
    """Answers with the page itself, no redirect: the token is shown this once and kept nowhere."""
    user = _me(request)
    form = TokenForm(request.POST, user=user)
    if not form.is_valid():
        return _page(request, 400, token_form=form)
    token = tokens.make(user, form.cleaned_data["role"], form.cleaned_data["name"])
    note("token.made", request, name=form.cleaned_data["name"], role=form.cleaned_data["role"])
    return _page(request, new_token=token)


@require_POST
@person_required
def revoke_token(request: HttpRequest, token_id: int) -> HttpResponse:
    token = get_object_or_404(Token, pk=token_id, user=_me(request), revoked=None)
    tokens.revoke(token.pk)
    note("token.revoked", request, name=token.name, hint=token.hint)
    messages.success(request, _("The token is revoked."))
    return redirect("accounts:account")
