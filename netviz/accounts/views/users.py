"""For admins: who may come in, as what, and how they get in."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import links, sessions, tokens
from ..access import admin_person_required
from ..audit import note
from ..forms import NewUserForm, RoleForm
from ..models import Role, Token, User


@require_http_methods(["GET", "HEAD", "POST"])
@admin_person_required
def index(request: HttpRequest) -> HttpResponse:
    """The list; POST adds a user (who has no password yet: the next page makes a sign-in link)."""
    form = NewUserForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        user = form.save(commit=False)
        user.set_unusable_password()
        user.save()
        note("user.added", request, user=user.username, role=user.role)
        messages.success(request, _("%(name)s is added. A sign-in link lets them in.") % {"name": user.username})
        return redirect("accounts:user", user.pk)
    people = User.objects.annotate(token_count=Count("tokens", filter=Q(tokens__revoked=None))).order_by("username")
    status = 400 if form.is_bound else 200
    return render(request, "accounts/users.html", {"people": people, "form": form}, status=status)


@require_safe
@admin_person_required
def show(request: HttpRequest, user_id: int) -> HttpResponse:
    return _page(request, get_object_or_404(User, pk=user_id))


def _page(request: HttpRequest, person: User, status: int = 200, **shown: Any) -> HttpResponse:
    context = {
        "person": person,
        "role_form": RoleForm(instance=person),
        "tokens": Token.objects.filter(user=person, revoked=None).order_by("-created"),
        "last_admin": _is_last_admin(person),
    }
    return render(request, "accounts/user.html", {**context, **shown}, status=status)


def _is_last_admin(person: User) -> bool:
    admins = User.objects.filter(role=Role.ADMIN, is_active=True)
    return person.at_least(Role.ADMIN) and not admins.exclude(pk=person.pk).exists()


def _refuse_last_admin(request: HttpRequest, person: User) -> HttpResponse:
    messages.error(
        request, _("%(name)s is the only admin. Make somebody else an admin first.") % {"name": person.username}
    )
    return redirect("accounts:user", person.pk)


@require_POST
@admin_person_required
def set_role(request: HttpRequest, user_id: int) -> HttpResponse:
    with transaction.atomic():
        person = get_object_or_404(User.objects.select_for_update(), pk=user_id)
        before, last = Role(person.role), _is_last_admin(person)
        form = RoleForm(request.POST, instance=person)
        if not form.is_valid():
            return _page(request, User.objects.get(pk=user_id), 400, role_form=form)
        after = Role(person.role)
        if last and after != Role.ADMIN:
            return _refuse_last_admin(request, person)
        person.save(update_fields=["role"])
    if after != before:
        # Nothing that was opened with the old role lives on; an admin who changes their own role signs in again.
        sessions.end_all(person)
        note("user.role", request, user=person.username, before=before.value, after=after.value)
        messages.success(request, _("%(name)s is now: %(role)s.") % {"name": person.username, "role": after.label})
    return redirect("accounts:user", person.pk)


@require_POST
@admin_person_required
def set_active(request: HttpRequest, user_id: int) -> HttpResponse:
    """`active`: 1 lets the user in again, 0 keeps them out, tokens and links included."""
    active = request.POST.get("active")
    if active not in {"0", "1"}:
        return _page(request, get_object_or_404(User, pk=user_id), 400)
    with transaction.atomic():
        person = get_object_or_404(User.objects.select_for_update(), pk=user_id)
        if active == "0" and _is_last_admin(person):
            return _refuse_last_admin(request, person)
        person.is_active = active == "1"
        person.save(update_fields=["is_active"])
    if not person.is_active:
        links.withdraw(person)
        sessions.end_all(person)
    note("user.active", request, user=person.username, active=person.is_active)
    messages.success(request, _("Activated.") if person.is_active else _("Deactivated: all their sessions are over."))
    return redirect("accounts:user", person.pk)


@never_cache
@require_POST
@admin_person_required
def make_link(request: HttpRequest, user_id: int) -> HttpResponse:
    """Answers with the page itself: the link is shown this once."""
    person = get_object_or_404(User, pk=user_id, is_active=True)
    path = links.make(person)
    note("link.made", request, user=person.username)
    url = settings.PUBLIC_URL + path if settings.PUBLIC_URL else request.build_absolute_uri(path)
    return _page(request, person, link=url)


@require_POST
@admin_person_required
def revoke(request: HttpRequest, user_id: int) -> HttpResponse:
    """Ends every way in that is open: sessions, tokens, unused links."""
    person = get_object_or_404(User, pk=user_id)
    tokens.revoke_all(person)
    links.withdraw(person)
    sessions.end_all(person)
    note("user.revoked", request, user=person.username)
    messages.success(request, _("All sessions, tokens and links of %(name)s have ended.") % {"name": person.username})
    return redirect("accounts:user", person.pk)
