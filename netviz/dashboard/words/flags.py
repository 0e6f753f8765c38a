"""Words for a network's flags: the badge, and the sentence behind it."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from . import Words

BADGES: dict[str, Words] = {
    "predefined": _("predefined"),
    "no_dns_names": _("no DNS names"),
    "internal": pgettext_lazy("network", "internal"),
    "ipv6": _("IPv6"),
    "no_ipv4": _("no IPv4"),
    "attachable": _("attachable"),
    "ingress": _("ingress"),
    "config_only": _("configuration only"),
    "config_from": _("configured by another network"),
    "bypasses_firewall": _("bypasses host firewall"),
    "shares_subnet": _("shares a subnet"),
}

MEANINGS: dict[str, Words] = {
    "predefined": _("The engine made it and keeps it: it can't be removed."),
    "no_dns_names": _(
        "The default bridge: containers on it don't find each other by name. A network that you create has names."
    ),
    "internal": _("No way out: its containers reach each other, but nothing beyond this network."),
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
    "shares_subnet": _(
        "Another network of this engine uses overlapping addresses, so routes between them are ambiguous."
    ),
}
