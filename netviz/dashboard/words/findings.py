"""What a person should know of an engine and its host: codes of facts/findings.py."""

from django.utils.translation import gettext_lazy as _

from netviz.dashboard.facts.findings import Finding

from . import Words, said
from .abilities import ABOUT, WHY_NOT

FINDINGS: dict[str, Words] = {
    "unreachable": _("The engine does not answer: %(reason)s"),
    "clock": _("Its clock is %(seconds)s s off netviz's"),
    "unseen": _("%(what)s can't be seen. %(why)s"),
    "drift": _("%(number)s changes were found without a word of the engine"),
    "full": _("%(network)s has no free address left in %(subnet)s"),
    "same_subnet": _("%(network)s and %(other)s have the same subnet"),
    "overlap": _("%(network)s and %(other)s have overlapping subnets"),
    "route": _("The host reaches %(subnet)s through %(interface)s, where %(network)s has the same addresses"),
    "unhealthy": _("%(container)s is unhealthy"),
    "restarting": _("%(container)s is restarting again and again"),
    "dead": _("%(container)s is dead: the engine could not remove it"),
    "network_gone": _("%(container)s can't start: its network %(network)s is gone"),
    "port_taken": _("%(container)s can't start: %(holder)s has port %(port)s"),
}


def finding(of: Finding) -> str:
    if of.code != "unseen":
        return said(FINDINGS, of.code, of.params)
    what, why = said(ABOUT, of.params["what"]), said(WHY_NOT, of.params["why"])
    return said(FINDINGS, of.code, {"what": what, "why": why})
