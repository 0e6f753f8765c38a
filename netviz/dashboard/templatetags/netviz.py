"""Filters that turn codes into words (see netviz/dashboard/words/), and values into what a table shows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from netviz.agent.models import Order
from netviz.dashboard.facts.changes import ChangeLine
from netviz.dashboard.facts.findings import Finding
from netviz.dashboard.facts.listing import NONE, Listing
from netviz.dashboard.facts.overlaps import Overlap
from netviz.dashboard.words import (
    abilities,
    actions,
    addresses,
    causes,
    changes,
    errors,
    fields,
    findings,
    flags,
    kinds,
    links,
    listing,
    literal,
    notes,
    refusals,
    rules,
    said,
    states,
)
from netviz.topology.schema import Cause, Change

register = template.Library()
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@register.filter
def shown(text: Any) -> Any:
    """A text that an engine reports, literally."""
    return text if isinstance(text, SafeString) or not isinstance(text, str) else literal.shown(text)


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
def overlap_words(overlap: Overlap) -> str:
    words = flags.SAME_SUBNET if overlap.same else flags.OVERLAPS
    return str(words) % {"name": literal.shown(overlap.network.name)}


@register.simple_tag
def sharing_subnets() -> str:
    return str(flags.SHARING)


@register.inclusion_tag("dashboard/_sortable.html")
def sortable(table: Listing[Any], code: str, classes: str = "") -> dict[str, Any]:
    """A column's head: press it to order by it."""
    return {
        "query": table.sorted_by(code),
        "direction": table.direction(code),
        "label": said(listing.COLUMNS, code),
        "code": code,
        "classes": classes,
    }


@register.filter
def address_state(code: str) -> str:
    return said(addresses.STATES, code)


@register.filter
def choice_label(code: str) -> str:
    return said(listing.LABELS, code)


@register.filter
def choice_all(code: str) -> str:
    return said(listing.ALL, code)


@register.filter
def choice_option(value: str, code: str) -> str:
    return listing.option(code, value, NONE)


@register.filter
def amount(number: int) -> str:
    """A count with its thousands apart; beyond a billion the power of two that it is next to, as subnets of IPv6 are."""
    if number < 10**9:
        return f"{number:,}"
    power = f"{number:b}"
    exponent = len(power) - 1 + (power[1:2] == "1")
    return "≈ 2" + str(exponent).translate(SUPERSCRIPTS)


@register.filter
def button(code: str) -> str:
    return said(actions.BUTTONS, code)


@register.filter
def asked(code: str) -> str:
    return said(actions.ASKED, code)


@register.filter
def change_words(line: ChangeLine) -> str:
    return changes.change(line.happening)


@register.filter
def cause_words(cause: Cause) -> str:
    return causes.cause(cause)


@register.filter
def cause_detail(cause: Cause) -> str:
    return causes.detail(cause)


@register.filter
def field_label(field: str) -> str:
    return said(fields.FIELDS, field)


@register.simple_tag
def field_value(change: Change, field: str, item: Any) -> str:
    """A field's value before or after a change, as a person reads it."""
    return moment(item) if field in fields.TIMES and item else literal.shown(fields.text(change.kind, field, item))


@register.filter
def finding_words(finding: Finding) -> str:
    return findings.finding(finding)


@register.filter
def rule(code: str) -> str:
    return said(rules.RULES, code)


@register.filter
def link_state(code: str) -> str:
    return said(links.STATES, code)


@register.filter
def link_type(code: str) -> str:
    return said(links.TYPES, code)


@register.filter
def swarm_state(code: str) -> str:
    return said(states.SWARM, code)


@register.filter
def restart_policy(code: str) -> str:
    return said(states.RESTART, code)


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
