"""What a change of the journal says to people."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from . import Words, said
from .states import CONTAINER, ENGINE

CHANGES: dict[str, Words] = {
    "engine.add": _("Engine %(name)s was added"),
    "engine.update": _("Engine %(name)s changed"),
    "engine.state": _("Engine %(name)s: %(before)s → %(after)s"),
    "engine.remove": _("Engine %(name)s was removed"),
    "network.first": _("Found network %(name)s"),
    "network.add": _("Network %(name)s was created"),
    "network.update": _("Network %(name)s changed"),
    "network.remove": _("Network %(name)s was removed"),
    "container.first": _("Found container %(name)s"),
    "container.add": _("Container %(name)s was created"),
    "container.update": _("Container %(name)s changed"),
    "container.state": _("%(name)s: %(before)s → %(after)s"),
    "container.rename": _("Container %(before)s is now called %(name)s"),
    "container.remove": _("Container %(name)s was removed"),
    "endpoint.first": _("Found %(container)s connected to %(network)s"),
    "endpoint.first.address": _("Found %(container)s connected to %(network)s as %(address)s"),
    "endpoint.add": _("%(container)s was connected to %(network)s"),
    "endpoint.add.address": _("%(container)s was connected to %(network)s as %(address)s"),
    "endpoint.update": _("%(container)s's connection to %(network)s changed"),
    "endpoint.remove": _("%(container)s was disconnected from %(network)s"),
    "interface.first": _("Found interface %(name)s"),
    "interface.add": _("Interface %(name)s appeared"),
    "interface.update": _("Interface %(name)s changed"),
    "interface.remove": _("Interface %(name)s is gone"),
    "interface.first.inside": _("Found interface %(name)s in %(container)s"),
    "interface.add.inside": _("Interface %(name)s appeared in %(container)s"),
    "interface.update.inside": _("Interface %(name)s in %(container)s changed"),
    "interface.remove.inside": _("Interface %(name)s is gone from %(container)s"),
}

STATES = {"container.state": CONTAINER, "engine.state": ENGINE}


def change(code: str, params: Mapping[str, Any]) -> str:
    states = STATES.get(code)
    if states is None:
        return said(CHANGES, code, params)
    told = {key: said(states, value) if key in {"before", "after"} else value for key, value in params.items()}
    return said(CHANGES, code, told)
