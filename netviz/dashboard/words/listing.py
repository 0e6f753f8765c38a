"""Words for the tables of objects: what orders them, what narrows them, and the values to choose from."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from . import Words, said
from .states import CONTAINER, HEALTH

COLUMNS: dict[str, Words] = {
    "name": _("Name"),
    "engine": _("Engine"),
    "driver": _("Driver"),
    "subnet": _("Subnets"),
    "free": _("Addresses"),
    "containers": _("Containers"),
    "project": _("Project"),
    "state": _("State"),
    "image": _("Image"),
    "networks": _("Networks and addresses"),
    "ports": _("Ports"),
}

# What stands in a choice's place while nothing is chosen.
ALL: dict[str, Words] = {
    "driver": _("All drivers"),
    "engine": _("All engines"),
    "project": _("All projects"),
    "use": _("Used and unused"),
    "state": _("All states"),
    "network": _("All networks"),
    "health": _("Any health"),
}

LABELS: dict[str, Words] = {
    "driver": _("Driver"),
    "engine": _("Engine"),
    "project": _("Project"),
    "use": _("Use"),
    "state": _("State"),
    "network": _("Network"),
    "health": _("Health"),
}

USES: dict[str, Words] = {"used": _("used"), "unused": _("unused")}

WITHOUT: dict[str, Words] = {
    "project": _("no project"),
    "network": _("no network"),
    "health": _("no health check"),
}

_VALUES: dict[str, Mapping[str, Words]] = {"state": CONTAINER, "health": HEALTH, "use": USES}


def option(choice: str, value: str, none: str) -> str:
    """One value to choose; `none` is the value that stands for having none."""
    if value == none:
        return said(WITHOUT, choice)
    return said(_VALUES.get(choice, {}), value)
