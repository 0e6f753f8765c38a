"""What a change of the journal says to people: codes of facts/happenings.py."""

from django.utils.translation import gettext_lazy as _

from netviz.dashboard.facts.happenings import Happening

from . import Words, said
from .states import CONTAINER

CHANGES: dict[str, Words] = {
    "engine.add": _("Engine %(name)s was added"),
    "engine.first": _("Engine %(name)s was added"),
    "engine.update": _("Engine %(name)s changed"),
    "engine.live": _("Engine %(name)s answers"),
    "engine.connecting": _("Engine %(name)s is being connected to"),
    "engine.unreachable": _("Engine %(name)s does not answer"),
    "engine.unreachable.reason": _("Engine %(name)s does not answer: %(reason)s"),
    "engine.unreachable.still": _("Engine %(name)s still does not answer: %(reason)s"),
    "engine.looked": _("netviz looked at the host of engine %(name)s"),
    "engine.abilities": _("What netviz sees of the host of engine %(name)s changed"),
    "engine.disabled": _("Engine %(name)s is not watched any more"),
    "engine.remove": _("Engine %(name)s was removed"),
    "network.first": _("Found network %(name)s"),
    "network.add": _("Network %(name)s was created"),
    "network.update": _("Network %(name)s changed"),
    "network.remove": _("Network %(name)s was removed"),
    "container.first": _("Found container %(name)s"),
    "container.add": _("Container %(name)s was created"),
    "container.update": _("Container %(name)s changed"),
    "container.started": _("%(name)s started"),
    "container.restarted": _("%(name)s was restarted"),
    "container.resumed": _("%(name)s was resumed"),
    "container.paused": _("%(name)s was paused"),
    "container.stopped": _("%(name)s stopped"),
    "container.stopped.code": _("%(name)s stopped with exit code %(exit_code)s"),
    "container.restarting": _("%(name)s is being restarted"),
    "container.removing": _("%(name)s is being removed"),
    "container.state": _("%(name)s: %(before)s → %(after)s"),
    "container.health.healthy": _("%(name)s is healthy"),
    "container.health.unhealthy": _("%(name)s is unhealthy"),
    "container.health.starting": _("%(name)s: its health check starts"),
    "container.rename": _("Container %(before)s is now called %(name)s"),
    "container.remove": _("Container %(name)s was removed"),
    "endpoint.first": _("Found %(container)s connected to %(network)s"),
    "endpoint.first.address": _("Found %(container)s connected to %(network)s as %(address)s"),
    "endpoint.add": _("%(container)s was connected to %(network)s"),
    "endpoint.add.address": _("%(container)s was connected to %(network)s as %(address)s"),
    "endpoint.update": _("%(container)s's connection to %(network)s changed"),
    "endpoint.address.gained": _("%(container)s got the address %(after)s on %(network)s"),
    "endpoint.address.moved": _("%(container)s on %(network)s: address %(before)s → %(after)s"),
    "endpoint.address.lost": _("%(container)s gave back its address %(before)s on %(network)s"),
    "endpoint.route.gained": _("%(container)s now goes out through %(network)s"),
    "endpoint.route.lost": _("%(container)s does not go out through %(network)s any more"),
    "endpoint.missing": _("Network %(network)s is gone, and %(container)s still names it"),
    "endpoint.remove": _("%(container)s was disconnected from %(network)s"),
    "interface.first": _("Found interface %(name)s"),
    "interface.add": _("Interface %(name)s appeared"),
    "interface.update": _("Interface %(name)s changed"),
    "interface.up": _("Interface %(name)s is up"),
    "interface.down": _("Interface %(name)s is down"),
    "interface.rename": _("Interface %(before)s is now called %(name)s"),
    "interface.remove": _("Interface %(name)s is gone"),
    "interface.first.inside": _("Found interface %(name)s in %(container)s"),
    "interface.add.inside": _("Interface %(name)s appeared in %(container)s"),
    "interface.update.inside": _("Interface %(name)s in %(container)s changed"),
    "interface.up.inside": _("Interface %(name)s in %(container)s is up"),
    "interface.down.inside": _("Interface %(name)s in %(container)s is down"),
    "interface.rename.inside": _("Interface %(before)s in %(container)s is now called %(name)s"),
    "interface.remove.inside": _("Interface %(name)s is gone from %(container)s"),
}


def change(of: Happening) -> str:
    if of.code != "container.state":
        return said(CHANGES, of.code, of.params)
    states = {key: said(CONTAINER, of.params[key]) for key in ("before", "after")}
    return said(CHANGES, of.code, {**of.params, **states})
