"""/containers/run/."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from netviz.accounts.access import AuthedRequest, operator_required
from netviz.dashboard import pages
from netviz.dashboard.answers import Failure, answer
from netviz.dashboard.facts import networks, world
from netviz.dashboard.facts.world import World
from netviz.dashboard.forms.container import RunForm
from netviz.topology import schema
from netviz.topology.db import in_db


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
    images = sorted({item.image for item in now.containers.values() if item.image})
    context = {"form": form, "failure": failure, "images": images, "engines": now.engines}
    return await pages.page(request, "dashboard/run.html", context, status)
