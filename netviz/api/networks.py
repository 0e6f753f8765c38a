"""Networks: list, show, create, remove, prune, connect and disconnect."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from netviz.agent.orders import Asked, Wish
from netviz.api import lookup
from netviz.api.answers import json_answer
from netviz.api.auth import VIEWER
from netviz.api.errors import valid
from netviz.api.orders import LIST_ERRORS, MAKING_ORDER, ORDER, ORDER_WITHOUT_BODY, READ_ERRORS, carry_out
from netviz.api.schemas import ConnectBody, DisconnectBody, EngineName, Error, NetworkBody, PruneBody, Ref
from netviz.engine.orders import Connect, Disconnect, NetworkCreate, NetworkPrune, NetworkRemove
from netviz.topology import schema, snapshot
from netviz.topology.db import in_db

router = Router(tags=["networks"])


@router.get("", auth=VIEWER, response={200: list[schema.Network], LIST_ERRORS: Error})
async def list_networks(request: HttpRequest, engine: EngineName | None = None) -> HttpResponse:
    """All networks, or one engine's."""
    return json_answer(await in_db(lookup.listed, "network", engine))


@router.post("", **MAKING_ORDER)
async def create_network(request: HttpRequest, body: NetworkBody, engine: EngineName | None = None) -> HttpResponse:
    """Creates a network; `driver` and `options` are passed to the engine as they are."""

    def asked() -> Wish:
        where = lookup.engine_or_only(engine)
        return Wish(valid(lambda: NetworkCreate(**body.model_dump())), where)

    return await carry_out(request, asked, done=201)


@router.post("/prune", **ORDER)
async def prune_networks(request: HttpRequest, body: PruneBody, engine: EngineName | None = None) -> HttpResponse:
    """Removes exactly the networks listed, one by one; `result` says which went and which did not, and why."""

    def asked() -> Wish:
        found = lookup.networks(body.networks, engine)
        ids = tuple(dict.fromkeys(item["id"] for item in found))
        return Wish(valid(lambda: NetworkPrune(networks=ids)), found[0]["engine"])

    return await carry_out(request, asked)


# A network's name may hold slashes: these two come before what takes all of a path for a name.
@router.post("/{path:ref}/connect", **ORDER)
async def connect(request: HttpRequest, ref: Ref, body: ConnectBody, engine: EngineName | None = None) -> HttpResponse:
    """Connects a container, with the addresses and options wished for."""
    wished = body.model_dump(exclude={"container"})
    return await carry_out(request, _crossing(Connect, ref, body.container, engine, wished))


@router.post("/{path:ref}/disconnect", **ORDER)
async def disconnect(
    request: HttpRequest, ref: Ref, body: DisconnectBody, engine: EngineName | None = None
) -> HttpResponse:
    """Disconnects a container."""
    return await carry_out(request, _crossing(Disconnect, ref, body.container, engine, {"force": body.force}))


@router.get("/{path:ref}", auth=VIEWER, response={200: schema.Network, READ_ERRORS: Error})
async def show_network(request: HttpRequest, ref: Ref, engine: EngineName | None = None) -> HttpResponse:
    """One network."""
    return json_answer(await in_db(snapshot.find, "network", ref, engine))


@router.delete("/{path:ref}", **ORDER_WITHOUT_BODY)
async def remove_network(request: HttpRequest, ref: Ref, engine: EngineName | None = None) -> HttpResponse:
    """Removes a network that no container is connected to."""

    def asked() -> Wish:
        network = snapshot.find("network", ref, engine)
        return Wish(valid(lambda: NetworkRemove(network=network["id"])), network["engine"], [network])

    return await carry_out(request, asked)


def _crossing(
    order: type[Connect | Disconnect], ref: str, container_ref: str, engine: str | None, fields: dict[str, Any]
) -> Asked:
    """An order about one container in one network."""

    def asked() -> Wish:
        network, container = lookup.crossing(ref, container_ref, engine)
        spec = valid(lambda: order(network=network["id"], container=container["id"], **fields))
        return Wish(spec, network["engine"], [network, container])

    return asked
