"""/networks/create/."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from netviz.accounts.access import AuthedRequest, operator_required
from netviz.dashboard import pages
from netviz.dashboard.answers import Failure, answer
from netviz.dashboard.facts import world
from netviz.dashboard.facts.world import World
from netviz.dashboard.forms.network import NetworkCreateForm, SubnetFormSet
from netviz.engine.orders import OrderSpec
from netviz.topology.db import in_db


@require_http_methods(["GET", "HEAD", "POST"])
@operator_required
async def create(request: AuthedRequest) -> HttpResponse:
    now = await in_db(world.read)
    data = request.POST if request.method == "POST" else None
    form = NetworkCreateForm(data, engines=list(now.engines))
    subnets = SubnetFormSet(data, prefix="subnets")
    if data is None:
        return await _page(request, now, form, subnets)

    async def again(failure: Failure | None, status: int) -> HttpResponse:
        return await _page(request, now, form, subnets, failure, status)

    spec = _spec(form, subnets)
    engine = form.cleaned_data.get("engine", "")
    return await answer(request, spec, engine=engine, done=reverse("dashboard:networks"), again=again, form=form)


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
) -> HttpResponse:
    parents = sorted(
        {item.name for item in now.interfaces.values() if item.namespace == "host" and item.type in PARENT_TYPES}
    )
    context = {"form": form, "subnets": subnets, "failure": failure, "parents": parents, "engines": now.engines}
    return await pages.page(request, "dashboard/network_create.html", context, status)


# What macvlan and ipvlan can sit on.
PARENT_TYPES = frozenset({"ethernet", "vlan", "bond", "team", "dummy"})
