"""Filters that turn codes into words (see netviz/dashboard/words/), and values into what a table shows."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django import template
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from netviz.agent.models import Order
from netviz.dashboard.facts.changes import ChangeLine
from netviz.dashboard.words import (
    abilities,
    actions,
    causes,
    changes,
    errors,
    flags,
    kinds,
    notes,
    refusals,
    said,
    states,
)
from netviz.topology.schema import Cause

register = template.Library()


@register.filter
def container_state(code: str) -> str:
    return said(states.CONTAINER, code)


@register.filter
def health(code: str) -> str:
    return said(states.HEALTH, code)


@register.filter
def engine_state(code: str) -> str:
    return said(states.ENGINE, code)


@register.filter
def order_state(code: str) -> str:
    return said(states.ORDER, code)


@register.filter
def tone(code: str) -> str:
    """The class that colours a state's dot; the state's word stands beside it."""
    return states.TONE.get(code, "off")


@register.filter
def flag(code: str) -> str:
    return said(flags.BADGES, code)


@register.filter
def flag_meaning(code: str) -> str:
    return said(flags.MEANINGS, code)


@register.filter
def button(code: str) -> str:
    return said(actions.BUTTONS, code)


@register.filter
def asked(code: str) -> str:
    return said(actions.ASKED, code)


@register.filter
def change_words(line: ChangeLine) -> str:
    return changes.change(line.code, line.params)


@register.filter
def cause_words(cause: Cause) -> str:
    return causes.cause(cause)


@register.filter
def kind(code: str) -> str:
    return said(kinds.KINDS, code)


@register.filter
def host_group(code: str) -> str:
    return said(kinds.HOST_GROUPS, code)


@register.filter
def why_not(code: str) -> str:
    return said(abilities.WHY_NOT, code)


@register.filter
def refuses_containers(code: str) -> str:
    return said(refusals.NETWORK, code)


@register.filter
def refuses_networks(code: str) -> str:
    return said(refusals.CONTAINER, code)


@register.filter
def refuses_removal(code: str) -> str:
    return said(refusals.REMOVAL, code)


@register.filter
def note_words(note: Any) -> str:
    """A note on whose an object is: a Note, or one as an order's row keeps it."""
    code, params = (note["code"], note.get("params", {})) if isinstance(note, dict) else (note.code, note.params)
    return said(notes.NOTES, code, params)


@register.filter
def error_words(code: str) -> str:
    return errors.what(code)


@register.filter
def error_what(order: Order) -> str:
    return errors.what((order.error or {}).get("code"), (order.error or {}).get("params"))


@register.filter
def error_advice(order: Order) -> str:
    return errors.advice((order.error or {}).get("code"), (order.error or {}).get("params"))


@register.filter
def short_id(object_id: str | None) -> str:
    """The first twelve characters, as the engine's own tools show an id."""
    return (object_id or "")[:12]


@register.filter
def value(item: Any) -> str:
    """A field's value before or after a change: text as it is, everything else as JSON; absent is a dash."""
    if item is None:
        return "–"
    return item if isinstance(item, str) else json.dumps(item, ensure_ascii=False)


@register.filter
def moment(time: datetime | str | None) -> SafeString | str:
    """A time in the reader's time zone: of day when it is today, with the date otherwise; whole in its title."""
    at = _parsed(time)
    if at is None:
        return str(time or "")
    local = timezone.localtime(at)
    today = local.date() == timezone.localdate()
    shown = local.strftime("%H:%M:%S") if today else local.strftime("%Y-%m-%d %H:%M:%S")
    title = f"{formats.date_format(local, 'DATETIME_FORMAT')} {local.tzname()}"
    return format_html('<time datetime="{}" title="{}">{}</time>', at.isoformat(), title, shown)


def _parsed(time: datetime | str | None) -> datetime | None:
    """None for what is no time, and for the year 1 that the engine says for never."""
    if isinstance(time, str):
        try:
            time = datetime.fromisoformat(time)
        except ValueError:
            return None
    if time is None or time.year < 1970:
        return None
    return time if timezone.is_aware(time) else timezone.make_aware(time, timezone.get_default_timezone())
