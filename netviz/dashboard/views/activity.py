"""/activity/: what people asked for and what changed, newest first; and taking an order back."""

from __future__ import annotations

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
from netviz.dashboard.facts.stream import Cursor, Filters, Stream
from netviz.dashboard.forms.period import BETWEEN, Period
from netviz.topology import journal, schema
from netviz.topology.db import in_db
from netviz.topology.models import Engine

SHOWS = ("all", "orders", "changes")


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
    when = Period(request.GET, timezone.now(), timezone.get_current_timezone())
    filters = _filters(request, when)
    revision = (await in_db(journal.current)).revision
    found = Stream((), None) if when.errors else await in_db(stream.read, filters, _cursor(request))
    engines, people = await in_db(_engines), await in_db(_people)
    context = {
        "revision": revision,
        "stream": found,
        "filters": filters,
        "when": when,
        "zone": timezone.get_current_timezone_name(),
        "narrowed": filters != Filters(),
        "people": people,
        "older": _older(request, when, found.older),
        "first_page": "revision" not in request.GET and "below" not in request.GET,
        "engines": engines,
        "several": len(engines) > 1,
        "kinds": list(schema.KINDS),
        "failure": failure,
    }
    response = await pages.page(request, "dashboard/activity.html", context, status)
    if request.headers.get("HX-Request") and when.within == BETWEEN and not when.errors:
        # Typed in one time zone, followed in another: the address holds the offset.
        response["HX-Replace-Url"] = f"?{_query(request, when)}"
    return response


def _engines() -> list[Engine]:
    return list(Engine.objects.order_by("name").only("name", "drift"))


def _people() -> list[str]:
    """Everybody who has given an order, to choose from."""
    return list(Order.objects.order_by("by_name").values_list("by_name", flat=True).distinct()[:200])


def _filters(request: AuthedRequest, when: Period) -> Filters:
    given = request.GET
    show, kind = given.get("show", ""), given.get("kind", "")
    return Filters(
        show=show if show in SHOWS else "all",
        engine=given.get("engine", ""),
        kind=kind if kind in schema.KINDS or kind == stream.EVERYTHING else "",
        by=given.get("by", ""),
        about=given.get("about", "").strip()[:200],
        since=when.since,
        until=when.until,
    )


def _cursor(request: AuthedRequest) -> Cursor:
    return Cursor(_number(request, "revision"), _number(request, "below"))


def _number(request: AuthedRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 19 else None


def _older(request: AuthedRequest, when: Period, cursor: Cursor | None) -> str:
    """The query of the next page; empty on the last."""
    return _query(request, when, revision=cursor.revision, below=cursor.order) if cursor else ""


def _query(request: AuthedRequest, when: Period, **more: Any) -> str:
    """What the page shows, as an address."""
    kept = {name: request.GET.get(name, "") for name in ("show", "engine", "kind", "by", "about")}
    return urlencode({name: value for name, value in {**kept, **when.query, **more}.items() if value not in (None, "")})
