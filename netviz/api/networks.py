"""Networks: list, show, create, remove, prune, connect and disconnect."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from netviz.api import lookup
from netviz.api.answers import json_answer
from netviz.api.auth import VIEWER
from netviz.api.errors import valid
from netviz.api.orders import MAKING_ORDER, ORDER, READ_ERRORS, carry_out
from netviz.api.schemas import ConnectBody, DisconnectBody, EngineName, Error, NetworkBody, PruneBody, Ref
from netviz.engine.orders import Connect, Disconnect, NetworkCreate, NetworkPrune, NetworkRemove
from netviz.topology import schema, snapshot
from netviz.topology.db import in_db

router = Router(tags=["networks"])


@router.get("", auth=VIEWER, response={200: list[schema.Network], READ_ERRORS: Error})
async def list_networks(request: HttpRequest, engine: EngineName | None = None) -> HttpResponse:
    """All networks, or one engine's."""
    return json_answer(await in_db(lookup.listed, "network", engine))


@router.post("", **MAKING_ORDER)
async def create_network(request: HttpRequest, body: NetworkBody, engine: EngineName | None = None) -> HttpResponse:
    """Creates a network; `driver` and `options` are passed to the engine as they are."""
    where = await in_db(lookup.engine_or_only, engine)
    spec = valid(lambda: NetworkCreate(**body.model_dump()))
    return await carry_out(request, spec, where, done=201)


@router.post("/prune", **ORDER)
async def prune_networks(request: HttpRequest, body: PruneBody, engine: EngineName | None = None) -> HttpResponse:
    """Removes exactly the networks listed, one by one; `result` says which went and which did not, and why."""
    found = await in_db(lookup.networks, body.networks, engine)
    spec = valid(lambda: NetworkPrune(networks=tuple(dict.fromkeys(item["id"] for item in found))))
    return await carry_out(request, spec, found[0]["engine"])


@router.get("/{ref}", auth=VIEWER, response={200: schema.Network, READ_ERRORS: Error})
async def show_network(request: HttpRequest, ref: Ref, engine: EngineName | None = None) -> HttpResponse:
    """One network."""
    return json_answer(await in_db(snapshot.find, "network", ref, engine))


@router.delete("/{ref}", **ORDER)
async def remove_network(request: HttpRequest, ref: Ref, engine: EngineName | None = None) -> HttpResponse:
    """Removes a network that no container is connected to."""
    network = await in_db(snapshot.find, "network", ref, engine)
    return await carry_out(request, valid(lambda: NetworkRemove(network=network["id"])), network["engine"])


@router.post("/{ref}/connect", **ORDER)
async def connect(request: HttpRequest, ref: Ref, body: ConnectBody, engine: EngineName | None = None) -> HttpResponse:
    """Connects a container, with the addresses and options wished for."""
    network, container = await in_db(lookup.crossing, ref, body.container, engine)
    wished = body.model_dump(exclude={"container"})
    spec = valid(lambda: Connect(network=network["id"], container=container["id"], **wished))
    return await carry_out(request, spec, network["engine"])


@router.post("/{ref}/disconnect", **ORDER)
async def disconnect(
    request: HttpRequest, ref: Ref, body: DisconnectBody, engine: EngineName | None = None
) -> HttpResponse:
    """Disconnects a container."""
    network, container = await in_db(lookup.crossing, ref, body.container, engine)
    spec = valid(lambda: Disconnect(network=network["id"], container=container["id"], force=body.force))
    return await carry_out(request, spec, network["engine"])
