"""/healthz: to strangers only whether netviz works and is up to date; to those who may look, how each engine stands."""

from __future__ import annotations

from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from netviz.accounts.access import principal_of
from netviz.api.answers import json_answer
from netviz.api.engines import described
from netviz.topology import journal, models, standing
from netviz.topology.db import in_db


@require_safe
async def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the database answers and takes what is written: an engine that is away is no reason to restart netviz.

    `degraded`: what netviz shows of some engine is old, because its agent writes nothing. 503 only where it is the database that
    refuses: another process's agent that has died is no reason to take this one out of service. `?alive` asks only whether this
    process should go on: who only looks is served while nothing can be written, so 503 is left to a database that does not answer.
    """
    try:
        found, status = await in_db(_look, principal_of(request) is not None)
    except DatabaseError:
        return json_answer({"status": "unavailable"}, 503)
    return json_answer(found, 200 if "alive" in request.GET else status)


def _look(in_full: bool) -> tuple[dict[str, Any], int]:
    state = journal.current()
    old = standing.unwatched(timezone.now())
    found: dict[str, Any] = {"status": "degraded" if old else "ok"}
    if in_full:
        engines = [_engine(row) for row in models.Engine.objects.order_by("pk")]
        found |= {"revision": state.revision, "journal": state.id, "engines": engines}
    return found, 503 if any(item.refusal for item in old) else 200


def _engine(row: models.Engine) -> dict[str, Any]:
    """`watched`: an agent holds the engine's lease."""
    known = described(row)
    watched = row.lease_until is not None and row.lease_until > timezone.now()
    return {key: known[key] for key in ("name", "state", "since", "reason", "reason_code")} | {"watched": watched}
