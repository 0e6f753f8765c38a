"""What each network driver is for, for the form that chooses one."""

from django.utils.translation import gettext_lazy as _

from . import Words

DRIVERS: dict[str, Words] = {
    "bridge": _("bridge: a private network on this host, with a way out through NAT"),
    "macvlan": _("macvlan: each container gets its own MAC address on a physical network"),
    "ipvlan": _("ipvlan: each container gets its own IP on a physical network, sharing the parent's MAC"),
    "overlay": _("overlay: one network across several hosts (needs Swarm)"),
    "null": _("none: no network"),
    "host": _("host: the host's own network"),
}
