"""/networks/create/, and with `?like=<id>` another network like one that exists."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from netviz.accounts.access import AuthedRequest, operator_required
from netviz.dashboard import pages
from netviz.dashboard.answers import Failure, answer
from netviz.dashboard.facts import duplicate, world
from netviz.dashboard.facts.world import World
from netviz.dashboard.forms.network import NetworkCreateForm, SubnetFormSet
from netviz.engine.orders import OrderSpec
from netviz.topology import schema
from netviz.topology.db import in_db


@require_http_methods(["GET", "HEAD", "POST"])
@operator_required
@pages.tells_missing
async def create(request: AuthedRequest) -> HttpResponse:
    now = await in_db(world.read)
    if request.method != "POST":
        return await _blank(request, now)
    form = NetworkCreateForm(request.POST, engines=now.engines)
    subnets = _subnets(now, request.POST)

    async def again(failure: Failure | None, status: int) -> HttpResponse:
        return await _page(request, now, form, subnets, failure, status)

    spec = _spec(form, subnets)
    engine = form.cleaned_data.get("engine", "")
    return await answer(request, spec, engine=engine, done=reverse("dashboard:networks"), again=again, form=form)


async def _blank(request: AuthedRequest, now: World) -> HttpResponse:
    """The form, empty; with `?like=<id>` filled to make another network like that one."""
    like = (await pages.network(request, request.GET["like"]))[1] if request.GET.get("like") else None
    form = NetworkCreateForm(initial=duplicate.fields(like, now) if like else None, engines=now.engines)
    subnets = _subnets(now, initial=duplicate.subnets(like, now) if like else None)
    return await _page(request, now, form, subnets, like=like)


def _subnets(now: World, data: Any = None, initial: Any = None) -> Any:
    return SubnetFormSet(data, initial=initial, prefix="subnets", form_kwargs={"engines": now.engines})


def _spec(form: NetworkCreateForm, subnets: Any) -> OrderSpec | None:
    # Both are checked, so that all errors show at once.
    fits = [form.is_valid(), subnets.is_valid()]
    return form.spec(subnets=tuple(subnets.subnets())) if all(fits) else None


async def _page(
    request: AuthedRequest,
    now: World,
    form: NetworkCreateForm,
    subnets: Any,
    failure: Failure | None = None,
    status: int = 200,
    like: schema.Network | None = None,
) -> HttpResponse:
    parents = sorted(
        {item.name for item in now.interfaces.values() if item.namespace == "host" and item.type in PARENT_TYPES}
    )
    context = {
        "form": form,
        "subnets": subnets,
        "failure": failure,
        "parents": parents,
        "engines": now.engines,
        "like": like,
    }
    return await pages.page(request, "dashboard/network_create.html", context, status)


# What macvlan and ipvlan can sit on.
PARENT_TYPES = frozenset({"ethernet", "vlan", "bond", "team", "dummy"})
