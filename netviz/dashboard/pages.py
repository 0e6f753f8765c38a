"""What every page's view does: find the object, render, say that something isn't there."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, ParamSpec, TypeVar, cast

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation

from netviz.agent.models import Order
from netviz.dashboard.facts import world
from netviz.dashboard.facts.world import World
from netviz.dashboard.words.literal import literal
from netviz.topology import schema, snapshot
from netviz.topology.db import in_db

P = ParamSpec("P")
T = TypeVar("T")
View = TypeVar("View", bound=Callable[..., Awaitable[HttpResponse]])


class Missing(Exception):
    """The page's object is not there, or several have that name; `tells_missing` answers."""

    def __init__(self, kind: str, ref: str, candidates: list[world.Ref]) -> None:
        super().__init__(f"{kind} {ref}")
        self.kind = kind
        self.ref = ref
        self.candidates = candidates


def tells_missing(view: View) -> View:
    """A view whose object is missing answers 404, and with the ones that it could be where there are several."""

    @functools.wraps(view)
    async def telling(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return await view(request, *args, **kwargs)
        except Missing as missing:
            return await page(request, "dashboard/missing.html", {"missing": missing}, status=404)

    return cast(View, telling)


async def in_thread(function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Like `in_db`, in the request's language and time zone: Django keeps both per thread."""
    language, zone = translation.get_language(), timezone.get_current_timezone()

    def there() -> T:
        with translation.override(language), timezone.override(zone):
            return function(*args, **kwargs)

    return await in_db(there)


async def page(request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """Renders in a database thread: a long table does not hold up the loop that everybody's live updates run in."""
    return await in_thread(_render, request, template, context, status)


def _render(request: HttpRequest, template: str, context: Mapping[str, Any], status: int) -> HttpResponse:
    shown = render_to_string(template, {"order": _order(request.GET.get("order", "")), **context}, request)
    return HttpResponse(literal(shown), status=status)


def _order(text: str) -> Order | None:
    """The order that this page's last click became: its banner stands on top."""
    return Order.objects.filter(pk=int(text)).first() if text.isdecimal() and len(text) < 19 else None


async def network(request: HttpRequest, ref: str) -> tuple[World, schema.Network]:
    """The world and the network that `ref` (an id, or a unique name) names. Raises Missing."""
    return await in_db(_network, ref, request.GET.get("engine") or None)


async def container(request: HttpRequest, ref: str) -> tuple[World, schema.Container]:
    """The world and the container that `ref` names. Raises Missing."""
    return await in_db(_container, ref, request.GET.get("engine") or None)


def _network(ref: str, engine: str | None) -> tuple[World, schema.Network]:
    now, key = _find("network", ref, engine)
    if key not in now.networks:
        raise Missing("network", ref, [])
    return now, now.networks[key]


def _container(ref: str, engine: str | None) -> tuple[World, schema.Container]:
    now, key = _find("container", ref, engine)
    if key not in now.containers:
        raise Missing("container", ref, [])
    return now, now.containers[key]


def _find(kind: schema.Kind, ref: str, engine: str | None) -> tuple[World, world.Ref]:
    try:
        found = snapshot.find(kind, ref, engine)
    except snapshot.NotFound:
        raise Missing(kind, ref, []) from None
    except snapshot.Ambiguous as error:
        raise Missing(kind, ref, error.candidates) from None
    return world.read(), (found["engine"], found["id"])
