"""Gives an order to the agent and answers with how it ended; the audit of all orders."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router

from netviz.accounts.models import Role
from netviz.agent import orders
from netviz.agent.models import Order
from netviz.agent.orders import Asked, order_data
from netviz.api.answers import json_answer
from netviz.api.auth import OPERATOR, VIEWER, allowed
from netviz.api.errors import Absent, Wrong, engine_failure
from netviz.api.schemas import MOST, EngineName, Error, OrderAnswer, OrderFailure, OrderOut
from netviz.topology.db import in_db

# After this long the caller gets 202 and can ask for the order.
WAIT_S = 15.0
MOST_KEY = 200

# What each kind of call can answer but for what it is for: 403 is for those who may look and no more, so no reading has it; 400 is a
# body's, 409 an object's name that several have, or what stands in the way.
LIST_ERRORS = frozenset({401, 404, 422})
READ_ERRORS = LIST_ERRORS | {409}
ORDER_ERRORS = frozenset({401, 403, 404, 409, 413, 422, 502, 504})
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "the same key from the same user is the same order: it is carried out once",
    "schema": {"type": "string", "minLength": 1, "maxLength": MOST_KEY, "pattern": "^[!-~]+$"},
}


def _order_call(status: int, *, body: bool = True, key: bool = True) -> dict[str, Any]:
    errors = ORDER_ERRORS | {400} if body else ORDER_ERRORS
    responses = {status: OrderAnswer, 202: OrderAnswer, errors: OrderFailure}
    return {"auth": OPERATOR, "response": responses, "openapi_extra": {"parameters": [_KEY] if key else []}}


# How calls that give orders are declared: those that change something, those that say it all in the address, and those that make something.
ORDER = _order_call(200)
ORDER_WITHOUT_BODY = _order_call(200, body=False)
MAKING_ORDER = _order_call(201)
# An order is taken back once, whoever asks how often: it needs no key.
UNDO = _order_call(200, body=False, key=False)

router = Router(tags=["orders"], auth=VIEWER)


@router.get("", response={200: list[OrderOut], frozenset({401, 422}): Error})
async def list_orders(
    request: HttpRequest,
    engine: EngineName | None = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    before: Annotated[int | None, Query(ge=0, le=MOST, description="only orders of a lower id")] = None,
) -> HttpResponse:
    """What people asked engines to do, newest first: who, what, when, and what came of it."""
    return json_answer(await in_db(_audit, engine, limit, before))


@router.get("/{int:order_id}", response={200: OrderOut, frozenset({401, 404}): Error})
async def show_order(request: HttpRequest, order_id: int) -> HttpResponse:
    """One order."""
    return json_answer(await in_db(_one, order_id))


@router.post("/{int:order_id}/undo", **UNDO)
async def undo_order(request: HttpRequest, order_id: int) -> HttpResponse:
    """Takes an order back, where that restores everything (its `undo` says how); the new order is answered."""
    by = allowed(request, Role.OPERATOR)
    try:
        order = await orders.undo(min(order_id, MOST), by)
    except Order.DoesNotExist:
        raise Absent from None
    return _answer(await orders.wait(order, WAIT_S), 200)


async def carry_out(request: HttpRequest, asked: Asked, done: int = 200) -> HttpResponse:
    """`done` and the order once its effect is committed, 202 when that takes long. Raises Refused; an engine's refusal is answered.

    `asked` makes the order of what the caller named, and the engine's name, in a database thread: one trip for all of it.
    """
    by = allowed(request, Role.OPERATOR)
    order = await orders.submit_asked(asked, by=by, idempotency_key=_idempotency_key(request))
    return _answer(await orders.wait(order, WAIT_S), done)


def _answer(order: Order, done: int) -> HttpResponse:
    data = order_data(order)
    if order.open:
        return json_answer({"order": data}, 202, {"Location": f"/api/v1/orders/{order.pk}"})
    if order.state == Order.State.DONE:
        return json_answer({"order": data}, done)
    error = order.error or {}
    return engine_failure(error.get("code", "unknown"), error.get("detail", ""), error.get("params", {}), order=data)


def _idempotency_key(request: HttpRequest) -> str | None:
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if not 0 < len(key) <= MOST_KEY or not all("!" <= char <= "~" for char in key):
        raise Wrong("invalid", _("Idempotency-Key: 1 to %(most)d visible ASCII characters.") % {"most": MOST_KEY})
    return key


def _audit(engine: str | None, limit: int, before: int | None) -> list[dict[str, Any]]:
    rows = Order.objects.order_by("-pk")
    if engine is not None:
        rows = rows.filter(engine=engine)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [order_data(order) for order in rows[:limit]]


def _one(order_id: int) -> dict[str, Any]:
    order = Order.objects.filter(pk=order_id).first() if order_id <= MOST else None
    if order is None:
        raise Absent
    return order_data(order)
