"""/networks/prune/: first the list of what would go, then exactly those that stay ticked."""

from __future__ import annotations

from collections import defaultdict

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from netviz.accounts.access import AuthedRequest, operator_required
from netviz.dashboard import pages
from netviz.dashboard.answers import Failure, answer
from netviz.dashboard.facts import networks, world
from netviz.dashboard.facts.networks import NetworkLine
from netviz.dashboard.facts.world import World
from netviz.dashboard.forms.network import PruneForm
from netviz.topology.db import in_db


@require_http_methods(["GET", "HEAD", "POST"])
@operator_required
async def prune(request: AuthedRequest) -> HttpResponse:
    now = await in_db(world.read)
    groups = _groups(now)
    if request.method != "POST":
        return await _page(request, now, groups)
    form = PruneForm(
        request.POST, choices={name: [line.network.id for line in lines] for name, lines in groups.items()}
    )

    async def again(failure: Failure | None, status: int) -> HttpResponse:
        return await _page(request, now, groups, form, failure, status)

    spec = form.spec()
    return await answer(
        request,
        spec,
        engine=form.cleaned_data.get("engine", ""),
        done=reverse("dashboard:networks"),
        again=again,
        form=form,
    )


def _groups(now: World) -> dict[str, list[NetworkLine]]:
    """What nothing uses, by engine: an order goes to one engine."""
    groups: dict[str, list[NetworkLine]] = defaultdict(list)
    for line in networks.unused(now):
        groups[line.network.engine].append(line)
    return dict(groups)


async def _page(
    request: AuthedRequest,
    now: World,
    groups: dict[str, list[NetworkLine]],
    form: PruneForm | None = None,
    failure: Failure | None = None,
    status: int = 200,
) -> HttpResponse:
    # A key of its own for each engine's form.
    blank = {name: PruneForm(choices={}) for name in groups}
    context = {
        "groups": [(name, lines, blank[name]) for name, lines in groups.items()],
        "several": now.several,
        "form": form,
        "failure": failure,
    }
    return await pages.page(request, "dashboard/prune.html", context, status)
