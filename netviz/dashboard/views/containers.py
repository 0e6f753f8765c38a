"""/containers/ and /containers/<id>/: the table and one container."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from netviz.accounts.access import AuthedRequest, viewer_required
from netviz.dashboard import pages
from netviz.dashboard.answers import Failure
from netviz.dashboard.facts import commands, containers, networks, ownership, raw, stream, tables, world
from netviz.dashboard.facts.links import href
from netviz.dashboard.facts.world import World
from netviz.dashboard.forms.connect import ConnectContainerForm
from netviz.dashboard.forms.container import RemoveContainerForm, RenameForm
from netviz.topology import schema
from netviz.topology.db import in_db


@require_safe
@viewer_required
async def index(request: AuthedRequest) -> HttpResponse:
    now = await in_db(world.read)
    table = await in_db(tables.of_containers, now, request.GET)
    context = {"revision": now.revision, "table": table, "several": now.several, "engines": now.engines}
    return await pages.page(request, "dashboard/containers.html", context)


@require_safe
@viewer_required
@pages.tells_missing
async def show(request: AuthedRequest, container_id: str) -> HttpResponse:
    now, container = await pages.container(request, container_id)
    return await container_page(request, now, container)


def connect_form(now: World, container: schema.Container, data: Any = None) -> ConnectContainerForm:
    return ConnectContainerForm(
        data, engine=now.engines.get(container.engine), networks=containers.connectable(container, now)
    )


async def container_page(
    request: AuthedRequest,
    now: World,
    container: schema.Container,
    *,
    forms: Mapping[str, Any] | None = None,
    failure: Failure | None = None,
    status: int = 200,
) -> HttpResponse:
    """One container's page; `forms` replaces the blank ones (connect, rename, remove) by what was sent."""
    line = containers.line(container, now)
    blank = {
        "connect": connect_form(now, container),
        "rename": RenameForm(initial={"name": container.name}),
        "remove": RemoveContainerForm(),
    }
    context = {
        "revision": now.revision,
        "container": container,
        "line": line,
        "engine": now.engines.get(container.engine),
        "several": now.several,
        "default_route": containers.default_route(line.attachments),
        "members": [(item, href(item, now.several)) for item in now.members.get((container.engine, container.id), [])],
        "interfaces": containers.interfaces(container, now),
        "refuses": networks.refuses_networks(container),
        "lifecycle": containers.lifecycle(container),
        "notes": ownership.of_container(container, now),
        "forms": {**blank, **(forms or {})},
        "failure": failure,
        "changes": await in_db(stream.of_container, container, several=now.several),
        "commands": commands.of_container(container, line, now.engines.get(container.engine)),
        "raw": raw.pretty(container),
    }
    return await pages.page(request, "dashboard/container.html", context, status)
