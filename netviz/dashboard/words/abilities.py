"""Why something can't be seen on an engine."""

from django.utils.translation import gettext_lazy as _

from . import Words

WHY_NOT: dict[str, Words] = {
    "not_yet": _("Not looked yet: the first observation is under way."),
    "not_local": _("The engine is on another machine. Run netviz's agent there to see its interfaces."),
    "other_namespace": _(
        "netviz runs in another network namespace than the engine (in a container without --network host?)."
    ),
    "not_root": _("netviz does not run as root, so it may not enter network namespaces."),
    "no_pidfd": _("The kernel is too old to prove that a process is the container's (pidfd: Linux 5.3 or later)."),
    "not_proven": _(
        "It could not be proven that the engine runs on this machine, so its process numbers are not trusted."
    ),
    "netlink_failed": _("The kernel refused the netlink socket."),
}

ABOUT: dict[str, Words] = {
    "host_interfaces": _("The host's interfaces"),
    "namespaces": _("Interfaces inside the containers"),
}
