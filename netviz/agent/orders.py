"""The faces' side of an order: check it, write its row, wake the agent, wait for the end."""

import asyncio
import contextlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from channels.layers import get_channel_layer
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from netviz.accounts.access import Principal
from netviz.accounts.models import Role, User
from netviz.agent.models import Order
from netviz.agent.preflight import Refused, Seen, Standing, stand
from netviz.agent.undo import undo_of
from netviz.engine.commands import command
from netviz.engine.orders import OrderSpec, parse_order
from netviz.topology import publish
from netviz.topology.db import in_db
from netviz.topology.models import Engine

# How long an order waits for an agent: past that it's expired, and nothing is done.
CLAIM_WITHIN = timedelta(seconds=30)
FIRST_LOOK_S, LOOK_AGAIN_S = 0.1, 1.0


class Wish(NamedTuple):
    """An order, the name of the engine that it is for, and what was found of that engine's objects on the way to it."""

    spec: OrderSpec
    engine: str
    seen: Seen = ()


# Looks up what an order names, blocking, in a database thread.
Asked = Callable[[], Wish]


async def submit(spec: OrderSpec, *, engine: str, by: User | Principal, idempotency_key: str | None = None) -> Order:
    """Writes the order's row and wakes its agent. The same key returns the same order.

    Raises Refused: read_only, forbidden, engine_unknown, engine_unreachable, not_found, already_so, pending.
    """
    return await submit_asked(lambda: Wish(spec, engine), by=by, idempotency_key=idempotency_key)


async def submit_asked(asked: Asked, *, by: User | Principal, idempotency_key: str | None = None) -> Order:
    """The same for an order that `asked` looks up, in the database thread that writes the row."""
    if settings.READ_ONLY:
        raise Refused("read_only", 403)
    if not by.at_least(Role.OPERATOR):
        raise Refused("forbidden", 403)
    order, new, engine_pk = await in_db(_record, asked, by, idempotency_key)
    if new:
        await _layer().group_send(agent_group(engine_pk), {"type": "order", "id": order.pk})
        await announce(order)
    return order


async def undo(order_id: int, by: User | Principal) -> Order:
    """Submits the order that takes this one back. Raises Refused where that would not restore everything."""
    order = await in_db(Order.objects.get, pk=order_id)
    if order.undo is None or order.state != Order.State.DONE:
        raise Refused("no_undo", 409)
    return await submit(parse_order(order.undo), engine=order.engine, by=by, idempotency_key=f"undo:{order.pk}")


async def wait(order: Order, timeout_s: float = 15) -> Order:
    """The order once it has ended, or as it stands after `timeout_s` seconds."""
    if not order.open:
        return order
    layer = _layer()
    channel = await layer.new_channel()
    group = order_group(order.pk)
    await layer.group_add(group, channel)
    try:
        async with asyncio.timeout(timeout_s):
            # The row decides; a lost message only makes this a little slower. The first look comes after most orders have ended.
            look_s = FIRST_LOOK_S
            while not (end := await _ended(channel, look_s)):
                if not (order := await in_db(_expire_and_get, order.pk)).open:
                    return order
                look_s = LOOK_AGAIN_S
            return _with_end(order, end)
    except TimeoutError:
        return await in_db(Order.objects.get, pk=order.pk)
    finally:
        await layer.group_discard(group, channel)


async def _ended(channel: str, within_s: float) -> dict[str, Any] | None:
    """How the order ended, once a message says so; None when none came within so long."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(within_s):
            # A message without the end only wakes: the row has it.
            end: dict[str, Any] | None = (await _layer().receive(channel)).get("end")
            return end
    return None


def end_of(order: Order) -> dict[str, Any]:
    """How an order ended, as plain values for a message; `_with_end` reads it."""
    finished = order.finished.isoformat() if order.finished else None
    return {
        "state": str(order.state),
        "finished": finished,
        "revision": order.revision,
        "result": order.result,
        "error": order.error,
    }


def _with_end(order: Order, end: dict[str, Any]) -> Order:
    """The order as it was given or read, with its end."""
    for field, value in end.items():
        setattr(order, field, value)
    order.finished = datetime.fromisoformat(end["finished"])
    return order


def order_data(order: Order) -> dict[str, Any]:
    """An order as the API, the websocket and the pages show it: codes and parameters, the engine's own words verbatim."""
    return {
        "id": order.pk,
        "action": order.action,
        "engine": order.engine,
        "state": _state_now(order),
        "command": order.command,
        "by": order.by_name,
        "created": order.created.isoformat(),
        "finished": order.finished.isoformat() if order.finished else None,
        "revision": order.revision,
        "args": parse_order(order.args).masked().model_dump(mode="json"),
        "result": order.result,
        "error": order.error,
        "notes": order.notes,
        "undo": order.undo if order.state == Order.State.DONE else None,
    }


def _state_now(order: Order) -> str:
    """A pending order past its deadline has expired, though no agent is there to write it down."""
    late = order.state == Order.State.PENDING and order.deadline < timezone.now()
    return Order.State.EXPIRED if late else order.state


async def announce(order: Order) -> None:
    """Tells every browser how the order stands, so that the clicked control shows it."""
    await publish.notify({"type": "order", "order": order_data(order)})


def agent_group(engine_pk: int) -> str:
    return f"agent.{engine_pk}"


def order_group(order_id: int) -> str:
    return f"order.{order_id}"


def _layer() -> Any:
    return get_channel_layer()


def _record(asked: Asked, by: User | Principal, key: str | None) -> tuple[Order, bool, int]:
    """The order's row, whether it is new, and the engine's row id."""
    spec, engine_name, seen = asked()
    engine = Engine.objects.filter(name=engine_name).only("pk", "name", "data").first()
    if engine is None:
        raise Refused("engine_unknown", 404, engine=engine_name)
    user_id = by.pk if isinstance(by, User) else by.user_id
    args = spec.model_dump(mode="json")
    if key and (same := Order.objects.filter(by_id=user_id, idempotency_key=key).first()):
        return _same_order(same, spec, engine_name), False, engine.pk
    standing = stand(spec, engine, seen)
    order = _row(spec, args, engine_name, by, user_id, key, standing)
    if _inserted(order):
        return order, True, engine.pk
    # Another request of the same key, or the same crossing, came between; or one stands in the way that no agent claimed in time.
    if key and (same := Order.objects.filter(by_id=user_id, idempotency_key=key).first()):
        return _same_order(same, spec, engine_name), False, engine.pk
    for late in Order.objects.filter(engine=engine_name, target=spec.target, state=Order.State.PENDING):
        if late.deadline < timezone.now():
            expire(late)
    if not _inserted(order):
        raise Refused("pending", 409)
    return order, True, engine.pk


def _inserted(order: Order) -> bool:
    """Whether no open order of the same target, and none of the same key, was in the way."""
    try:
        with transaction.atomic():
            order.save(force_insert=True)
    except IntegrityError:
        return False
    return True


def expire(order: Order) -> None:
    """Ends an order that no agent claimed before its deadline; nothing when one did."""
    Order.objects.filter(pk=order.pk, state=Order.State.PENDING).update(
        state=Order.State.EXPIRED, finished=timezone.now(), error={"code": "no_agent", "detail": "", "params": {}}
    )


def _same_order(order: Order, spec: OrderSpec, engine_name: str) -> Order:
    asked = spec.masked().model_dump(mode="json")
    if order.engine != engine_name or parse_order(order.args).masked().model_dump(mode="json") != asked:
        raise Refused("idempotency_key_reused", 422)
    return order


def _row(
    spec: OrderSpec,
    args: dict[str, Any],
    engine_name: str,
    by: User | Principal,
    user_id: int,
    key: str | None,
    standing: Standing,
) -> Order:
    now = timezone.now()
    back = undo_of(spec, standing)
    return Order(
        engine=engine_name,
        action=spec.action,
        target=spec.target,
        args=args,
        command=command(
            spec, standing.names, podman=standing.engine.product == "podman", named_only=standing.named_only
        ),
        notes=[note.model_dump(mode="json") for note in standing.notes],
        undo=back.model_dump(mode="json") if back else None,
        by_id=user_id,
        by_name=by.username,
        idempotency_key=key,
        created=now,
        deadline=now + CLAIM_WITHIN,
    )


def _expire_and_get(order_id: int) -> Order:
    order = Order.objects.get(pk=order_id)
    if order.state == Order.State.PENDING and order.deadline < timezone.now():
        expire(order)
        order.refresh_from_db()
    return order
