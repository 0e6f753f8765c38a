"""What a container's page asks the engine to do: connect, disconnect, lifecycle, rename, remove."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from netviz.accounts.access import AuthedRequest, operator_required
from netviz.dashboard import pages
from netviz.dashboard.answers import Failure, answer
from netviz.dashboard.facts.links import href
from netviz.dashboard.facts.world import World
from netviz.dashboard.forms.container import DisconnectForm, RemoveContainerForm, RenameForm
from netviz.engine.orders import OrderSpec, parse_order
from netviz.topology import schema

from .containers import connect_form, container_page

LIFECYCLE = frozenset({"start", "stop", "restart", "pause", "unpause"})


@require_POST
@operator_required
@pages.tells_missing
async def connect(request: AuthedRequest, container_id: str) -> HttpResponse:
    now, container = await pages.container(request, container_id)
    form = connect_form(now, container, request.POST)
    return await _answer(request, now, container, form.spec(container=container.id), connect=form)


@require_POST
@operator_required
@pages.tells_missing
async def disconnect(request: AuthedRequest, container_id: str) -> HttpResponse:
    """`back=network` in the form: the network's page asked, and there it goes on."""
    now, container = await pages.container(request, container_id)
    form = DisconnectForm(request.POST)
    spec = form.spec(container=container.id)
    network = now.networks.get((container.engine, form.cleaned_data.get("network", "")))
    done = href(network, now.several) if network and request.POST.get("back") == "network" else ""
    return await _answer(request, now, container, spec, done=done, disconnect=form)


@require_POST
@operator_required
@pages.tells_missing
async def lifecycle(request: AuthedRequest, container_id: str, action: str) -> HttpResponse:
    if action not in LIFECYCLE:
        raise Http404
    now, container = await pages.container(request, container_id)
    return await _answer(request, now, container, parse_order({"action": action, "container": container.id}))


@require_POST
@operator_required
@pages.tells_missing
async def rename(request: AuthedRequest, container_id: str) -> HttpResponse:
    now, container = await pages.container(request, container_id)
    form = RenameForm(request.POST)
    return await _answer(request, now, container, form.spec(container=container.id), rename=form)


@require_POST
@operator_required
@pages.tells_missing
async def remove(request: AuthedRequest, container_id: str) -> HttpResponse:
    now, container = await pages.container(request, container_id)
    form = RemoveContainerForm(request.POST)
    spec = form.spec(container=container.id)
    return await _answer(request, now, container, spec, done=reverse("dashboard:containers"), remove=form)


async def _answer(
    request: AuthedRequest,
    now: World,
    container: schema.Container,
    spec: OrderSpec | None,
    *,
    done: str = "",
    **forms: Any,
) -> HttpResponse:
    """Back to the container's page, or to `done`; on an error that page again, with the one form that was sent in `forms`."""

    async def again(failure: Failure | None, status: int) -> HttpResponse:
        return await container_page(request, now, container, forms=forms, failure=failure, status=status)

    return await answer(
        request,
        spec,
        engine=container.engine,
        done=done or href(container, now.several),
        again=again,
        form=next(iter(forms.values()), None),
    )
