"""Words for what the kernel reports of interfaces: their operational state (RFC 2863), and the kinds that are common words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from . import Words

STATES: dict[str, Words] = {
    "up": pgettext_lazy("interface", "up"),
    "down": pgettext_lazy("interface", "down"),
    "unknown": pgettext_lazy("interface", "unknown"),
    "lowerlayerdown": _("up, but nothing at the other end"),
    "dormant": _("waiting"),
    "testing": _("testing"),
    "notpresent": _("not there"),
}

TYPES: dict[str, Words] = {
    "ethernet": pgettext_lazy("interface", "Ethernet"),
    "loopback": pgettext_lazy("interface", "loopback"),
    "bridge": pgettext_lazy("interface", "bridge"),
}
