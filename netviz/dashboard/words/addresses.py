"""Words for the addresses of a subnet: who has one, or why nobody does."""

from django.utils.translation import gettext_lazy as _

from . import Words

STATES: dict[str, Words] = {
    "gateway": _("gateway"),
    "reserved": _("reserved"),
    "container": _("container"),
    "asked": _("asked for by a stopped container"),
    "edge": _("the subnet's first or last address: can't be given"),
    "free": _("free"),
    "outside": _("free, but outside the range for containers: given only by hand"),
}
