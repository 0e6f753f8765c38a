"""Who or what made a change."""

from django.utils.translation import gettext_lazy as _

from netviz.topology.schema import Cause

from . import Words, said

CAUSES: dict[str, Words] = {
    "event": _("the engine's event “%(action)s”"),
    "order": _("order %(order)s by %(by)s"),
    "netlink": _("the kernel's message"),
    "pass": _("found by a full pass: the engine sent no event"),
    "first": _("first observation"),
    "engine": _("the connection to the engine"),
}


def cause(of: Cause) -> str:
    return said(CAUSES, of.type, of.model_dump())
