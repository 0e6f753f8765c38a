"""/metrics: Prometheus text, for a token, or an admin who is signed in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from netviz.accounts.access import Refusal, principal_of, refusal, refuse
from netviz.accounts.models import Role
from netviz.agent import agents
from netviz.agent.models import Order
from netviz.api.engines import described
from netviz.topology import hub, journal, models
from netviz.topology.db import in_db
from netviz.topology.rows import MODELS

ENGINE_STATES = ("connecting", "live", "unreachable", "disabled")


@require_safe
async def metrics(request: HttpRequest) -> HttpResponse:
    why = _why_not(request)
    if why:
        return refuse(request, why)
    return HttpResponse(await in_db(_text, here()), content_type=CONTENT_TYPE_LATEST)


def _why_not(request: HttpRequest) -> Refusal | None:
    """A scraper has a token of any role; in a browser the numbers are an admin's."""
    principal = principal_of(request)
    return refusal(request, Role.VIEWER if principal and principal.is_token else Role.ADMIN)


@dataclass(frozen=True)
class Here:
    """What only this process knows, read in its loop. `passes`: engine, seconds of the last one, how many."""

    clients: int
    revision: int | None
    passes: tuple[tuple[str, float, int], ...]


def here() -> Here:
    mine = hub.get()
    passes = [
        (watcher.name, watcher.session.passes.figures.seconds, watcher.session.passes.figures.passes)
        for served in agents.running
        for watcher in served.watchers
        if watcher.session
    ]
    return Here(mine.clients, mine.ring.head if mine.clients else None, tuple(passes))


def _text(process: Here) -> bytes:
    """Blocking."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    registry.register(Numbers(process))
    return generate_latest(registry)


class Numbers(Collector):
    """What the database holds, counted when it is asked for, and what this process knows. Blocking."""

    def __init__(self, process: Here) -> None:
        self._here = process

    def collect(self) -> Iterator[Metric]:
        yield InfoMetricFamily("netviz", "This netviz.", {"version": settings.VERSION})
        state = journal.current()
        yield CounterMetricFamily("netviz_revision", "The journal's newest revision.", state.revision)
        yield GaugeMetricFamily("netviz_journal_horizon", "No catch-up is possible below this revision.", state.horizon)
        yield from _hub(self._here, state.revision)
        engines = list(models.Engine.objects.order_by("pk"))
        yield from _engines(engines)
        yield from _passes(self._here)
        yield _objects()
        yield _drift(engines)
        yield _orders()


def _hub(process: Here, revision: int) -> Iterator[Metric]:
    yield GaugeMetricFamily("netviz_websocket_clients", "Websockets open in this process.", process.clients)
    behind = 0 if process.revision is None else max(0, revision - process.revision)
    yield GaugeMetricFamily("netviz_hub_lag_revisions", "How far this process's hub is behind the journal.", behind)


def _passes(process: Here) -> Iterator[Metric]:
    last = GaugeMetricFamily(
        "netviz_pass_duration_seconds", "How long the last full pass over an engine took.", labels=["engine"]
    )
    count = CounterMetricFamily("netviz_passes", "Full passes since this process's agent connected.", labels=["engine"])
    for engine, seconds, passes in process.passes:
        last.add_metric([engine], seconds)
        count.add_metric([engine], passes)
    yield last
    yield count


def _engines(engines: list[models.Engine]) -> Iterator[Metric]:
    states = GaugeMetricFamily(
        "netviz_engine_state", "1 for the state that the engine is in.", labels=["engine", "state"]
    )
    watched = GaugeMetricFamily(
        "netviz_engine_watched", "1 while an agent holds the engine's lease.", labels=["engine"]
    )
    now = timezone.now()
    for row in engines:
        current = described(row)["state"]
        for state in ENGINE_STATES:
            states.add_metric([row.name, state], float(state == current))
        watched.add_metric([row.name], float(row.lease_until is not None and row.lease_until > now))
    yield states
    yield watched


def _objects() -> Metric:
    family = GaugeMetricFamily("netviz_objects", "Objects of the topology.", labels=["engine", "kind"])
    for kind, model in MODELS.items():
        for engine, count in model.objects.values_list("engine__name").annotate(count=Count("pk")).order_by():
            family.add_metric([engine, kind], count)
    return family


def _drift(engines: list[models.Engine]) -> Metric:
    family = CounterMetricFamily(
        "netviz_drift", "Changes that no event told of and a full pass found, by cause.", labels=["engine", "cause"]
    )
    for row in engines:
        for cause, count in sorted(row.drift.items()):
            family.add_metric([row.name, cause], count)
    return family


def _orders() -> Metric:
    family = GaugeMetricFamily("netviz_orders", "Orders by how they stand.", labels=["engine", "action", "state"])
    counted = Order.objects.values_list("engine", "action", "state").annotate(count=Count("pk")).order_by()
    for engine, action, state, count in counted:
        family.add_metric([engine, action, state], count)
    return family
