"""Engines: list, add, try, change, remove. All but the list are for admins."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router
from ninja.errors import ValidationError as Invalid

from netviz.agent import engine_rows, engine_rules
from netviz.agent.engine_rows import Settings
from netviz.api.answers import json_answer
from netviz.api.auth import ADMIN, VIEWER
from netviz.api.errors import Wrong
from netviz.api.schemas import EngineAddress, EngineBody, EngineChange, EngineIdentity, EngineName, Error
from netviz.topology import models, schema
from netviz.topology.db import in_db
from netviz.topology.snapshot import NotFound

router = Router(tags=["engines"])

BODY_ERRORS = frozenset({400, 401, 403, 413, 422})
PLACE = ("url", "tls_ca", "tls_cert", "tls_key")


@router.get("", auth=VIEWER, response={200: list[schema.Engine], 401: Error})
async def list_engines(request: HttpRequest) -> HttpResponse:
    """The engines that netviz watches, with how they stand."""
    return json_answer(await in_db(_all))


@router.post("", auth=ADMIN, response={201: schema.Engine, BODY_ERRORS | {409}: Error})
async def add_engine(request: HttpRequest, body: EngineBody) -> HttpResponse:
    """Adds an engine; its agent starts to watch it at once. Try the address first with engines/test."""
    settings = Settings(**{key: getattr(body, key) or "" for key in PLACE})
    _refuse({"name": engine_rules.name_fault(body.name), **engine_rules.faults(settings)})
    return json_answer(described(await engine_rows.add(body.name, settings)), 201)


@router.post("/test", auth=ADMIN, response={200: EngineIdentity, BODY_ERRORS | {502, 504}: Error})
async def test_engine(request: HttpRequest, body: EngineAddress) -> HttpResponse:
    """Who answers at an address; nothing is kept."""
    settings = Settings(**{key: getattr(body, key) or "" for key in PLACE})
    _refuse(engine_rules.faults(settings))
    return json_answer(await engine_rows.test(settings))


@router.patch("/{name}", auth=ADMIN, response={200: schema.Engine, BODY_ERRORS | {404, 409}: Error})
async def change_engine(request: HttpRequest, name: EngineName, body: EngineChange) -> HttpResponse:
    """Changes where an engine is, or switches its agent off and on. What is absent stays."""
    if body.name not in (None, name):
        raise Wrong("invalid", _("An engine keeps its name: the journal knows it by that."))
    row = await in_db(_row, name)
    asked = body.model_dump(exclude_unset=True)
    settings = Settings(**{key: asked.get(key, getattr(row, key)) or "" for key in PLACE})
    _refuse(engine_rules.faults(settings))
    await engine_rows.change(name, settings)
    if body.enabled is not None:
        await engine_rows.switch(name, body.enabled)
    return json_answer(described(await in_db(_row, name)))


@router.delete("/{name}", auth=ADMIN, response={204: None, frozenset({401, 403, 404, 409, 413, 422}): Error})
async def remove_engine(request: HttpRequest, name: EngineName) -> HttpResponse:
    """Removes an engine and what is known of it; the journal and the audit keep theirs."""
    await in_db(_row, name)
    await engine_rows.remove(name)
    return HttpResponse(status=204)


def described(row: models.Engine) -> dict[str, Any]:
    """An engine as the snapshot has it; before its agent has tried for the first time, as it will begin."""
    if row.data:
        return dict(row.data)
    state = "connecting" if row.enabled else "disabled"
    return schema.Engine(engine=row.name, id=row.name, name=row.name, url=row.url, state=state).data()


def _all() -> list[dict[str, Any]]:
    return [described(row) for row in models.Engine.objects.order_by("pk")]


def _row(name: str) -> models.Engine:
    row = models.Engine.objects.filter(name=name).first()
    if row is None:
        raise NotFound("engine", name)
    return row


def _refuse(faults: dict[str, str | None] | dict[str, str]) -> None:
    """Raises ninja's ValidationError when a field has a fault."""
    problems = [{"loc": (field,), "msg": fault} for field, fault in faults.items() if fault]
    if problems:
        raise Invalid(problems)
