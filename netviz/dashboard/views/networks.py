"""/networks/ and /networks/<id>/: the table, one network, connect a container to it, remove it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from netviz.accounts.access import AuthedRequest, operator_required, viewer_required
from netviz.dashboard import pages
from netviz.dashboard.answers import Failure, answer
from netviz.dashboard.facts import addresses, commands, networks, raw, rules, stream, tables, world
from netviz.dashboard.facts.links import href
from netviz.dashboard.facts.world import World
from netviz.dashboard.forms.connect import ConnectNetworkForm
from netviz.engine.orders import parse_order
from netviz.topology import schema
from netviz.topology.db import in_db


@require_safe
@viewer_required
async def index(request: AuthedRequest) -> HttpResponse:
    now = await in_db(world.read)
    table = await in_db(tables.of_networks, now, request.GET)
    context = {"revision": now.revision, "table": table, "several": now.several, "engines": now.engines}
    return await pages.page(request, "dashboard/networks.html", context)


@require_safe
@viewer_required
@pages.tells_missing
async def show(request: AuthedRequest, network_id: str) -> HttpResponse:
    now, network = await pages.network(request, network_id)
    return await _page(request, now, network)


@require_POST
@operator_required
@pages.tells_missing
async def connect(request: AuthedRequest, network_id: str) -> HttpResponse:
    now, network = await pages.network(request, network_id)
    form = _form(now, network, request.POST)

    async def again(failure: Failure | None, status: int) -> HttpResponse:
        return await _page(request, now, network, form=form, failure=failure, status=status)

    spec = form.spec(network=network.id)
    return await answer(request, spec, engine=network.engine, done=href(network, now.several), again=again, form=form)


@require_POST
@operator_required
@pages.tells_missing
async def remove(request: AuthedRequest, network_id: str) -> HttpResponse:
    now, network = await pages.network(request, network_id)

    async def again(failure: Failure | None, status: int) -> HttpResponse:
        return await _page(request, now, network, failure=failure, status=status)

    spec = parse_order({"action": "network_remove", "network": network.id})
    return await answer(request, spec, engine=network.engine, done=reverse("dashboard:networks"), again=again)


def _form(now: World, network: schema.Network, data: Any = None) -> ConnectNetworkForm:
    return ConnectNetworkForm(
        data, engine=now.engines.get(network.engine), containers=networks.connectable(network, now)
    )


async def _page(
    request: AuthedRequest,
    now: World,
    network: schema.Network,
    *,
    form: ConnectNetworkForm | None = None,
    failure: Failure | None = None,
    status: int = 200,
) -> HttpResponse:
    members = networks.members(network, now)
    changes = await in_db(stream.of_network, network, several=now.several)
    line = networks.line(network, now)
    context = {
        "revision": now.revision,
        "network": network,
        "engine": now.engines.get(network.engine),
        "several": now.several,
        "members": members,
        "line": line,
        "maps": [addresses.address_map(space) for space in addresses.spaces(network, now)],
        "rules": rules.rules(network, now.engines.get(network.engine)),
        "refuses": networks.accepts_containers(network),
        "blocked": networks.removal_blocks(network, now),
        "form": form or _form(now, network),
        "failure": failure,
        "changes": changes,
        "commands": commands.of_network(network, now.engines.get(network.engine)),
        "raw": raw.pretty(network),
    }
    return await pages.page(request, "dashboard/network.html", context, status)
