"""Gives an order to the agent and answers the person who asked: back to the page when it's done, the form again when not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect

from netviz.accounts.access import AuthedRequest
from netviz.agent import orders
from netviz.agent.models import Order
from netviz.agent.preflight import Refused
from netviz.dashboard.forms.orders import bound_key
from netviz.dashboard.words import errors
from netviz.engine.orders import OrderSpec


@dataclass(frozen=True)
class Failure:
    """Why an order was not carried out: a code with parameters, and the engine's own words."""

    code: str
    detail: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    command: str = ""
    status: int = 409

    @property
    def what(self) -> str:
        return errors.what(self.code, self.params)

    @property
    def advice(self) -> str:
        return errors.advice(self.code, self.params)


# Shows the page again, with what went wrong.
Again = Callable[[Failure | None, int], Awaitable[HttpResponse]]


async def answer(
    request: AuthedRequest,
    spec: OrderSpec | None,
    *,
    engine: str,
    done: str,
    again: Again,
    form: forms.Form | None = None,
) -> HttpResponse:
    """One order. `spec` is None when the form was wrong. `done`: the page to go to; the order's banner stands there."""
    if spec is None:
        return await again(None, 422)
    outcome = await carry_out(spec, engine, request)
    if isinstance(outcome, Failure):
        _mark(form, outcome)
        return await again(outcome, outcome.status)
    return HttpResponseRedirect(with_order(done, outcome), status=303)


async def carry_out(spec: OrderSpec, engine: str, request: AuthedRequest) -> Order | Failure:
    """The order once it has ended (or is still under way after 15 s), or why it was not done."""
    key = bound_key(request.POST)
    try:
        order = await orders.submit(spec, engine=engine, by=request.principal, idempotency_key=key)
        order = await orders.wait(order)
    except Refused as refused:
        return Failure(refused.code, str(refused.params.get("reason") or ""), refused.params, status=refused.status)
    return failure_of(order) or order


def failure_of(order: Order) -> Failure | None:
    """Why a finished order failed; None while it runs, when it is done, and when nobody knows."""
    if order.state not in {Order.State.FAILED, Order.State.EXPIRED}:
        return None
    error = order.error or {}
    return Failure(
        error.get("code") or "no_agent", error.get("detail") or "", error.get("params") or {}, command=order.command
    )


def with_order(path: str, order: Order) -> str:
    return f"{path}{'&' if '?' in path else '?'}order={order.pk}"


def _mark(form: forms.Form | None, failure: Failure) -> None:
    """Puts the error next to the field that it is about, where the form has it."""
    name = errors.FIELD.get(failure.code)
    if name == "ipv4" and form is not None and not form.cleaned_data.get("ipv4"):
        name = "ipv6"
    if form is not None and name in form.fields:
        form.add_error(name, failure.what)
