"""/containers/run/."""

from __future__ import annotations

import asyncio

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from netviz.accounts.access import AuthedRequest, operator_required
from netviz.agent import questions
from netviz.dashboard import pages
from netviz.dashboard.answers import Failure, answer
from netviz.dashboard.facts import networks, world
from netviz.dashboard.facts.world import World
from netviz.dashboard.forms.container import RunForm
from netviz.topology import schema
from netviz.topology.db import in_db
from netviz.topology.models import Engine


@require_http_methods(["GET", "HEAD", "POST"])
@operator_required
async def run(request: AuthedRequest) -> HttpResponse:
    now = await in_db(world.read)
    choices = _networks(now)
    if request.method != "POST":
        return await _page(request, now, RunForm(initial={"network": request.GET.get("network")}, networks=choices))
    form = RunForm(request.POST, networks=choices)

    async def again(failure: Failure | None, status: int) -> HttpResponse:
        return await _page(request, now, form, failure, status)

    spec = form.spec()
    return await answer(
        request,
        spec,
        engine=form.cleaned_data.get("engine", ""),
        done=reverse("dashboard:containers"),
        again=again,
        form=form,
    )


def _networks(now: World) -> dict[str, list[schema.Network]]:
    """Each engine's networks that a container can be run on: host and none too, as `--network` takes them."""
    return {
        name: sorted((item for item in now.networks.values() if _runnable(item, name)), key=lambda item: item.name)
        for name in now.engines
    }


def _runnable(network: schema.Network, engine: str) -> bool:
    if network.engine != engine:
        return False
    return networks.accepts_containers(network) in {None, "driver_host", "driver_null"}


async def _page(
    request: AuthedRequest, now: World, form: RunForm, failure: Failure | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "failure": failure,
        "images": await _images(now),
        "engines": now.engines,
        "several": now.several,
    }
    return await pages.page(request, "dashboard/run.html", context, status)


async def _images(now: World) -> dict[str, list[str]]:
    """The images to choose from, by engine: what it has, or where it does not say in time, what its containers were made from."""
    live = [name for name, engine in now.engines.items() if engine.state == "live"]
    rows = await in_db(lambda: list(Engine.objects.filter(name__in=live)))
    answers = await asyncio.gather(*(questions.images(row) for row in rows))
    told = {row.name: names for row, names in zip(rows, answers, strict=True) if names is not None}
    return {name: told[name] if name in told else _used(now, name) for name in now.engines}


def _used(now: World, engine: str) -> list[str]:
    return sorted({item.image for item in now.containers.values() if item.engine == engine and item.image})
