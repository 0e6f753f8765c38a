"""Why an order makes no sense for an object, said where its control would stand."""

from django.utils.translation import gettext_lazy as _

from . import Words

# A network that no container can be connected to by hand.
NETWORK: dict[str, Words] = {
    "driver_host": _("The host's own network: a container joins it only when it is created (--network host)."),
    "driver_null": _("No network at all: a container is put here only when it is created (--network none)."),
    "config_only": _("Only a configuration that other networks copy; nothing can be connected to it."),
    "ingress": _("Swarm's routing mesh: only services are connected to it."),
    "not_attachable": _("This Swarm network is not attachable: only services can be connected to it."),
}

# A container that can't be connected to any network.
CONTAINER: dict[str, Words] = {
    "host_mode": _("It uses the host's own network, so it can't be connected to another one."),
    "joined_namespace": _("It shares another container's network namespace; connect that container instead."),
}

# A network that the engine would not remove.
REMOVAL: dict[str, Words] = {
    "predefined": _("This network is the engine's own and can't be removed."),
    "active_endpoints": _("Running containers are connected: disconnect them first."),
}
