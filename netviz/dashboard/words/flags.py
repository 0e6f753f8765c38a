"""Words for a network's flags: the badge, and the sentence behind it."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from . import Words

BADGES: dict[str, Words] = {
    "default": pgettext_lazy("network", "default"),
    "predefined": _("predefined"),
    "no_dns_names": _("no DNS names"),
    "internal": pgettext_lazy("network", "internal"),
    "encrypted": pgettext_lazy("network", "encrypted"),
    "ipv6": _("IPv6"),
    "no_ipv4": _("no IPv4"),
    "attachable": _("attachable"),
    "ingress": _("ingress"),
    "config_only": _("configuration only"),
    "config_from": _("configured by another network"),
    "bypasses_firewall": _("bypasses host firewall"),
    "unused": pgettext_lazy("network", "unused"),
}

MEANINGS: dict[str, Words] = {
    "default": _(
        "A container lands here when no network is named. The engine made it and keeps it: it can't be removed."
    ),
    "predefined": _("The engine made it and keeps it: it can't be removed."),
    "no_dns_names": _(
        "The default bridge: containers on it don't find each other by name. A network that you create has names."
    ),
    "internal": _("No way out: its containers reach each other, but nothing beyond this network."),
    "encrypted": _("What goes between the hosts of this overlay is encrypted (IPsec)."),
    "ipv6": _("Its containers get IPv6 addresses."),
    "no_ipv4": _("Its containers get no IPv4 addresses."),
    "attachable": _("Containers that are not part of a Swarm service may be connected to it."),
    "ingress": _("Swarm's routing mesh: published ports of services arrive here."),
    "config_only": _("Only a configuration that other networks copy; nothing can be connected to it."),
    "config_from": _("It takes its settings from a configuration-only network."),
    "bypasses_firewall": _(
        "Its containers sit directly on the parent interface: the host's packet filter does not see their traffic, "
        "and the host itself can't reach them."
    ),
    "unused": _("No container, running or stopped, is connected: “Remove unused” lists it."),
}

SAME_SUBNET = _("same subnet as %(name)s")
OVERLAPS = _("overlaps with %(name)s")
SHARING = _("Both networks use addresses of one range, so the host can't tell which one a packet is for.")
