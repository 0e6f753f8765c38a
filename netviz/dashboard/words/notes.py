"""Whose an object is, and what that means for a change made by hand (see netviz/engine/ownership.py)."""

from django.utils.translation import gettext_lazy as _

from . import Words

NOTES: dict[str, Words] = {
    "compose_connection": _(
        "Compose project %(project)s owns this container: a connection made by hand lasts until Compose makes the "
        "container again. These lines in the Compose file make it last:"
    ),
    "compose_disconnection": _(
        "Compose project %(project)s owns this container: Compose connects it again when it makes the container again. "
        "Take the network out of the Compose file to make this last:"
    ),
    "compose_container": _(
        "Compose project %(project)s owns this container (service %(service)s): its next “up” makes it as the Compose "
        "file says."
    ),
    "compose_network": _("Compose project %(project)s owns this network and makes it again at its next “up”."),
    "swarm_task": _("Swarm's service %(service)s owns this container and replaces it as the service says."),
}
