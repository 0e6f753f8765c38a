"""Words for orders: the button, and what the activity page says was asked."""

from django.utils.translation import gettext_lazy as _

from . import Words

BUTTONS: dict[str, Words] = {
    "start": _("Start"),
    "stop": _("Stop"),
    "restart": _("Restart"),
    "pause": _("Pause"),
    "unpause": _("Resume"),
}

# What an order asked for; its command beside it says of what.
ASKED: dict[str, Words] = {
    "connect": _("Connect to a network"),
    "disconnect": _("Disconnect from a network"),
    "network_create": _("Create a network"),
    "network_remove": _("Remove a network"),
    "network_prune": _("Remove unused networks"),
    "container_run": _("Run a container"),
    "container_remove": _("Remove a container"),
    "start": _("Start a container"),
    "stop": _("Stop a container"),
    "restart": _("Restart a container"),
    "pause": _("Pause a container"),
    "unpause": _("Resume a container"),
    "rename": _("Rename a container"),
}
