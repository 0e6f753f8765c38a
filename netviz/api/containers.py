"""Containers: list, show, run, remove, and their life."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Body, Query, Router

from netviz.agent.orders import Wish
from netviz.api import lookup
from netviz.api.answers import json_answer
from netviz.api.auth import VIEWER
from netviz.api.errors import valid
from netviz.api.orders import LIST_ERRORS, MAKING_ORDER, ORDER, ORDER_WITHOUT_BODY, READ_ERRORS, carry_out
from netviz.api.schemas import EngineName, Error, GraceBody, Ref, RenameBody, RunBody
from netviz.engine.orders import ContainerRemove, ContainerRun, Pause, Rename, Restart, Start, Stop, Unpause
from netviz.topology import schema, snapshot
from netviz.topology.db import in_db

router = Router(tags=["containers"])

Grace = Annotated[GraceBody | None, Body()]


@router.get("", auth=VIEWER, response={200: list[schema.Container], LIST_ERRORS: Error})
async def list_containers(request: HttpRequest, engine: EngineName | None = None) -> HttpResponse:
    """All containers, or one engine's; stopped ones too."""
    return json_answer(await in_db(lookup.listed, "container", engine))


@router.post("", **MAKING_ORDER)
async def run_container(request: HttpRequest, body: RunBody, engine: EngineName | None = None) -> HttpResponse:
    """Creates and starts a container from an image that the engine has. Values of `env` are kept nowhere."""

    def asked() -> Wish:
        where = lookup.engine_or_only(engine)
        network = lookup.network_mode(body.network, where)
        return Wish(valid(lambda: ContainerRun(**{**body.model_dump(), "network": network})), where)

    return await carry_out(request, asked, done=201)


@router.get("/{ref}", auth=VIEWER, response={200: schema.Container, READ_ERRORS: Error})
async def show_container(request: HttpRequest, ref: Ref, engine: EngineName | None = None) -> HttpResponse:
    """One container."""
    return json_answer(await in_db(snapshot.find, "container", ref, engine))


@router.delete("/{ref}", **ORDER_WITHOUT_BODY)
async def remove_container(
    request: HttpRequest,
    ref: Ref,
    engine: EngineName | None = None,
    force: Annotated[bool, Query(description="a running one too: it is killed")] = False,
    volumes: Annotated[bool, Query(description="its anonymous volumes too")] = False,
) -> HttpResponse:
    """Removes a container."""
    return await _of_one(request, ref, engine, ContainerRemove, force=force, volumes=volumes)


@router.post("/{ref}/start", **ORDER_WITHOUT_BODY)
async def start(request: HttpRequest, ref: Ref, engine: EngineName | None = None) -> HttpResponse:
    """Starts a stopped container."""
    return await _of_one(request, ref, engine, Start)


@router.post("/{ref}/stop", **ORDER)
async def stop(request: HttpRequest, ref: Ref, body: Grace = None, engine: EngineName | None = None) -> HttpResponse:
    """Stops a running container."""
    return await _of_one(request, ref, engine, Stop, timeout=body.timeout if body else None)


@router.post("/{ref}/restart", **ORDER)
async def restart(request: HttpRequest, ref: Ref, body: Grace = None, engine: EngineName | None = None) -> HttpResponse:
    """Stops and starts a container."""
    return await _of_one(request, ref, engine, Restart, timeout=body.timeout if body else None)


@router.post("/{ref}/pause", **ORDER_WITHOUT_BODY)
async def pause(request: HttpRequest, ref: Ref, engine: EngineName | None = None) -> HttpResponse:
    """Freezes a container's processes."""
    return await _of_one(request, ref, engine, Pause)


@router.post("/{ref}/unpause", **ORDER_WITHOUT_BODY)
async def unpause(request: HttpRequest, ref: Ref, engine: EngineName | None = None) -> HttpResponse:
    """Lets a paused container go on."""
    return await _of_one(request, ref, engine, Unpause)


@router.post("/{ref}/rename", **ORDER)
async def rename(request: HttpRequest, ref: Ref, body: RenameBody, engine: EngineName | None = None) -> HttpResponse:
    """Gives a container another name."""
    return await _of_one(request, ref, engine, Rename, name=body.name)


async def _of_one(request: HttpRequest, ref: str, engine: str | None, order: Any, **fields: Any) -> HttpResponse:
    """An order that concerns one container."""

    def asked() -> Wish:
        container = snapshot.find("container", ref, engine)
        return Wish(valid(lambda: order(container=container["id"], **fields)), container["engine"], [container])

    return await carry_out(request, asked)
