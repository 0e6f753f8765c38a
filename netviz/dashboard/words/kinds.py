"""Words for the kinds of objects, for filters and headings."""

from django.utils.translation import gettext_lazy as _

from . import Words

KINDS: dict[str, Words] = {
    "engine": _("engines"),
    "network": _("networks"),
    "container": _("containers"),
    "endpoint": _("connections"),
    "interface": _("interfaces"),
}

HOST_GROUPS: dict[str, Words] = {
    "uplink": _("Ways out: physical interfaces and what sits on them"),
    "bridge": _("Bridges, and the containers plugged into them"),
    "other": _("Others"),
}
