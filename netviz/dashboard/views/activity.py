"""/activity/: what people asked for and what changed, newest first; and taking an order back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from netviz.accounts.access import AuthedRequest, operator_required, viewer_required
from netviz.agent import orders
from netviz.agent.models import Order
from netviz.agent.preflight import Refused
from netviz.dashboard import pages
from netviz.dashboard.answers import Failure, failure_of, with_order
from netviz.dashboard.facts import stream
from netviz.dashboard.facts.stream import Cursor, Filters
from netviz.topology import journal, schema
from netviz.topology.db import in_db
from netviz.topology.models import Engine

SHOWS = ("all", "orders", "changes")
# How far back, by the word in the query.
WITHIN = {
    "15m": timedelta(minutes=15),
    "1h": timedelta(hours=1),
    "1d": timedelta(days=1),
    "7d": timedelta(days=7),
}


@require_safe
@viewer_required
async def index(request: AuthedRequest) -> HttpResponse:
    return await _page(request)


@require_POST
@operator_required
async def undo(request: AuthedRequest, order_id: int) -> HttpResponse:
    """Takes an order back and returns to the page that asked."""
    try:
        order = await orders.wait(await orders.undo(order_id, request.principal))
    except Order.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        return await _page(request, Failure(refused.code, "", refused.params), refused.status)
    failure = failure_of(order)
    if failure is not None:
        return await _page(request, failure, failure.status)
    return HttpResponseRedirect(with_order(_back(request), order), status=303)


def _back(request: AuthedRequest) -> str:
    """The page of ours that the form names; the activity page otherwise. Never another site."""
    back = request.POST.get("back", "")
    if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return back
    return reverse("dashboard:activity")


async def _page(request: AuthedRequest, failure: Failure | None = None, status: int = 200) -> HttpResponse:
    filters = _filters(request)
    revision = (await in_db(journal.current)).revision
    found = await in_db(stream.read, filters, _cursor(request))
    engines, people = await in_db(_engines), await in_db(_people)
    within = request.GET.get("within", "")
    context = {
        "revision": revision,
        "stream": found,
        "filters": filters,
        "within": within if within in WITHIN else "",
        "narrowed": filters != Filters(),
        "people": people,
        "older": _older(request, found.older),
        "first_page": "revision" not in request.GET and "below" not in request.GET,
        "engines": engines,
        "several": len(engines) > 1,
        "kinds": list(schema.KINDS),
        "failure": failure,
    }
    return await pages.page(request, "dashboard/activity.html", context, status)


def _engines() -> list[Engine]:
    return list(Engine.objects.order_by("name").only("name", "drift"))


def _people() -> list[str]:
    """Everybody who has given an order, to choose from."""
    return list(Order.objects.order_by("by_name").values_list("by_name", flat=True).distinct()[:200])


def _filters(request: AuthedRequest) -> Filters:
    given = request.GET
    show, kind = given.get("show", ""), given.get("kind", "")
    return Filters(
        show=show if show in SHOWS else "all",
        engine=given.get("engine", ""),
        kind=kind if kind in schema.KINDS or kind == stream.EVERYTHING else "",
        by=given.get("by", ""),
        about=given.get("about", "").strip()[:200],
        since=_since(given.get("within", "")),
    )


def _since(within: str) -> datetime | None:
    return timezone.now() - WITHIN[within] if within in WITHIN else None


def _cursor(request: AuthedRequest) -> Cursor:
    return Cursor(_number(request, "revision"), _number(request, "below"))


def _number(request: AuthedRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 19 else None


def _older(request: AuthedRequest, cursor: Cursor | None) -> str:
    """The query of the next page; empty on the last."""
    if cursor is None:
        return ""
    kept = {name: request.GET.get(name, "") for name in ("show", "engine", "kind", "by", "about", "within")}
    given: dict[str, Any] = {**kept, "revision": cursor.revision, "below": cursor.order}
    return urlencode({name: value for name, value in given.items() if value not in (None, "")})
