"""/settings/shares/: for operators and admins, the links that show the map without signing in."""

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from netviz.topology.models import Engine

from .. import shares
from ..access import operator_person_required, principal_of
from ..audit import note
from ..forms import ShareForm
from ..models import Role, Share, User


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@operator_person_required
def index(request: HttpRequest) -> HttpResponse:
    """The list; POST makes a link and answers with the page itself: the link is shown this once."""
    if request.method != "POST":
        return _page(request, _form())
    form = _form(request.POST)
    if not form.is_valid():
        return _page(request, form, 400)
    given = form.cleaned_data
    lifetime = shares.LIFETIMES[given["lifetime"]]
    share, secret = shares.make(cast(User, request.user), lifetime, engine=given["engine"], name=given["name"])
    note("share.made", request, share=share.pk, engine=share.engine, until=share.expires.isoformat())
    path = f"/share/{secret}/"
    url = settings.PUBLIC_URL + path if settings.PUBLIC_URL else request.build_absolute_uri(path)
    return _page(request, _form(), link=url)


@require_POST
@operator_person_required
def revoke(request: HttpRequest, share_id: int) -> HttpResponse:
    share = get_object_or_404(_mine(request), pk=share_id)
    shares.revoke(share)
    note("share.revoked", request, share=share.pk)
    messages.success(request, _("The link does not work any more."))
    return redirect("accounts:shares")


def _page(request: HttpRequest, form: ShareForm, status: int = 200, **shown: Any) -> HttpResponse:
    context = {"form": form, "shares": _mine(request).order_by("expires"), "framed": settings.FRAME_ANCESTORS}
    return render(request, "accounts/shares.html", {**context, **shown}, status=status)


def _mine(request: HttpRequest) -> QuerySet[Share]:
    """Those that one may see and end: one's own; an admin everybody's."""
    principal = principal_of(request)
    found = shares.open_shares()
    return found if principal and principal.at_least(Role.ADMIN) else found.filter(user=cast(User, request.user))


def _form(data: Any = None) -> ShareForm:
    engines = list(Engine.objects.order_by("name").values_list("name", flat=True))
    return ShareForm(data, engines=engines, lifetimes=shares.LIFETIME_NAMES)
