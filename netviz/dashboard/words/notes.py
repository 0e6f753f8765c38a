"""Whose an object is, and what that means for a change made by hand (see netviz/engine/ownership.py)."""

from django.utils.translation import gettext_lazy as _

from . import Words

NOTES: dict[str, Words] = {
    "compose_temporary": _(
        "Compose project %(project)s owns this container: the connection lasts until the container is created anew."
    ),
}
